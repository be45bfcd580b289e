"""Blind spots as a kind of case, as casework needs them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE
from fangwei.casework.asides import carry_out_aside
from fangwei.casework.clocks import LOCAL
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Kind, Opening
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.oversight.lifecycle import BLIND_SPOT
from fangwei.oversight.models import BlindSpot
from fangwei.register.actions import ensure_committee_office
from fangwei.register.models import Post
from fangwei.register.queries import duty_post_of, office_of


def _prepare(act: Act, by: Actor, at: datetime) -> Opening:
    """Let the committee office of that level own the case; where there is none, its placeholder."""
    territory = str(act.data["territory"])
    day = at.astimezone(LOCAL).date()
    office = office_of(territory, day) or ensure_committee_office(territory_code=territory, by=by, at=at)
    post = duty_post_of(office.id)
    if post is None:
        raise refuse("nothing_to_do")
    return Opening(place_id=None, territory=territory, owner_post_id=post.id, title=str(act.data["title"]), severity=0)


def _create(step: Step) -> Effects:
    data = step.act.data
    BlindSpot.objects.create(
        case=step.case,
        gap=data["gap"],
        cause=data["key"],
        about=data.get("about") or "",
        pairs=data["pairs"],
    )
    return Effects()


def _carry_out(step: Step) -> Effects:
    aside = carry_out_aside(step)
    if aside is not None:
        if step.act.verb == "follow_post":
            closed, heir = step.act.data["from_post"], step.act.data["to_post"]
            BlindSpot.objects.filter(case_id=step.case.id, assigned_post=closed).update(assigned_post=heir)
        return aside
    spot = BlindSpot.objects.get(case_id=step.case.id)
    effects = Effects()
    if step.act.verb == "assign":
        spot.assigned_post = _post(step)
        effects.rescope = True
    elif step.act.verb == "vanish":
        spot.pairs = 0
    elif step.act.verb == "return":
        spot.times += 1
        spot.assigned_post = None
    spot.pairs = int(step.act.data.get("pairs", spot.pairs))
    spot.save()
    return effects


def _post(step: Step) -> Post:
    given = str(step.act.data["to_post"])
    post = Post.objects.filter(id=UUID(given), organization__isnull=False).first()
    if post is None:
        raise refuse("choice_unknown", field="to_post", value=given)
    return post


def _relations(case: Case, actor: Actor) -> set[str]:
    spot = case.blind_spot
    return {"assignee"} if spot.assigned_post_id is not None and spot.assigned_post_id == actor.post_id else set()


def _scopes(case: Case) -> set[tuple[str, str]]:
    wanted = {(EVERY_AUDIENCE, case.territory)}
    assigned = case.blind_spot.assigned_post
    if assigned is not None and assigned.organization is not None:
        wanted.add((assigned.organization.kind, assigned.organization.territory_code))
    return wanted


def _no_truths(case: Case, at: datetime) -> set[str]:
    return set()


def _no_opening_truths(data: Mapping[str, Any], actor: Actor) -> set[str]:
    return set()


BLIND_SPOT_KIND = Kind(
    lifecycle=BLIND_SPOT,
    prefix="MQ",
    truths=_no_truths,
    extra_relations=_relations,
    opening_truths=_no_opening_truths,
    prepare=_prepare,
    create=_create,
    carry_out=_carry_out,
    scopes=_scopes,
    after=lambda step: [],
    naming=lambda post: Q(blind_spot__assigned_post=post),
)
