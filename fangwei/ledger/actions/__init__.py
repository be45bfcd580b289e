"""The ledger's verbs: append facts, integrate them into the log, publish it."""

from fangwei.ledger.actions.facts import AppendOutsideTransaction, append
from fangwei.ledger.actions.publishing import publish
from fangwei.ledger.actions.sequencer import Integrated, integrate

__all__ = ["AppendOutsideTransaction", "Integrated", "append", "integrate", "publish"]
