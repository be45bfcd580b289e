"""Nothing reaches upward: not by import, not by foreign key, not by a string."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from fangwei.settings.apps import CAPABILITIES
from tests.architecture import tree


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_settings_list_capabilities_in_the_order_of_the_arrow() -> None:
    text = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    order = [line.strip(' ",()') for line in text.split("layers = [")[1].split("]")[0].splitlines()]
    listed = [name.removeprefix("fangwei.") for name in CAPABILITIES]
    assert listed == sorted(listed, key=order[::-1].index)


def test_foreign_keys_point_down() -> None:
    rank = {name: place for place, name in enumerate(CAPABILITIES)}
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name in rank
        for field in model._meta.get_fields()
        if field.many_to_one or field.one_to_one or field.many_to_many
        if field.concrete and field.related_model is not None
        if rank.get(field.related_model._meta.app_config.name, -1) > rank[model._meta.app_config.name]
    ]
    assert not upward


def test_facts_have_no_foreign_keys() -> None:
    fact = apps.get_model("ledger", "Fact")
    assert not [field.name for field in fact._meta.get_fields() if field.is_relation and field.concrete]


@pytest.mark.parametrize("command", ["law", "read"])
def test_commands_that_need_no_database_start_without_django(command: str) -> None:
    if not (tree.PACKAGE / "cli" / f"{command}.py").exists():
        pytest.skip(f"no command {command} yet")
    look = f"import sys, fangwei.cli.{command}; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", look], cwd=tree.ROOT).returncode == 0
