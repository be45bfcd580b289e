"""Counting each day's facts by region and kind, out of what the log took up since the last time.

The counts themselves are logged: a report that somebody lets vanish later is missing from a number that is known already.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Substr, TruncDate

from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.models import Counted, DailyCount, Fact, LogEntry

_ENTRIES = 5000
_AT_ONCE = 500
_COUNTY = 6

Counts = Counter[tuple[date, str, str]]


def count_new_entries() -> tuple[int, int, Counts]:
    """Add the entries that were not counted yet to the daily counts; return from and up to which number, and the counts.

    Inside the caller's transaction. When another machine counted meanwhile, nothing is counted here.
    """
    start = Counted.objects.order_by("id").values_list("number", flat=True).first()
    if start is None:
        start = Counted.objects.get_or_create(id=1, defaults={"number": 0})[0].number
    last = LogEntry.objects.order_by("-number").values_list("number", flat=True).first()
    end = last + 1 if last is not None else 0
    if end <= start or not Counted.objects.filter(id=1, number=start).update(number=end):
        return start, start, Counter()
    counts: Counts = Counter()
    for first in range(start, end, _ENTRIES):
        entries = LogEntry.objects.filter(number__gte=first, number__lt=min(first + _ENTRIES, end))
        counts += _count([fact for fact in entries.values_list("fact_id", flat=True) if fact is not None])
    _add(counts)
    return start, end, counts


def _count(facts: Sequence[UUID]) -> Counts:
    counts: Counts = Counter()
    for start in range(0, len(facts), _AT_ONCE):
        for day, region, kind, verb, times in _by_day(Fact.objects.filter(id__in=facts[start : start + _AT_ONCE])):
            counts[day, region, f"{kind}.{verb}"] += times
    return counts


def _by_day(facts: QuerySet[Fact]) -> QuerySet[Fact, tuple[date, str, str, str, int]]:
    told = facts.annotate(
        day=TruncDate("received_at", tzinfo=SHANGHAI), region=Substr("territory", 1, _COUNTY)
    ).order_by()
    counted = told.values("day", "region", "subject_kind", "verb").annotate(times=Count("id"))
    return counted.values_list("day", "region", "subject_kind", "verb", "times")


def _add(counts: Counts) -> None:
    known = {
        (row.day, row.region, row.kind): row.id
        for row in DailyCount.objects.filter(day__in={day for day, _region, _kind in counts})
    }
    fresh = [key for key in counts if key not in known]
    DailyCount.objects.bulk_create(
        [DailyCount(day=day, region=region, kind=kind, facts=counts[day, region, kind]) for day, region, kind in fresh]
    )
    for key in counts.keys() & known.keys():
        DailyCount.objects.filter(id=known[key]).update(facts=F("facts") + counts[key])
