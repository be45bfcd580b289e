"""Recording what a reconciliation found: the finding is a fact itself and goes into the log."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from fangwei.ledger.actions.counting import count_new_entries
from fangwei.ledger.actions.facts import append
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import Fact, LogEntry, Reconciliation, TimeGap
from fangwei.ledger.queries.log import last_reconciliation
from fangwei.ledger.queries.reconciliation import reconcile

LEDGER_SUBJECT = UUID("0195d5f0-0000-7000-8000-000000000003")
"""The log's own chain: what is told about the log itself."""

_FIRST = 200


def record_reconciliation(*, at: datetime) -> Reconciliation:
    """Compare live rows, facts and log, and log what was found together with how many facts there are of each kind.

    The count entry makes it visible later that a day's reports were fewer than the log says.
    """
    counted = _counts()
    kinds: Counter[str] = Counter()
    first: list[dict[str, str]] = []
    for fault in reconcile():
        kinds[fault.code] += 1
        if len(first) < _FIRST:
            first.append({"check": fault.code, "where": fault.where})
    facts, entries = sum(counted.values()), LogEntry.objects.count()
    before = last_reconciliation()
    gaps = TimeGap.objects.filter(seen_at__gt=before.at).count() if before is not None else TimeGap.objects.count()
    with transaction.atomic():
        data = {"facts": facts, "entries": entries, "counts": counted, "faults": dict(kinds), "first": first[:20]}
        fact = append([_fact(data | {"gaps": gaps, "new": _new()}, at)])[0]
        return Reconciliation.objects.create(
            at=at, facts=facts, entries=entries, faults=sum(kinds.values()), gaps=gaps, first=first, fact_id=fact.id
        )


def _new() -> dict[str, object]:
    """Count what the log took up since the last time, and return it as it is logged: from, up to, by region and kind."""
    start, end, counts = count_new_entries()
    regions: dict[str, Counter[str]] = {}
    for (_day, region, kind), times in counts.items():
        regions.setdefault(region, Counter())[kind] += times
    return {"from": start, "to": end, "regions": {region: dict(kinds) for region, kinds in sorted(regions.items())}}


def _counts() -> dict[str, int]:
    rows = Fact.objects.values("subject_kind", "verb").annotate(times=Count("id")).order_by("subject_kind", "verb")
    return {f"{row['subject_kind']}.{row['verb']}": row["times"] for row in rows}


def _fact(data: dict[str, object], at: datetime) -> NewFact:
    return NewFact(
        subject_kind="ledger",
        subject_id=LEDGER_SUBJECT,
        verb="reconcile",
        actor=None,
        acting_post=None,
        authority=None,
        at=at,
        received_at=at,
        channel="system",
        territory="",
        data=data,
    )
