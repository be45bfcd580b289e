"""The highest checkpoint ever signed, kept in a file outside the database.

A database restored from an older backup would sign another history over the same size and nobody could tell that from
fraud. This file is what the restored database is compared with; it moves by compare-and-swap, under a lock, to the disk.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fangwei.ledger.refusals import LedgerRefused

FILE = "highest"


class Highest:
    """The file, to be used while its lock is held; `known` is what it says, empty when nothing was ever signed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.known = self._read()

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def advance(self, note: str) -> None:
        """Replace what is known by `note`, on the disk before this returns.

        Raises: LedgerRefused when the file says something else by now, so that a lock that a network disk does not honour
        makes no fork.
        """
        if self._read() != self.known:
            raise LedgerRefused("highest_moved")
        beside = self.path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self.known = note


@contextmanager
def locked(folder: Path) -> Iterator[Highest]:
    """Hold the sequencer's lock of this machine for the length of the block; others wait."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Highest(folder)
