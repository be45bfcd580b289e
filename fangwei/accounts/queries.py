"""Who a signed-in user is on a day, as whom they may act, and what they may read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.sessions.models import Session
from django.db.models import CharField, DateField, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext_lazy as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff_post, staffs_somebody
from fangwei.accounts.models import ApiToken, SignIn, SignInAttempts, User
from fangwei.ledger.kept import Given, Kept, ask_together
from fangwei.register.coded import Coded
from fangwei.register.models import Person, Place, Post, Secondment, Site, Tenure

EVERY_AUDIENCE = "*"
"""The audience of those who read every line of supervision in their territory."""

GENERAL_READERS = frozenset(
    {"party_committee", "government", "committee", "committee_office", "township", "zone", "discipline", "task_force"}
)
"""Kinds of organization that read across all lines of supervision in their territory."""


TOKEN_MARK = "fw_"  # noqa: S105 what a secret begins with, so that scanners of leaks find it
TOKEN_SCOPES = ("read", "act", "evidence", "export")
"""What a token may be allowed, each for itself; none of them gives more than its user's post may do."""

_LOCAL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A user name that must wait: until when, and after how many failures."""

    until: datetime
    failures: int


class NotYourPost(Exception):
    """The user does not hold the post on that day, so may not act from it."""

    code = "not_your_post"
    message = _("You do not hold this post on this day. Choose one of your own posts, or ask for your appointment.")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor may read: cases of an audience within a territory, or those at one enterprise's sites.

    `audience` is a kind of organization or `EVERY_AUDIENCE`; `territory` a code whose subtree counts.
    """

    audience: str
    territory: str
    enterprise_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a user's person holds on a day: tenures, the ordinary ones first, and the task forces the person is lent to."""

    user: User
    tenures: tuple[Tenure, ...]
    lent: dict[UUID, tuple[UUID, ...]]

    @property
    def posts(self) -> list[Post]:
        """The posts, the ordinary ones before the acting ones."""
        return [tenure.post for tenure in self.tenures]

    def actor(self, post_id: UUID | None) -> Actor:
        """Return as whom the user acts: from the post asked for, or from their first one.

        A user without any post, an operator for one, is an actor without powers. Raises: NotYourPost.
        """
        chosen = next((tenure for tenure in self.tenures if post_id in (None, tenure.post_id)), None)
        if chosen is not None:
            return _actor(chosen, self.lent)
        if post_id is not None:
            raise NotYourPost
        user = self.user
        return Actor(
            person_id=user.person_id,
            post_id=None,
            role="operator" if user.is_operator else "",
            person_name=user.person.name if user.person else user.username,
        )


class Expected:
    """Who signed in with a session, and what they hold on a day: asked together with the session, before it says who comes.

    The session alone says who it is; this is only what has been read already, if it is the same user.
    """

    def __init__(self, session_key: str, on: date) -> None:
        self.on = on
        self._user = _USER_OF_SESSION.later(key=session_key)
        self._tenures = _TENURES_OF_SESSION.later(key=session_key, on=on)
        self._lent = _LENT_OF_SESSION.later(key=session_key, on=on)

    def user(self, user_id: UUID) -> User | None:
        """Return the user, None when another one is asked for."""
        return next((one for one in self._user() if one.pk == user_id), None)

    def held(self, user: User, on: date) -> tuple[list[Tenure], list[tuple[UUID]]] | None:
        """Return what the user's person holds and is lent to, None for another user or day."""
        return (self._tenures(), self._lent()) if on == self.on and self.user(user.pk) is not None else None


_EXPECTED: ContextVar[Expected | None] = ContextVar("expected", default=None)


@contextmanager
def expecting(session_key: str | None, on: date) -> Iterator[None]:
    """Have the user of a session and what they hold on a day asked together with the session that is read inside."""
    token = _EXPECTED.set(Expected(session_key, on) if session_key else None)
    try:
        yield
    finally:
        _EXPECTED.reset(token)


def held_by(user: User, on: date) -> Held:
    """Return what the user's person holds on the day, with one round trip where the database can."""
    if not user.is_active or user.person_id is None:
        return Held(user, (), {})
    expected = _EXPECTED.get()
    found = expected.held(user, on) if expected else None
    asked = {"person": user.person_id, "on": on}
    tenures, lent = found or ask_together((_TENURES, asked), (_LENT, asked))
    return Held(user, tuple(tenures), {user.person_id: tuple(one for (one,) in lent)})


