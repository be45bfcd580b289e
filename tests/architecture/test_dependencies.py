"""Every package we ask for is used and has its reason; every package we use is asked for."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.architecture import tree

PROJECT = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8")
# Asked for by name in a setting, a console or a build, never by an import.
NOT_IMPORTED = {"argon2-cffi", "gunicorn", "flit-core", "psycopg", "whitenoise", "django-csp", "django-htmx"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def base_lines() -> list[str]:
    block = PROJECT.split("\ndependencies = [")[1].split("\n]")[0]
    return [line.strip() for line in block.splitlines() if line.strip()]


def imported(folders: tuple[str, ...]) -> set[str]:
    """Return the distributions whose modules the Python files in `folders` import."""
    distributions = packages_distributions()
    found = set()
    for folder in folders:
        for path in (tree.ROOT / folder).rglob("*.py"):
            if "tests" in path.parts or path.name == "conftest.py":
                continue
            text = path.read_text(encoding="utf-8")
            # A program for a child process, kept as text, imports too.
            tops = set(re.findall(r"^import (\w+)", text, re.M))
            # So does what is loaded with its first use.
            tops |= set(re.findall(r'import_module\("(\w+)', text))
            for node in ast.walk(ast.parse(text)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
                tops |= {name.split(".")[0] for name in names}
            for top in tops - set(sys.stdlib_module_names) - {"fangwei", "tools"}:
                found |= {plain(name) for name in distributions.get(top, [top])}
    return found


def asked_for() -> set[str]:
    return {plain(re.match(r'"([A-Za-z0-9_.-]+)', line)[1]) for line in base_lines()}  # type: ignore[index]


def test_every_dependency_has_a_reason() -> None:
    groups = re.findall(r'^    ("[A-Za-z0-9_.-]+(?:\[[^\]]*\])?[~=><][^"]*",.*)$', PROJECT, re.M)
    assert len(groups) > 25
    assert not [line for line in groups if not re.search(r"# \S.{9,}", line)]


def test_every_import_is_asked_for() -> None:
    assert not imported(("fangwei",)) - asked_for() - {"pydantic", "setuptools"}


def test_every_dependency_is_used() -> None:
    assert not asked_for() - imported(("fangwei", "tools")) - NOT_IMPORTED


def test_every_dependency_is_pinned() -> None:
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (tree.ROOT / "requirements" / "base.txt").read_text(), re.M))
    assert not asked_for() - pinned
