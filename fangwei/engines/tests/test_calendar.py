"""Periods: working days against the package they were fed from, and properties that any counting must have."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines.calendar import SHANGHAI, Calendar, CalendarMissing, Period, end_of, last_day_of
from fangwei.engines.lawbook import Lawbook, builtin_folder

CALENDAR = Calendar(Lawbook.load([builtin_folder()]).workdays())
DAYS = st.dates(date(2020, 1, 1), date(2026, 6, 30))
AMOUNTS = st.integers(0, 60)


def test_every_day_agrees_with_the_package_it_was_fed_from() -> None:
    package = pytest.importorskip("chinese_calendar")
    day = date(2020, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_working_day(day) == package.is_workday(day), day
        day += timedelta(days=1)


def test_working_days_over_the_autumn_holidays() -> None:
    found = CALENDAR.deadline(date(2026, 9, 28), Period(5, "working_days"))
    assert found.last_day == date(2026, 10, 10)
    assert found.instant == datetime(2026, 10, 10, 16, tzinfo=UTC)
    assert found.made_up == (date(2026, 10, 10),)
    assert found.skipped == tuple(date(2026, 10, number) for number in range(1, 8))


def test_a_year_without_table_stops_working_days_only() -> None:
    with pytest.raises(CalendarMissing) as refused:
        CALENDAR.add_period(date(2027, 3, 1), Period(5, "working_days"))
    assert refused.value.year == 2027
    assert "2027" in refused.value.message("zh")
    assert "2027" in refused.value.hint("en")
    found = CALENDAR.deadline(date(2027, 3, 1), Period(15, "days", roll="next_working_day"))
    assert (found.last_day, found.unknown_year) == (date(2027, 3, 16), 2027)


def test_a_last_day_on_a_holiday_rolls_only_when_the_period_says_so() -> None:
    start = date(2026, 9, 16)
    assert CALENDAR.deadline(start, Period(15, "days")).last_day == date(2026, 10, 1)
    rolled = CALENDAR.deadline(start, Period(15, "days", roll="next_working_day"))
    assert (rolled.last_day, rolled.rolled_from) == (date(2026, 10, 8), date(2026, 10, 1))


def test_months_end_on_the_same_day_or_the_last_of_the_month() -> None:
    assert CALENDAR.deadline(date(2026, 1, 31), Period(1, "months")).last_day == date(2026, 2, 28)
    assert CALENDAR.deadline(date(2024, 2, 29), Period(1, "years")).last_day == date(2025, 2, 28)
    assert CALENDAR.deadline(date(2026, 11, 15), Period(3, "months")).last_day == date(2027, 2, 15)


def test_hours_run_on_exactly_and_need_an_instant() -> None:
    start = datetime(2026, 2, 16, 23, 30, tzinfo=SHANGHAI)
    assert CALENDAR.add_period(start, Period(2, "hours")) == start + timedelta(hours=2)
    with pytest.raises(ValueError, match="instant"):
        CALENDAR.add_period(date(2026, 2, 16), Period(2, "hours"))
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.add_period(datetime(2026, 2, 16, 8), Period(2, "days"))


def test_an_instant_counts_from_its_local_day() -> None:
    late = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 01:00 on the third in Shanghai
    assert CALENDAR.deadline(late, Period(1)).last_day == date(2026, 3, 4)


def test_the_end_hour_closes_the_last_day() -> None:
    assert CALENDAR.add_period(date(2026, 3, 2), Period(1, end_hour=18)) == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert last_day_of(end_of(date(2026, 3, 3))) == date(2026, 3, 3)
    assert last_day_of(end_of(date(2026, 3, 3), 18)) == date(2026, 3, 3)


def test_what_is_no_period_is_refused() -> None:
    for wrong in (
        {"amount": -1},
        {"amount": 1, "unit": "weeks"},
        {"amount": 1, "end_hour": 25},
        {"amount": 1, "roll": "back"},
    ):
        with pytest.raises(ValueError, match="not a period"):
            Period(**wrong)


def test_the_last_date_there_is_is_not_passed() -> None:
    for unit in ("days", "months", "years"):
        with pytest.raises(OverflowError):
            CALENDAR.add_period(date(9999, 12, 25), Period(15, unit))


@given(DAYS, AMOUNTS)
def test_counting_back_working_days_gives_the_amount(start: date, amount: int) -> None:
    last = CALENDAR.deadline(start, Period(amount, "working_days")).last_day
    assert CALENDAR.working_days_between(start, last) == amount
    assert amount == 0 or CALENDAR.is_working_day(last)


@given(
    DAYS, AMOUNTS, st.sampled_from(["days", "working_days", "months"]), st.sampled_from(["none", "next_working_day"])
)
def test_a_longer_period_never_ends_earlier(start: date, amount: int, unit: str, roll: str) -> None:
    amount = amount % 5 if unit == "months" else amount
    shorter = CALENDAR.add_period(start, Period(amount, unit, roll=roll))
    assert CALENDAR.add_period(start, Period(amount + 1, unit, roll=roll)) >= shorter


@given(DAYS, AMOUNTS, st.sampled_from(["days", "working_days"]))
def test_a_later_start_never_ends_earlier(start: date, amount: int, unit: str) -> None:
    period = Period(amount, unit, roll="next_working_day")
    assert CALENDAR.add_period(start + timedelta(days=1), period) >= CALENDAR.add_period(start, period)


@given(DAYS, st.integers(1, 60), st.sampled_from(["days", "months"]))
def test_counting_the_first_day_ends_one_day_earlier(start: date, amount: int, unit: str) -> None:
    amount = amount % 6 + 1 if unit == "months" else amount
    without = CALENDAR.deadline(start, Period(amount, unit)).last_day
    assert CALENDAR.deadline(start, Period(amount, unit, first_day_counted=True)).last_day == without - timedelta(
        days=1
    )


@given(DAYS, AMOUNTS)
def test_a_rolled_end_is_a_working_day_and_the_first_one(start: date, amount: int) -> None:
    plain = CALENDAR.deadline(start, Period(amount)).last_day
    rolled = CALENDAR.deadline(start, Period(amount, roll="next_working_day")).last_day
    assert rolled >= plain
    assert CALENDAR.is_working_day(rolled)
    assert not any(CALENDAR.is_working_day(plain + timedelta(days=n)) for n in range((rolled - plain).days))
