"""Is our own log what it claims to be: the quick look of every day, and the whole of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from fangwei.engines import merkle
from fangwei.ledger import highest
from fangwei.ledger.binary import binary_cursor
from fangwei.ledger.models import Checkpoint, Fact, OutboxRow, Tile
from fangwei.ledger.queries.log import fetch_tile, newest_checkpoint, nodes, note_of, published_checkpoint
from fangwei.ledger.signing import policy, signers

WAITS = timedelta(seconds=60)
_LAST_CHECKPOINTS = 20
_RUN = 16
_ROWS = _RUN * merkle.WIDTH


class Database:
    """Our own tables as a copy of the log to be checked, read in runs of 16 bundles and tiles."""

    def __init__(self, start: int = 0) -> None:
        self._start = start
        self._tiles: dict[int, bytes] = {}

    def bundles(self, size: int) -> Iterator[list[bytes]]:
        """Yield the entries, 256 at a time; a bundle with a missing row comes out short."""
        for start in range(self._start, size, _ROWS):
            end = min(start + _ROWS, size)
            leaves = self._leaves(start, end)
            if len(leaves) == end - start:
                yield from (leaves[at : at + merkle.WIDTH] for at in range(0, len(leaves), merkle.WIDTH))
                continue
            rows = self._rows("number, leaf", start, end)
            for at in range(start, end, merkle.WIDTH):
                yield [bytes(leaf) for number, leaf in rows if at <= number < at + merkle.WIDTH]

    def _leaves(self, start: int, end: int) -> list[bytes]:
        """Read entries in order as plain bytes."""
        query = "SELECT leaf FROM ledger_logentry WHERE number >= %s AND number < %s ORDER BY number"
        if connection.vendor != "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(query, [start, end])
                return [bytes(leaf) for (leaf,) in cursor.fetchall()]
        # Sent as they are: written in hexadecimal, reading them would cost more than hashing them.
        with binary_cursor() as cursor:
            found = cursor.execute(query, [start, end], binary=True).pgresult
            return [found.get_value(row, 0) for row in range(found.ntuples)]

    def _rows(self, columns: str, start: int, end: int) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM ledger_logentry WHERE number >= %s AND number < %s ORDER BY number",  # noqa: S608
                [start, end],
            )
            rows: list[Any] = cursor.fetchall()
            return rows

    def tile(self, name: merkle.TileName) -> bytes:
        """Return a tile as far as the name is wide. Raises: Missing."""
        if name.level:
            data = fetch_tile(name.level, name.number)
        else:
            if name.number not in self._tiles:
                rows = Tile.objects.filter(level=0, number__gte=name.number, number__lt=name.number + _RUN)
                self._tiles = {number: bytes(data) for number, data in rows.values_list("number", "data")}
            data = self._tiles.get(name.number, b"")
        if not data:
            raise merkle.Missing(name.path)
        return data[: name.width * merkle.HASH_LENGTH]


def check_whole_log() -> Iterator[merkle.Fault]:
    """Yield what is wrong with our log, every entry hashed again; the quick checks are among them."""
    quick = list(_check_head())
    yield from quick
    head = newest_checkpoint()
    if head is not None:
        yield from merkle.check_copy(Database(), merkle.parse_checkpoint(merkle.parse_note(head.note).text))


def check_log(*, at: datetime) -> Iterator[merkle.Fault]:
    """Yield what is wrong with our log as far as a second's work tells: head, signatures, store, last entries, outbox."""
    yield from _check_head()
    yield from _check_last_entries()
    oldest = OutboxRow.objects.order_by("id").values_list("fact_id", flat=True).first()
    fact = Fact.objects.filter(id=oldest).first() if oldest else None
    if fact is not None and at - fact.received_at > WAITS:
        yield merkle.Fault("outbox_waits", fact.received_at.isoformat(timespec="seconds"))


def _check_head() -> Iterator[merkle.Fault]:
    head = newest_checkpoint()
    known = highest.Highest(settings.FANGWEI_LEDGER).known
    if head is None:
        if known or OutboxRow.objects.exists():
            yield merkle.Fault("no_checkpoint", "0")
        return
    if known != head.note and head.published_at is not None:
        yield merkle.Fault("highest_differs", str(head.size))
    yield from _check_signatures(head)
    tree = nodes()
    for checkpoint in Checkpoint.objects.order_by("-size")[:_LAST_CHECKPOINTS]:
        try:
            root = merkle.root_at(tree, checkpoint.size)
        except merkle.TileUnreadable as problem:
            yield merkle.Fault("tile_missing", str(problem))
            return
        if root != bytes(checkpoint.root):
            yield merkle.Fault("root_differs", str(checkpoint.size))


def _check_signatures(head: Checkpoint) -> Iterator[merkle.Fault]:
    keys = [one.key for one in signers()]
    published = published_checkpoint()
    for checkpoint in {row.size: row for row in (head, published) if row is not None}.values():
        said = merkle.Checkpoint(keys[0].name, checkpoint.size, bytes(checkpoint.root))
        try:
            merkle.check_note(merkle.parse_note(checkpoint.note), keys)
            if merkle.parse_checkpoint(merkle.parse_note(checkpoint.note).text) != said:
                yield merkle.Fault("checkpoint_differs", str(checkpoint.size))
        except (merkle.NoteUntrusted, merkle.NoteUnreadable):
            yield merkle.Fault("signature_false", str(checkpoint.size))
            return
    if published is not None:
        try:
            merkle.trust(note_of(published), policy())
        except merkle.QuorumMissing:
            yield merkle.Fault("quorum_missing", str(published.size))
        except merkle.NoteUntrusted:
            yield merkle.Fault("signature_false", str(published.size))


def _check_last_entries() -> Iterator[merkle.Fault]:
    head = newest_checkpoint()
    if head is None or not head.size:
        return
    number = (head.size - 1) // merkle.WIDTH
    start = number * merkle.WIDTH
    found = next(Database(start).bundles(head.size), [])
    hashes = b"".join(map(merkle.leaf_hash, found))
    width = head.size - start
    if len(found) != width:
        yield merkle.Fault("bundle_short", merkle.TileName(merkle.ENTRIES, number, width).path)
    elif hashes != fetch_tile(0, number)[: width * merkle.HASH_LENGTH]:
        yield merkle.Fault("entry_differs", f"{start}-{head.size - 1}")
