"""Proofs for outsiders: a fact's receipt, an object's whole life in one file, and when an entry was provably there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from fangwei.engines import merkle
from fangwei.ledger.commitments import committed_fields
from fangwei.ledger.events import JSON
from fangwei.ledger.models import Checkpoint, Cosignature, Fact, FactPayload, LogEntry
from fangwei.ledger.queries.log import nodes, note_of, published_checkpoint
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import signers


def _published(numbers: Collection[int]) -> Checkpoint:
    head = published_checkpoint()
    if head is None or not numbers or max(numbers) >= head.size:
        raise LedgerRefused("not_logged")
    return head


def receipt(fact_id: UUID) -> merkle.Receipt:
    """Return the receipt of a fact's entry under the newest published checkpoint; it carries the entry along.

    Raises: LedgerRefused (unknown, not_logged).
    """
    entry = LogEntry.objects.filter(fact_id=fact_id).first()
    if entry is None:
        raise LedgerRefused("not_logged" if Fact.objects.filter(id=fact_id).exists() else "unknown", given=fact_id)
    head = _published([entry.number])
    proof = merkle.inclusion_proof(nodes(entry.number, size=head.size), entry.number, head.size)
    return merkle.Receipt(entry.number, tuple(proof), note_of(head), bytes(entry.leaf))


def life(subject_id: UUID) -> dict[str, JSON]:
    """Return everything that outsiders need to check an object's whole history: entries, proofs, opened fields, checkpoint.

    A fact whose payload was lawfully erased keeps its entry and its proof; its fields stay closed. Whoever holds the file
    can read it: it contains personal data. Raises: LedgerRefused (unknown, not_logged).
    """
    facts = list(Fact.objects.filter(subject_id=subject_id).order_by("n"))
    if not facts:
        raise LedgerRefused("unknown", given=subject_id)
    ids = [fact.id for fact in facts]
    logged = {entry.fact_id: entry for entry in LogEntry.objects.filter(fact_id__in=ids)}
    if len(logged) != len(facts):
        raise LedgerRefused("not_logged")
    payloads = FactPayload.objects.in_bulk(ids)
    head = _published([entry.number for entry in logged.values()])
    tree = nodes(*[entry.number for entry in logged.values()][:100], size=head.size)
    told = []
    for fact in facts:
        entry, payload = logged[fact.id], payloads.get(fact.id)
        opened = []
        if payload is not None:
            opened = merkle.opening(bytes(payload.seed), committed_fields(fact, fact.id, payload.data))
        told.append(
            {
                "index": entry.number,
                "entry": bytes(entry.leaf).decode(),
                "proof": [one.hex() for one in merkle.inclusion_proof(tree, entry.number, head.size)],
                "opened": opened,
            }
        )
    keys = [str(one.key) for one in signers()]
    return {"format": merkle.LIFE, "checkpoint": str(note_of(head)), "vkeys": keys, "facts": told}


def proven_at(fact_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when each fact was provably in the log: the earliest a witness says it saw a checkpoint that covers it.

    Without witnesses nothing is proven and the answer is empty.
    """
    numbers = dict(LogEntry.objects.filter(fact_id__in=fact_ids).values_list("fact_id", "number"))
    if not numbers:
        return {}
    seen = Cosignature.objects.filter(size__gt=min(numbers.values())).order_by("size", "seen_at")
    # A head is cosigned every few seconds and a page's facts may be years old: one look-up each, along the index.
    proven = {fact_id: _first_seen(number) for fact_id, number in numbers.items()} if seen.exists() else {}
    return {fact_id: at for fact_id, at in proven.items() if fact_id is not None and at is not None}


def _first_seen(number: int) -> datetime | None:
    covering = Cosignature.objects.filter(size__gt=number).order_by("size", "seen_at")
    return covering.values_list("seen_at", flat=True).first()


def published_facts(fact_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these facts have their place in the published log."""
    head = published_checkpoint()
    if head is None:
        return set()
    rows = LogEntry.objects.filter(fact_id__in=fact_ids, number__lt=head.size)
    return {fact_id for fact_id in rows.values_list("fact_id", flat=True) if fact_id is not None}
