"""What search hears of: every fact about a case, a place or the enterprise whose name a place bears."""

from datetime import datetime

from fangwei.ledger.models import QueueRow
from fangwei.situation.actions import digest_facts
from fangwei.situation.subjects import kinds


def heard() -> frozenset[str]:
    """Return the kinds of subject whose facts change what is found."""
    return kinds() | {"enterprise"}


def digest(rows: list[QueueRow], at: datetime) -> None:
    """Digest one batch of the queue."""
    digest_facts(rows, at=at)
