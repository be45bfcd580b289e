"""Cases, who may see them, their clocks, evidence, transfers, extensions, listings, proposals, and kept views of them."""

from fangwei.casework.models.asides import Extension, Listing, Proposal, Transfer
from fangwei.casework.models.case import Case, CaseExclusion, CaseScope, Numbering
from fangwei.casework.models.clock import Reminder, RunningClock
from fangwei.casework.models.evidence import Evidence
from fangwei.casework.models.view import SavedView

__all__ = [
    "Case",
    "CaseExclusion",
    "CaseScope",
    "Evidence",
    "Extension",
    "Listing",
    "Numbering",
    "Proposal",
    "Reminder",
    "RunningClock",
    "SavedView",
    "Transfer",
]
