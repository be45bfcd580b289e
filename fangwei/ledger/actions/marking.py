"""Marking facts whose times lie too far apart, when the log takes them up and when witnesses have vouched for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from fangwei.ledger.gaps import LATE, gap
from fangwei.ledger.models import Fact, LogEntry, TimeGap

_AT_ONCE = 500
_ENTRIES = 5000


def mark_gaps(facts: Sequence[UUID], *, seen: datetime) -> None:
    """Mark those of these facts that were seen later than their channel allows; of facts that came in time none is read."""
    for start in range(0, len(facts), _AT_ONCE):
        old = Q(at__lt=seen - LATE) | Q(received_at__lt=seen - LATE)
        found = list(
            Fact.objects.filter(id__in=facts[start : start + _AT_ONCE])
            .filter(old)
            .values_list("id", "at", "received_at", "channel", "territory")
        )
        gaps = [row for row in found if _apart(row[1], row[2], seen, row[3])]
        TimeGap.objects.bulk_create(
            [
                TimeGap(
                    fact_id=fact,
                    channel=channel,
                    territory=territory,
                    claimed_at=at,
                    received_at=received,
                    seen_at=_seen(received, seen),
                )
                for fact, at, received, channel, territory in gaps
            ],
            ignore_conflicts=True,
        )


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