def posts_of(user: User, on: date) -> list[Post]:
    """Return the posts the user's person holds on the day, the ordinary ones before the acting ones."""
    return held_by(user, on).posts


def actor_of(user: User, post_id: UUID | None, on: date) -> Actor:
    """Return as whom the user acts on the day: from the post asked for, or from their first one. Raises: NotYourPost."""
    return held_by(user, on).actor(post_id)


def actors_of_post(post_id: UUID, on: date) -> list[Actor]:
    """Return everybody who may act from a post on the day; demonstrations and timers that speak for a post use it."""
    tenures = list(
        Tenure.objects.on(on)
        .filter(post_id=post_id)
        .select_related("person", "post__organization", "post__enterprise")
        .order_by("acting", "start", "id")
    )
    lent = _task_forces([tenure.person_id for tenure in tenures], on)
    return [_actor(tenure, lent) for tenure in tenures]


def actors_of_person(person_id: UUID, on: date) -> list[Actor]:
    """Return a person in each post that they hold on the day: whoever takes part in an act is judged by all of them."""
    tenures = Tenure.objects.on(on).filter(person_id=person_id)
    lent = _task_forces([person_id], on)
    rows = tenures.select_related("person", "post__organization", "post__enterprise").order_by("id")
    return [_actor(tenure, lent) for tenure in rows]


def scope_of(actor: Actor) -> tuple[Scope, ...]:
    """Return what the actor may read; nothing for an actor without a post.

    Reading is wide: whoever has a duty in a territory reads across lines there, and a department reads its line below.
    """
    if actor.enterprise_id is not None:
        return (Scope("enterprise", "", actor.enterprise_id),)
    if actor.organization_id is None:
        return ()
    if actor.organization_kind in GENERAL_READERS or actor.role == "auditor":
        return (Scope(EVERY_AUDIENCE, actor.territory_code),)
    return (Scope(actor.organization_kind, actor.territory_code),)


def places_in_reach(actor: Actor) -> QuerySet[Place]:
    """Return the places an actor may look up: those of the own territory, or of the own enterprise."""
    if actor.enterprise_id is not None:
        return Place.objects.filter(site__enterprise_id=actor.enterprise_id)
    if actor.organization_id is None:
        return Place.objects.none()
    return Place.objects.within(actor.territory_code)


def place_in_reach(actor: Actor, place_id: UUID) -> Place | None:
    """Return a place that an actor may look up, with its site, enterprise, landlord and keeper; None otherwise."""
    place = _PLACE.first(place=place_id)
    return place if place is not None and _reaches(actor, place) else None


def _reaches(actor: Actor, place: Place) -> bool:
    # As `places_in_reach`, for a place that is at hand.
    if actor.enterprise_id is not None:
        site: Site | None = getattr(place, "site", None)
        return site is not None and site.enterprise_id == actor.enterprise_id
    return actor.organization_id is not None and place.is_within(actor.territory_code)


def user_named(username: str) -> User | None:
    """Return the user of that name, without regard to case."""
    return User.objects.filter(username=username.casefold()).select_related("person").first()


def waiting(username: str, at: datetime) -> Waiting | None:
    """Return how long a user name must wait before it may try again, None if it may now."""
    row = SignInAttempts.objects.filter(username=attempts_key(username)).first()
    if row is None or row.locked_until is None or row.locked_until <= at:
        return None
    return Waiting(row.locked_until, row.failures)


def attempts_key(username: str) -> str:
    """Return the name under which failures are counted, however it was typed."""
    return username.strip().casefold()[:64]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever comes with a valid token: as whom they act, and what the token lets them do."""

    token_id: UUID
    actor: Actor
    scopes: frozenset[str]
    language: str
    last_used_at: datetime | None


class TokenRefused(Coded):
    """A token lets nobody in; `code` says why."""

    messages = {
        "token_unknown": _("This token is not known; check that it was copied whole."),
        "token_expired": _("This token has expired; make a new one."),
        "token_revoked": _("This token has been revoked already."),
        "token_without_post": _("The user of this token no longer holds its post; make a new one from a present post."),
    }


def local_day(at: datetime) -> date:
    """Return the day on the wall calendar on which posts are held at an instant."""
    return at.astimezone(_LOCAL).date()


def local_time(at: datetime) -> str:
    """Return the hour and minute of an instant on the wall clock."""
    return f"{at.astimezone(_LOCAL):%H:%M}"


def token_digest(secret: str) -> str:
    """Return what is kept of a token's secret."""
    return sha256(secret.encode()).hexdigest()


