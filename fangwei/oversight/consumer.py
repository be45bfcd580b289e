"""What oversight hears of: tenures and telephones, which duty joins when it reads; of the rest it sees that duty resolved anew."""

from datetime import datetime

from fangwei.ledger.models import QueueRow
from fangwei.oversight.actions import look, note_facts

HEARD = frozenset({"tenure", "person", "blind_spot"})


def digest(rows: list[QueueRow], at: datetime) -> None:
    """Take note of one batch of the queue."""
    note_facts(at=at)


def sweep(at: datetime) -> int:
    """Look again, if there is a reason to."""
    return look(at=at)
