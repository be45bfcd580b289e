"""Closing a post: its holders' terms end, its lines end, and whatever lies open with it goes to another post of the body.

Nothing is ever owned by nobody: the cases go along in the transaction that closes the post, each by an act of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff_post
from fangwei.accounts.queries import local_day
from fangwei.casework.door import act_within
from fangwei.casework.events import Act
from fangwei.casework.handover.refusals import HandoverRefused
from fangwei.casework.kinds import all_kinds
from fangwei.casework.models import Case, Handover
from fangwei.casework.relations import OFFICER_ROLES
from fangwei.duty.actions import end_portfolio
from fangwei.duty.models import Portfolio
from fangwei.ledger.queries import history
from fangwei.register.actions import close_post, make_duty_post
from fangwei.register.models import MajorInstallation, Post, Tenure
from fangwei.register.queries import holders_of

_WORKING = OFFICER_ROLES | {"enterprise_safety_officer"}
_CHARGES = ("main_post", "technical_post", "operating_post")


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a post would end and move, as it stands now; `heirs` are the posts of the body that may take over."""

    tenures: list[Tenure]
    lines: list[Portfolio]
    owned: QuerySet[Case]
    naming: QuerySet[Case]
    heirs: list[Post]
    takes_cases: bool

    @property
    def needs_heir(self) -> bool:
        """Whether something must go to another post."""
        return self.takes_cases or self.owned.exists() or self.naming.exists()


def closing_of(post: Post, at: datetime) -> Closing:
    """Return what closing a post today would end and move.

    Of those who may take over the body's duty post comes first, then posts that somebody holds and that work on cases.
    """
    day = local_day(at)
    running = Tenure.objects.filter(post=post, end_recorded_at=None).exclude(end__lte=day)
    offered = Q(transfers__ended_at=None, transfers__to_post=post)
    for name, kind in all_kinds().items():
        offered |= Q(kind=name) & kind.naming(post.id)
    others = Post.objects.on(day).filter(organization=post.organization, enterprise=post.enterprise, valid_to=None)
    return Closing(
        tenures=list(running.select_related("person").order_by("acting", "start", "id")),
        lines=list(Portfolio.objects.on(day).filter(post=post, valid_to=None).order_by("line")),
        owned=Case.objects.filter(owner_post=post, is_open=True),
        naming=Case.objects.filter(offered, is_open=True).exclude(owner_post=post),
        heirs=_heirs(list(others.exclude(id=post.id).order_by("name", "id")), day),
        takes_cases=post.is_duty_post,
    )


def _heirs(posts: list[Post], day: date) -> list[Post]:
    held = holders_of([post.id for post in posts], day)

    def standing(post: Post) -> tuple[bool, bool, bool]:
        return not post.is_duty_post, post.id not in held, post.role not in _WORKING

    return sorted(posts, key=standing)


@transaction.atomic
def close_seat(*, post: Post, heir: Post | None, reason: str, by: Actor, at: datetime) -> Post:
    """Close a post today; its holders' terms and its lines end, and its open cases go to `heir` with everything beside them.

    Raises: HandoverRefused `not_yours_to_close`, `own_post`, `reason_missing`, `handover_first`, `heir_missing`,
    `in_charge_of_installation`; RegisterRefused; Refused.
    """
    held = Post.objects.select_related("organization", "enterprise").select_for_update(of=("self",)).get(pk=post.pk)
    _check(held, reason, by)
    ending, day = closing_of(held, at), local_day(at)
    if ending.needs_heir and (heir is None or heir not in ending.heirs):
        raise HandoverRefused("heir_missing", post=held.name)
    if any(tenure.person_id == by.person_id for tenure in ending.tenures):
        raise HandoverRefused("own_post")
    moving = [*ending.owned.order_by("id"), *ending.naming.order_by("id").distinct()]
    if heir is not None and held.is_duty_post:
        make_duty_post(post=heir, by=by, at=at)
        held.is_duty_post = False
    for portfolio in ending.lines:
        end_portfolio(portfolio=portfolio, on=day, by=by, at=at)
    close_post(post=held, on=day, reason=reason, by=by, at=at)
    if heir is not None:
        cause = history(held.id, limit=1)[0].fact.id
        for act in _acts(moving, held, heir, reason, at):
            act_within(act, by=Actor.system(), received_at=act.at, channel="system", cause=cause)
    return held


def _check(post: Post, reason: str, by: Actor) -> None:
    if not may_staff_post(by, post):
        raise HandoverRefused("not_yours_to_close")
    if by.post_id == post.id:
        raise HandoverRefused("own_post")
    if not reason.strip():
        raise HandoverRefused("reason_missing")
    begun = Handover.objects.filter(post=post, ended_at=None).select_related("from_person").first()
    if begun is not None:
        raise HandoverRefused("handover_first", post=post.name, person=begun.from_person.name)
    in_charge = Q()
    for charge in _CHARGES:
        in_charge |= Q(**{charge: post})
    unit = MajorInstallation.objects.filter(in_charge, valid_to=None).order_by("id").first()
    if unit is not None:
        raise HandoverRefused("in_charge_of_installation", post=post.name, name=unit.name)


def _acts(cases: list[Case], closed: Post, heir: Post, reason: str, at: datetime) -> Iterator[Act]:
    data = {"from_post": str(closed.id), "to_post": str(heir.id), "reason": reason.strip()}
    for case in cases:
        yield Act(act_id=uuid7(), case_id=case.id, verb="follow_post", at=max(at, case.last_at), data=data)
