"""The sums behind pages: answers counted by county and trade, with what is amiss on the day of asking joined to them.

A territory down to the county is read from the tallies, a township from its classes: what either costs follows the number of
classes and posts, never of places. Who holds a post is joined here; the sums hold posts alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from fangwei.duty.gaps import CERTAIN
from fangwei.duty.models import DutyClass, DutyTally, Gap, GapTally, Resolution
from fangwei.duty.tables import rules_in_force
from fangwei.engines.codes import subtree_bounds
from fangwei.engines.lawbook import Lawbook
from fangwei.register.law import book

COUNTY = 6


@dataclass(frozen=True, slots=True)
class Resolved:
    """How far the answers are resolved: `behind` while they are of an earlier day or of other rules than the day's."""

    day: date
    at: datetime
    behind: bool


def resolved(on: date) -> Resolved | None:
    """Return for which day and when the answers were resolved, None before the first time."""
    state = Resolution.objects.order_by("id").only("day", "at", "rules").first()
    if state is None:
        return None
    return Resolved(state.day, state.at, state.day < on or _rules(book(), on) != state.rules)


@lru_cache(maxsize=8)
def _rules(law: Lawbook, on: date) -> str:
    return rules_in_force(on, law)


def within(territory_code: str, column: str) -> Q:
    """Return the rows of a division and of everything below it, as a range of an index."""
    if not territory_code:
        return Q()
    low, high = subtree_bounds(territory_code)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def sums_within(territory_code: str) -> QuerySet[Any, Any]:
    """Return rows with county, division, domain, the answer, `pairs` and `hidden`; of a township they are its classes."""
    if len(territory_code) > COUNTY:
        return classes_within(territory_code)
    return DutyTally.objects.filter(within(territory_code, "county")).order_by()


def classes_within(territory_code: str) -> QuerySet[Any, Any]:
    """Return the answers of the classes of a territory under the names that the sums have."""
    rows = DutyClass.objects.filter(within(territory_code, "place_class__territory_code"), place_class__places__gt=0)
    return rows.order_by().annotate(
        county=F("place_class__county"),
        division=F("place_class__division"),
        pairs=F("place_class__places"),
        hidden=F("place_class__gapped"),
    )


def own_gaps_within(territory_code: str) -> QuerySet[GapTally]:
    """Return the sums of blind spots that are the places' own."""
    column = "territory_code" if len(territory_code) > COUNTY else "county"
    return GapTally.objects.filter(within(territory_code, column)).order_by()


def state_of(amiss: dict[UUID, str]) -> Case:
    """Return the expression of an answer's gravest blind spot, empty where somebody answers."""
    return Case(
        When(gap__in=[str(gap) for gap in CERTAIN], then=F("gap")),
        When(lead_post=None, then=Value(str(Gap.POST_VACANT))),
        *(When(lead_post_id__in=posts, then=Value(kind)) for kind, posts in _by_kind(amiss).items()),
        default=F("gap"),
        output_field=CharField(),
    )


def unanswered(amiss: Iterable[UUID]) -> Q:
    """Return the answers with which something is amiss."""
    return ~Q(gap="") | Q(lead_post=None) | Q(lead_post_id__in=list(amiss))


def _by_kind(amiss: dict[UUID, str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for post, kind in amiss.items():
        found.setdefault(str(kind), []).append(post)
    return found