def bearer_of(secret: str, at: datetime) -> Bearer:
    """Return who comes with this secret at this instant. Raises: TokenRefused.

    Asked anew at each request with one query: a token revoked, a user shut out or a tenure ended counts at once.
    """
    on = local_day(at)
    row = _BEARER.first(digest=token_digest(secret), on=on)
    if row is None:
        raise TokenRefused("token_unknown")
    found = dict(zip(_OF_BEARER, row, strict=True))
    if found["revoked_at"] is not None:
        raise TokenRefused("token_revoked")
    if found["expires_at"] <= at:
        raise TokenRefused("token_expired")
    standing = found["post__valid_from"] <= on and (found["post__valid_to"] is None or on < found["post__valid_to"])
    if found["acting"] is None or not standing or not found["user__is_active"]:
        raise TokenRefused("token_without_post")
    actor = _actor_of_token(found, on)
    scopes = frozenset(found["scopes"].split())
    return Bearer(found["id"], actor, scopes, found["user__language"], found["last_used_at"])


def _actor_of_token(found: dict[str, Any], on: date) -> Actor:
    person = found["user__person_id"]
    return Actor(
        person_id=person,
        post_id=found["post_id"],
        organization_id=found["post__organization_id"],
        organization_kind=found["post__organization__kind"] or "",
        territory_code=found["post__organization__territory_code"] or "",
        role=found["post__role"],
        enterprise_id=found["post__enterprise_id"],
        acting=bool(found["acting"]),
        task_forces=_task_forces([person], on).get(person, ()) if found["lent"] else (),
        person_name=found["user__person__name"] or "",
        post_name=found["post__name"],
        organization_name=found["post__organization__name"] or found["post__enterprise__name"] or "",
    )


_TOKEN = (
    "id", "post_id", "scopes", "expires_at", "revoked_at", "last_used_at", "user__is_active", "user__language",
    "user__person_id", "user__person__name", "post__role", "post__name", "post__valid_from", "post__valid_to",
    "post__enterprise_id", "post__enterprise__name", "post__organization_id", "post__organization__kind",
    "post__organization__territory_code", "post__organization__name",
)  # fmt: skip
_OF_BEARER = (*_TOKEN, "acting", "lent")


def _bearers() -> QuerySet[Any]:
    on, whose = Given("on", DateField()), OuterRef("user__person_id")
    held = Tenure.objects.on(on).filter(person_id=whose, post_id=OuterRef("post_id"))  # type: ignore[arg-type]
    lent = Secondment.objects.filter(Q(end=None) | Q(end__gt=on), start__lte=on, person_id=whose)
    acting = Subquery(held.order_by("acting").values("acting")[:1])
    known = ApiToken.objects.filter(digest=Given("digest", CharField()))
    return known.annotate(acting=acting, lent=Exists(lent)).values_list(*_OF_BEARER)


_BEARER: Kept[tuple[Any, ...]] = Kept(_bearers)


def tokens_of(user: User) -> list[ApiToken]:
    """Return a user's tokens, the newest first."""
    return list(ApiToken.objects.filter(user=user).select_related("post").order_by("-id"))


