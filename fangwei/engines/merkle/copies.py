"""Checking a whole log, whoever keeps the copy: every entry, every tile, the head.

The copy is trusted in nothing: the tree is computed again from the entries alone and compared with everything else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from fangwei.engines.merkle.checkpoints import Checkpoint
from fangwei.engines.merkle.hashes import HASH_LENGTH, root_of_row, row_of
from fangwei.engines.merkle.tiles import (
    ENTRIES,
    WIDTH,
    TileName,
    TileUnreadable,
    decode_bundle,
    root_of_edge,
    width_at,
)

MOST_FAULTS = 20


class Missing(LookupError):
    """The copy does not have a file that its checkpoint promises."""


class Copy(Protocol):
    """Where a log is read from."""

    def bundles(self, size: int) -> Iterator[list[bytes]]:
        """Yield the entries of a log of `size`, 256 at a time. Raises: Missing, TileUnreadable."""
        ...

    def tile(self, name: TileName) -> bytes:
        """Return a tile's bytes. Raises: Missing."""
        ...


class Files:
    """A copy made of files, read by their published names from a folder or an address."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read

    def tile(self, name: TileName) -> bytes:
        """Return a tile; where only the later, full tile is kept, its beginning. Raises: Missing."""
        try:
            return self._read(name.path)
        except Missing:
            if name.width == WIDTH:
                raise
            whole = self._read(TileName(name.level, name.number).path)
            if name.level == ENTRIES:
                return b"".join(len(entry).to_bytes(2, "big") + entry for entry in decode_bundle(whole)[: name.width])
            return whole[: name.width * HASH_LENGTH]

    def bundles(self, size: int) -> Iterator[list[bytes]]:
        """Yield the entries, 256 at a time. Raises: Missing, TileUnreadable."""
        for number in range(-(-size // WIDTH)):
            yield decode_bundle(self.tile(TileName(ENTRIES, number, width_at(size, ENTRIES, number))))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a copy that is not as its checkpoint says; `where` is an entry's number or a file's name."""

    code: str
    where: str


def check_copy(copy: Copy, head: Checkpoint) -> Iterator[Fault]:
    """Yield every fault of a copy of the log whose believed checkpoint is `head`; none means that nothing was changed."""
    rows = [b""]
    upper = bytearray()
    number = -1
    bundles = copy.bundles(head.size)
    for number in range(-(-head.size // WIDTH)):
        name = TileName(0, number, width_at(head.size, 0, number))
        try:
            entries = next(bundles)
        except (Missing, TileUnreadable, StopIteration):
            yield Fault("bundle_missing", TileName(ENTRIES, number, name.width).path)
            return
        row = row_of(entries)
        if len(entries) != name.width:
            yield Fault("bundle_short", TileName(ENTRIES, number, name.width).path)
            return
        if (fault := _compare(copy, name, row)) is not None:
            yield fault
        if name.width == WIDTH:
            upper += root_of_row(row)
        else:
            rows[0] = row
    yield from _check_upper(copy, head, rows, bytes(upper))


def _check_upper(copy: Copy, head: Checkpoint, rows: list[bytes], upper: bytes) -> Iterator[Fault]:
    level = 1
    while upper:
        above = bytearray()
        rows.append(b"")
        for start in range(0, len(upper), WIDTH * HASH_LENGTH):
            row = upper[start : start + WIDTH * HASH_LENGTH]
            name = TileName(level, start // (WIDTH * HASH_LENGTH), len(row) // HASH_LENGTH)
            if (fault := _compare(copy, name, row)) is not None:
                yield fault
            if name.width == WIDTH:
                above += root_of_row(row)
            else:
                rows[level] = row
        upper = bytes(above)
        level += 1
    if root_of_edge(rows) != head.root:
        yield Fault("root_differs", str(head.size))


def _compare(copy: Copy, name: TileName, row: bytes) -> Fault | None:
    try:
        data = copy.tile(name)
    except Missing:
        return Fault("tile_missing", name.path)
    if data == row:
        return None
    if name.level or len(data) != len(row):
        return Fault("tile_differs", name.path)
    first = next(
        i for i in range(name.width) if data[i * HASH_LENGTH :][:HASH_LENGTH] != row[i * HASH_LENGTH :][:HASH_LENGTH]
    )
    return Fault("entry_differs", str(name.number * WIDTH + first))
