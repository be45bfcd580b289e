"""Handing over a post's open cases between persons: listed, confirmed by the leaver, confirmed by whoever follows.

A case never changes its owner by it: it belongs to the post before, during and after; the acting holder or the leader of the
body answers meanwhile. Every confirmation is a fact of the handover and of each case on its list.
"""

from fangwei.casework.handover.closing import Closing, close_seat, closing_of
from fangwei.casework.handover.reading import (
    Side,
    awaiting,
    belongings,
    digest_of,
    givers,
    handover_for,
    handovers_of_case,
    mine,
    readable,
    takers,
    under_way,
)
from fangwei.casework.handover.refusals import HandoverRefused
from fangwei.casework.handover.verbs import (
    confirm_given,
    confirm_taken,
    decline,
    escalate,
    leave_post,
    name_successor,
    open_handover,
    withdraw_handover,
)

__all__ = [
    "Closing",
    "HandoverRefused",
    "Side",
    "awaiting",
    "belongings",
    "close_seat",
    "closing_of",
    "confirm_given",
    "confirm_taken",
    "decline",
    "digest_of",
    "escalate",
    "givers",
    "handover_for",
    "handovers_of_case",
    "leave_post",
    "mine",
    "name_successor",
    "open_handover",
    "readable",
    "takers",
    "under_way",
    "withdraw_handover",
]
