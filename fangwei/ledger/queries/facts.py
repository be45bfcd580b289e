"""Reading facts back: an object's history and what each fact said."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fangwei.ledger.events import JSON
from fangwei.ledger.models import ErasureRequest, Fact, FactPayload


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with what it said; `data` is None when the payload was lawfully erased."""

    fact: Fact
    data: dict[str, JSON] | None


def history(subject_id: UUID, *, before: int | None = None, limit: int = 50) -> list[Told]:
    """Return an object's facts, newest first, `limit` at a time; `before` is the `n` that the next page starts below."""
    facts = Fact.objects.filter(subject_id=subject_id)
    if before is not None:
        facts = facts.filter(n__lt=before)
    return told(facts.order_by("-n")[:limit])


def told(facts: Iterable[Fact]) -> list[Told]:
    """Return these facts together with their payloads."""
    rows = list(facts)
    said = dict(FactPayload.objects.filter(fact_id__in=[row.id for row in rows]).values_list("fact_id", "data"))
    return [Told(row, said.get(row.id)) for row in rows]


def open_erasures() -> list[ErasureRequest]:
    """Return the requests of erasure that nobody has decided, oldest first."""
    return list(ErasureRequest.objects.filter(granted__isnull=True).order_by("requested_at", "id"))
