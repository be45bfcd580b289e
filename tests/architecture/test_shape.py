"""Every capability has the same rooms, so that a newcomer finds each thing where it is everywhere else."""

import ast
from pathlib import Path

import pytest

from tests.architecture import tree

SHAPE = {"__init__", "models", "actions", "queries", "events", "lifecycle", "admin", "apps", "migrations", "tests"}
# Rooms beyond the shape that must speak to Django, each for a reason of its capability's own.
EXTRA = {
    "ledger": {"guards", "consumers"},
    "casework": {"door"},
    "ui": {"templates", "templatetags", "static"},
}
WRITING = {"bulk_create", "bulk_update", "update_or_create", "get_or_create"}
WRITERS = {"actions", "models", "managers", "guards", "consumers", "door"}
FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "managers",
    "manager",
    "misc",
    "lib",
}
OWNERS = [folder for folder in tree.capabilities() if folder.name != "ui"]


def is_there(folder: Path, name: str) -> bool:
    return (folder / f"{name}.py").exists() or (folder / name).is_dir()


@pytest.mark.parametrize("folder", OWNERS, ids=lambda folder: folder.name)
def test_a_capability_has_every_room(folder: Path) -> None:
    missing = [name for name in ("models", "actions", "queries", "apps", "migrations") if not is_there(folder, name)]
    tests = folder / "tests"
    missing += [] if (tests / "factories.py").exists() else ["tests/factories.py"]
    missing += [] if list(tests.glob("test_*.py")) else ["tests/test_*.py"]
    assert not missing


@pytest.mark.parametrize("folder", tree.capabilities(), ids=lambda folder: folder.name)
def test_a_capability_says_what_it_is_for(folder: Path) -> None:
    parsed = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    assert len(parsed.body) == 1, "__init__.py holds a docstring and nothing else"
    docstring = ast.get_docstring(parsed) or ""
    assert docstring.count(".") >= 2, "two sentences: what it is, the law it serves, what it uses below"


@pytest.mark.parametrize("folder", OWNERS, ids=lambda folder: folder.name)
def test_rooms_beyond_the_shape_know_no_django(folder: Path) -> None:
    strangers = []
    for module in tree.own_modules():
        if not module.path.is_relative_to(folder):
            continue
        room = module.path.relative_to(folder).parts[0].removesuffix(".py")
        if room in SHAPE | EXTRA.get(folder.name, set()):
            continue
        strangers += [
            f"{module.at(node)} imports {imported}"
            for node in ast.walk(module.tree)
            for imported in imports(node)
            if imported.split(".")[0] == "django" and not imported.startswith("django.utils.translation")
        ]
    assert not strangers, "further rooms are welcome if they import no Django"


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_no_module_is_named_for_what_nobody_could_name() -> None:
    assert not [module.name for module in tree.modules() if FORBIDDEN & set(module.name.split("."))]


def test_actions_take_keywords_only() -> None:
    loose = []
    for module, function in tree.public_actions():
        positional = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        if len(positional) > 1 or {"by", "at"} & set(positional):
            loose.append(f"{module.at(function)} {function.name}({', '.join(positional)})")
    assert not loose, "at most the thing acted on may be positional; by= and at= never"


def test_only_actions_write() -> None:
    writers = []
    for module in tree.own_modules():
        if WRITERS & set(module.name.split(".")) or module.name.startswith("fangwei.gateways"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name, receiver = node.func.attr, ast.unparse(node.func.value)
                through_orm = ".objects" in receiver and name in {"create", "update", "delete"}
                if name in WRITING or through_orm:
                    writers.append(f"{module.at(node)} {receiver}.{name}()")
    assert not writers, "the verbs in actions are the only writers of a table"
