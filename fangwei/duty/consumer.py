"""What duty hears of: the kinds of subject whose facts may change who answers. A tenure does not: holders are joined when read."""

from datetime import datetime

from fangwei.duty.actions import digest_facts
from fangwei.ledger.models import QueueRow

HEARD = frozenset({"place", "installation", "organization", "post", "jurisdiction", "territory", "law", "duty"})


def digest(rows: list[QueueRow], at: datetime) -> None:
    """Digest one batch of the queue."""
    digest_facts(rows, at=at)
