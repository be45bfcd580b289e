"""Cases, who may see them, their clocks, evidence, transfers, extensions, listings, proposals, handovers, kept views."""

from fangwei.casework.models.asides import Extension, Listing, Proposal, Transfer
from fangwei.casework.models.case import Case, CaseExclusion, CaseScope, Numbering
from fangwei.casework.models.clock import Reminder, RunningClock
from fangwei.casework.models.evidence import Evidence
from fangwei.casework.models.handover import Handover, HandoverItem
from fangwei.casework.models.view import SavedView

__all__ = [
    "Case",
    "CaseExclusion",
    "CaseScope",
    "Evidence",
    "Extension",
    "Handover",
    "HandoverItem",
    "Listing",
    "Numbering",
    "Proposal",
    "Reminder",
    "RunningClock",
    "SavedView",
    "Transfer",
]
