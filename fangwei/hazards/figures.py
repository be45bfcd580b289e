"""What an enterprise counts of its hazards in a span of days: found, removed, in time, still open, by grade and finder.

Law: SAWS Order 16 of 2007, Art. 14 (quarterly and yearly statistics, signed by the principal).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from fangwei.casework.models import Case, RunningClock
from fangwei.hazards.lifecycle import states

GRADES = {0: "ungraded", 1: "general", 2: "major"}
_NOT_COUNTED = (states.MERGED, states.VOIDED)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of one span, each by grade; `major_open` are the major hazards not removed at its end, in full."""

    found: Counter[str] = field(default_factory=Counter)
    self_found: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    found_and_closed: Counter[str] = field(default_factory=Counter)
    closed_late: Counter[str] = field(default_factory=Counter)
    open_at_end: Counter[str] = field(default_factory=Counter)
    overdue_at_end: Counter[str] = field(default_factory=Counter)
    funds_fen: Counter[str] = field(default_factory=Counter)
    major_open: list[Case] = field(default_factory=list)


def statistics(cases: QuerySet[Case], begins: datetime, ends: datetime) -> Statistics:
    """Return the counts of some cases in a span: what was found, closed and open at its end; voided ones are left out."""
    here = cases.filter(kind="hazard", opened_at__lt=ends).exclude(state__in=_NOT_COUNTED)
    found = Statistics()
    late = RunningClock.objects.filter(case_id=OuterRef("pk"), name="rectify", outcome=RunningClock.Outcome.LATE)
    for case in _of_the_span(here.select_related("hazard").annotate(late=Exists(late)), begins):
        _count(found, case, begins, ends)
    return found


def _of_the_span(cases: QuerySet[Case], begins: datetime) -> Iterable[Case]:
    yield from cases.filter(is_open=True).order_by("id")
    yield from cases.filter(is_open=False, closed_at__gte=begins).order_by("id")


def _count(found: Statistics, case: Case, begins: datetime, ends: datetime) -> None:
    grade = GRADES[case.severity]
    closed = case.closed_at if case.closed_at is not None and case.closed_at < ends else None
    if case.opened_at >= begins:
        found.found[grade] += 1
        found.self_found[grade] += case.hazard.self_found
        found.found_and_closed[grade] += closed is not None
        found.funds_fen[grade] += case.hazard.funds_fen or 0
    if closed is not None:
        found.closed[grade] += 1
        found.closed_late[grade] += getattr(case, "late", False)
        return
    found.open_at_end[grade] += 1
    found.overdue_at_end[grade] += case.due_at is not None and case.due_at < ends
    if case.severity == 2:
        found.major_open.append(case)
