"""The sequencer: takes final entries off the outbox, gives each its place in the log, signs the new head.

In one transaction rows leave the outbox and entries, tiles and the signed checkpoint appear; then the store outside the
database learns the checkpoint; only then is it published. A crash between any two steps is finished by the next run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction

from fangwei.engines import merkle
from fangwei.ledger.actions.marking import mark_gaps
from fangwei.ledger.binary import binary_cursor
from fangwei.ledger.highest import Highest, locked
from fangwei.ledger.models import Checkpoint, OutboxRow, Tile
from fangwei.ledger.queries.log import fetch_tile, newest_checkpoint, nodes
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import create_key, policy, signers

Done = TypeVar("Done")

BATCH = 5000
_TRIES = 30_000
# Any number will do, as long as nothing else takes this lock.
_ADVISORY_LOCK = 0x46574C47


@dataclass(frozen=True, slots=True)
class Integrated:
    """What a run did: entries that got their place, checkpoints signed, and the log's size now."""

    entries: int
    checkpoints: int
    size: int


def integrate(*, at: datetime, batch: int = BATCH) -> Integrated:
    """Drain the outbox into the log, at most `batch` entries a checkpoint.

    Never inside a transaction: what is signed must be on the disk. Raises: LedgerRefused when the database is older than
    what was signed already, or when its history is another one.
    """
    taken = signed = 0
    with locked(settings.FANGWEI_LEDGER) as highest:
        if newest_checkpoint() is None and not highest.known and not settings.FANGWEI_LEDGER_SIGNER:
            create_key(settings.FANGWEI_KEYS, name=settings.FANGWEI_LEDGER_NAME)
        head = _settle(highest, at)
        more = head is None or OutboxRow.objects.exists()
        while head is None or more:
            before = head.size if head is not None else 0
            head = _with_write_lock(lambda: _integrate_batch(highest, at, batch))
            _confirm(highest, head, at)
            taken, signed = taken + head.size - before, signed + (head.size > before or not before)
            # What comes in meanwhile is for the next run: a checkpoint for every few entries would serve nobody.
            more = head.size - before >= batch
        return Integrated(taken, signed, head.size)


def _with_write_lock(work: Callable[[], Done]) -> Done:
    """Do one transaction as soon as SQLite's one write lock is free.

    SQLite's own waiting sleeps ever longer, so that busy writers would keep the sequencer out for seconds; it asks again
    every millisecond instead. On PostgreSQL nobody is in the way.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return work()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        for _try in range(_TRIES):
            try:
                return work()
            except OperationalError as problem:
                if "locked" not in str(problem):
                    raise
                sleep(0.001)
        return work()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _settle(highest: Highest, at: datetime) -> Checkpoint | None:
    """Compare database and store, finish what a crash left between them, and return the newest checkpoint."""
    head = newest_checkpoint()
    _refuse_unless_ahead(head, highest)
    if head is None:
        return None
    if head.note != highest.known:
        _confirm(highest, head, at)
    elif head.published_at is None:
        _publish(head, at)
    return head


def _refuse_unless_ahead(head: Checkpoint | None, highest: Highest) -> None:
    """Refuse to go on unless the database's log is the signed one, or continues it."""
    if not highest.known:
        # The very first checkpoint may have been signed and then the machine stopped: nobody has seen it.
        if head is not None and Checkpoint.objects.filter(published_at__isnull=False).exists():
            raise LedgerRefused("highest_missing", path=highest.path)
        return
    signed = merkle.parse_checkpoint(merkle.parse_note(highest.known).text)
    size = head.size if head is not None else 0
    if size < signed.size or head is None:
        raise LedgerRefused("log_behind", size=size, highest=signed.size)
    root = bytes(head.root) if size == signed.size else merkle.root_at(nodes(), signed.size)
    if root != signed.root:
        raise LedgerRefused("log_forked", size=signed.size)


def _take(batch: int) -> list[tuple[int, Any, bytes]]:
    """Take the oldest rows off the outbox and return (row, fact, entry) in their order.

    A queue that rows leave, never "everything above the last number": on PostgreSQL numbers are given before the commit,
    and a row that commits late would be passed over for ever.
    """
    query = (
        "DELETE FROM ledger_outboxrow WHERE id IN (SELECT id FROM ledger_outboxrow ORDER BY id LIMIT %s) "
        "RETURNING id, fact_id, leaf"
    )
    if connection.vendor == "postgresql":
        with binary_cursor() as cursor:
            return sorted(cursor.execute(query, [batch], binary=True).fetchall())
    with connection.cursor() as cursor:
        cursor.execute(query, [batch])
        return sorted((row[0], row[1], bytes(row[2])) for row in cursor.fetchall())


def _integrate_batch(highest: Highest, at: datetime, batch: int) -> Checkpoint:
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
                # A receipt is a promise: this commit is on the disk, whatever the server's default.
                cursor.execute("SET LOCAL synchronous_commit = on")
        head = newest_checkpoint()
        _refuse_unless_ahead(head, highest)
        size = head.size if head is not None else 0
        rows = _take(batch)
        growth = merkle.grow(size, fetch_tile, [merkle.leaf_hash(leaf) for _row, _fact, leaf in rows])
        if head is not None and not rows:
            return head
        _store(size, rows, growth)
        mark_gaps([_fact_id(fact) for _row, fact, _leaf in rows], seen=at)
        return _sign(growth, at)


def _fact_id(raw: Any) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)


def _store(size: int, rows: list[tuple[int, Any, bytes]], growth: merkle.Growth) -> None:
    numbers = range(size, size + len(rows))
    if connection.vendor == "postgresql":
        with binary_cursor() as cursor:
            # One statement instead of one a row: three times as fast there.
            cursor.execute(
                "INSERT INTO ledger_logentry (number, fact_id, leaf) "
                "SELECT * FROM unnest(%b::bigint[], %b::uuid[], %b::bytea[])",
                [list(numbers), [fact for _row, fact, _leaf in rows], [leaf for _row, _fact, leaf in rows]],
            )
    else:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO ledger_logentry (number, fact_id, leaf) VALUES (%s, %s, %s)",
                [(number, fact, leaf) for number, (_row, fact, leaf) in zip(numbers, rows, strict=True)],
            )
    Tile.objects.bulk_create(
        [Tile(level=level, number=number, data=data) for (level, number), data in growth.tiles.items()],
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["data"],
    )


def _sign(growth: merkle.Growth, at: datetime) -> Checkpoint:
    keys = signers()
    text = merkle.Checkpoint(keys[0].key.name, growth.size, growth.root).text
    return Checkpoint.objects.create(
        size=growth.size, root=growth.root, note=str(merkle.sign_note(text, keys)), at=at, published_at=None
    )


def _confirm(highest: Highest, head: Checkpoint, at: datetime) -> None:
    """Tell the store outside the database what was signed, then let outsiders see it."""
    highest.advance(head.note)
    _publish(head, at)


def _publish(head: Checkpoint, at: datetime) -> None:
    # Where witnesses must vouch for it first, it is published when they have.
    if policy().is_met(()):
        unpublished = Checkpoint.objects.filter(size=head.size, published_at__isnull=True)
        _with_write_lock(lambda: unpublished.update(published_at=at))
