"""Reading a sent form into an act."""

from collections.abc import Sequence
from typing import Any

from fangwei.casework.events import Act
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case, Evidence
from fangwei.casework.queries import may
from fangwei.casework.refusals import refuse
from fangwei.engines.lifecycle import Transition
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.items import results_of
from fangwei.ui.present.typed import data_of, id_or_new, participants_of


def act_from(request: Asked, case: Case, verb: str, files: Sequence[Evidence]) -> Act:
    """Return the act that a form asks for. Raises: Refused (verb_unknown)."""
    row = _row(request, case, verb)
    data: dict[str, Any] = data_of(row, request.POST)
    if verb == "reinspect":
        data["results"] = results_of(case, request.POST)
    version = request.POST.get("if_version", "")
    return Act(
        act_id=id_or_new(request.POST.get("act_id", "")),
        case_id=case.id,
        verb=verb,
        at=max(request.at, case.last_at),
        data=data,
        if_version=int(version) if version.isdecimal() else None,
        evidence=tuple(file.id for file in files),
        participants=participants_of(row, request.POST),
    )


def _row(request: Asked, case: Case, verb: str) -> Transition:
    for row in may(case, request.actor, at=request.at).rows:
        if row.verb == verb:
            return row
    # Not possible now: the door says why, in its own words.
    rows = [row for row in kind_of(case.kind).lifecycle.rows(verb) if not row.hidden]
    if not rows:
        raise refuse("verb_unknown", verb=verb)
    return rows[0]
