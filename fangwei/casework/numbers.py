"""The human number of a case: prefix, county, year and serial; given at registration, never a key."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS, connections

from fangwei.ledger.rows import execute

_LOCAL = ZoneInfo("Asia/Shanghai")
# One statement, because the row is locked from here to the end of the transaction.
_TAKE = (
    "INSERT INTO casework_numbering (territory, kind, year, last) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (territory, kind, year) DO UPDATE SET last = casework_numbering.last + excluded.last RETURNING last"
)


def next_number(prefix: str, kind: str, territory: str, at: datetime) -> str:
    """Return the next number of this county, kind and year, inside the caller's transaction."""
    return take_numbers(prefix, kind, territory, at.astimezone(_LOCAL).year, 1)[0]


def take_numbers(prefix: str, kind: str, territory: str, year: int, count: int) -> list[str]:
    """Return `count` consecutive numbers; the row's lock holds until the caller's transaction ends, so none is given twice."""
    county = territory[:6]
    [[last]] = execute(connections[DEFAULT_DB_ALIAS], _TAKE, [county, kind, year, count]).rows
    return [f"{prefix}{county}-{year}-{serial:06d}" for serial in range(last - count + 1, last + 1)]
