"""The ladder of reminders: before the deadline to whoever must act, after it step by step to those who answer for them.

The days and the posts are law data (rules `reminder.ladder` and `reminder.climb`); nothing climbs for inherited cases.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from fangwei.casework.models import RunningClock
from fangwei.register.law import book


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: how many days after the deadline (negative before it) and to whom."""

    days: int
    to: str

    @property
    def name(self) -> str:
        """The step's name, unique on a clock's ladder."""
        return f"{'overdue' if self.days > 0 else 'due'}{self.days:+d}" if self.days else "due"

    @property
    def climbs(self) -> bool:
        """Say whether this step goes beyond whoever must act."""
        return self.days > 0


@lru_cache(maxsize=4096)
def rungs(on: date, territory: str) -> tuple[Rung, ...]:
    """Return the whole ladder by the rules in force on a day in a territory (county code)."""
    before = [Rung(-int(days), "holder") for days in book().value("reminder.ladder", on, territory).value]
    after = [Rung(int(row["days"]), str(row["to"])) for row in book().value("reminder.climb", on, territory).value]
    return tuple(sorted(before + after, key=lambda rung: rung.days))


def instant(clock: RunningClock, rung: Rung) -> datetime:
    """Return when a step is due: before the deadline from it backwards, after it from it or from the confirmed baseline."""
    base = max(clock.due_at, clock.climbs_from or clock.due_at) if rung.climbs else clock.due_at
    return base + timedelta(days=rung.days)


def first_step(
    clock: RunningClock, territory: str, *, inherited: bool, on: date, after: datetime | None = None
) -> tuple[int, datetime | None]:
    """Return the index and instant of the next step, `(len, None)` when the ladder has ended.

    Steps that lie before the clock's start (a short period has no 30-day reminder) or not after `after` are passed over;
    an inherited case has no steps beyond its deadline until its baseline is confirmed.
    """
    steps = rungs(on, territory[:6])
    for index in range(len(steps)):
        when = instant(clock, steps[index])
        if steps[index].climbs and inherited:
            break
        if when > (after or clock.started_at):
            return index, when
    return len(steps), None
