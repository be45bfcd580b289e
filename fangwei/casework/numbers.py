"""The human number of a case: prefix, county, year and serial; given at registration, never a key."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F

from fangwei.casework.models import Numbering

_LOCAL = ZoneInfo("Asia/Shanghai")


def next_number(prefix: str, kind: str, territory: str, at: datetime) -> str:
    """Return the next number of this county, kind and year, inside the caller's transaction."""
    return take_numbers(prefix, kind, territory, at.astimezone(_LOCAL).year, 1)[0]


def take_numbers(prefix: str, kind: str, territory: str, year: int, count: int) -> list[str]:
    """Return `count` consecutive numbers; the row's lock holds until the caller's transaction ends, so none is given twice."""
    county = territory[:6]
    rows = Numbering.objects.filter(territory=county, kind=kind, year=year)
    if not rows.update(last=F("last") + count):
        Numbering.objects.bulk_create([Numbering(territory=county, kind=kind, year=year)], ignore_conflicts=True)
        rows.update(last=F("last") + count)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    last = rows.get().last
    return [f"{prefix}{county}-{year}-{serial:06d}" for serial in range(last - count + 1, last + 1)]
