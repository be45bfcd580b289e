"""The two tracks of what is overdue: an enterprise is referred to enforcement, an official or a unit is urged step by step.

The officials' track runs for hazards, blind spots, listed problems and for letters that nobody answered; after how many days
which paper is due for which kind is law data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q
from uuid_utils.compat import uuid7

from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Act
from fangwei.casework.models import RunningClock
from fangwei.engines.calendar import last_day_of
from fangwei.engines.lawbook import Lawbook, LawError
from fangwei.oversight.lifecycle import DUE
from fangwei.oversight.models import Form, Letter
from fangwei.register.law import book

RULE = "oversight.ladder"
ENTERPRISE, OFFICIAL = "enterprise", "official"
_CASES = ("hazard", "blind_spot", "problem")
_LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: so many days after the deadline, this form."""

    days: int
    form: str


@lru_cache(maxsize=512)
def _rungs(law: Lawbook, on: date, county: str) -> dict[tuple[str, str], tuple[Rung, ...]]:
    """Return the steps by track and kind of case; a row that names no kinds speaks of every case that is no letter."""
    found: dict[tuple[str, str], tuple[Rung, ...]] = {}
    try:
        rows = law.value(RULE, on, county).value
    except LawError:
        return found
    for row in rows:
        for kind in row.get("kinds") or _CASES:
            key = (str(row["track"]), str(kind))
            found[key] = (*found.get(key, ()), Rung(int(row["days"]), str(row["form"])))
    return {key: tuple(sorted(rungs, key=lambda rung: rung.days)) for key, rungs in found.items()}


def track_of(clock: RunningClock) -> str:
    """Return whose deadline a clock is: an enterprise's rectification, or an official's own step."""
    site = getattr(clock.case.place, "site", None)
    return ENTERPRISE if clock.holder == "rectifier" and site is not None else OFFICIAL


def due_letters(at: datetime) -> Iterator[Act]:
    """Yield the letters that fall due: for each overdue clock the highest step that it has reached and not had.

    Imported cases climb only from the day their baseline was confirmed; what was missed in a stand-still is not made up for.
    """
    day = at.astimezone(LOCAL).date()
    whose = Q(case__kind__in=_CASES, holder__in=("owner", "rectifier")) | _unanswered()
    overdue = RunningClock.objects.filter(
        whose, case__inherited=False, ended_at=None, paused_at=None, due_at__lt=at
    ).select_related(
        "case__place__site", "case__letter__clock__case__place__site"
    )  # fmt: skip
    had: dict[int, set[str]] = {}
    for clock_id, form in Letter.objects.filter(clock__in=overdue).values_list("clock_id", "form"):
        had.setdefault(clock_id, set()).add(form)
    for clock in overdue.order_by("due_at", "id"):
        if clock.case.kind == _LETTER and _still_climbs(clock.case.letter.clock):
            continue
        base = max(clock.due_at, clock.climbs_from or clock.due_at)
        days = (day - last_day_of(base)).days
        rungs = _rungs(book(), day, clock.case.territory[:6]).get((track_of(clock), clock.case.kind), ())
        reached = [rung for rung in rungs if rung.days <= days]
        if reached and reached[-1].form not in had.get(clock.id, set()):
            yield _act(clock, reached[-1], days, at)


def _unanswered() -> Q:
    """Return the replies that are owed: not discipline inspection's, and no letter is written about a letter about a letter."""
    owed = Q(case__kind=_LETTER, name="reply", holder="addressee") & ~Q(case__letter__form=Form.CLUE)
    return owed & ~Q(case__letter__about__kind=_LETTER)


def _still_climbs(clock: RunningClock) -> bool:
    """Say whether what a letter is about brings its own next paper: one neglect, one staircase."""
    return clock.ended_at is None and track_of(clock) == OFFICIAL


def overtaken(at: datetime) -> Iterator[Act]:
    """Yield the end of letters that nobody issued before what they were about was done or a higher paper fell due."""
    higher = Letter.objects.filter(clock_id=OuterRef("clock_id"), days__gt=OuterRef("days"))
    waiting = Letter.objects.filter(Q(clock__ended_at__isnull=False) | Exists(higher), case__state=DUE)
    for letter in waiting.select_related("case").order_by("case_id"):
        yield Act(act_id=uuid7(), case_id=letter.case_id, verb="overtake", at=max(at, letter.case.last_at))


def _act(clock: RunningClock, rung: Rung, days: int, at: datetime) -> Act:
    data = {
        "form": rung.form,
        "about": str(clock.case_id),
        "clock": clock.id,
        "days": days,
        "title": f"{Form(rung.form).label}：{clock.case.number} {clock.case.title}"[:200],
    }
    return Act(act_id=uuid7(), case_id=uuid7(), verb="fall_due", at=at, data=data, kind=_LETTER)
