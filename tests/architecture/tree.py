"""The repository as data: its files, its modules as syntax trees, its capabilities in their order."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fangwei.settings.apps import CAPABILITIES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fangwei"
SURFACES = ("fangwei.surfaces", "fangwei.cli")
NOT_OURS = {".venv", ".venv-node", "node_modules", ".git", ".fangwei", "dist", "__pycache__"}


@dataclass(frozen=True)
class Module:
    """One Python file of ours, parsed."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @property
    def last(self) -> str:
        """The module's own name, without its package."""
        return self.path.parent.name if self.path.name == "__init__.py" else self.path.stem

    def at(self, node: ast.AST) -> str:
        """Return the place of `node` as an editor jumps to it."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"

    def is_below_surfaces(self) -> bool:
        return not self.name.startswith((*SURFACES, "fangwei.settings", "fangwei.urls", "fangwei.wsgi"))


def dotted(path: Path) -> str:
    """Return the import name of the module in `path`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, migrations and tests included, in path order."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if not NOT_OURS & set(path.parts))
    texts = ((path, path.read_text(encoding="utf-8")) for path in files)
    return tuple(Module(path, dotted(path), text, ast.parse(text, str(path))) for path, text in texts)


def own_modules() -> Iterator[Module]:
    """Yield the modules that do the work: neither tests nor migrations."""
    return (module for module in modules() if not module.is_test and not module.is_migration)


def capabilities() -> list[Path]:
    """Return the folder of each capability that has begun to exist, in the order of the arrow."""
    folders = [ROOT / name.replace(".", "/") for name in CAPABILITIES]
    return [folder for folder in folders if (folder / "__init__.py").exists()]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method under `tree`."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def public_actions() -> Iterator[tuple[Module, ast.FunctionDef]]:
    """Yield every public top-level function of every capability's actions."""
    for module in own_modules():
        if "actions" in module.name.split("."):
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield module, node


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file that git keeps or would keep; without git, every file that is not built."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0:
        names = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    else:
        names = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.parts)]
    return tuple(path for path in names if path.is_file())


def text_of(path: Path) -> str:
    """Return a tracked file's text, empty for pictures and other bytes."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
