"""Marking facts whose times lie too far apart, when the log takes them up and when witnesses have vouched for them."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from fangwei.ledger.binary import binary_cursor
from fangwei.ledger.gaps import LATE, gap
from fangwei.ledger.models import Fact, LogEntry, TimeGap

_AT_ONCE = 5000
_ENTRIES = 5000
_OLD = "SELECT id FROM ledger_fact WHERE id IN ({}) AND (at < %s OR received_at < %s)"


def mark_gaps(facts: Sequence[UUID], *, seen: datetime) -> None:
    """Mark those of these facts that were seen later than their channel allows; of facts that came in time none is read."""
    for start in range(0, len(facts), _AT_ONCE):
        old = _old(facts[start : start + _AT_ONCE], seen - LATE)
        if old:
            _mark(old, seen)


def _old(facts: Sequence[UUID], before: datetime) -> list[UUID]:
    """Return those that claim to have happened, or to have been received, before that."""
    # One parameter for all of them: a thousand would cost more than the look-up.
    if connection.vendor == "postgresql":
        with binary_cursor() as cursor:
            found = cursor.execute(_OLD.format("SELECT unnest(%b::uuid[])"), [list(facts), before, before])
            return [fact for (fact,) in found.fetchall()]
    limit = connection.ops.adapt_datetimefield_value(before)
    with connection.cursor() as cursor:
        given = json.dumps([fact.hex for fact in facts])
        cursor.execute(_OLD.format("SELECT value FROM json_each(%s)"), [given, limit, limit])
        return [UUID(fact) for (fact,) in cursor.fetchall()]


def _mark(facts: Sequence[UUID], seen: datetime) -> None:
    rows = Fact.objects.filter(id__in=facts).values_list("id", "at", "received_at", "channel", "territory")
    gaps = [
        TimeGap(
            fact_id=fact,
            channel=channel,
            territory=territory,
            claimed_at=at,
            received_at=received,
            seen_at=_seen(received, seen),
        )
        for fact, at, received, channel, territory in rows
        if _apart(at, received, seen, channel)
    ]
    if gaps:
        TimeGap.objects.bulk_create(gaps, ignore_conflicts=True)


def _seen(received: datetime, seen: datetime) -> datetime:
    # A demonstration's past is invented in one afternoon: there its log has to count as having been prompt.
    return received if settings.FANGWEI_DEMO else seen


def _apart(claimed: datetime, received: datetime, seen: datetime, channel: str) -> bool:
    return gap(claimed=claimed, received=received, seen=_seen(received, seen), channel=channel) is not None


def mark_gaps_between(*, start: int, end: int, seen: datetime) -> None:
    """Mark the gaps among the entries numbered `start` up to `end`, which witnesses saw at `seen`."""
    for first in range(start, end, _ENTRIES):
        numbers = LogEntry.objects.filter(number__gte=first, number__lt=min(first + _ENTRIES, end))
        mark_gaps([fact for fact in numbers.values_list("fact_id", flat=True) if fact is not None], seen=seen)
