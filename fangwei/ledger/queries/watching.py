"""What an auditor watches: how far the log is, who witnessed it, what the nights found, how one object's chain runs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fangwei.engines import merkle
from fangwei.ledger.models import Checkpoint, Cosignature, Fact, LogEntry, OutboxRow, Reconciliation
from fangwei.ledger.queries.gaps import facts_apart
from fangwei.ledger.queries.log import newest_checkpoint, published_checkpoint
from fangwei.ledger.queries.proofs import proven_at
from fangwei.ledger.signing import policy


@dataclass(frozen=True, slots=True)
class LogState:
    """How far the log is."""

    newest: Checkpoint | None
    published: Checkpoint | None
    waiting: int


@dataclass(frozen=True, slots=True)
class WitnessState:
    """One witness of the policy: the last head it signed and when, None when it never did."""

    name: str
    key_name: str
    size: int | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """One fact of an object's chain: its place in the log, None while it waits, its three times, and whether those gape."""

    fact: Fact
    number: int | None
    proven_at: datetime | None
    gap: bool


def log_state() -> LogState:
    """Return how far the log is."""
    return LogState(newest_checkpoint(), published_checkpoint(), OutboxRow.objects.count())


def witness_states() -> list[WitnessState]:
    """Return every witness of the policy with the last head it signed."""
    if newest_checkpoint() is None:
        return []
    states = []
    for one in policy().witnesses:
        last = Cosignature.objects.filter(witness=f"{one.key.name}+{one.key.id.hex()}").order_by("-size").first()
        states.append(WitnessState(one.name, one.key.name, last.size if last else None, last.seen_at if last else None))
    return states


def nights(limit: int = 14) -> list[Reconciliation]:
    """Return the latest comparisons of rows, facts and log, newest first."""
    return list(Reconciliation.objects.order_by("-at", "-id")[:limit])


def faults_of(night: Reconciliation) -> list[merkle.Fault]:
    """Return the first faults that a comparison found."""
    return [merkle.Fault(one["check"], one["where"]) for one in night.first]


def chain(subject_id: UUID, *, after: int = 0, limit: int = 200) -> list[Link]:
    """Return an object's facts in their order from the one after `after`, with their places in the log and their times."""
    facts = list(Fact.objects.filter(subject_id=subject_id, n__gt=after).order_by("n")[:limit])
    ids = [fact.id for fact in facts]
    numbers = dict(LogEntry.objects.filter(fact_id__in=ids).values_list("fact_id", "number"))
    proven = proven_at(ids)
    apart = facts_apart(facts, proven)
    return [Link(fact, numbers.get(fact.id), proven.get(fact.id), fact.id in apart) for fact in facts]
