"""Ids, days and instants exactly as JSON Schema's formats write them; Python's own readers take far more than that."""

import re
from datetime import date, datetime
from uuid import UUID

_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,15}")


def read_uuid(text: str) -> UUID | None:
    """Return the id that a text writes in five groups, None when it writes none: neither braces nor `urn:uuid:`."""
    return UUID(text) if _UUID.fullmatch(text) else None


def read_day(text: str) -> date | None:
    """Return the day that a text writes as 2026-03-02; neither 20260302 nor a week's day."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """Return the instant that a text writes with seconds and its offset from UTC (RFC 3339), in a year that can be counted."""
    try:
        found = datetime.fromisoformat(text.upper()) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None
    return found if found is not None and 1970 < found.year < 9999 else None


def read_whole(text: str) -> int | None:
    """Return the whole number that a text writes in ASCII digits, without a sign and without zeros in front."""
    return int(text) if _WHOLE.fullmatch(text) else None
