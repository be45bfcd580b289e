"""What grading, ordering, rectifying and verifying change on a hazard."""

from collections.abc import Callable
from datetime import date

from fangwei.casework.actions import tell_above
from fangwei.casework.asides import propose, settle
from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Effects, Step
from fangwei.casework.refusals import refuse
from fangwei.duty.queries import domain_known
from fangwei.engines.calendar import end_of
from fangwei.hazards.lifecycle.fields import ON_SPOT
from fangwei.hazards.models import Grade, Hazard
from fangwei.hazards.steps.limits import check_due, check_grade
from fangwei.hazards.steps.opening import SEVERITY

Carry = Callable[[Step, Hazard], Effects]


def _grade(step: Step, hazard: Hazard) -> Effects:
    hazard.grade = step.act.data["grade"]
    hazard.criterion = check_grade(step, step.act.data, hazard.grade)
    return Effects(changes={"severity": SEVERITY[hazard.grade]})


def _dispute_grade(step: Step, hazard: Hazard) -> Effects:
    hazard.state_before = step.case.state
    return Effects()


def _decide_dispute(step: Step, hazard: Hazard) -> Effects:
    was = hazard.grade
    effects = _grade(step, hazard)
    effects.state = hazard.state_before
    hazard.state_before = ""
    if was == Grade.MAJOR and hazard.grade == Grade.GENERAL:
        if step.case.listings.filter(ended_at__isnull=True).exists():
            raise refuse("condition", verb="decide_dispute", condition="!listed")
        tell_above(step.case, word="downgraded", at=step.at)
    return effects


def _upgrade(step: Step, hazard: Hazard) -> Effects:
    hazard.grade = Grade.MAJOR
    hazard.criterion = check_grade(step, step.act.data, Grade.MAJOR)
    return Effects(changes={"severity": SEVERITY["major"]})


def _propose_downgrade(step: Step, hazard: Hazard) -> Effects:
    return propose(step, "downgrade")


def _downgrade(step: Step, hazard: Hazard) -> Effects:
    reason = settle(step, "downgrade", carried_out=True)
    hazard.grade, hazard.criterion = Grade.GENERAL, ""
    tell_above(step.case, word="downgraded", at=step.at)
    return Effects(changes={"severity": SEVERITY["general"]}, said={"proposed_reason": reason})


def _decline_downgrade(step: Step, hazard: Hazard) -> Effects:
    settle(step, "downgrade", carried_out=False)
    return Effects()


def _order(step: Step, hazard: Hazard) -> Effects:
    data = step.act.data
    check_due(step, hazard.grade, data["due_on"])
    on_spot = [str(word) for word in data.get("on_spot") or []]
    if unknown := [word for word in on_spot if word not in ON_SPOT]:
        raise refuse("choice_unknown", field="on_spot", value=unknown[0][:60])
    hazard.measures = data["measures"]
    hazard.responsible = data.get("responsible") or ""
    hazard.funds_fen = data.get("funds_fen")
    hazard.contingency = data.get("contingency") or ""
    hazard.on_spot = on_spot
    hazard.works_stopped = hazard.works_stopped or bool({"stop", "seal"} & set(on_spot))
    return Effects()


def _set_deadline(step: Step, hazard: Hazard) -> Effects:
    check_due(step, hazard.grade, step.act.data["due_on"])
    return Effects()


def _submit(step: Step, hazard: Hazard) -> Effects:
    hazard.rectifier_person = step.by.person_id
    # Somebody of the township who hands in for a small shop does so for the shop: only that person is barred from verifying.
    place = step.case.place
    kept_by = place.keeper_organization_id if place is not None else None
    ownerless = "ownerless" in step.truths
    hazard.rectifier_unit = kept_by or (step.by.organization_id if ownerless else None)
    hazard.evidence_held = True
    hazard.expert_person = hazard.verifier_person = None
    return Effects()


def _send_back(step: Step, hazard: Hazard) -> Effects:
    hazard.expert_person = hazard.verifier_person = None
    hazard.resumption_requested_at = None
    clock = step.case.clocks.filter(name="rectify").order_by("-id").first()
    given = step.act.data.get("due_on")
    if clock is not None and clock.due_at > step.at:
        if given and end_of(date.fromisoformat(given)) > clock.due_at:
            raise refuse(
                "date_too_far", field="due_on", latest=clock.due_at.astimezone(LOCAL).date().isoformat(), rule="rectify"
            )
        if not given:
            return Effects(due={"rectify": clock.due_at}, began={"rectify": clock.started_at})
    elif not given:
        raise refuse("field_missing", field="due_on")
    else:
        check_due(step, hazard.grade, given)
    return Effects()


def _verify(step: Step, hazard: Hazard) -> Effects:
    hazard.verifier_person = step.by.person_id
    hazard.evidence_held = True
    return Effects()


def _expert_accept(step: Step, hazard: Hazard) -> Effects:
    hazard.expert_person = step.by.person_id
    return Effects()


def _look_back(step: Step, hazard: Hazard) -> Effects:
    hazard.looked_back_at = step.at
    return Effects()


def _reopen(step: Step, hazard: Hazard) -> Effects:
    if step.row.target == "ordered":
        check_due(step, hazard.grade, step.act.data["due_on"])
    hazard.expert_person = hazard.verifier_person = hazard.rectifier_person = hazard.rectifier_unit = None
    hazard.expiry_reviewed, hazard.looked_back_at = False, None
    return Effects(changes={"closed_at": None})


def _amend(step: Step, hazard: Hazard) -> Effects:
    category = step.act.data.get("category") or hazard.category
    if not domain_known(category, step.at.date()):
        raise refuse("choice_unknown", field="category", value=category[:60])
    hazard.category = category
    hazard.spot = step.act.data.get("spot") or hazard.spot
    return Effects()


CHANGES: dict[str, Carry] = {
    "grade": _grade,
    "dispute_grade": _dispute_grade,
    "decide_dispute": _decide_dispute,
    "upgrade": _upgrade,
    "propose_downgrade": _propose_downgrade,
    "downgrade": _downgrade,
    "decline_downgrade": _decline_downgrade,
    "order": _order,
    "set_deadline": _set_deadline,
    "submit": _submit,
    "send_back": _send_back,
    "verify": _verify,
    "self_close": _verify,
    "close": lambda step, hazard: Effects(),
    "expert_accept": _expert_accept,
    "look_back": _look_back,
    "reopen": _reopen,
    "amend": _amend,
}
