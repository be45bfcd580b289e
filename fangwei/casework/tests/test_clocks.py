"""Lawful periods: started, paused, extended and stopped at exact instants, by the rule or by the day that was given."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fangwei.casework.clocks import due_by_rule
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.refusals import Refused
from fangwei.casework.tests.factories import NOW, County, do, later
from fangwei.engines.calendar import end_of, last_day_of
from fangwei.register.law import book, calendar

pytestmark = pytest.mark.django_db


def midnight_after(day: str) -> datetime:
    """The first instant in Shanghai that is no more that day."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=16)


def running(case: Case, name: str = "rectify") -> RunningClock:
    return case.clocks.get(name=name, ended_at__isnull=True)


def test_a_day_that_was_given_lasts_to_its_end_in_shanghai(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    clock = running(case)
    assert clock.started_at == NOW
    assert clock.due_at == clock.first_due_at == case.due_at == midnight_after("2026-03-20")
    assert last_day_of(clock.due_at) == date(2026, 3, 20)
    assert (clock.holder, clock.bundle) == ("rectifier", book().bundle_hash)


def test_a_rule_gives_the_instant_that_the_law_book_gives(county: County) -> None:
    case = county.errand()
    clock = running(case, "grade")
    assert clock.rule == "hazard.grade"
    assert clock.due_at == midnight_after("2026-03-05"), "three days, the first not counted"
    assert clock.due_at == book().deadline("hazard.grade", NOW, calendar(), territory="411681").instant
    assert clock.due_at == due_by_rule("hazard.grade", NOW, case.territory)


def test_a_day_that_has_passed_is_refused(county: County) -> None:
    with pytest.raises(Refused) as refused:
        county.errand(data={"due_on": "2026-03-01"})
    assert refused.value.code == "date_past"
    assert county.errand(data={"due_on": "2026-03-02"}).due_at == midnight_after("2026-03-02")


def test_a_clock_that_stands_still_loses_no_time(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    case = do(case, "pause", county.officer, later(days=3))
    clock = running(case)
    assert (clock.paused_at, clock.next_at, case.due_at) == (later(days=3), None, None)
    case = do(case, "go_on", county.officer, later(days=5, hours=2))
    clock = running(case)
    assert clock.due_at == case.due_at == midnight_after("2026-03-20") + timedelta(days=2, hours=2)
    assert clock.first_due_at == midnight_after("2026-03-20"), "what was first set stays known"
    assert clock.paused_at is None and clock.next_at is not None


@pytest.mark.parametrize(("after", "outcome"), [({"days": -1}, "met"), ({}, "met"), ({"microseconds": 1}, "late")])
def test_a_clock_is_met_up_to_its_very_instant(county: County, after: dict[str, int], outcome: str) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    at = midnight_after("2026-03-20") + timedelta(**after)
    case = do(case, "finish", county.officer, at)
    clock = case.clocks.get()
    assert (clock.ended_at, clock.outcome, clock.next_at) == (at, outcome, None)


def test_a_clock_that_is_started_again_replaces_the_old_one(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    case = do(case, "start_again", county.officer, later(days=1), data={"due_on": "2026-03-25"})
    assert [clock.outcome for clock in case.clocks.order_by("id")] == ["cancelled", ""]
    assert case.due_at == midnight_after("2026-03-25")


def test_the_case_is_due_when_its_first_running_clock_is(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    to = {"to_post": str(county.housing_duty.post_id), "reason": "属燃气"}
    case = do(case, "propose_transfer", county.owner, later(hours=1), data=to)
    assert case.due_at == running(case, "accept").due_at < running(case).due_at
    case = do(case, "withdraw_transfer", county.owner, later(hours=2))
    assert case.due_at == running(case).due_at
    assert case.clocks.get(name="accept").outcome == "cancelled"


def test_more_time_is_asked_by_one_and_granted_by_another(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    case = do(
        case, "request_extension", county.safety, later(days=1), data={"until": "2026-04-10", "reason": "配件在途"}
    )
    case = do(case, "grant_extension", county.officer, later(days=2), data={"reason": "同意"})
    clock = running(case)
    assert clock.due_at == case.due_at == end_of(date(2026, 4, 10)) == midnight_after("2026-04-10")
    assert clock.first_due_at == midnight_after("2026-03-20")
    assert case.clocks.get(name="extension").outcome == "met"


@pytest.mark.parametrize(
    ("until", "code"),
    [("2026-03-20", "date_past"), ("2026-03-01", "date_past"), ("2026-04-20", "date_too_far")],
)
def test_more_time_has_its_bounds(county: County, until: str, code: str) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    with pytest.raises(Refused) as refused:
        do(case, "request_extension", county.safety, later(days=1), data={"until": until, "reason": "x"})
    assert refused.value.code == code


def test_more_time_is_not_asked_for_too_often(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-10"})
    allowed = int(book().value("hazard.extension.times", date(2026, 3, 2), "411681").value)
    for number in range(allowed):
        until = {"until": date(2026, 3, 12 + 2 * number).isoformat(), "reason": "x"}
        case = do(case, "request_extension", county.safety, later(hours=1 + 2 * number), data=until)
        case = do(case, "grant_extension", county.officer, later(hours=2 + 2 * number), data={"reason": "同意"})
    with pytest.raises(Refused) as refused:
        do(case, "request_extension", county.safety, later(days=1), data={"until": "2026-03-30", "reason": "x"})
    assert refused.value.code == "too_often"


def test_natural_days_are_counted_in_a_year_without_calendar(county: County) -> None:
    far = datetime(2041, 3, 2, 1, 0, tzinfo=UTC)
    assert due_by_rule("hazard.grade", far, "411681") > far
    with pytest.raises(Refused) as refused:
        due_by_rule("penalty.hearing_request", far, "411681")
    assert refused.value.code == "calendar_missing"


def test_of_each_name_one_clock_runs(county: County) -> None:
    case = county.errand(data={"due_on": "2026-03-20"})
    for day in range(1, 4):
        case = do(case, "start_again", county.officer, later(days=day), data={"due_on": f"2026-03-2{day}"})
        assert case.clocks.filter(ended_at__isnull=True).count() == 1
