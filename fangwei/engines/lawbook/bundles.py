"""Overlay bundles: checking a folder on top of the project's law, and installing it in a deployment."""

from pathlib import Path

from fangwei.engines.lawbook.book import Lawbook
from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.files import builtin_folder, law_paths, read_folder
from fangwei.engines.lawbook.overlays import copy_folder


def check_folder(folder: Path) -> tuple[Lawbook, list[LawError]]:
    """Read a folder and say everything the schema refuses in it.

    A folder with sources and rules of its own is a whole law and stands alone; any other is read on top of the
    project's law.
    Raises: LawError `file.missing_folder` when the folder is not there or holds no law file.
    """
    if not read_folder(folder).paths:
        raise LawError("file.missing_folder", {"folder": str(folder)})
    whole = folder.resolve() == builtin_folder() or ((folder / "sources").is_dir() and (folder / "parameters").is_dir())
    book = Lawbook.load([folder] if whole else [builtin_folder(), folder])
    return book, book.problems()


def install(folder: Path, home: Path) -> str:
    """Check a folder of overlays against everything already loaded, copy it into the deployment, return the new hash.

    Nothing is copied when anything is refused. The caller records the load as a fact.
    Raises: LawError, the first thing refused.
    """
    name = folder.resolve().name
    read = read_folder(folder)
    if not read.files:
        raise LawError("file.missing_folder", {"folder": str(folder)})
    for file in read.files:
        if file.head == "rule":
            raise LawError("overlay.only_overlays", {"file": file.label})
    others = [read_folder(path, without=name if path != builtin_folder() else None) for path in law_paths(home)]
    problems = Lawbook([*others, read]).problems()
    if problems:
        raise problems[0]
    copy_folder(folder, home, name)
    return Lawbook.load(law_paths(home)).bundle_hash
