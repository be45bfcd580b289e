"""Quarters and years as officials count them: a span of days on the wall calendar with its instants."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fangwei.engines.calendar import end_of

_QUARTER = re.compile(r"(\d{4})\s*[-年]?\s*[Qq第]?([1-4])(季度)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both counted."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The instant at which the first day begins."""
        return end_of(self.first - timedelta(days=1))

    @property
    def ends(self) -> datetime:
        """The instant at which the last day has ended."""
        return end_of(self.last)

    def until(self, day: date) -> "Span":
        """Return the span cut at a day."""
        return Span(self.first, min(self.last, max(day, self.first)))

    @property
    def name(self) -> str:
        """Return 2026Q3 for a quarter, 2026 for a year, the days for anything else."""
        if (self.first.day, (self.first.month - 1) % 3) == (1, 0) and self.last == quarter_of(self.first).last:
            return f"{self.first.year}Q{(self.first.month + 2) // 3}"
        return str(self.first.year) if self == year_span(self.first.year) else f"{self.first}/{self.last}"


def quarter_of(day: date) -> Span:
    """Return the quarter that a day lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    following = date(first.year + 1, 1, 1) if first.month == 10 else date(first.year, first.month + 3, 1)
    return Span(first, following - timedelta(days=1))


def quarter_named(text: str) -> Span:
    """Return the quarter called 2026Q3 (also 2026-Q3, 2026年第3季度). Raises: ValueError."""
    found = _QUARTER.fullmatch(text.strip())
    if found is None or not 1949 <= int(found[1]) <= 2200:
        raise ValueError(text)
    return quarter_of(date(int(found[1]), int(found[2]) * 3 - 2, 1))


def year_span(year: int) -> Span:
    """Return a calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def quarters_of(year: int) -> tuple[Span, ...]:
    """Return the four quarters of a year."""
    return tuple(quarter_of(date(year, month, 1)) for month in (1, 4, 7, 10))
