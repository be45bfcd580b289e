"""The sweep: due clocks remind and climb, queues are drained; it touches due rows only and is safe to run twice.

Two machines share the work: on PostgreSQL each skips rows that the other has locked, on SQLite the write lock takes turns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from fangwei.accounts.actor import Actor
from fangwei.casework.ladder import Rung, first_step, instant, rungs
from fangwei.casework.models import Reminder, RunningClock
from fangwei.casework.recipients import Known, recipient
from fangwei.ledger.actions import append
from fangwei.ledger.consumers import drain
from fangwei.ledger.events import NewFact

BATCH = 500

Reminded = Callable[[Sequence[Reminder], datetime], None]
_sweepers: dict[str, Callable[[datetime], int]] = {}
_reminded: dict[str, Reminded] = {}


def register_sweeper(name: str, run: Callable[[datetime], int]) -> None:
    """Declare what a sweep has to do after the queues are drained; called from an app's `ready()` only."""
    _sweepers[name] = run


def register_reminded(name: str, hear: Reminded) -> None:
    """Declare who hears of each batch of reminders, in the transaction that writes them; called from `ready()` only."""
    _reminded[name] = hear


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: clocks touched, reminders before the deadline, overdue steps, queue rows drained a consumer, and
    what each sweeper changed."""

    clocks: int
    reminders: int
    climbed: int
    drained: dict[str, int]
    ran: dict[str, int] = field(default_factory=dict, compare=False)


def sweep(*, at: datetime) -> Swept:
    """Send what is due at `at` and drain the queues."""
    clocks = reminders = climbed = 0
    known: Known = {}
    while True:
        with transaction.atomic():
            batch = _due(at)
            sent = _send(batch, at, known)
        clocks += len(batch)
        reminders += sum(1 for _clock, rung in sent if not rung.climbs)
        climbed += sum(1 for _clock, rung in sent if rung.climbs)
        if len(batch) < BATCH:
            break
    drained = drain(at=at)
    return Swept(clocks, reminders, climbed, drained, {name: run(at) for name, run in _sweepers.items()})


def _due(at: datetime) -> list[RunningClock]:
    waiting = (
        RunningClock.objects.filter(next_at__lte=at)
        .order_by("next_at", "id")
        .select_related("case__owner_post__organization", "case__place__site")
    )
    if connection.features.has_select_for_update_skip_locked:
        # The case too: an overdue step is a fact in its chain, and whoever acts on it just now goes first.
        waiting = waiting.select_for_update(skip_locked=True, of=("self", "case"))
    return list(waiting[:BATCH])


def _steps_now(clock: RunningClock, at: datetime) -> list[Rung]:
    # After a long stand-still only the latest of the reminders before the deadline is worth sending; no overdue step is
    # skipped, because each tells somebody else.
    passed = [rung for rung in rungs(at.date(), clock.case.territory[:6])[clock.rung :] if instant(clock, rung) <= at]
    if clock.case.inherited:
        passed = [rung for rung in passed if not rung.climbs]
    before = [rung for rung in passed if not rung.climbs]
    return before[-1:] + [rung for rung in passed if rung.climbs]


def _send(batch: Sequence[RunningClock], at: datetime, known: Known) -> list[tuple[RunningClock, Rung]]:
    sent: list[tuple[RunningClock, Rung]] = []
    reminders: list[Reminder] = []
    facts: list[NewFact] = []
    system = Actor.system()
    for clock in batch:
        for rung in _steps_now(clock, at):
            post, audience = recipient(clock, rung, at.date(), known)
            reminders.append(
                Reminder(
                    clock=clock,
                    case_id=clock.case_id,
                    step=rung.name,
                    days=rung.days,
                    due_at=clock.due_at,
                    post_id=post,
                    audience=audience,
                    at=at,
                )
            )
            sent.append((clock, rung))
            if rung.climbs:
                facts.append(_fact(clock, rung, str(post or ""), audience, at, system))
        clock.rung, clock.next_at = first_step(
            clock, clock.case.territory, inherited=clock.case.inherited, on=at.date(), after=at
        )
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
    _wind(batch)
    if facts:
        append(facts)
    if reminders:
        for hear in _reminded.values():
            hear(reminders, at)
    return sent


def _wind(batch: Sequence[RunningClock]) -> None:
    """Write each clock's next step; one plain statement a row, where `bulk_update` would write a case for every row."""
    instant_of = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE casework_runningclock SET rung = %s, next_at = %s WHERE id = %s",
            [(clock.rung, instant_of(clock.next_at), clock.pk) for clock in batch],
        )


def _fact(clock: RunningClock, rung: Rung, post: str, audience: str, at: datetime, by: Actor) -> NewFact:
    return NewFact(
        subject_kind=clock.case.kind,
        subject_id=clock.case_id,
        verb="overdue",
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=at,
        received_at=at,
        channel="system",
        territory=clock.case.territory,
        data={"clock": clock.name, "step": rung.name, "days": rung.days, "told": audience, "post": post},
    )
