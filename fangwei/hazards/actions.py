"""Verbs of hazards, orders and internal rewards; those of cases are thin fronts of the one door, for callers inside.

Every other verb of the tables is called the same way through `casework.door.act`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_one
from fangwei.casework.events import Act, Outcome
from fangwei.hazards.intake import import_hazards
from fangwei.hazards.rewards import RewardRefused, pay_reward, record_reward, strike_reward
from fangwei.register.models import Place

__all__ = [
    "RewardRefused",
    "do",
    "draft_order",
    "import_hazards",
    "pay_reward",
    "record_reward",
    "report",
    "self_report",
    "strike_reward",
]


def report(
    *,
    place: Place,
    description: str,
    how_found: str,
    found_on: date,
    by: Actor,
    at: datetime,
    category: str = "general",
    spot: str = "",
    evidence: tuple[UUID, ...] = (),
    channel: str = "web",
) -> Outcome:
    """Register a danger that somebody found; its owner follows from duty. Raises: Refused."""
    data = {
        "place": str(place.id),
        "description": description,
        "category": category,
        "spot": spot,
        "how_found": how_found,
        "found_on": found_on.isoformat(),
    }
    one = Act(act_id=uuid7(), case_id=uuid7(), verb="report", at=at, data=data, kind="hazard", evidence=evidence)
    return act_one(one, by=by, received_at=at, channel=channel)


def self_report(
    *, place: Place, description: str, due_on: date, measures: str, by: Actor, at: datetime, category: str = "general"
) -> Outcome:
    """Register an enterprise's own general finding together with its own deadline. Raises: Refused."""
    data = {
        "place": str(place.id),
        "description": description,
        "category": category,
        "how_found": "self_check",
        "found_on": at.date().isoformat(),
        "grade": "general",
        "due_on": due_on.isoformat(),
        "measures": measures,
    }
    one = Act(act_id=uuid7(), case_id=uuid7(), verb="self_report", at=at, data=data, kind="hazard")
    return act_one(one, by=by, received_at=at, channel="web")


def draft_order(
    *, place: Place, items: Sequence[Mapping[str, Any]], by: Actor, at: datetime, note: str = ""
) -> Outcome:
    """Draft one order for several hazards of a place; items are {"hazard", "due_on", "measures", …}. Raises: Refused."""
    data = {"place": str(place.id), "items": [dict(item) for item in items], "note": note}
    one = Act(act_id=uuid7(), case_id=uuid7(), verb="draft", at=at, data=data, kind="order")
    return act_one(one, by=by, received_at=at, channel="web")


def do(
    case_id: UUID,
    *,
    verb: str,
    by: Actor,
    at: datetime,
    evidence: tuple[UUID, ...] = (),
    participants: tuple[Mapping[str, Any], ...] = (),
    channel: str = "web",
    **data: Any,
) -> Outcome:
    """Do one verb of the table to a hazard or order. Raises: Refused."""
    one = Act(
        act_id=uuid7(), case_id=case_id, verb=verb, at=at, data=data, evidence=evidence, participants=participants
    )
    return act_one(one, by=by, received_at=at, channel=channel)
