"""Reading facts and the log."""

from fangwei.ledger.queries.facts import Told, history, open_erasures, told
from fangwei.ledger.queries.gaps import (
    DayCount,
    MarkedGap,
    counted_kinds,
    daily_counts,
    facts_apart,
    facts_by_day,
    gap_channels,
    gaps,
    gaps_by_region,
)
from fangwei.ledger.queries.log import (
    entries,
    fetch_tile,
    last_reconciliation,
    newest_checkpoint,
    nodes,
    note_of,
    published_checkpoint,
    tile,
)
from fangwei.ledger.queries.proofs import life, proven_at, published_facts, receipt
from fangwei.ledger.queries.reconciliation import reconcile
from fangwei.ledger.queries.verification import check_log, check_whole_log
from fangwei.ledger.queries.watching import chain, faults_of, log_state, nights, witness_states

__all__ = [
    "MarkedGap",
    "DayCount",
    "gaps",
    "gaps_by_region",
    "gap_channels",
    "facts_apart",
    "daily_counts",
    "facts_by_day",
    "counted_kinds",
    "chain",
    "faults_of",
    "log_state",
    "nights",
    "witness_states",
    "check_log",
    "check_whole_log",
    "last_reconciliation",
    "life",
    "proven_at",
    "published_facts",
    "receipt",
    "reconcile",
    "Told",
    "entries",
    "fetch_tile",
    "history",
    "newest_checkpoint",
    "nodes",
    "note_of",
    "open_erasures",
    "published_checkpoint",
    "tile",
    "told",
]
