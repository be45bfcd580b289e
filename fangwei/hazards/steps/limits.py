"""Bounds that the law data set on what officers and enterprises may enter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fangwei.casework.clocks import LOCAL, due_by_rule
from fangwei.casework.events import Step
from fangwei.casework.refusals import refuse
from fangwei.engines.calendar import last_day_of
from fangwei.hazards.criteria import criterion_known
from fangwei.hazards.lifecycle.law import GRADE as GRADE_LAW
from fangwei.hazards.models import Grade


def check_due(step: Step, grade: str, due_on: str) -> date:
    """Return the rectification deadline if it lies within what the territory allows. Raises: Refused."""
    day = step.at.astimezone(LOCAL).date()
    due = date.fromisoformat(due_on)
    if due < day:
        raise refuse("date_past", field="due_on", earliest=day.isoformat())
    rule = f"hazard.rectification.{grade or Grade.GENERAL}"
    latest = last_day_of(due_by_rule(rule, step.at, step.case.territory))
    if due > latest:
        raise refuse("date_too_far", field="due_on", latest=latest.isoformat(), rule=rule)
    return due


def check_grade(step: Step, data: Mapping[str, Any], grade: str) -> str:
    """Return the criterion that a major hazard cites, empty for a general one. Raises: Refused."""
    if grade != Grade.MAJOR:
        return ""
    criterion = str(data.get("criterion") or "").strip()
    if not criterion:
        raise refuse("field_missing", citation=GRADE_LAW, field="criterion")
    if not criterion_known(criterion, step.at.astimezone(LOCAL).date()):
        raise refuse("choice_unknown", field="criterion", value=criterion[:60])
    return criterion
