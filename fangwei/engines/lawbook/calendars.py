"""The working-day table of the law folder, as plain sets a calendar can count with."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fangwei.engines.lawbook.reading import Reader

YearTable = tuple[frozenset[date], frozenset[date]]
SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")


def read_years(data: Mapping[str, Any], file: str) -> dict[int, YearTable]:
    """Read `years` into, for each year, the days off (beyond ordinary weekends) and the weekend days made up.

    Raises: LawError `schema.*`.
    """
    entry = Reader(data, file)
    entry.only({"calendar", "title", "note", "years"})
    years: dict[int, YearTable] = {}
    for number, row in enumerate(entry.rows("years")):
        year = Reader(row, file, f"years[{number}]")
        year.only({"year", "notice", "status", "last_checked", "off", "work"})
        year.bilingual("notice")
        year.day("last_checked")
        off = {day for span in year.words("off") for day in _days(year, span)}
        work = {day for span in (year.words("work") if year.data.get("work") else ()) for day in _days(year, span)}
        if off & work:
            raise year.refuse("schema.overlap", "work", since=min(off & work), other=min(off & work))
        years[year.whole("year")] = (frozenset(off), frozenset(work))
    return years


def _days(year: Reader, span: str) -> list[date]:
    match = SPAN.fullmatch(span)
    try:
        first = date.fromisoformat(match[1]) if match else None
        last = date.fromisoformat(match[2]) if match and match[2] else first
    except ValueError:
        first = last = None
    if first is None or last is None or last < first or first.year != year.data["year"] or last.year != first.year:
        raise year.refuse("schema.wrong_type", span, expected=f"{year.data['year']}-01-01..{year.data['year']}-01-03")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
