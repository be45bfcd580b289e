"""The sweep: reminders before the deadline, step by step upward after it, once each, whoever sweeps and however often."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from fangwei.casework.models import Case, Reminder, RunningClock
from fangwei.casework.sweep import Swept, sweep
from fangwei.casework.tests.factories import NOW, County, do, duty_actor, later
from fangwei.engines.calendar import end_of
from fangwei.ledger.models import Fact
from fangwei.ledger.tests.factories import together
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
DUE_ON = date(2026, 4, 20)
DUE = end_of(DUE_ON)
SOON = timedelta(seconds=1)


def steps(case: Case) -> list[str]:
    return list(Reminder.objects.filter(case=case).order_by("id").values_list("step", flat=True))


def errand(county: County, **given: object) -> Case:
    return county.errand(data={"due_on": DUE_ON.isoformat()}, **given)


def test_reminders_come_thirty_seven_one_and_no_days_before(county: County) -> None:
    case = errand(county)
    early = sweep(at=DUE - timedelta(days=30) - SOON)
    assert (early.clocks, early.reminders, early.climbed) == (0, 0, 0)
    for days, expected in ((30, "due-30"), (7, "due-7"), (1, "due-1"), (0, "due")):
        at = DUE - timedelta(days=days)
        assert sweep(at=at).reminders == 1
        assert steps(case)[-1] == expected
        assert sweep(at=at + SOON).clocks == 0, "nothing is due in between"
    assert Reminder.objects.filter(case=case, post_id=county.safety.post_id).count() == 4, "whoever must act is told"
    assert Fact.objects.filter(subject_id=case.id).count() == 1, "a reminder is no fact"


def test_what_is_overdue_climbs_post_by_post(county: County) -> None:
    case = errand(county)
    leader = duty_actor(register.organization("government"))
    sweep(at=DUE)
    told = {}
    for days in (1, 3, 7, 15):
        assert sweep(at=DUE + timedelta(days=days)).climbed == 1
        told[days] = Reminder.objects.filter(case=case).latest("id")
    assert {days: row.step for days, row in told.items()} == {
        1: "overdue+1",
        3: "overdue+3",
        7: "overdue+7",
        15: "overdue+15",
    }
    assert [row.audience for row in told.values()] == ["owner", "head", "office", "leader"]
    assert [row.post_id for row in told.values()] == [
        county.owner.post_id,
        county.head.post_id,
        county.office_duty.post_id,
        leader.post_id,
    ]
    facts = Fact.objects.filter(subject_id=case.id).order_by("n")
    assert [fact.verb for fact in facts] == ["begin"] + ["overdue"] * 4
    assert [fact.n for fact in facts] == [1, 2, 3, 4, 5]
    assert Case.objects.get(id=case.id).version == 1, "a step of the ladder is nobody's act"
    assert sweep(at=DUE + timedelta(days=400)).clocks == 0, "the ladder has an end"


def test_a_step_that_nobody_holds_is_told_all_the_same(county: County) -> None:
    case = errand(county)
    sweep(at=DUE + timedelta(days=20))
    row = Reminder.objects.get(case=case, step="overdue+15")
    assert (row.post_id, row.audience) == (None, "leader")


def test_a_sweep_done_twice_adds_nothing(county: County) -> None:
    case = errand(county)
    at = DUE + timedelta(days=3)
    first = sweep(at=at)
    assert (first.clocks, first.reminders, first.climbed) == (1, 1, 2)
    assert sweep(at=at) == Swept(0, 0, 0, dict.fromkeys(first.drained, 0))
    assert len(steps(case)) == 3


def test_after_days_without_a_sweep_one_reminder_and_every_step_is_sent(county: County) -> None:
    case = errand(county)
    sweep(at=DUE + timedelta(days=8))
    assert steps(case) == ["due", "overdue+1", "overdue+3", "overdue+7"]


def test_a_short_period_has_no_reminder_from_before_it_began(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-04"})
    clock = case.clocks.get()
    assert clock.next_at == clock.due_at - timedelta(days=1)
    sweep(at=later(days=30))
    assert steps(case)[0] == "due"


def test_nothing_is_sent_for_a_clock_that_stands_still_or_has_ended(county: County) -> None:
    case = do(errand(county), "pause", county.officer, later(days=1))
    assert sweep(at=DUE + timedelta(days=9)).clocks == 0
    do(case, "go_on", county.officer, DUE + timedelta(days=9))
    done = do(errand(county), "finish", county.officer, later(days=1))
    assert sweep(at=DUE + timedelta(days=9)).clocks == 0
    assert steps(case) == steps(done) == []


def test_a_deadline_that_was_moved_reminds_and_climbs_anew(county: County) -> None:
    case = errand(county)
    sweep(at=DUE - timedelta(days=7))
    case = do(
        case, "request_extension", county.safety, DUE - timedelta(days=6), data={"until": "2026-05-10", "reason": "x"}
    )
    case = do(case, "grant_extension", county.officer, DUE - timedelta(days=5), data={"reason": "同意"})
    moved = case.clocks.get(name="rectify").due_at
    for days in (-7, -1, 0, 1):
        sweep(at=moved + timedelta(days=days))
    rectify = Reminder.objects.filter(case=case, clock__name="rectify").order_by("id").values_list("step", "due_at")
    assert list(rectify) == [("due-7", DUE), *((step, moved) for step in ("due-7", "due-1", "due", "overdue+1"))]
    overdue = Fact.objects.filter(subject_id=case.id, verb="overdue").count()
    assert overdue == 1


# ---- inherited -----------------------------------------------------------------------------------------------------


def test_the_morning_after_an_import_nobody_above_is_called(county: County) -> None:
    old = county.imported(date(2026, 1, 10), opened=NOW - timedelta(days=90))
    young = county.imported(date(2026, 3, 10))
    for days in range(40):
        assert sweep(at=later(days=days)).climbed == 0
    assert steps(old) == []
    assert steps(young) == ["due-7", "due-1", "due"]
    assert not Fact.objects.filter(verb="overdue").exists()


def test_from_the_confirmed_baseline_on_the_ladder_climbs(county: County) -> None:
    old = county.imported(date(2026, 1, 10), opened=NOW - timedelta(days=90))
    young = county.imported(date(2026, 3, 20))
    confirmed = later(days=2)
    for case in (old, young):
        do(case, "confirm_baseline", county.officer, confirmed, data={"note": "核对"})
    assert sweep(at=confirmed + timedelta(hours=1)).climbed == 0, "years before their time are not made up for"
    assert sweep(at=confirmed + timedelta(days=1)).climbed == 1
    assert steps(old) == ["overdue+1"]
    young_due = young.clocks.get().due_at
    sweep(at=young_due + timedelta(days=1))
    assert steps(young)[-1] == "overdue+1"
    assert steps(old) == ["overdue+1", "overdue+3", "overdue+7", "overdue+15"][: len(steps(old))]


def test_a_baseline_is_confirmed_once_and_by_those_who_answer(county: County) -> None:
    from fangwei.casework.refusals import Refused

    case = county.imported(date(2026, 3, 20))
    with pytest.raises(Refused):
        do(case, "confirm_baseline", county.safety, later(hours=1))
    do(case, "confirm_baseline", county.officer, later(hours=1))
    with pytest.raises(Refused):
        do(case, "confirm_baseline", county.officer, later(hours=2))


# ---- two machines --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_machines_that_sweep_at_once_send_each_step_once(county: County) -> None:
    cases = [errand(county) for _case in range(12)]
    at = DUE + timedelta(days=3)
    results = together(lambda: sweep(at=at), lambda: sweep(at=at), lambda: sweep(at=at))
    assert all(isinstance(result, Swept) for result in results), results
    assert sum(result.clocks for result in results) >= 12
    for case in cases:
        assert sorted(steps(case)) == ["due", "overdue+1", "overdue+3"]
        facts = Fact.objects.filter(subject_id=case.id).order_by("n")
        assert [fact.n for fact in facts] == [1, 2, 3]
    assert sweep(at=at).clocks == 0


@pytest.mark.django_db(transaction=True)
def test_a_sweep_and_the_acts_of_people_do_not_hinder_each_other(county: County) -> None:
    cases = [errand(county) for _case in range(6)]
    at = DUE + timedelta(days=3)

    def acts() -> int:
        for case in cases:
            do(case, "add_note", county.officer, at, data={"note": "还在催"})
        return len(cases)

    results = together(lambda: sweep(at=at), acts, lambda: sweep(at=at))
    assert not [result for result in results if isinstance(result, BaseException)], results
    sweep(at=at)
    for case in cases:
        assert sorted(steps(case)) == ["due", "overdue+1", "overdue+3"]
        verbs = list(Fact.objects.filter(subject_id=case.id).order_by("n").values_list("n", "verb"))
        assert [n for n, _verb in verbs] == [1, 2, 3, 4]
        assert sorted(verb for _n, verb in verbs) == ["add_note", "begin", "overdue", "overdue"]


def test_only_due_rows_are_touched(county: County, django_assert_max_num_queries: object) -> None:
    for _case in range(5):
        errand(county)
    due = county.errand(data={"due_on": "2026-03-03"})
    untouched = dict(RunningClock.objects.exclude(case=due).values_list("id", "next_at"))
    assert sweep(at=later(days=2)).clocks == 1
    assert dict(RunningClock.objects.exclude(case=due).values_list("id", "next_at")) == untouched
    plan = RunningClock.objects.filter(next_at__lte=NOW).order_by("next_at", "id")[:500].explain()
    if connection.vendor == "sqlite":
        assert "clock_next" in plan, "the sweep starts from the index of what is next"


def test_the_holder_of_a_transfer_is_whoever_must_answer(county: County) -> None:
    case = errand(county)
    to = {"to_post": str(county.housing_duty.post_id), "reason": "x"}
    case = do(case, "propose_transfer", county.owner, later(hours=1), data=to)
    due: datetime = case.clocks.get(name="accept").due_at
    sweep(at=due)
    told = Reminder.objects.get(case=case, clock__name="accept", step="due")
    assert told.post_id == county.housing_duty.post_id
