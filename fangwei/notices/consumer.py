"""What notices hear of: every fact about a case and the end of an import; and the reminders that a sweep has just written."""

from collections.abc import Sequence
from datetime import datetime

from fangwei.casework.models import Reminder
from fangwei.ledger.models import QueueRow
from fangwei.notices.actions import tell_of_facts, tell_of_reminders
from fangwei.notices.kinds import HEARD

__all__ = ["HEARD", "digest", "remind"]


def digest(rows: list[QueueRow], at: datetime) -> None:
    """Digest one batch of the queue."""
    tell_of_facts(rows, at=at)


def remind(reminders: Sequence[Reminder], at: datetime) -> None:
    """Tell of the reminders of one batch, in the transaction that wrote them."""
    tell_of_reminders(reminders, at=at)
