"""Working days and periods: from a start and a period to the instant after which an act is late.

The table of days off is given from outside, year by year; a year without a table is a clear error for working days
and no obstacle for natural days. Periods of days end at an hour of the last day in Asia/Shanghai; the ordinary 24:00
is the next midnight, and an act at that very instant is still in time: late means after it.
Law: Civil Code Arts. 200-203 (first day not counted, last day on a day off rolls, end at 24:00).
"""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
SATURDAY = 5
UNITS = ("minutes", "hours", "days", "working_days", "months", "years")
ROLLS = ("none", "next_working_day")


class CalendarMissing(Exception):
    """Working days of a year were asked for, and no table of that year's days off is held."""

    code = "calendar.missing_year"

    def __init__(self, year: int) -> None:
        super().__init__(f"no working-day calendar for {year}")
        self.year = year
        self.params = {"year": year}

    def message(self, lang: str = "en") -> str:
        """What is wrong."""
        if lang.startswith("en"):
            return f"There is no working-day calendar for {self.year}: working days cannot be counted."
        return f"没有 {self.year} 年的工作日历，无法按工作日计算。"

    def hint(self, lang: str = "en") -> str:
        """What to do."""
        if lang.startswith("en"):
            return f"Load a calendar with the days off of {self.year}, as published by the General Office."
        return f"请装入国务院办公厅公布的 {self.year} 年节假日安排(calendar 文件)。"


class Countable(Protocol):
    """Anything that says how long a period is and how its days are counted."""

    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def first_day_counted(self) -> bool: ...
    @property
    def roll(self) -> str: ...
    @property
    def end_hour(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time with its counting rule.

    `amount` ≥ 0 in `unit` (minutes, hours, days, working_days, months, years); `roll` moves a last day that is no
    working day to the next one; `end_hour` 0..24 is when the last day ends.
    """

    amount: int
    unit: str = "days"
    first_day_counted: bool = False
    roll: str = "none"
    end_hour: int = 24

    def __post_init__(self) -> None:
        if self.amount < 0 or self.unit not in UNITS or self.roll not in ROLLS or not 0 <= self.end_hour <= 24:
            raise ValueError(f"not a period: {self!r}")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a period: `instant` (UTC; later than it is late), the local `last_day`, and what was met on the way.

    `skipped` are the non-working days passed over, `made_up` the weekend days counted because they are worked,
    `rolled_from` the day that rolled, `unknown_year` a year without a table that kept a last day from rolling.
    """

    instant: datetime
    last_day: date
    skipped: tuple[date, ...] = ()
    made_up: tuple[date, ...] = ()
    rolled_from: date | None = None
    unknown_year: int | None = None


class Calendar:
    """Working days by a dated table: for each year the days off beyond weekends, and the weekend days worked."""

    def __init__(self, years: Mapping[int, tuple[frozenset[date], frozenset[date]]]) -> None:
        self._years = dict(years)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that can be counted in working days."""
        return tuple(sorted(self._years))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day.

        Raises: CalendarMissing.
        """
        table = self._years.get(day.year)
        if table is None:
            raise CalendarMissing(day.year)
        off, work = table
        return day in work or (day.weekday() < SATURDAY and day not in off)

    def is_made_up(self, day: date) -> bool:
        """Whether that day is a weekend day that is worked."""
        table = self._years.get(day.year)
        return table is not None and day in table[1]

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after one day, up to and including another.

        Raises: CalendarMissing.
        """
        span = range(1, (until - after).days + 1)
        return sum(self.is_working_day(after + timedelta(days=number)) for number in span)

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the next one that is.

        Raises: CalendarMissing.
        """
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_period(self, start: date | datetime, period: Countable) -> datetime:
        """The instant (UTC) at which a period ends; see `deadline`."""
        return self.deadline(start, period).instant

    def deadline(self, start: date | datetime, period: Countable) -> Deadline:
        """Count a period from a start: a day, or an aware instant whose local day then starts the count.

        Raises: ValueError for a naive instant, or a day where minutes or hours are counted; CalendarMissing for
        working days of an unknown year; OverflowError past the last date there is.
        """
        if isinstance(start, datetime) and start.tzinfo is None:
            raise ValueError("the start of a period must be an aware instant or a day")
        if period.unit in ("minutes", "hours"):
            return _exact(start, period)
        day = start.astimezone(SHANGHAI).date() if isinstance(start, datetime) else start
        if period.unit == "working_days":
            return self._working_days(day, period)
        last = _natural(day, period)
        rolled_from, unknown_year = None, None
        if period.roll == "next_working_day":
            try:
                rolled = self.next_working_day(last)
                rolled_from, last = (last, rolled) if rolled != last else (None, last)
            except CalendarMissing as missing:
                unknown_year = missing.year
        return Deadline(end_of(last, period.end_hour), last, (), (), rolled_from, unknown_year)

    def _working_days(self, day: date, period: Countable) -> Deadline:
        skipped: list[date] = []
        made_up: list[date] = []
        left = period.amount
        last = day
        if period.first_day_counted and left and self.is_working_day(day):
            left -= 1
        while left:
            last += timedelta(days=1)
            if not self.is_working_day(last):
                skipped.append(last)
                continue
            left -= 1
            if self.is_made_up(last):
                made_up.append(last)
        return Deadline(end_of(last, period.end_hour), last, tuple(skipped), tuple(made_up))


def end_of(day: date, hour: int = 24) -> datetime:
    """The instant (UTC) at which a local day ends; 24 is the next midnight."""
    return (datetime.combine(day, time(), SHANGHAI) + timedelta(hours=hour)).astimezone(UTC)


def last_day_of(instant: datetime) -> date:
    """The local day a deadline closes: midnight belongs to the day before it, as 24:00 does."""
    return (instant.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


def _exact(start: date | datetime, period: Countable) -> Deadline:
    if not isinstance(start, datetime):
        raise ValueError("minutes and hours are counted from an instant, not from a day")
    seconds = 60 if period.unit == "minutes" else 3600
    instant = (start + timedelta(seconds=seconds * period.amount)).astimezone(UTC)
    return Deadline(instant, instant.astimezone(SHANGHAI).date())


def _natural(day: date, period: Countable) -> date:
    last = day
    if period.unit == "days":
        last = day + timedelta(days=period.amount)
    else:
        count = period.amount * (12 if period.unit == "years" else 1) + day.month - 1
        year, month = day.year + count // 12, count % 12 + 1
        if year > date.max.year:
            raise OverflowError("the period ends after the last date there is")
        last = date(year, month, min(day.day, months.monthrange(year, month)[1]))
    return last - timedelta(days=1) if period.first_day_counted and period.amount else last
