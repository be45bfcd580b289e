"""Reading the log: checkpoints, tiles, entries."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q

from fangwei.engines import merkle
from fangwei.ledger.models import Checkpoint, Cosignature, LogEntry, Reconciliation, Tile


def newest_checkpoint() -> Checkpoint | None:
    """Return the newest signed checkpoint, published or not."""
    return Checkpoint.objects.order_by("-size").first()


def published_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint that outsiders may see."""
    return Checkpoint.objects.filter(published_at__isnull=False).order_by("-size").first()


def note_of(checkpoint: Checkpoint) -> merkle.Note:
    """Return a checkpoint with the log's signature and every cosignature that came."""
    note = merkle.parse_note(checkpoint.note)
    lines = Cosignature.objects.filter(size=checkpoint.size).order_by("witness").values_list("line", flat=True)
    return merkle.Note(note.text, (*note.signatures, *[merkle.parse_signature(line) for line in lines]))


def fetch_tile(level: int, number: int) -> bytes:
    """Return the hashes of a tile that are known so far, none when it does not exist."""
    data = Tile.objects.filter(level=level, number=number).values_list("data", flat=True).first()
    return bytes(data) if data is not None else b""


def nodes(*indexes: int, size: int = 0) -> merkle.TileNodes:
    """Return a reader of subtree hashes for making proofs; it remembers what it read, so make one a request.

    With `indexes` and `size`, whatever a proof about these entries in that tree needs comes in one query.
    """
    wanted = {tile for index in (*indexes, size - 1) for tile in _tiles_above(index, size)}
    if not wanted:
        return merkle.TileNodes(fetch_tile)
    which = reduce(or_, [Q(level=level, number=number) for level, number in wanted])
    rows = Tile.objects.filter(which).values_list("level", "number", "data")
    read = {(level, number): bytes(data) for level, number, data in rows}

    def fetch(level: int, number: int) -> bytes:
        return read[level, number] if (level, number) in read else fetch_tile(level, number)

    return merkle.TileNodes(fetch)


def _tiles_above(index: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the tiles on the way from an entry to the head, as far as the tree of `size` has them."""
    level = 0
    while size >> (8 * level):
        yield level, (index >> (8 * level)) // merkle.WIDTH
        level += 1


def entries(start: int, end: int) -> list[bytes]:
    """Return the entries numbered `start` up to `end`, in order."""
    rows = LogEntry.objects.filter(number__gte=start, number__lt=end).order_by("number").values_list("leaf", flat=True)
    return [bytes(leaf) for leaf in rows]


def tile(name: merkle.TileName, *, size: int) -> bytes | None:
    """Return the bytes published under a tile's name in the tree of `size`, None when that tree does not have it."""
    if name.width > merkle.width_at(size, name.level, name.number):
        return None
    if name.level == merkle.ENTRIES:
        start = name.number * merkle.WIDTH
        return merkle.encode_bundle(entries(start, start + name.width))
    data = fetch_tile(name.level, name.number)[: name.width * merkle.HASH_LENGTH]
    return data if len(data) == name.width * merkle.HASH_LENGTH else None


def last_reconciliation() -> Reconciliation | None:
    """Return the latest comparison of rows, facts and log, None before the first."""
    return Reconciliation.objects.order_by("-at", "-id").first()
