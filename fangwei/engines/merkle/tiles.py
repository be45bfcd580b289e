"""Tiles of 256 hashes and bundles of 256 entries: their names, their growth, and hashes read out of them.

Source: c2sp.org/tlog-tiles. A tile narrower than 256 is the beginning of the later, wider one, so that one blob is kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fangwei.engines.merkle.hashes import EMPTY_ROOT, HASH_LENGTH, node_hash, root_of_row

HEIGHT = 8
WIDTH = 1 << HEIGHT
TOP_LEVEL = 63
ENTRIES = -1
"""Level of a bundle of entries, which shares the tiles' numbering."""

Fetch = Callable[[int, int], bytes]
"""(level, number) -> the tile's bytes as far as they are known."""

_PATH = re.compile(r"(0|[1-9][0-9]?|entries)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class TileUnreadable(ValueError):
    """A tile, a bundle or the name of one is not what the format says."""


@dataclass(frozen=True, slots=True, order=True)
class TileName:
    """Which tile: level (`ENTRIES` for a bundle), number within the level, how many hashes wide."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The name as outsiders ask for it: tile/0/x001/234.p/17."""
        groups = [f"{self.number % 1000:03d}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{part}"


def parse_name(path: str) -> TileName:
    """Return the tile that `path` (without "tile/") names. Raises: TileUnreadable when no tile is written so."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise TileUnreadable(path)
    level = ENTRIES if found[1] == "entries" else int(found[1])
    name = TileName(level, int(found[2].replace("x", "").replace("/", "")), int(found[3] or WIDTH))
    if level > TOP_LEVEL or name.path != f"tile/{path}":
        raise TileUnreadable(path)
    return name


def width_at(size: int, level: int, number: int) -> int:
    """Return how many hashes wide a tile (or bundle) is in the tree of `size`; 0 when it does not exist there."""
    known = size >> (HEIGHT * max(level, 0))
    return max(0, min(WIDTH, known - number * WIDTH))


def names(size: int, *, since: int = 0) -> Iterator[TileName]:
    """Yield every tile and bundle of the tree of `size` that the tree of `since` did not have, lowest level first."""
    for level in range(ENTRIES, TOP_LEVEL + 1):
        known = size >> (HEIGHT * max(level, 0))
        if not known:
            return
        before = since >> (HEIGHT * max(level, 0))
        if known == before:
            continue
        for number in range(before // WIDTH, -(-known // WIDTH)):
            yield TileName(level, number, width_at(size, level, number))


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries, each behind its length in two bytes, most significant first."""
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def decode_bundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises: TileUnreadable when it breaks off within one."""
    entries = []
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data) or start > len(data):
            raise TileUnreadable("a bundle breaks off")
        entries.append(data[start:at])
    return entries


@dataclass(frozen=True, slots=True)
class Growth:
    """A tree after new leaves: its size and head, and the bytes of every tile that is new or wider now."""

    size: int
    root: bytes
    tiles: Mapping[tuple[int, int], bytes]


def grow(size: int, fetch: Fetch, leaves: Sequence[bytes]) -> Growth:
    """Append leaf hashes to the tree of `size`, reading its last tiles with `fetch`."""
    touched: dict[tuple[int, int], bytes] = {}
    row = b"".join(leaves)
    level = 0
    edge: list[bytes] = []
    while row or size >> (HEIGHT * level):
        known = size >> (HEIGHT * level)
        number, filled = divmod(known, WIDTH)
        data = fetch(level, number)[: filled * HASH_LENGTH] if filled else b""
        if len(data) != filled * HASH_LENGTH:
            raise TileUnreadable(TileName(level, number, filled).path)
        data += row
        roots = []
        while row and data:
            touched[level, number] = tile = data[: WIDTH * HASH_LENGTH]
            data = data[WIDTH * HASH_LENGTH :]
            if len(tile) < WIDTH * HASH_LENGTH:
                data = tile
                break
            roots.append(root_of_row(tile))
            number += 1
        edge.append(data)
        row = b"".join(roots)
        level += 1
    return Growth(size + len(leaves), root_of_edge(edge), touched)


def root_of_edge(edge: Sequence[bytes]) -> bytes:
    """Return the head of a tree from the unfinished right tile of each level."""
    root: bytes | None = None
    for row in edge:
        width, at = len(row) // HASH_LENGTH, len(row)
        # The smallest complete subtree is the last one; it joins what came from below first.
        for bit in range(HEIGHT):
            if width >> bit & 1:
                start = at - (HASH_LENGTH << bit)
                peak = root_of_row(row[start:at])
                root, at = peak if root is None else node_hash(peak, root), start
    return EMPTY_ROOT if root is None else root


class TileNodes:
    """Hashes of complete subtrees, read out of tiles; each tile is fetched once."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of complete subtree `index` of `level`. Raises: TileUnreadable when its tile is too short."""
        known = self._nodes.get((level, index))
        if known is not None:
            return known
        tile, within = divmod(level, HEIGHT)
        number = (index << within) >> HEIGHT
        if (tile, number) not in self._tiles:
            self._tiles[tile, number] = self._fetch(tile, number)
        start = ((index << within) % WIDTH) * HASH_LENGTH
        row = self._tiles[tile, number][start : start + (HASH_LENGTH << within)]
        if len(row) != HASH_LENGTH << within:
            raise TileUnreadable(TileName(tile, number).path)
        self._nodes[level, index] = found = root_of_row(row)
        return found
