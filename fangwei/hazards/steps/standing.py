"""What stopping, controlling, suspending, referring, voiding, merging and splitting change on a hazard."""

from collections.abc import Callable
from uuid import UUID

from uuid_utils.compat import uuid7

from fangwei.casework.asides import propose, settle
from fangwei.casework.door import follow
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.hazards.lifecycle import states
from fangwei.hazards.models import Grade, Hazard
from fangwei.hazards.steps.limits import check_due

Carry = Callable[[Step, Hazard], Effects]


def _stop_works(step: Step, hazard: Hazard) -> Effects:
    hazard.works_stopped = True
    hazard.on_spot = sorted({*hazard.on_spot, step.act.data["measure"]} - {"none_needed"})
    hazard.resumption_requested_at = None
    return Effects()


def _request_resumption(step: Step, hazard: Hazard) -> Effects:
    hazard.resumption_requested_at = step.at
    return Effects()


def _approve_resumption(step: Step, hazard: Hazard) -> Effects:
    hazard.works_stopped, hazard.resumption_requested_at = False, None
    return Effects()


def _refuse_resumption(step: Step, hazard: Hazard) -> Effects:
    hazard.resumption_requested_at = None
    return Effects()


def _control(step: Step, hazard: Hazard) -> Effects:
    hazard.interim = step.act.data["interim"]
    return Effects()


def _suspend(step: Step, hazard: Hazard) -> Effects:
    hazard.interim, hazard.state_before = step.act.data["interim"], step.case.state
    return Effects()


def _resume(step: Step, hazard: Hazard) -> Effects:
    hazard.state_before = ""
    if due_on := step.act.data.get("due_on"):
        check_due(step, hazard.grade, due_on)
    return Effects()


def _resume_rectification(step: Step, hazard: Hazard) -> Effects:
    check_due(step, hazard.grade, step.act.data["due_on"])
    return Effects()


def _review_overdue(step: Step, hazard: Hazard) -> Effects:
    hazard.expiry_reviewed = True
    return Effects()


def _plain(step: Step, hazard: Hazard) -> Effects:
    return Effects()


def _propose_void(step: Step, hazard: Hazard) -> Effects:
    return propose(step, "void")


def _void(step: Step, hazard: Hazard) -> Effects:
    return Effects(said={"proposed_reason": settle(step, "void", carried_out=True)})


def _decline_void(step: Step, hazard: Hazard) -> Effects:
    settle(step, "void", carried_out=False)
    return Effects()


# Not into one that is accepted already or stands still: the merged danger would be closed unseen or lose its deadline.
_ABSORBING = frozenset(
    {
        states.REGISTERED,
        states.GRADED,
        states.ORDERED,
        states.SUBMITTED,
        states.CONTROLLED,
        states.DISPUTED,
        states.REFERRED,
    }
)


def _merge(step: Step, hazard: Hazard) -> Effects:
    target = Case.objects.select_related("hazard").filter(id=step.act.data["into"], kind="hazard").first()
    if target is None or target.id == step.case.id or target.state not in _ABSORBING:
        raise refuse("choice_unknown", field="into", value=str(step.act.data["into"]))
    if target.place_id != step.case.place_id:
        raise refuse("place_differs")
    if hazard.grade == Grade.MAJOR and target.hazard.grade != Grade.MAJOR:
        raise refuse("condition", verb="merge", condition="into_major")
    hazard.merged_into = target
    return Effects(
        then=[follow(step, target.id, "absorb", uuid7(), merged=str(step.case.id))], said={"into": str(target.id)}
    )


def _absorb(step: Step, hazard: Hazard) -> Effects:
    merged = Hazard.objects.get(case_id=step.act.data["merged"])
    hazard.found_on = min(hazard.found_on, merged.found_on)
    hazard.works_stopped = hazard.works_stopped or merged.works_stopped
    hazard.on_spot = sorted({*hazard.on_spot, *merged.on_spot})
    hazard.expert_person = None
    # The merged case's clock ended with it just now; the earlier of both deadlines stays.
    theirs = merged.case.clocks.filter(name="rectify").order_by("-id").first()
    ours = step.case.clocks.filter(name="rectify", ended_at__isnull=True).first()
    if theirs is None or theirs.ended_at != step.at or (ours is not None and ours.due_at <= theirs.due_at):
        return Effects()
    return Effects(due={"rectify": theirs.due_at}, began={"rectify": theirs.started_at})


def _split(step: Step, hazard: Hazard) -> Effects:
    parts = [str(part).strip() for part in step.act.data["parts"] if str(part).strip()]
    if not parts:
        raise refuse("field_missing", field="parts")
    children: list[UUID] = [uuid7() for _part in parts]
    then = [
        Act(
            act_id=uuid7(),
            case_id=child,
            verb="split_off",
            at=step.act.at,
            kind="hazard",
            data={"parent": str(step.case.id), "description": part},
        )
        for child, part in zip(children, parts, strict=True)
    ]
    return Effects(then=then, said={"children": [str(child) for child in children]})


STANDING: dict[str, Carry] = {
    "stop_works": _stop_works,
    "request_resumption": _request_resumption,
    "approve_resumption": _approve_resumption,
    "refuse_resumption": _refuse_resumption,
    "control": _control,
    "review_control": _plain,
    "resume_rectification": _resume_rectification,
    "suspend": _suspend,
    "review_suspension": _plain,
    "resume": _resume,
    "refer": _plain,
    "review_overdue": _review_overdue,
    "propose_void": _propose_void,
    "void": _void,
    "decline_void": _decline_void,
    "merge": _merge,
    "absorb": _absorb,
    "split": _split,
}
