"""When a fact's times lie too far apart: later in the log, or seen by a witness later, than its channel lets it claim.

How late an act may be heard of and still count by its own time is law data, which stands above the ledger: the capability
that reads it declares here how to ask.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

Allowance = Callable[[str, date], timedelta]

LATE = timedelta(minutes=10)
"""What log and witnesses may take beside the channel's tolerance: a fact received is proven within ten minutes."""

_declared: list[Allowance] = []


def declare_tolerance(allowance: Allowance) -> None:
    """Declare how far behind a claimed time a channel may bring it on a day; called from an app's `ready()` only."""
    _declared[:] = [allowance]


def tolerance(channel: str, on: date) -> timedelta:
    """Return how late a channel may bring what is claimed on its own time; nothing where nobody declared it."""
    return _declared[0](channel, on) if _declared else timedelta()


def gap(*, claimed: datetime, received: datetime, seen: datetime, channel: str) -> timedelta | None:
    """Return how far what is seen lies behind what is claimed; None while the channel allows it.

    `seen` is when the log took the fact up, or a witness saw it there. A fact that the log took up long after we say to
    have received it is a gap in any channel: either the sequencer stood still, or the receipt was dated back.
    """
    apart = seen - claimed
    if apart > tolerance(channel, received.date()) + LATE or seen - received > LATE:
        return max(apart, seen - received)
    return None
