"""Reading visits: how many a firm had this year and how many it may have, and which visit a code belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, Q, QuerySet, UUIDField

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case
from fangwei.casework.queries import NEWEST_HERE, Readable, ask_readable, visible
from fangwei.engines.lawbook.model import Value
from fangwei.inspections import lifecycle as life
from fangwei.inspections.models import Visit
from fangwei.ledger.kept import Given
from fangwei.register.law import book

NOBODY = UUID(int=0)
"""Stands where there is no organization, case or place: equal to nobody's."""

TAKEN = (life.APPROVED, life.NOTIFIED, life.ENTERED, life.INSPECTED)
"""The states in which a visit takes a place under the cap."""
DONE = (life.ENTERED, life.INSPECTED)


@dataclass(frozen=True, slots=True)
class Counter:
    """The visits of one line of supervision to one enterprise in a year.

    `done` counted against the cap and carried out, `coming` approved and told (or of the reader's own unit), `others` carried
    out without counting, by type.
    """

    line: str
    year: int
    done: int
    coming: int
    cap: Value
    special: int
    individual: int


def counted(enterprise_id: UUID, line: str, year: int, *, but: UUID | None = None) -> int:
    """Return how many visits take a place under the cap of a line in a year, approved ones among them."""
    rows = Visit.objects.filter(enterprise_id=enterprise_id, line=line, year=year, counts=True, case__state__in=TAKEN)
    return rows.exclude(case_id=but or NOBODY).count()


def cap_of(territory: str, on: date) -> Value:
    """Return the yearly cap of daily visits that holds in a territory on a day, with its citation."""
    return book().value("visit.cap.daily", on, territory[:6])


def counters(enterprise_id: UUID, territory: str, at: datetime, actor: Actor) -> list[Counter]:
    """Return the counters of this year, one a line; a visit that the reader may not read yet is in none of them."""
    [found] = ask_readable(actor, asking_counters(enterprise_id, at))
    return counters_from(found, territory, at)


def asking_counters(enterprise_id: UUID, at: datetime) -> tuple[Readable[Any], dict[str, Any]]:
    """Return what to ask for an enterprise's counters together with other queries; `counters_from` reads the answer."""
    return _COUNTERS, {"enterprise": enterprise_id, "year": at.astimezone(LOCAL).year}


def counters_from(found: Sequence[tuple[Any, ...]], territory: str, at: datetime) -> list[Counter]:
    """Return the counters that a query found, each beside the cap that holds in the territory."""
    on = at.astimezone(LOCAL).date()
    cap = cap_of(territory, on)
    return [
        Counter(line, on.year, done, coming, cap, special, individual)
        for line, done, coming, special, individual in found
    ]


def _counters(cases: QuerySet[Case]) -> QuerySet[Any]:
    done = Q(case__state__in=DONE)
    named = {"enterprise_id": Given("enterprise", UUIDField()), "year": Given("year", IntegerField())}
    return (
        Visit.objects.filter(**named, case__in=cases)
        .values("line")
        .annotate(
            done=Count("case_id", filter=Q(counts=True) & done),
            coming=Count("case_id", filter=Q(counts=True, case__state__in=(life.APPROVED, life.NOTIFIED))),
            special=Count("case_id", filter=Q(type="special") & done),
            individual=Count("case_id", filter=Q(type="individual") & done),
        )
        .order_by("line")
        .values_list("line", "done", "coming", "special", "individual")
    )


_COUNTERS: Readable[Any] = Readable(_counters)


def own_counter(enterprise_id: UUID, line: str, territory: str, at: datetime) -> tuple[int, Value]:
    """Return how many places of the cap a line has used this year for an enterprise, and the cap: what an applicant must know."""
    on = at.astimezone(LOCAL).date()
    return counted(enterprise_id, line, on.year), cap_of(territory, on)


def visits_of(actor: Actor) -> QuerySet[Case]:
    """Return the visits that an actor may read."""
    return visible(actor).filter(kind="visit").select_related(*_SHOWN)


_SHOWN = ("visit__enterprise", "place", "owner_post__organization")
LAST_VISITS: Readable[Case] = Readable(
    lambda cases: (
        cases.filter(kind="visit", place_id=Given("place", UUIDField()))
        .select_related(*_SHOWN)
        .order_by(*NEWEST_HERE)[:10]
    )
)
"""Ten visits to a `place` that a reader may read, those under way before the newest of the others: as an index has them."""


def visit_by_code(code: str) -> Visit | None:
    """Return the visit whose code was shown, with its body and its inspectors; None for a code that nobody gave."""
    found = Visit.objects.select_related("case__owner_post__organization", "case__place", "enterprise")
    return found.prefetch_related("inspectors__person").filter(code=code).first() if code else None


def hazards_of(case: Case) -> Sequence[Case]:
    """Return the hazards that were registered by a visit."""
    here = Case.objects.filter(place_id=case.place_id or NOBODY, kind="hazard", origin_kind="visit", origin_id=case.id)
    return list(here.select_related("place").order_by("number", "id")[:100])


def triggers(territory: str, on: date) -> list[dict[str, str]]:
    """Return the causes that the law data allow, with the types of visit that each fits and whether it counts."""
    return [dict(row) for row in book().value("visit.triggers", on, territory[:6]).value]


def is_hidden(trigger: str, on: date) -> bool:
    """Tell whether an enterprise reads of a cause only that a clue is checked, so that nobody who spoke up is found out."""
    return any(row["id"] == trigger and row["hidden"] == "yes" for row in book().value("visit.triggers", on).value)


def open_major(place_id: UUID) -> Sequence[Case]:
    """Return the open major hazards of a place that an officer has confirmed: what may hang at its gate."""
    here = Case.objects.filter(place_id=place_id, kind="hazard", is_open=True, severity=2, inherited=False)
    return list(here.select_related("hazard", "owner_post__organization", "place").order_by("due_at", "id")[:50])
