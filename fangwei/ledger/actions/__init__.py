"""The ledger's verbs: append facts, integrate them into the log, have it witnessed, publish it."""

from fangwei.ledger.actions.erasing import grant_erasure, refuse_erasure, request_erasure, request_record_erasure
from fangwei.ledger.actions.facts import AppendOutsideTransaction, append
from fangwei.ledger.actions.publishing import publish
from fangwei.ledger.actions.reconciling import record_reconciliation
from fangwei.ledger.actions.recovery import adopt_checkpoint, rebuild_tiles, refill
from fangwei.ledger.actions.sequencer import Integrated, integrate
from fangwei.ledger.actions.witnessing import Witnessed, accept_cosignatures, collect_cosignatures, request_by_file

__all__ = [
    "AppendOutsideTransaction",
    "Integrated",
    "Witnessed",
    "accept_cosignatures",
    "adopt_checkpoint",
    "append",
    "collect_cosignatures",
    "grant_erasure",
    "integrate",
    "publish",
    "rebuild_tiles",
    "record_reconciliation",
    "refill",
    "refuse_erasure",
    "request_by_file",
    "request_erasure",
    "request_record_erasure",
]
