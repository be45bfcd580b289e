"""The transition tables of hazards and orders."""

from fangwei.hazards.lifecycle import states
from fangwei.hazards.lifecycle.hazard import HAZARD
from fangwei.hazards.lifecycle.order import ORDER

__all__ = ["HAZARD", "ORDER", "states"]
