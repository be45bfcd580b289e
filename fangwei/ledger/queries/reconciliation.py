"""Do rows, facts and log still tell the same story? Every fact is sealed again and compared with its entry.

Whoever owns the database can change a row; this finds it the next night, and the entry that outsiders hold cannot be
changed with it.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from fangwei.engines import merkle
from fangwei.ledger.commitments import committed_fields, instant
from fangwei.ledger.comparers import comparers
from fangwei.ledger.erasers import eraser_of
from fangwei.ledger.gaps import LATE
from fangwei.ledger.models import Checkpoint, Erasure, ErasureRequest, Fact, FactPayload, LogEntry, OutboxRow
from fangwei.ledger.pseudonyms import pseudonym_key

BATCH = 1000


@dataclass(frozen=True, slots=True)
class _Batch:
    facts: list[Fact]
    payloads: dict[UUID, FactPayload]
    erased: frozenset[UUID]
    logged: dict[UUID, bytes]
    waiting: dict[UUID, bytes]


def reconcile() -> Iterator[merkle.Fault]:
    """Yield every disagreement between live rows, facts and log; `where` says which fact, entry or row."""
    # A demonstration's past is invented in one afternoon; there every fact would be late.
    late = () if settings.FANGWEI_DEMO else _logged_late()
    return chain(_facts(), _entries_without_facts(), _logged_twice(), late, _emptied(), _live_rows())


def _batches() -> Iterator[_Batch]:
    """Yield all facts chain by chain, in the order of each chain."""
    last: tuple[UUID, int] | None = None
    while True:
        rows = Fact.objects.order_by("subject_id", "n")
        if last is not None:
            rows = rows.filter(Q(subject_id=last[0], n__gt=last[1]) | Q(subject_id__gt=last[0]))
        facts = list(rows[:BATCH])
        if not facts:
            return
        last = (facts[-1].subject_id, facts[-1].n)
        yield _batch(facts)


def _batch(facts: list[Fact]) -> _Batch:
    ids = [fact.id for fact in facts]
    payloads = FactPayload.objects.in_bulk(ids)
    erased = frozenset(Erasure.objects.filter(fact_id__in=ids).values_list("fact_id", flat=True))
    # The outbox first: an entry moves from it into the log, never back.
    waiting = _leaves(OutboxRow.objects.filter(fact_id__in=ids).values_list("fact_id", "leaf"))
    logged = _leaves(LogEntry.objects.filter(fact_id__in=ids).values_list("fact_id", "leaf"))
    return _Batch(facts, payloads, erased, logged, waiting)


def _leaves(rows: Iterable[tuple[UUID | None, Any]]) -> dict[UUID, bytes]:
    return {fact_id: bytes(leaf) for fact_id, leaf in rows if fact_id is not None}


def _facts() -> Iterator[merkle.Fault]:
    key = pseudonym_key(settings.FANGWEI_KEYS)
    subject, n, head = None, 0, ""
    for batch in _batches():
        for fact in batch.facts:
            if fact.subject_id != subject:
                subject, n, head = fact.subject_id, 0, ""
            if fact.n != n + 1:
                yield merkle.Fault("chain_gap", f"{fact.subject_kind} {fact.subject_id} {n + 1}")
                head = ""
            # Work goes on meanwhile: what differs is looked at once more, alone, before it is said.
            if any(_fact(fact, batch, key, head)):
                yield from _fact(fact, _batch([fact]), key, head)
            n, head = fact.n, bytes(fact.leaf_hash).hex()


def _fact(fact: Fact, batch: _Batch, key: bytes, before: str) -> Iterator[merkle.Fault]:
    where = f"{fact.subject_kind}.{fact.verb} {fact.id}"
    leaf = batch.logged.get(fact.id) or batch.waiting.get(fact.id)
    if leaf is None:
        yield merkle.Fault("not_logged", where)
        return
    if merkle.leaf_hash(leaf) != bytes(fact.leaf_hash):
        yield merkle.Fault("leaf_differs", where)
        return
    entry = _read(leaf)
    payload = batch.payloads.get(fact.id)
    if not _entry_fits(entry, fact, key, before):
        yield merkle.Fault("fact_differs", where)
    elif payload is None and fact.id not in batch.erased:
        yield merkle.Fault("payload_missing", where)
    elif payload is not None and fact.id in batch.erased:
        yield merkle.Fault("payload_not_erased", where)
    elif payload is not None:
        fields = committed_fields(fact, fact.id, payload.data)
        if merkle.commitment(bytes(payload.seed), fields).hex() != entry.get("c"):
            yield merkle.Fault("fact_differs", where)


def _read(leaf: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(leaf)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _entry_fits(entry: dict[str, Any], fact: Fact, key: bytes, before: str) -> bool:
    # After a gap there is nothing to compare the link with; the gap itself was told.
    linked = entry.get("prev") == before or (before == "" and fact.n > 1)
    told = {
        "k": f"{fact.subject_kind}.{fact.verb}",
        "org": fact.territory,
        "n": fact.n,
        "at": instant(fact.at),
        "obj": merkle.pseudonym(key, fact.subject_kind, fact.subject_id.bytes),
    }
    return linked and all(entry.get(name) == value for name, value in told.items())


def _entries_without_facts() -> Iterator[merkle.Fault]:
    known = Exists(Fact.objects.filter(id=OuterRef("fact_id")))
    for number in LogEntry.objects.filter(~known).order_by("number").values_list("number", flat=True).iterator():
        yield merkle.Fault("entry_without_fact", str(number))
    for row in OutboxRow.objects.filter(~known).order_by("id").values_list("id", flat=True).iterator():
        yield merkle.Fault("waiting_without_fact", str(row))


def _logged_twice() -> Iterator[merkle.Fault]:
    rows = LogEntry.objects.filter(fact_id__isnull=False).values("fact_id").annotate(times=Count("number"))
    for row in rows.filter(times__gt=1).order_by("fact_id").iterator():
        yield merkle.Fault("logged_twice", str(row["fact_id"]))
    again = LogEntry.objects.filter(fact_id__in=OutboxRow.objects.values("fact_id"))
    for number in again.order_by("number").values_list("number", flat=True):
        yield merkle.Fault("logged_twice", str(number))


def _logged_late() -> Iterator[merkle.Fault]:
    """Yield facts that say they were received long before the log saw them: back-dated, or the sequencer stood still."""
    checkpoints = list(Checkpoint.objects.order_by("size").values_list("size", "at"))
    sizes = [size for size, _at in checkpoints]
    last = -1
    while True:
        rows = list(
            LogEntry.objects.filter(number__gt=last).order_by("number").values_list("number", "fact_id")[:BATCH]
        )
        if not rows:
            return
        last = rows[-1][0]
        received = dict(Fact.objects.filter(id__in=[fact for _n, fact in rows]).values_list("id", "received_at"))
        for number, fact_id in rows:
            covering = bisect_right(sizes, number)
            at = received.get(fact_id) if fact_id is not None else None
            if at is not None and covering < len(checkpoints) and checkpoints[covering][1] - at > LATE:
                yield merkle.Fault("logged_late", f"{fact_id} {at.isoformat(timespec='seconds')}")


def _emptied() -> Iterator[merkle.Fault]:
    """Yield live rows that hold personal data again after a lawful erasure of the whole record."""
    granted = ErasureRequest.objects.filter(granted=True, subject_id__isnull=False).order_by("id")
    for kind, subject in granted.values_list("subject_kind", "subject_id").iterator():
        eraser = eraser_of(kind)
        if eraser is not None and subject is not None and eraser.left(subject):
            yield merkle.Fault("row_not_erased", f"{kind} {subject}")


def _live_rows() -> Iterator[merkle.Fault]:
    for compare in comparers().values():
        yield from compare()
