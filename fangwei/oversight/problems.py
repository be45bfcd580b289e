"""Problems that an inspection listed, as a kind of case: who answers, who inspects, what an act changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE
from fangwei.casework.asides import carry_out_aside, offered_posts
from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Kind, Opening
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.casework.relations import covers
from fangwei.oversight.lifecycle import PROBLEM, VERIFIED
from fangwei.oversight.models import InspectionProblem, ProblemList
from fangwei.register.models import Organization, OrganizationKind, Post
from fangwei.register.queries import duty_post_of

_TOP = frozenset({OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GOVERNMENT, OrganizationKind.COMMITTEE})
_ASKED = frozenset({OrganizationKind.TASK_FORCE, OrganizationKind.VILLAGE_COMMITTEE, OrganizationKind.DISCIPLINE})
INSPECTING = "inspecting"
"""The holder of clocks that run for the side that put a problem on its list."""


def _listed(data: Mapping[str, Any]) -> ProblemList:
    try:
        found = ProblemList.objects.select_related("inspecting").filter(id=UUID(str(data.get("list")))).first()
    except ValueError:
        found = None
    if found is None:
        raise refuse("choice_unknown", field="list", value=str(data.get("list"))[:60])
    return found


def _body(data: Mapping[str, Any], on: date | None = None) -> Organization:
    given = str(data.get("to_post"))
    try:
        posts = Post.objects.standing() if on is None else Post.objects.on(on)
        post = posts.select_related("organization").filter(id=UUID(given)).first()
    except ValueError:
        post = None
    if post is None or post.organization is None:
        raise refuse("choice_unknown", field="to_post", value=given[:60])
    return post.organization


def may_be_inspected(body: Organization, inspecting: Organization) -> bool:
    """Say whether a body answers to an inspecting office: it lies below, and an organ of the top of its level below in level."""
    if body.id == inspecting.id or body.kind in _ASKED or not covers(inspecting.territory_code, body.territory_code):
        return False
    beside = body.territory_code == inspecting.territory_code
    return not (beside and (body.kind in _TOP or body.kind == OrganizationKind.COMMITTEE_OFFICE))


def _opening_truths(data: Mapping[str, Any], actor: Actor) -> set[str]:
    listed = _listed(data)
    truths = {"inspects"} if actor.organization_id == listed.inspecting_id else set()
    return truths | ({"may_be_inspected"} if may_be_inspected(_body(data), listed.inspecting) else set())


def _prepare(act: Act, by: Actor, at: datetime) -> Opening:
    body = _body(act.data, at.astimezone(LOCAL).date())
    origin = Case.objects.filter(id=act.data["hazard"], kind="hazard").first() if act.data.get("hazard") else None
    if act.data.get("hazard") and (origin is None or not covers(body.territory_code, origin.territory)):
        raise refuse("choice_unknown", field="hazard", value=str(act.data["hazard"]))
    return Opening(
        place_id=origin.place_id if origin else None,
        territory=body.territory_code,
        owner_post_id=UUID(str(act.data["to_post"])),
        title=str(act.data["title"]),
        severity=origin.severity if origin else 0,
        origin_kind=origin.kind if origin else "problem_list",
        origin_id=origin.id if origin else UUID(str(act.data["list"])),
    )


def _create(step: Step) -> Effects:
    data = step.act.data
    InspectionProblem.objects.create(
        case=step.case,
        listed_in_id=UUID(str(data["list"])),
        line=data["line"],
        description=data["description"],
        requirement=data.get("requirement") or "",
    )
    return Effects()


def _carry_out(step: Step) -> Effects:
    aside = carry_out_aside(step)
    if aside is not None:
        return aside
    problem, data = InspectionProblem.objects.get(case_id=step.case.id), step.act.data
    match step.act.verb:
        case "commit_plan":
            problem.measures, problem.responsible = data["measures"], data["responsible"][:80]
            problem.committed_on = date.fromisoformat(data["finish_on"])
        case "report_done":
            problem.result = data["note"]
        case "return_work":
            problem.committed_on = date.fromisoformat(data["finish_on"])
        case "verify_problem":
            problem.verifier_person = step.by.person_id
    problem.save()
    return Effects()


def _truths(case: Case, at: datetime) -> set[str]:
    return {"delistable"} if case.state == VERIFIED else set()


def _relations(case: Case, actor: Actor) -> set[str]:
    problem = case.problem
    words = set()
    if actor.organization_id is not None and actor.organization_id == problem.listed_in.inspecting_id:
        words.add("inspecting_side")
    if actor.person_id is not None and actor.person_id == problem.verifier_person:
        words.add("verifier_person")
    return words


def _scopes(case: Case) -> set[tuple[str, str]]:
    inspecting = case.problem.listed_in.inspecting
    bodies = [post.organization for post in (case.owner_post, *offered_posts(case))]
    wanted = {(body.kind, body.territory_code) for body in bodies if body is not None}
    return wanted | {(EVERY_AUDIENCE, case.territory), (inspecting.kind, inspecting.territory_code)}


def _holder(case: Case, holder: str) -> UUID | None:
    """Return whose clock it is where it is the inspecting side's."""
    if holder != INSPECTING:
        return None
    post = duty_post_of(case.problem.listed_in.inspecting_id)
    return post.id if post else None


PROBLEM_KIND = Kind(
    lifecycle=PROBLEM,
    prefix="XC",
    truths=_truths,
    extra_relations=_relations,
    opening_truths=_opening_truths,
    prepare=_prepare,
    create=_create,
    carry_out=_carry_out,
    scopes=_scopes,
    after=lambda step: [],
    holder_post=_holder,
)
