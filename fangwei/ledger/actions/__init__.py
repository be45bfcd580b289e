"""The ledger's verbs: append facts, integrate them into the log."""

from fangwei.ledger.actions.facts import AppendOutsideTransaction, append
from fangwei.ledger.actions.sequencer import Integrated, integrate

__all__ = ["AppendOutsideTransaction", "Integrated", "append", "integrate"]
