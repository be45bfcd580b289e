"""What oversight hears of: whatever may open or end a blind spot, tenures and telephones included."""

from datetime import datetime

from fangwei.duty.consumer import HEARD as DUTY_HEARS
from fangwei.ledger.models import QueueRow
from fangwei.oversight.actions import look, note_facts

HEARD = DUTY_HEARS | {"tenure", "person", "hazard", "blind_spot"}


def digest(rows: list[QueueRow], at: datetime) -> None:
    """Take note of one batch of the queue."""
    note_facts(at=at)


def sweep(at: datetime) -> int:
    """Look again, if there is a reason to."""
    return look(at=at)
