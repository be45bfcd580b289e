"""The verbs of oversight: looking at what nobody answers for and what is overdue."""

from fangwei.oversight.actions.looking import CHANNEL, climb, look, note_facts, reconcile

__all__ = ["CHANNEL", "climb", "look", "note_facts", "reconcile"]
