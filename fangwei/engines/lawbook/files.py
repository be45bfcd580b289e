"""Reading law folders: which files there are, what each declares, and one hash over all of them.

Files are read whole for the hash but parsed only when their rule is asked for, so that a command starts quickly.
"""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fangwei.engines.lawbook.errors import LawError

HEAD = re.compile(rb"^(rule|overlays|source|calendar):[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
NOT_LAW = {"cases", "divisions"}  # cases are questions put to the law; divisions belong to the register
PLAIN_WORDS = {"bool": re.compile(r"true|false"), "int": re.compile(r"[-+]?(0|[1-9][0-9]*)")}


@dataclass(frozen=True, slots=True)
class LawFile:
    """One file of a law folder: its head (`rule`, `overlays`, `source`, `calendar`), the name there, its bytes."""

    head: str
    name: str
    label: str
    data: bytes

    def parse(self) -> dict[str, Any]:
        """The file's mapping.

        Raises: LawError `file.unreadable` when it is no YAML mapping, or repeats a key.
        """
        return parse_mapping(self.data, self.label)


@dataclass(frozen=True, slots=True)
class Folder:
    """A law folder as read: its files, those whose head nobody understands, its industry tables, its digest."""

    root: Path
    files: tuple[LawFile, ...]
    headless: tuple[str, ...]
    tables: tuple[Path, ...]
    paths: tuple[Path, ...]
    digest: str


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """The loader's guesses at plain words, with only true, false and decimal digits kept as such."""
    tag = "tag:yaml.org,2002:"
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for first, guesses in yaml.CSafeLoader.yaml_implicit_resolvers.items():
        found[first] = [
            (name, re.compile(f"^(?:{PLAIN_WORDS[name.removeprefix(tag)].pattern})$"))
            if name.removeprefix(tag) in PLAIN_WORDS
            else (name, pattern)
            for name, pattern in guesses
        ]
    return found


class _StrictLoader(yaml.CSafeLoader):
    """The safe loader without its surprises.

    A key given twice is refused, for the second would silently win; `on`, `off` and `no` stay words, and `08:00` a
    text.
    """

    yaml_implicit_resolvers = _resolvers()

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str | int) and key in seen:
                raise yaml.YAMLError(f"key {key!r} is given twice, line {key_node.start_mark.line + 1}")
            seen.add(key if isinstance(key, str | int) else str(key))
        return super().construct_mapping(node, deep=deep)


def parse_mapping(data: bytes, label: str) -> dict[str, Any]:
    """Parse YAML bytes into a mapping.

    Raises: LawError `file.unreadable`.
    """
    try:
        document = yaml.load(data, Loader=_StrictLoader)  # noqa: S506  (a subclass of the safe loader)
    except (yaml.YAMLError, ValueError, UnicodeDecodeError, RecursionError) as problem:
        raise LawError("file.unreadable", {"file": label, "detail": " ".join(str(problem).split())}) from problem
    if not isinstance(document, dict):
        raise LawError("file.unreadable", {"file": label, "detail": "not a mapping"})
    return document


def builtin_folder() -> Path:
    """The law data that comes with the project."""
    return Path(__file__).resolve().parents[3] / "law"


def law_paths(home: Path | None = None) -> list[Path]:
    """The folders a deployment reads: the project's own law, then its `law` folder with one sub-folder a bundle."""
    installed = [home / "law"] if home is not None and (home / "law").is_dir() else []
    return [builtin_folder(), *installed]


def read_folder(root: Path, without: str | None = None) -> Folder:
    """Read one law folder, leaving out one bundle of it if asked to.

    Raises: LawError `file.missing_folder` when there is no such folder.
    """
    if not root.is_dir():
        raise LawError("file.missing_folder", {"folder": str(root)})
    files: list[LawFile] = []
    headless: list[str] = []
    tables: list[Path] = []
    digest = hashlib.sha256()
    paths = [path for path in _walk(root) if without is None or path.relative_to(root).parts[0] != without]
    for path in paths:
        label = f"{root.name}/{path.relative_to(root).as_posix()}"
        try:
            data = path.read_bytes()
        except OSError as problem:
            raise LawError("file.unreadable", {"file": label, "detail": problem.strerror or "?"}) from problem
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(data).digest())
        if path.suffix == ".csv":
            tables.append(path)
            continue
        head = HEAD.search(data)
        if head is None:
            headless.append(label)
        else:
            files.append(LawFile(head[1].decode(), head[2].decode("utf-8", "replace"), label, data))
    return Folder(root, tuple(files), tuple(headless), tuple(tables), tuple(paths), digest.hexdigest())


def bundle_hash(folders: Sequence[Folder]) -> str:
    """One hash over the folders in the order they are read; a folder without files changes nothing."""
    return hashlib.sha256("\n".join(folder.digest for folder in folders if folder.paths).encode()).hexdigest()


def _walk(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in NOT_LAW and not name.startswith("."))
        found += [Path(folder) / name for name in files if name.endswith((".yaml", ".yml", ".csv")) and name[0] != "."]
    return sorted(found)
