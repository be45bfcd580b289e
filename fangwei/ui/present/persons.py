"""One person: the posts held, how to reach them by permission, their account; and finding persons who may be appointed."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import OPERATOR, may_staff_post, may_telephone, staffs_somebody
from fangwei.accounts.models import User
from fangwei.accounts.queries import last_sign_in, local_day, may_change_contact, may_keep_account
from fangwei.casework.handover import mine
from fangwei.engines.codes import is_within
from fangwei.register.models import Person, Post, Tenure
from fangwei.register.sealed import digest
from fangwei.ui.parts import (
    ChipView,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    FilterView,
    LinesView,
    ListView,
    Part,
    Row,
    TimeView,
)
from fangwei.ui.present.bodies import handover_rows

PAGE = 50
ALIKE = 20


def in_reach(actor: Actor, post: Post) -> bool:
    """Tell whether a post is of a body in the actor's territory, or of the actor's own firm."""
    if actor.enterprise_id is not None:
        return actor.enterprise_id == post.enterprise_id
    body = post.body
    return bool(body and actor.territory_code and is_within(body.territory_code, actor.territory_code))


def person_for(actor: Actor, person: Person) -> bool:
    """Tell whether an actor may look at a person: oneself, who holds or held a post in reach, or nobody's person yet."""
    if actor.person_id == person.id or actor.role == OPERATOR:
        return True
    held = list(_tenures(person))
    return any(in_reach(actor, one.post) for one in held) if held else staffs_somebody(actor)


def _tenures(person: Person) -> Any:
    return (
        Tenure.objects.filter(person=person)
        .select_related("post__organization", "post__enterprise")
        .order_by("-start", "-id")
    )


def person_page(actor: Actor, person: Person, at: datetime) -> dict[str, Any]:
    """Return the context of a person's page."""
    on = local_day(at)
    held = list(_tenures(person))
    now = [one for one in held if one.start <= on and (one.end is None or one.end > on)]
    user = User.objects.filter(person=person).first()
    keeps = actor.person_id != person.id and (actor.role == OPERATOR or may_keep_account(actor, person, at))
    operator = actor.role == OPERATOR
    telephone = not operator and (
        actor.person_id == person.id
        or any(may_telephone(actor, one.post) for one in now)
        or (not held and staffs_somebody(actor))
    )
    facts: list[tuple[str, Part | str | int | None]] = []
    if telephone:
        facts.append((_("Telephone"), person.phone or ChipView(_("None known: nobody can reach them"), "strong")))
    if person.certificate_number:
        facts.append((_("Enforcement certificate"), person.certificate_number))
    if person.certificate_until:
        facts.append((_("Certificate valid until"), TimeView(person.certificate_until, "day")))
    facts.append((_("Account"), _account(user)))
    return {
        "person": person,
        "facts": FactsView(facts),
        "posts": _held(held, actor),
        "user": user,
        "keeps": keeps,
        "account": reverse("people:account", args=[user.id]) if user and keeps else "",
        "contact": not operator and may_change_contact(actor, person, at),
        "contact_field": FieldView(
            name="phone",
            label=_("Telephone"),
            kind="tel",
            value=person.phone if telephone else "",
            max_length=20,
            required=False,
            help=_("Sealed in the database. Who staffs the post, its own body and the offices above may see it."),
        ),
        "handovers": None if operator else handover_rows(mine(person.id, at).filter(ended_at=None)),
    }


def _account(user: User | None) -> Part | str:
    if user is None:
        return _("no account")
    if not user.is_active:
        return ChipView(_("%(name)s · shut") % {"name": user.username}, "dark")
    return user.username


def _held(held: list[Tenure], actor: Actor) -> ListView:
    return ListView(
        caption=_("Posts held"),
        columns=[
            Column(key="post", label=_("Post"), width="wide", on_phone="title"),
            Column(key="from", label=_("From"), width="fit"),
            Column(key="until", label=_("until"), width="fit"),
        ],
        rows=[
            Row(
                key=str(one.id),
                href=reverse("people:post", args=[one.post_id]) if in_reach(actor, one.post) else "",
                cells={
                    "post": LinesView(
                        _("%(name)s (acting)") % {"name": one.post.name} if one.acting else one.post.name,
                        str(one.post.body or ""),
                    ),
                    "from": TimeView(one.start, "day"),
                    "until": TimeView(one.end, "day") if one.end else _("no end set"),
                },
                quiet=one.end_recorded_at is not None,
            )
            for one in held[:PAGE]
        ],
        empty=EmptyView(title=_("Holds no post yet.")),
    )


