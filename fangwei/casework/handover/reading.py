"""Reading handovers: what a post has open, whose turn it is, who may confirm, who may read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff_post
from fangwei.accounts.queries import GENERAL_READERS, local_day
from fangwei.casework.models import Case, Handover, HandoverItem
from fangwei.engines.codes import is_within, subtree_bounds
from fangwei.ledger.kept import Given, Kept
from fangwei.register.models import Organization, Post, Tenure
from fangwei.register.queries import office_of

OVERSEERS = frozenset({"committee_office", "auditor", "leader"})
_LOADED = ("post__organization", "post__enterprise", "from_person", "to_person", "escalated_to__organization")


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who may confirm for a side of a handover: as what, from which post, by which name."""

    part: str
    person_id: UUID
    post_id: UUID
    name: str


def belongings(post: Post) -> QuerySet[Case]:
    """Return the open cases that a post answers for: a body's own, or those at the sites of a firm.

    Of every kind: hazards, orders, papers that await an answer, problems, blind spots.
    """
    cases = Case.objects.filter(is_open=True)
    if post.enterprise_id is not None:
        return cases.filter(place__site__enterprise_id=post.enterprise_id)
    return cases.filter(owner_post=post)


def digest_of(cases: Iterable[UUID]) -> str:
    """Return the mark of a list of cases, by which a list that has changed since it was read is recognized."""
    return hashlib.sha256("\n".join(sorted(map(str, cases))).encode()).hexdigest()


