"""Reading the gaps of times and the daily counts, by territory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Substr

from fangwei.ledger.gaps import gap
from fangwei.ledger.models import DailyCount, Fact, TimeGap


@dataclass(frozen=True, slots=True)
class MarkedGap:
    """A gap with the fact it was marked on; the fact is None where somebody removed it."""

    gap: TimeGap
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many facts of a kind were received on a day in a region."""

    day: date
    region: str
    kind: str
    facts: int


def _within(code: str, column: str) -> Q:
    # A code's prefixes are its ancestors; the sign after "9" ends them.
    return Q(**{f"{column}__gte": code, f"{column}__lt": f"{code}:"}) if code else Q()


def gaps(territory: str, *, channel: str = "", before: int | None = None, limit: int = 40) -> list[MarkedGap]:
    """Return the gaps of a territory, newest first, `limit` at a time; `before` is the id that the next page starts below."""
    rows = TimeGap.objects.filter(_within(territory, "territory"))
    if channel:
        rows = rows.filter(channel=channel)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[:limit])
    facts = Fact.objects.in_bulk([row.fact_id for row in found])
    return [MarkedGap(row, facts.get(row.fact_id)) for row in found]


def gaps_by_region(territory: str, *, digits: int, channel: str = "") -> list[tuple[str, int]]:
    """Return how many gaps each region of that many digits of code has within a territory, most first."""
    rows = TimeGap.objects.filter(_within(territory, "territory"))
    if channel:
        rows = rows.filter(channel=channel)
    counted = rows.annotate(region=Substr("territory", 1, digits)).values("region").annotate(times=Count("id"))
    return [(row["region"], row["times"]) for row in counted.order_by("-times", "region")]


def gap_channels(territory: str) -> list[str]:
    """Return the channels that brought gaps within a territory."""
    rows = TimeGap.objects.filter(_within(territory, "territory")).order_by("channel")
    return list(rows.values_list("channel", flat=True).distinct())


def facts_apart(facts: Collection[Fact], proven: Mapping[UUID, datetime]) -> set[UUID]:
    """Return which of these facts are marked with a gap, or are proven later than their channel allows.

    `proven` says when a witness saw the facts, as `proven_at` finds it.
    """
    marked = TimeGap.objects.filter(fact_id__in=[fact.id for fact in facts])
    found = set(marked.values_list("fact_id", flat=True))
    if settings.FANGWEI_DEMO:  # its past is invented: every fact would be proven too late
        return found
    for fact in facts:
        seen = proven.get(fact.id)
        if seen is not None and gap(claimed=fact.at, received=fact.received_at, seen=seen, channel=fact.channel):
            found.add(fact.id)
    return found


def daily_counts(
    territory: str,
    *,
    digits: int,
    since: date,
    kind: str = "",
    before: tuple[date, str, str] | None = None,
    limit: int = 40,
) -> list[DayCount]:
    """Return the counts of a territory by day, region and kind, newest day first, from where the last page ended."""
    rows = _counted(territory, since, kind).annotate(part=Substr("region", 1, digits))
    if before is not None:
        day, region, last = before
        rows = rows.filter(Q(day__lt=day) | Q(day=day, part__gt=region) | Q(day=day, part=region, kind__gt=last))
    summed = rows.values("day", "part", "kind").annotate(times=Sum("facts")).order_by("-day", "part", "kind")
    return [DayCount(row["day"], row["part"], row["kind"], row["times"]) for row in summed[:limit]]


def facts_by_day(territory: str, *, since: date, kind: str = "") -> dict[date, int]:
    """Return how many facts each day brought within a territory; a day without any is left out."""
    rows = _counted(territory, since, kind).order_by("day").values("day").annotate(times=Sum("facts"))
    return {row["day"]: row["times"] for row in rows}


def counted_kinds(territory: str, *, since: date) -> list[str]:
    """Return the kinds of facts that were counted within a territory."""
    return list(_counted(territory, since, "").order_by("kind").values_list("kind", flat=True).distinct())


def _counted(territory: str, since: date, kind: str) -> QuerySet[DailyCount]:
    rows = DailyCount.objects.filter(_within(territory[:6], "region"), day__gte=since)
    return rows.filter(kind=kind) if kind else rows