def alike(name: str, phone: str = "") -> list[tuple[Person, Post | None]]:
    """Return persons who may be the one meant: of the same name, or with the same telephone; each with a post of theirs."""
    same = Q(name=name.strip()) if name.strip() else Q(pk__in=[])
    if phone.strip():
        same |= Q(phone_digest=digest(phone))
    found = list(Person.objects.filter(same).order_by("name", "id")[:ALIKE])
    return with_posts(found)


def with_posts(persons: list[Person]) -> list[tuple[Person, Post | None]]:
    """Return persons each with the post that they hold or held last."""
    last: dict[object, Post] = {}
    tenures = Tenure.objects.filter(person__in=persons).select_related("post__organization", "post__enterprise")
    for one in tenures.order_by("start", "id"):
        last[one.person_id] = one.post
    return [(person, last.get(person.id)) for person in persons]


def candidates(actor: Actor, words: str) -> list[tuple[Person, Post | None]]:
    """Return persons whose name begins so and whom the actor may look at."""
    if not words.strip():
        return []
    found = with_posts(list(Person.objects.filter(name__startswith=words.strip()).order_by("name", "id")[: 3 * ALIKE]))
    return [(person, post) for person, post in found if post is None or in_reach(actor, post)][:ALIKE]


def accounts_list(words: str, after: str) -> ListView:
    """Return the accounts of the installation for an operator, by user name, a page at a time."""
    users = User.objects.select_related("person").order_by("username")
    if words:
        users = users.filter(Q(username__startswith=words.casefold()) | Q(person__name__startswith=words))
    if after:
        users = users.filter(username__gt=after)
    found = list(users[: PAGE + 1])
    shown = found[:PAGE]
    return ListView(
        caption=_("Accounts"),
        filter=FilterView(
            action=reverse("people:accounts"),
            search=FieldView(name="q", label=_("User name or person"), kind="search", value=words, required=False),
        ),
        columns=[
            Column(key="name", label=_("User name"), width="wide", on_phone="title"),
            Column(key="who", label=_("Person")),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="last", label=_("Last sign-in"), width="fit"),
        ],
        rows=[
            Row(
                key=str(user.id),
                href=reverse("people:account", args=[user.id]),
                cells={
                    "name": user.username,
                    "who": user.person.name if user.person else _("Operator"),
                    "state": account_chip(user),
                    "last": TimeView(user.last_login, "day") if user.last_login else _("never"),
                },
                quiet=not user.is_active,
            )
            for user in shown
        ],
        empty=EmptyView(title=_("No account of this name.")),
        next=f"?after={shown[-1].username}&q={words}" if len(found) > PAGE else "",
        first=f"?q={words}" if after else "",
    )


def account_chip(user: User) -> ChipView:
    """Return how an account stands."""
    if not user.is_active:
        return ChipView(_("shut"), "dark")
    return ChipView(_("one-time password"), "strong") if user.one_time_until else ChipView(_("open"), "done")


def account_page(user: User, at: datetime) -> dict[str, Any]:
    """Return the context of an account's page, for whoever keeps it."""
    last = last_sign_in(user)
    facts: list[tuple[str, Part | str | int | None]] = [
        (_("User name"), user.username),
        (_("Person"), user.person.name if user.person else _("Operator")),
        (_("State"), account_chip(user)),
        (_("Last sign-in"), TimeView(last.at) if last else _("never")),
    ]
    if user.one_time_until:
        facts.append((_("One-time password valid until"), TimeView(user.one_time_until)))
    return {"user": user, "facts": FactsView(facts)}


def staffs_any(actor: Actor, person: Person) -> bool:
    """Tell whether an actor staffs a post that the person holds or held."""
    return any(may_staff_post(actor, one.post) for one in _tenures(person))