def frozen_digest(items: Iterable[HandoverItem]) -> str:
    """Return the SHA-256 of a list as it is given: every case with what was said of it."""
    rows = [
        [
            str(one.case_id),
            one.number,
            one.title,
            one.state,
            one.severity,
            one.due_at and one.due_at.isoformat(),
            one.note,
        ]
        for one in items
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def givers(handover: Handover, at: datetime) -> list[Side]:
    """Return who may confirm the list: the leaver; once the leaver's time has passed, the leader of the body too."""
    leaver = Side(Handover.Part.LEAVER, handover.from_person_id, handover.post_id, handover.from_person.name)
    if handover.escalated_at is None:
        return [leaver]
    return [leaver, *_above(handover, local_day(at))]


def takers(handover: Handover, at: datetime) -> list[Side]:
    """Return who may confirm receipt: the successor; until there is one, or once their time has passed, the leader.

    The named successor, else the ordinary holder, else whoever stands in, else the leader of the body, else its committee
    office. Nobody who leaves and nobody who gave the list.
    """
    on = local_day(at)
    held = Tenure.objects.on(on).filter(post=handover.post).exclude(person_id=handover.from_person_id)
    holders = list(held.select_related("person").order_by("acting", "start", "id"))
    sides = [
        Side(
            Handover.Part.ACTING if one.acting else Handover.Part.SUCCESSOR, one.person_id, one.post_id, one.person.name
        )
        for one in holders
    ]
    if handover.to_person is not None:
        known = next((side for side in sides if side.person_id == handover.to_person_id), None)
        part = known.part if known else Handover.Part.SUCCESSOR
        sides = [Side(part, handover.to_person.id, handover.post_id, handover.to_person.name)]
    elif any(side.part == Handover.Part.SUCCESSOR for side in sides):
        sides = [side for side in sides if side.part == Handover.Part.SUCCESSOR]
    if not sides or handover.escalated_at is not None:
        sides += _above(handover, on)
    return [side for side in sides if side.person_id != handover.given_by]


def _above(handover: Handover, on: date) -> list[Side]:
    """Return the leaders of the body, the highest first; without any, the people of its committee office."""
    post = handover.post
    if post.enterprise_id is not None:
        return _holders(
            Q(enterprise_id=post.enterprise_id, role="enterprise_principal"), Handover.Part.LEADER, handover, on
        )
    body = Q(organization_id=post.organization_id)
    leaders = _holders(body & Q(role="leader"), Handover.Part.LEADER, handover, on)
    if leaders:
        return leaders
    duty = _holders(body & Q(is_duty_post=True), Handover.Part.LEADER, handover, on)
    if duty or post.organization is None:
        return duty
    office = office_of(post.organization.territory_code, on)
    return _holders(Q(organization_id=office.id), Handover.Part.OFFICE, handover, on) if office else []


def _holders(posts: Q, part: str, handover: Handover, on: date) -> list[Side]:
    standing = Post.objects.on(on).filter(posts).exclude(id=handover.post_id)
    held = Tenure.objects.on(on).filter(post__in=standing).exclude(person_id=handover.from_person_id)
    rows = held.select_related("person", "post").order_by("-post__rank", "acting", "start", "id")
    return [Side(part, one.person_id, one.post_id, one.person.name) for one in rows]


def stand_in_post(handover: Handover, at: datetime) -> Post | None:
    """Return the post to which an unanswered handover goes: the leader of the body, else its committee office."""
    above = _above(handover, local_day(at))
    return Post.objects.get(id=above[0].post_id) if above else None


def mine(person_id: UUID, at: datetime) -> QuerySet[Handover]:
    """Return the handovers that concern a person as leaver or as successor, ended ones too, the newest first."""
    held = Tenure.objects.on(local_day(at)).filter(person_id=person_id).values("post_id")
    concerns = Q(from_person_id=person_id) | Q(to_person_id=person_id) | Q(post__in=held) | Q(taken_by=person_id)
    return Handover.objects.filter(concerns).select_related(*_LOADED).order_by("-id")


def awaiting(actor: Actor, at: datetime) -> list[Handover]:
    """Return the handovers under way in which it is this person's turn."""
    if actor.person_id is None:
        return []
    asked = Q(from_person_id=actor.person_id) | Q(to_person_id=actor.person_id) | Q(post_id=actor.post_id)
    if actor.organization_id is not None:
        asked |= Q(post__organization_id=actor.organization_id) | Q(escalated_to__organization_id=actor.organization_id)
    if actor.enterprise_id is not None:
        asked |= Q(post__enterprise_id=actor.enterprise_id)
    found = Handover.objects.filter(asked, ended_at=None).select_related(*_LOADED).order_by("due_at", "id")
    return [one for one in found if any(side.person_id == actor.person_id for side in turn_of(one, at))]


def turn_of(handover: Handover, at: datetime) -> list[Side]:
    """Return whose turn it is: nobody's once the handover has ended."""
    if handover.state == Handover.State.OPEN:
        return givers(handover, at)
    return takers(handover, at) if handover.state == Handover.State.GIVEN else []


def under_way(post: Post) -> QuerySet[Handover]:
    """Return the handovers of a post that have not ended."""
    return Handover.objects.filter(post=post, ended_at=None).select_related(*_LOADED).order_by("id")


def readable(actor: Actor, at: datetime) -> QuerySet[Handover]:
    """Return the handovers that an actor may read: their own, those of the body they lead or staff, of their territory."""
    read = Q(pk__in=mine(actor.person_id, at).values("pk")) if actor.person_id else Q(pk__in=[])
    if actor.organization_id is not None and actor.role in OVERSEERS:
        read |= Q(post__organization_id=actor.organization_id) | Q(escalated_to__organization_id=actor.organization_id)
        if (actor.organization_kind in GENERAL_READERS or actor.role == "auditor") and actor.territory_code:
            low, high = subtree_bounds(actor.territory_code)
            bodies = Organization.objects.filter(territory_code__gte=low, territory_code__lt=high)
            read |= Q(post__organization__in=bodies)
    if actor.enterprise_id is not None and actor.role == "enterprise_principal":
        read |= Q(post__enterprise_id=actor.enterprise_id)
    return Handover.objects.filter(read).select_related(*_LOADED)


def handover_for(actor: Actor, handover_id: UUID, at: datetime) -> Handover | None:
    """Return one handover if this actor may read it: who is asked to confirm may, and whoever staffs the body."""
    found = readable(actor, at).filter(id=handover_id).first()
    if found is not None:
        return found
    other = Handover.objects.filter(id=handover_id).select_related(*_LOADED).first()
    if other is None:
        return None
    asked = any(side.person_id == actor.person_id for side in turn_of(other, at)) if actor.person_id else False
    return other if asked or may_staff_post(actor, other.post) else None


def handovers_of_case(case: Case) -> list[Handover]:
    """Return the handovers on whose list a case stood, the newest first, withdrawn ones left out."""
    return _OF_CASE.rows(case=case.id)


def _of_case() -> QuerySet[Handover]:
    listed = Handover.objects.filter(items__case__id=Given("case", UUIDField()))
    return listed.exclude(state=Handover.State.WITHDRAWN).select_related(*_LOADED).order_by("-id")


_OF_CASE: Kept[Handover] = Kept(_of_case)


def is_over(actor: Actor, post: Post) -> bool:
    """Tell whether an actor's territory holds the body of a post."""
    body = post.body
    return bool(body and actor.territory_code and is_within(body.territory_code, actor.territory_code))
