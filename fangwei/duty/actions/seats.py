"""Setting up and amending a post together with the lines its holder is in charge of, by whoever staffs the body."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff, roles_in
from fangwei.accounts.queries import local_day
from fangwei.accounts.refusals import AccountRefused
from fangwei.duty.actions.offices import end_portfolio, give_portfolio
from fangwei.duty.models import Portfolio
from fangwei.duty.sheet import rank_of
from fangwei.register.actions import amend_post, establish_post, make_duty_post
from fangwei.register.models import Enterprise, Organization, Post, Role


@transaction.atomic
def set_up_post(
    *,
    body: Organization | Enterprise,
    name: str,
    role: str,
    lines: Collection[str],
    takes_cases: bool,
    reason: str,
    by: Actor,
    at: datetime,
) -> Post:
    """Establish a post in a body that the actor staffs, a leader's with the lines it is in charge of.

    With `takes_cases` the body's new cases come to it from now on. The rank follows the title, as in the chart's sheet.
    Raises: AccountRefused `not_yours_to_staff`, `role_not_of_body`, `reason_missing`; RegisterRefused; DutyRefused.
    """
    _check(body, role, reason, by)
    post = establish_post(
        name=name,
        role=role,
        organization=body if isinstance(body, Organization) else None,
        enterprise=body if isinstance(body, Enterprise) else None,
        rank=rank_of(role, name),
        is_duty_post=takes_cases,
        valid_from=local_day(at),
        reason=reason,
        by=by,
        at=at,
    )
    _put_in_charge(post, lines, local_day(at), by, at)
    return post


@transaction.atomic
def change_post(
    *,
    post: Post,
    name: str,
    role: str,
    lines: Collection[str],
    takes_cases: bool,
    reason: str,
    by: Actor,
    at: datetime,
) -> Post:
    """Record a post's title, role and lines anew; what lines no longer names ends today.

    Taking cases passes to this post; it leaves it only when another post takes them.
    Raises: AccountRefused `not_yours_to_staff`, `own_word`, `role_not_of_body`, `reason_missing`, `duty_post_stays`;
    RegisterRefused; DutyRefused.
    """
    body = post.organization or post.enterprise
    _check(body, role, reason, by)
    if by.post_id == post.id:
        raise AccountRefused("own_post")
    if post.is_duty_post and not takes_cases:
        raise AccountRefused("duty_post_stays", post=post.name)
    day, took = local_day(at), post.is_duty_post
    in_charge = set(Portfolio.objects.on(day).filter(post=post, valid_to=None).values_list("line", flat=True))
    wanted = set(lines) if role == Role.LEADER else set()
    rank = rank_of(role, name) if (name.strip(), role) != (post.name, post.role) else post.rank
    beside = wanted != in_charge or takes_cases != took
    if not beside or (name.strip(), role, rank) != (post.name, post.role, post.rank):
        amend_post(post=post, name=name, role=role, rank=rank, reason=reason, by=by, at=at)
    if takes_cases:
        make_duty_post(post=post, by=by, at=at)
    _put_in_charge(post, wanted, day, by, at)
    return post


def _check(body: Organization | Enterprise | None, role: str, reason: str, by: Actor) -> None:
    if body is None or not may_staff(by, body):
        raise AccountRefused("not_yours_to_staff", body=str(body or ""))
    if role not in roles_in(body):
        raise AccountRefused("role_not_of_body", body=body.name)
    if not reason.strip():
        raise AccountRefused("reason_missing")


def _put_in_charge(post: Post, lines: Collection[str], day: date, by: Actor, at: datetime) -> None:
    standing = {one.line: one for one in Portfolio.objects.on(day).filter(post=post, valid_to=None)}
    for line, portfolio in standing.items():
        if line not in lines:
            end_portfolio(portfolio=portfolio, on=day, by=by, at=at)
    if post.role == Role.LEADER and post.organization_id is not None:
        for line in sorted(set(lines) - set(standing)):
            give_portfolio(post=post, line=line, valid_from=day, by=by, at=at)
