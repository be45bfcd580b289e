"""Mending the log after a loss. Each verb is called by a person who has read the runbook; nothing is mended by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fangwei.engines import merkle
from fangwei.ledger.highest import locked
from fangwei.ledger.models import Checkpoint, LogEntry, OutboxRow, Tile
from fangwei.ledger.queries.log import fetch_tile, newest_checkpoint
from fangwei.ledger.queries.verification import Database
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import signers

_RUN = 5000


def adopt_checkpoint(note: str | bytes) -> merkle.Checkpoint:
    """Put back the record of the highest signed checkpoint from any copy of it; the record never goes down.

    Raises: LedgerRefused when the note is not signed by this log, or a higher one is known.
    """
    try:
        given = merkle.parse_note(note)
        found = merkle.parse_checkpoint(given.text)
        keys = [one.key for one in signers()]
        merkle.check_note(given, keys)
    except (merkle.NoteUnreadable, merkle.NoteUntrusted) as problem:
        raise LedgerRefused("checkpoint_foreign") from problem
    ours = {(key.name, key.id) for key in keys}
    kept = merkle.Note(given.text, tuple(one for one in given.signatures if (one.name, one.key_id) in ours))
    with locked(settings.FANGWEI_LEDGER) as highest:
        known = merkle.parse_checkpoint(merkle.parse_note(highest.known).text) if highest.known else None
        if known is not None and (known.size > found.size or (known.size == found.size and known.root != found.root)):
            raise LedgerRefused("checkpoint_lower", size=found.size, highest=known.size)
        highest.advance(str(kept))
    return found


def refill(copy: merkle.Copy, *, at: datetime) -> int:
    """Take back from somebody's copy the entries that a restored database lost; return how many.

    The copy is believed only as far as its entries make the head that we signed ourselves. An entry that still waits in the
    outbox keeps its fact; of the others the fact is lost and reconciliation will say so. Raises: LedgerRefused, Missing,
    TileUnreadable.
    """
    with locked(settings.FANGWEI_LEDGER) as highest, transaction.atomic(durable=True):
        if not highest.known:
            raise LedgerRefused("highest_missing", path=highest.path)
        head = merkle.parse_checkpoint(merkle.parse_note(highest.known).text)
        newest = newest_checkpoint()
        size = newest.size if newest is not None else 0
        if size >= head.size:
            return 0
        leaves = _beyond(copy, size, head.size)
        growth = merkle.grow(size, fetch_tile, [merkle.leaf_hash(leaf) for leaf in leaves])
        if growth.size != head.size or growth.root != head.root:
            raise LedgerRefused("copy_differs", size=head.size)
        waiting = {bytes(row.leaf): row for row in OutboxRow.objects.order_by("id").iterator()}
        found = [waiting.get(leaf) for leaf in leaves]
        LogEntry.objects.bulk_create(
            [
                LogEntry(number=size + place, fact_id=row.fact_id if row else None, leaf=leaf)
                for place, (leaf, row) in enumerate(zip(leaves, found, strict=True))
            ],
            batch_size=_RUN,
        )
        OutboxRow.objects.filter(id__in=[row.id for row in found if row]).delete()
        _store_tiles(growth)
        Checkpoint.objects.create(size=head.size, root=head.root, note=highest.known, at=at, published_at=at)
        return len(leaves)


def _beyond(copy: merkle.Copy, size: int, end: int) -> list[bytes]:
    leaves: list[bytes] = []
    for place, bundle in enumerate(copy.bundles(end)):
        start = place * merkle.WIDTH
        leaves += bundle[max(size - start, 0) :]
    return leaves


def _store_tiles(growth: merkle.Growth) -> None:
    Tile.objects.bulk_create(
        [Tile(level=level, number=number, data=data) for (level, number), data in growth.tiles.items()],
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["data"],
    )


def rebuild_tiles() -> int:
    """Make every tile again from the entries and return the log's size.

    Raises: LedgerRefused when the entries do not make the signed head, in which case nothing was changed.
    """
    with locked(settings.FANGWEI_LEDGER), transaction.atomic(durable=True):
        head = newest_checkpoint()
        if head is None:
            return 0
        Tile.objects.all().delete()
        size, root = 0, merkle.EMPTY_ROOT
        for run in _runs(Database().bundles(head.size)):
            growth = merkle.grow(size, fetch_tile, run)
            _store_tiles(growth)
            size, root = growth.size, growth.root
        if size != head.size or root != bytes(head.root):
            raise LedgerRefused("log_forked", size=head.size)
        return size


def _runs(bundles: Iterable[list[bytes]]) -> Iterable[list[bytes]]:
    run: list[bytes] = []
    for bundle in bundles:
        run += [merkle.leaf_hash(leaf) for leaf in bundle]
        if len(run) >= _RUN:
            yield run
            run = []
    if run:
        yield run
