"""Who is meant by the table's words: the posts behind an audience of a case, and the people who hold them on a day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_post
from fangwei.casework.asides import offered_posts
from fangwei.casework.models import Case, Reminder
from fangwei.engines.codes import ancestors_of
from fangwei.ledger.models import Fact
from fangwei.register.models import Post
from fangwei.register.queries import duty_post_of, office_of, township_of

_EXPERTS = 5
_HANDLING = ("grade", "order", "send_back", "set_deadline", "resume_rectification", "reopen")


@dataclass(slots=True)
class Addresses:
    """The posts behind audiences and the holders of posts on one day, each looked for once in a batch."""

    on: date
    _holders: dict[UUID, list[Actor]] = field(default_factory=dict)
    _bodies: dict[tuple[str, str], UUID | None] = field(default_factory=dict)

    def holders(self, post: UUID) -> list[Actor]:
        """Return everybody who may act from a post on the day."""
        if post not in self._holders:
            self._holders[post] = [one for one in actors_of_post(post, self.on) if one.person_id is not None]
        return self._holders[post]

    def posts(self, audience: str, case: Case) -> list[UUID]:
        """Return the posts that an audience means for a case; none where nobody holds that part."""
        found = _AUDIENCES[audience](self, case)
        return [post for post in dict.fromkeys(found) if post is not None]

    def body(self, kind: str, territory: str, find: Callable[[str, date], object]) -> UUID | None:
        """Return the duty post of the body that `find` gives for a territory."""
        key = (kind, territory)
        if key not in self._bodies:
            body = find(territory, self.on)
            post = duty_post_of(body.id, self.on) if body is not None else None  # type: ignore[attr-defined]
            self._bodies[key] = post.id if post else None
        return self._bodies[key]


_Posts = list[UUID | None]


def _owner(here: Addresses, case: Case) -> _Posts:
    return [case.owner_post_id]


def _handler(here: Addresses, case: Case) -> _Posts:
    """Return from which post of the owner's unit the case was last graded or ordered: it knows the place."""
    unit = case.owner_post.organization_id
    if unit is None:
        return []
    done = Fact.objects.filter(subject_id=case.id, authority=unit, verb__in=_HANDLING).order_by("-n")
    return list(done.values_list("acting_post", flat=True)[:1])


def _rectifier(here: Addresses, case: Case) -> _Posts:
    """Return the enterprise's posts, the keeper's duty post, or the owner where nobody keeps the place."""
    site = getattr(case.place, "site", None)
    if site is not None:
        return list(Post.objects.on(here.on).filter(enterprise_id=site.enterprise_id).values_list("id", flat=True))
    keeper = case.place.keeper_organization_id if case.place is not None else None
    post = duty_post_of(keeper, here.on) if keeper is not None else None
    return [post.id if post else None] if keeper is not None else [case.owner_post_id]


def _office(here: Addresses, case: Case) -> _Posts:
    return [here.body("office", case.territory, office_of)]


def _township(here: Addresses, case: Case) -> _Posts:
    return [here.body("township", case.territory, township_of)]


def _head(here: Addresses, case: Case) -> _Posts:
    unit = case.owner_post.organization_id
    if unit is None:
        return []
    leaders = Post.objects.on(here.on).filter(organization_id=unit, role="leader")
    return list(leaders.order_by("-rank", "id").values_list("id", flat=True)[:2])


def _expert(here: Addresses, case: Case) -> _Posts:
    covering = Q(organization__territory_code__in=[case.territory, *ancestors_of(case.territory)])
    posts = Post.objects.on(here.on).filter(covering, role="expert").order_by("-organization__territory_code", "id")
    return list(posts.values_list("id", flat=True)[:_EXPERTS])


def _offered(here: Addresses, case: Case) -> _Posts:
    return [post.id for post in offered_posts(case)]


def _last_from(here: Addresses, case: Case) -> _Posts:
    return list(case.transfers.order_by("-id").values_list("from_post_id", flat=True)[:1])


def _last_offered(here: Addresses, case: Case) -> _Posts:
    return list(case.transfers.order_by("-id").values_list("to_post_id", flat=True)[:1])


def _lister(here: Addresses, case: Case) -> _Posts:
    bodies = case.listings.filter(ended_at__isnull=True).values_list("organization_id", flat=True)
    return [post.id for post in (duty_post_of(body, here.on) for body in bodies) if post is not None]


def _above(here: Addresses, case: Case) -> _Posts:
    """Return whom the case's latest word to the level above went to."""
    return list(
        Reminder.objects.filter(case=case, audience="above").order_by("-id").values_list("post_id", flat=True)[:1]
    )


def _addressee(here: Addresses, case: Case) -> _Posts:
    body = case.letter.addressee_id
    post = duty_post_of(body, here.on) if body is not None else None
    return [post.id] if post else []


def _assignee(here: Addresses, case: Case) -> _Posts:
    return [case.blind_spot.assigned_post_id]


def _inspecting(here: Addresses, case: Case) -> _Posts:
    post = duty_post_of(case.problem.listed_in.inspecting_id, here.on)
    return [post.id] if post else []


_AUDIENCES: dict[str, Callable[[Addresses, Case], _Posts]] = {
    "owner": _owner,
    "handler": _handler,
    "rectifier": _rectifier,
    "office": _office,
    "township": _township,
    "head": _head,
    "expert": _expert,
    "offered": _offered,
    "last_from": _last_from,
    "last_offered": _last_offered,
    "lister": _lister,
    "above": _above,
    "addressee": _addressee,
    "assignee": _assignee,
    "inspecting": _inspecting,
}
