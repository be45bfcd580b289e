"""The documents keep up with the code, and nothing in the tree tells where it was made."""

import ast
import json
import re
from collections.abc import Iterator

import click
import pytest

from fangwei.cli import main
from tests.architecture import tree

DOCS = tree.ROOT / "docs"
HAN = re.compile(r"[\u4e00-\u9fff]")
# Built from pieces so that this file does not find itself.
MACHINE = re.compile("|".join(["/" + name + "/" for name in ("work", "root", "home", "workspace")] + ["/tm" + r"p/\w"]))


def environment_variables() -> set[str]:
    """Return every variable that the code reads from the environment by a literal name."""
    found = set()
    for module in tree.own_modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call | ast.Subscript) and "environ" in ast.unparse(node)[:40] + module.name:
                found |= set(re.findall(r"['\"]((?:FANGWEI|DATABASE)_[A-Z_]+)['\"]", ast.unparse(node)))
            if isinstance(node, ast.Call) and re.match(r"(env\b|os\.environ|os\.getenv)", ast.unparse(node.func)):
                found |= set(re.findall(r"['\"]((?:FANGWEI|DATABASE)_[A-Z_]+)['\"]", ast.unparse(node)))
    return found


def test_every_setting_is_explained() -> None:
    explained = set(re.findall(r"`([A-Z_]+)`", (DOCS / "operate" / "settings.md").read_text(encoding="utf-8")))
    assert not environment_variables() - explained
    assert not {name for name in explained if name.startswith("FANGWEI_")} - environment_variables(), "no longer read"


def commands(group: click.Group, path: str = "fangwei") -> Iterator[tuple[str, click.Command]]:
    """Yield every command under `group` with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        try:
            command = group.get_command(context, name)
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("fangwei.cli."):
                raise
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


ALL_COMMANDS = dict(commands(main)) if isinstance(main, click.Group) else {}


def test_there_are_commands() -> None:
    assert ALL_COMMANDS


@pytest.mark.parametrize("words", ALL_COMMANDS)
def test_every_command_is_explained(words: str) -> None:
    pages = [DOCS / "operate" / "cli.md", *(DOCS / "use").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert words in text
    options = [name for option in ALL_COMMANDS[words].params for name in option.opts if name.startswith("--")]
    assert not [name for name in options if name != "--help" and f"`{name}" not in text]


@pytest.mark.parametrize("words", ALL_COMMANDS)
def test_every_command_speaks_both_languages_and_json(words: str) -> None:
    command = ALL_COMMANDS[words]
    texts = [command.help or ""] + [getattr(option, "help", "") or "" for option in command.params if option.opts]
    for text in texts[:1] + [text for text in texts[1:] if text]:
        assert HAN.search(text), text
        assert re.search(r"[A-Za-z]{2}", text), text
    assert any("--json" in option.opts for option in command.params)


def test_every_template_is_used() -> None:
    templates = [path for path in tree.PACKAGE.rglob("templates/**/*") if path.is_file()]
    texts = [module.text for module in tree.own_modules()] + [tree.text_of(path) for path in templates]
    everything = "\n".join(texts)
    unused = []
    for path in templates:
        name = str(path).split("/templates/")[1]
        # A family such as ui/parts/clock.html is asked for by a name put together: its stem must then stand alone.
        composed = re.search(rf"""["'/]{re.escape(path.stem)}["'.]""", everything)
        if name not in everything and not composed and path.stem not in {"404", "403", "400", "500", "403_csrf"}:
            unused.append(name)
    assert not unused


def test_no_file_tells_where_it_was_made() -> None:
    told = [
        f"{path.relative_to(tree.ROOT)}:{number}"
        for path in tree.tracked_files()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".yaml", ".yml", ".ts", ".mjs", ".po", ".css", ""}
        for number, line in enumerate(tree.text_of(path).splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not told


def test_pinned_files_name_no_address() -> None:
    names = ["requirements/*.txt", "package*.json", ".npmrc", "pyproject.toml", "Makefile", ".ci/*"]
    addresses = [
        f"{path.relative_to(tree.ROOT)}: {line.strip()[:80]}"
        for name in names
        for path in tree.ROOT.glob(name)
        if path.is_file()
        for line in path.read_text(encoding="utf-8").splitlines()
        if "://" in line and '"url"' not in line
    ]
    assert not addresses


def test_npm_lock_pins_every_package_by_hash() -> None:
    packages = json.loads((tree.ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not [name for name, package in packages.items() if name and "integrity" not in package]


def test_decisions_are_short() -> None:
    pages = sorted((DOCS / "adr").glob("*.md"))
    assert pages
    assert not [page.name for page in pages if len(page.read_text(encoding="utf-8").splitlines()) > 40]
    assert not [page.name for page in pages if not re.match(r"\d{4}-[a-z0-9-]+\.md$", page.name)]


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in (path for path in tree.tracked_files() if path.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)", tree.text_of(page)):
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(tree.ROOT)} -> {target}")
    assert not broken
