"""Verbs of visits: thin, typed fronts of the one door, for callers inside the system."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_one
from fangwei.casework.events import Act, Outcome
from fangwei.register.models import Place


def apply_for_visit(
    *,
    place: Place,
    type: str,
    trigger: str,
    basis: str,
    matters: str,
    planned_on: date,
    inspectors: Sequence[UUID],
    by: Actor,
    at: datetime,
    unannounced: bool = False,
    of_order: UUID | None = None,
) -> Outcome:
    """Apply for a visit to an enterprise's site; somebody else has to approve it. Raises: Refused."""
    data: dict[str, Any] = {
        "place": str(place.id),
        "type": type,
        "trigger": trigger,
        "basis": basis,
        "matters": matters,
        "planned_on": planned_on.isoformat(),
        "unannounced": unannounced,
        "inspectors": [str(one) for one in inspectors],
    }
    if of_order is not None:
        data["of_order"] = str(of_order)
    one = Act(act_id=uuid7(), case_id=uuid7(), verb="apply_visit", at=at, data=data, kind="visit")
    return act_one(one, by=by, received_at=at, channel="web")


def do_visit(
    case_id: UUID,
    *,
    verb: str,
    by: Actor,
    at: datetime,
    participants: tuple[Mapping[str, Any], ...] = (),
    **data: Any,
) -> Outcome:
    """Do one verb of the table to a visit. Raises: Refused."""
    one = Act(act_id=uuid7(), case_id=case_id, verb=verb, at=at, data=data, participants=participants)
    return act_one(one, by=by, received_at=at, channel="web")
