"""Lifecycles as tables: what may be done to a case, from which state, by whom, with what evidence, and which clocks it moves.

Pure: tables in, decisions out; who the actor is to the case and what is true of it are handed in as sets of words.
"""

from fangwei.engines.lifecycle.decide import Decision, Refusal, available, decide
from fangwei.engines.lifecycle.diagram import mermaid
from fangwei.engines.lifecycle.table import (
    COMPUTED,
    NEW,
    SAME,
    Clock,
    Field,
    Lifecycle,
    Participant,
    State,
    TableError,
    Transition,
)

__all__ = [
    "COMPUTED",
    "NEW",
    "SAME",
    "Clock",
    "Decision",
    "Field",
    "Lifecycle",
    "Participant",
    "Refusal",
    "State",
    "TableError",
    "Transition",
    "available",
    "decide",
    "mermaid",
]
