"""Lawful periods of a case: started, paused, resumed, extended and stopped by the rows of its table."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from fangwei.casework.beside import beside
from fangwei.casework.events import Effects, Step
from fangwei.casework.ladder import first_step
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.refusals import refuse
from fangwei.engines.calendar import SHANGHAI, CalendarMissing, end_of
from fangwei.engines.lifecycle import Clock
from fangwei.engines.lifecycle.decide import holds
from fangwei.register.law import book, calendar

LOCAL = SHANGHAI


def due_by_rule(rule: str, start: datetime, territory: str) -> datetime:
    """Return the instant at which a rule's period ends that starts at `start` in this territory.

    Raises: Refused (calendar_missing) for working days of a year whose calendar nobody has loaded.
    """
    try:
        instant = book().deadline(rule, start, calendar(), territory=territory[:6]).instant
    except CalendarMissing as missing:
        raise refuse("calendar_missing", year=str(missing.year)) from missing
    assert instant is not None, "a counted period ends at an instant"
    return instant


def new_clock(case: Case, spec: Clock, started_at: datetime, due_at: datetime, *, known_at: datetime) -> RunningClock:
    """Return a clock ready to be saved, its first reminder worked out; steps that lie before `known_at` are not made up for."""
    clock = RunningClock(
        case=case,
        name=spec.name,
        rule=spec.rule,
        bundle=book().bundle_hash,
        holder=spec.holder,
        started_at=started_at,
        due_at=due_at,
        first_due_at=due_at,
    )
    clock.rung, clock.next_at = first_step(
        clock, case.territory, inherited=case.inherited, on=known_at.date(), after=max(started_at, known_at)
    )
    return clock


def move_clocks(step: Step, effects: Effects, specs: Sequence[Clock]) -> None:
    """Do to the case's clocks what the granted row says, then set the case's own due instant."""
    case = step.case
    running = {clock.name: clock for clock in beside(case).clocks}
    wanted = [spec for spec in specs if not holds(spec.when, step.truths)]
    for spec in wanted:
        if spec.does != "start" and (clock := running.get(spec.name)) is not None:
            _move(clock, spec, step, effects)
    if effects.cancel_clocks:
        for clock in running.values():
            if clock.ended_at is None:
                _end(clock, step, "cancelled")
    for spec in wanted:
        if spec.does == "start":
            if (clock := running.get(spec.name)) is not None and clock.ended_at is None:
                _end(clock, step, "cancelled")
            if (started := _start(step, effects, spec)) is not None:
                running[spec.name] = started
    dues = [clock.due_at for clock in running.values() if clock.ended_at is None and clock.paused_at is None]
    case.due_at = min(dues, default=None)


def _start(step: Step, effects: Effects, spec: Clock) -> RunningClock | None:
    due = effects.due.get(spec.name)
    began = effects.began.get(spec.name, step.at)
    if due is None and spec.due:
        day = step.act.data.get(spec.due)
        if not day:
            return None
        due = end_of(date.fromisoformat(str(day)))
        if due < step.at:
            raise refuse("date_past", field=spec.due, earliest=step.at.astimezone(LOCAL).date().isoformat())
    if due is None:
        due = due_by_rule(spec.rule, step.at, step.case.territory)
    clock = new_clock(step.case, spec, min(began, due), due, known_at=step.at)
    step.writes.insert_new(clock)
    return clock


def _move(clock: RunningClock, spec: Clock, step: Step, effects: Effects) -> None:
    if spec.does == "stop":
        _end(clock, step, spec.outcome or ("met" if step.at <= clock.due_at else "late"))
        return
    if spec.does == "cancel":
        _end(clock, step, "cancelled")
        return
    if spec.does == "pause" and clock.paused_at is None:
        clock.paused_at, clock.next_at = step.at, None
    elif spec.does == "resume" and clock.paused_at is not None:
        clock.due_at += max(step.at - clock.paused_at, timedelta(0))
        clock.paused_at = None
        clock.rung, clock.next_at = first_step(
            clock, step.case.territory, inherited=step.case.inherited, on=step.at.date(), after=step.at
        )
    elif spec.does == "extend" and spec.name in effects.due:
        clock.due_at = effects.due[spec.name]
        # A deadline taken over brings its beginning, which may lie before our own: it may even have passed by then.
        clock.started_at = min(clock.started_at, effects.began.get(spec.name, clock.started_at))
        clock.rung, clock.next_at = first_step(
            clock, step.case.territory, inherited=step.case.inherited, on=step.at.date(), after=step.at
        )
    step.writes.save_changes(clock)


def _end(clock: RunningClock, step: Step, outcome: str) -> None:
    clock.ended_at, clock.outcome, clock.next_at, clock.paused_at = step.at, outcome, None, None
    step.writes.save_changes(clock)
