"""Who is told: the post behind a clock's holder, and the posts that answer for it when the deadline has passed."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from fangwei.casework.kinds import kind_of
from fangwei.casework.ladder import Rung
from fangwei.casework.models import RunningClock
from fangwei.register.models import Post

Known = dict[str, UUID | None]
"""Posts already looked for in one sweep, by what was asked: a county's overdue cases climb to the same few posts."""


def recipient(clock: RunningClock, rung: Rung, on: date, known: Known) -> tuple[UUID | None, str]:
    """Return the post to tell and the word for its part; no post when nobody holds that part (the row still says so)."""
    case = clock.case
    if rung.to in {"holder", "rectifier"}:
        return _holder(clock, on, known)
    if rung.to == "owner":
        return case.owner_post_id, "owner"
    county = case.territory[:6]
    if rung.to == "head":
        return _post_of(Q(organization_id=case.owner_post.organization_id, role="leader"), on, known), "head"
    if rung.to == "office":
        return _post_of(_office(county), on, known), "office"
    if rung.to == "leader":
        leads = Q(organization__kind="government", organization__territory_code=county, role="leader")
        return _post_of(leads, on, known), "leader"
    return None, rung.to


def _holder(clock: RunningClock, on: date, known: Known) -> tuple[UUID | None, str]:
    case = clock.case
    if clock.holder == "proposed":
        pending = case.transfers.filter(ended_at__isnull=True).values_list("to_post_id", flat=True).first()
        return pending or case.owner_post_id, "proposed"
    if clock.holder == "office":
        return _post_of(_office(case.territory[:6]), on, known), "office"
    if clock.holder == "rectifier":
        site = getattr(case.place, "site", None)
        if site is not None:
            return _post_of(Q(enterprise_id=site.enterprise_id), on, known), "rectifier"
        if case.place is not None and case.place.keeper_organization_id is not None:
            return _post_of(
                Q(organization_id=case.place.keeper_organization_id, is_duty_post=True), on, known
            ), "rectifier"
    known_to_kind = kind_of(case.kind).holder_post(case, clock.holder)
    return (known_to_kind, clock.holder) if known_to_kind is not None else (case.owner_post_id, "owner")


def _office(county: str) -> Q:
    return Q(organization__kind="committee_office", organization__territory_code=county, is_duty_post=True)


def _post_of(which: Q, on: date, known: Known) -> UUID | None:
    asked = repr(which)
    if asked not in known:
        posts = Post.objects.on(on).filter(which).order_by("-is_duty_post", "-rank", "id")
        known[asked] = posts.values_list("id", flat=True).first()
    return known[asked]
