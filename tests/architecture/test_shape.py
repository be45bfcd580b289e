"""Every capability has the same rooms, so that a newcomer finds each thing where it is everywhere else."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import tree

SHAPE = {"__init__", "models", "actions", "queries", "events", "lifecycle", "admin", "apps", "migrations", "tests"}
# Rooms beyond the shape that know Django and that others call.
EXTRA = {
    # the log’s own key and its witness policy, made by set-up; queries of the hot path worked out once
    "ledger": {"guards", "consumers", "kept", "keyed", "rows", "signing", "writes"},
    # the deployment's law book, opened once where the settings say; the keys of personal data, made by set-up
    "register": {"law", "sealed"},
    # casework is what kinds of case are built from: its machinery is public to them, its tables are not
    "casework": {
        "asides",
        "clocks",
        "door",
        "evidence",
        "handover",
        "kinds",
        "lists",
        "refusals",
        "relations",
        "sweep",
    },
    "ui": {"templates", "templatetags", "static"},
}
WRITING = {"bulk_create", "bulk_update", "update_or_create", "get_or_create"}
READERS = {"queries", "events", "lifecycle", "admin", "apps", "ui", "engines"}
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
    wanted = ["queries", "apps"]
    # A capability that only answers from rules owns no table, so it has no verbs either.
    wanted += ["models", "migrations", "tests/factories"] if is_there(folder, "models") else []
    missing = [name for name in wanted if not is_there(folder, name)]
    if is_there(folder, "models") and not is_there(folder, "actions") and not is_there(folder, "door"):
        missing.append("actions, or a door that every verb above goes through")
    if not list((folder / "tests").glob("test_*.py")):
        missing.append("tests/test_*.py")
    assert not missing


@pytest.mark.parametrize("folder", tree.capabilities(), ids=lambda folder: folder.name)
def test_a_capability_says_what_it_is_for(folder: Path) -> None:
    parsed = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    assert len(parsed.body) == 1, "__init__.py holds a docstring and nothing else"
    docstring = ast.get_docstring(parsed) or ""
    assert docstring.count(".") >= 2, "two sentences: what it is, the law it serves, what it uses below"


@pytest.mark.parametrize("folder", OWNERS, ids=lambda folder: folder.name)
def test_rooms_beyond_the_shape_know_no_django_or_are_private(folder: Path) -> None:
    public = SHAPE | EXTRA.get(folder.name, set())
    knowing = {
        f"fangwei.{folder.name}.{room(module, folder)}"
        for module in tree.own_modules()
        if module.path.is_relative_to(folder) and room(module, folder) not in public
        for node in ast.walk(module.tree)
        for imported in imports(node)
        if imported.split(".")[0] == "django" and not imported.startswith("django.utils.translation")
    }
    callers = [
        f"{module.at(node)} imports {imported}"
        for module in tree.own_modules()
        if not module.path.is_relative_to(folder)
        for node in ast.walk(module.tree)
        for imported in imports(node)
        if any(imported == name or imported.startswith(name + ".") for name in knowing)
    ]
    assert not callers, "a further room that knows Django is its capability's own business"


def room(module: tree.Module, folder: Path) -> str:
    """Return the first level below a capability's folder: a module, or a package of the same name."""
    return module.path.relative_to(folder).parts[0].removesuffix(".py")


def imports(node: ast.AST) -> list[str]:
    """Return the modules, and the names in them that may be modules, that an import statement asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_no_module_is_named_for_what_nobody_could_name() -> None:
    assert not [module.name for module in tree.modules() if FORBIDDEN & set(module.name.split("."))]


def test_actions_take_keywords_only() -> None:
    loose = []
    for module, function in tree.public_actions():
        positional = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        if len(positional) > 1 or {"by", "at"} & set(positional):
            loose.append(f"{module.at(function)} {function.name}({', '.join(positional)})")
    assert not loose, "at most the thing acted on may be positional; by= and at= never"


def writes(module: tree.Module) -> list[tuple[ast.Call, str]]:
    """Return each call in `module` that changes rows, with the name of what it is called on."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver = ast.unparse(node.func.value)
            if node.func.attr in WRITING or (
                ".objects" in receiver and node.func.attr in {"create", "update", "delete"}
            ):
                found.append((node, receiver))
    return found


def test_reading_rooms_and_surfaces_write_nothing() -> None:
    writers = [
        f"{module.at(call)} {receiver}"
        for module in tree.own_modules()
        if READERS & set(module.name.split(".")) or not module.is_below_surfaces()
        for call, receiver in writes(module)
    ]
    assert not writers, "the verbs in actions are the only writers of a table"


def test_a_table_is_written_by_its_own_capability() -> None:
    strangers = []
    for module in tree.own_modules():
        owners = {
            alias.asname or alias.name: (node.module or "").split(".")[1]
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ImportFrom) and re.match(r"fangwei\.\w+\.models", node.module or "")
            for alias in node.names
        }
        for call, receiver in writes(module):
            owner = owners.get(receiver.split(".")[0])
            if owner and owner != module.name.split(".")[1]:
                strangers.append(f"{module.at(call)} {receiver} belongs to {owner}")
    assert not strangers, "call the owner's verb"