def sign_ins_of(user: User, at: datetime) -> list[SignIn]:
    """Return the sessions in which a user is still signed in, the newest first."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    return list(SignIn.objects.filter(Exists(alive), user=user, ended_at=None).order_by("-at"))


def last_sign_in(user: User) -> SignIn | None:
    """Return when and where a user signed in last."""
    return SignIn.objects.filter(user=user).order_by("-at").first()


def may_keep_account(actor: Actor, person: Person, at: datetime) -> bool:
    """Tell whether an actor may keep a person's account: whoever staffs every post that the person holds.

    Every one, because whoever gives a password could act from any of them. A person without a post is kept by who staffs
    all that they held before.
    """
    posts = _posts_kept(person, at)
    return all(may_staff_post(actor, post) for post in posts) if posts else staffs_somebody(actor)


def may_change_contact(actor: Actor, person: Person, at: datetime) -> bool:
    """Tell whether an actor may record a person's telephone: the person, or whoever staffs one of their posts."""
    if actor.person_id == person.id:
        return True
    posts = _posts_kept(person, at)
    return any(may_staff_post(actor, post) for post in posts) if posts else staffs_somebody(actor)


def _posts_kept(person: Person, at: datetime) -> list[Post]:
    held = Tenure.objects.filter(person=person).select_related("post__organization", "post__enterprise").order_by("id")
    now = [tenure.post for tenure in held.on(local_day(at))]
    return now or [tenure.post for tenure in held]


_ON, _PERSON, _KEY = Given("on", DateField()), Given("person", UUIDField()), Given("key", CharField())
_BY_PERSON, _BY_SESSION = Q(person_id=_PERSON), Q(person__user__sign_ins__session_key=_KEY)


def _tenures(whose: Q) -> QuerySet[Tenure]:
    standing = Q(post__valid_to=None) | Q(post__valid_to__gt=_ON)
    held = Tenure.objects.on(_ON).filter(standing, whose, post__valid_from__lte=_ON)  # type: ignore[arg-type]
    return held.select_related("person", "post__organization", "post__enterprise").order_by(
        "acting", "-post__rank", "start", "id"
    )


def _lent(whose: Q) -> QuerySet[Any]:
    rows = Secondment.objects.filter(Q(end=None) | Q(end__gt=_ON), whose, start__lte=_ON)
    return rows.order_by("id").values_list("task_force_id")


def _users(whose: Q) -> QuerySet[User]:
    return User.objects.filter(whose, is_active=True).select_related("person")


_TENURES: Kept[Tenure] = Kept(lambda: _tenures(_BY_PERSON))
_TENURES_OF_SESSION: Kept[Tenure] = Kept(lambda: _tenures(_BY_SESSION))
_LENT: Kept[tuple[UUID]] = Kept(lambda: _lent(_BY_PERSON))
_LENT_OF_SESSION: Kept[tuple[UUID]] = Kept(lambda: _lent(_BY_SESSION))
_USER: Kept[User] = Kept(lambda: _users(Q(pk=Given("user", UUIDField()))))
_USER_OF_SESSION: Kept[User] = Kept(lambda: _users(Q(sign_ins__session_key=_KEY)))


_PLACE: Kept[Place] = Kept(
    lambda: Place.objects.filter(pk=Given("place", UUIDField())).select_related(
        "site__enterprise", "site__landlord", "keeper_organization"
    )
)


def active_user(user_id: UUID) -> User | None:
    """Return the user of a session, None once shut out: what every page asks first."""
    expected = _EXPECTED.get()
    known = expected.user(user_id) if expected else None
    return known if known is not None else _USER.first(user=user_id)


def _task_forces(persons: Iterable[UUID], on: date) -> dict[UUID, tuple[UUID, ...]]:
    lent: dict[UUID, tuple[UUID, ...]] = {}
    rows = Secondment.objects.filter(Q(end=None) | Q(end__gt=on), start__lte=on, person_id__in=list(persons))
    for person, task_force in rows.order_by("id").values_list("person_id", "task_force_id"):
        lent[person] = (*lent.get(person, ()), task_force)
    return lent


def _actor(tenure: Tenure, lent: dict[UUID, tuple[UUID, ...]]) -> Actor:
    post = tenure.post
    organization = post.organization
    body = organization or post.enterprise
    return Actor(
        person_id=tenure.person_id,
        post_id=post.id,
        organization_id=organization.id if organization else None,
        organization_kind=organization.kind if organization else "",
        territory_code=organization.territory_code if organization else "",
        role=post.role,
        enterprise_id=post.enterprise_id,
        acting=tenure.acting,
        task_forces=lent.get(tenure.person_id, ()),
        person_name=tenure.person.name,
        post_name=post.name,
        organization_name=body.name if body else "",
    )
