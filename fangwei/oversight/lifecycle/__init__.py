"""The lives of blind spots, of letters and of the problems that an inspection lists."""

from fangwei.oversight.lifecycle.blind_spot import ASSIGNED, BLIND_SPOT, CLOSED, OPEN, REPAIRED
from fangwei.oversight.lifecycle.letter import (
    ANSWERED,
    DROPPED,
    DUE,
    FOLLOWED,
    HELD,
    INTERVIEW,
    ISSUED,
    LETTER,
    RECEIVED,
)
from fangwei.oversight.lifecycle.problem import HANDED, PLANNED, PROBLEM, SUBMITTED, VERIFIED

__all__ = [
    "ANSWERED",
    "ASSIGNED",
    "BLIND_SPOT",
    "CLOSED",
    "DROPPED",
    "DUE",
    "FOLLOWED",
    "HANDED",
    "HELD",
    "INTERVIEW",
    "ISSUED",
    "LETTER",
    "OPEN",
    "PLANNED",
    "PROBLEM",
    "RECEIVED",
    "REPAIRED",
    "SUBMITTED",
    "VERIFIED",
]
