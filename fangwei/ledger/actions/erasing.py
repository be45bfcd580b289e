"""Erasing what facts said: one person asks, another decides, both stand in the log, and the log still verifies.

What goes is the payload and the seed of its salts: without them the entry's commitment says nothing to anybody. That a fact
was there, when, of which kind, and who had its content erased on which basis, stays. Where a whole record is asked for, the
personal columns of its live row are emptied in the same transaction.

Law: Personal Information Protection Law, Art. 47.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from uuid_utils.compat import uuid7

from fangwei.ledger.actions.facts import append
from fangwei.ledger.erasers import Erased, Eraser, copies, eraser_of
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import Erasure, ErasureRequest, Fact, FactPayload
from fangwei.ledger.refusals import LedgerRefused


@transaction.atomic
def request_erasure(facts: Sequence[UUID], *, basis: str, by: UUID, at: datetime) -> ErasureRequest:
    """Ask, as the person `by`, that what these facts said be erased. Raises: LedgerRefused."""
    wanted = sorted(set(facts))
    held = FactPayload.objects.filter(fact_id__in=wanted).count()
    if not wanted or held != len(wanted):
        raise LedgerRefused("nothing_to_erase", facts=len(wanted) - held)
    return _ask(wanted, "", None, basis, by, at)


@transaction.atomic
def request_record_erasure(subject: UUID, *, kind: str, basis: str, by: UUID, at: datetime) -> ErasureRequest:
    """Ask, as the person `by`, that all facts of a record be erased together with what its live row holds of a person.

    Other records' facts that speak of the same person are asked for by their ids. Raises: LedgerRefused.
    """
    eraser = eraser_of(kind)
    if eraser is None:
        raise LedgerRefused("nothing_to_clear", kind=kind)
    eraser.check(subject, at)
    return _ask(_facts_of(subject, eraser), kind, subject, basis, by, at)


def _facts_of(subject: UUID, eraser: Eraser) -> list[UUID]:
    told = Fact.objects.filter(subject_id=subject).order_by("n").values_list("id", flat=True)
    held = dict(FactPayload.objects.filter(fact_id__in=list(told)).values_list("fact_id", "data"))
    return [fact for fact in told if fact in held and eraser.speaks(held[fact] or {})]


def _ask(facts: list[UUID], kind: str, subject: UUID | None, basis: str, by: UUID, at: datetime) -> ErasureRequest:
    if not basis.strip():
        raise LedgerRefused("basis_missing")
    request = ErasureRequest.objects.create(
        id=uuid7(),
        facts=[str(fact) for fact in facts],
        subject_kind=kind,
        subject_id=subject,
        basis=basis.strip()[:200],
        requested_by=by,
        requested_at=at,
    )
    append([_fact(request, "ask", by, at)], fresh=True)
    return request


@transaction.atomic
def grant_erasure(request_id: UUID, *, by: UUID, at: datetime) -> ErasureRequest:
    """Decide, as another person, that it be done, and do it. Raises: LedgerRefused."""
    request = _decide(request_id, True, by, at)
    eraser = eraser_of(request.subject_kind)
    if eraser is not None:
        _widen(request, eraser)
    decision = append([_fact(request, "grant", by, at)])[0]
    wanted = [UUID(fact) for fact in request.facts]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Otherwise the bytes stay in the file until something else needs the room.
            cursor.execute("PRAGMA secure_delete = ON")
    Erasure.objects.bulk_create([Erasure(fact_id=fact, by_fact=decision.id) for fact in wanted])
    gone = _said_last(wanted)
    FactPayload.objects.filter(fact_id__in=wanted).delete()
    if eraser is not None and request.subject_id is not None:
        eraser.check(request.subject_id, at)
        eraser.clear(request.subject_id)
    for forget in copies().values():
        forget(gone, by=by, at=at)
    return request


def _said_last(wanted: Sequence[UUID]) -> list[Erased]:
    said = dict(FactPayload.objects.filter(fact_id__in=wanted).values_list("fact_id", "data"))
    facts = Fact.objects.filter(id__in=wanted).order_by("subject_id", "n")
    return [Erased(one.id, one.subject_kind, one.subject_id, said.get(one.id) or {}) for one in facts]


def _widen(request: ErasureRequest, eraser: Eraser) -> None:
    """Take in what was told of the record since somebody asked."""
    if request.subject_id is not None:
        request.facts = [str(fact) for fact in _facts_of(request.subject_id, eraser)]
        request.save(update_fields=["facts"])


@transaction.atomic
def refuse_erasure(request_id: UUID, *, by: UUID, at: datetime) -> ErasureRequest:
    """Decide, as another person, that it be not done. Raises: LedgerRefused."""
    request = _decide(request_id, False, by, at)
    append([_fact(request, "refuse", by, at)])
    return request


def _decide(request_id: UUID, granted: bool, by: UUID, at: datetime) -> ErasureRequest:
    open_requests = ErasureRequest.objects.filter(id=request_id, granted__isnull=True)
    request = open_requests.first()
    if request is None:
        raise LedgerRefused("erasure_unknown", given=request_id)
    if request.requested_by == by:
        raise LedgerRefused("erasure_same_person")
    if not open_requests.update(decided_by=by, decided_at=at, granted=granted):
        raise LedgerRefused("erasure_unknown", given=request_id)
    request.refresh_from_db()
    return request


def _fact(request: ErasureRequest, verb: str, by: UUID, at: datetime) -> NewFact:
    facts = Fact.objects.filter(id__in=request.facts).order_by("subject_id", "n")
    return NewFact(
        subject_kind="erasure",
        subject_id=request.id,
        verb=verb,
        actor=by,
        acting_post=None,
        authority=None,
        at=at,
        received_at=at,
        channel="system",
        territory="",
        data={
            "basis": request.basis,
            "record": f"{request.subject_kind}:{request.subject_id}" if request.subject_id else "",
            "facts": [{"fact": str(one.id), "subject": str(one.subject_id), "n": one.n} for one in facts],
        },
    )
