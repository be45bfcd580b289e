"""Persons, posts and bodies by name: who holds a post, who may stand beside an officer, to whom a case may go."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.relations import OFFICER_ROLES
from fangwei.engines.codes import chain_of
from fangwei.register.models import Person, Post, Tenure
from fangwei.register.queries import Seat, holders_of, seats_of
from fangwei.ui.parts import Choice, OwnerView
from fangwei.ui.parts.reasons import WhyView

NOBODY = UUID(int=0)
"""Stands where an actor has no person, organization or enterprise: equal to nobody's."""


def owner_view(case: Case, actor: Actor, on: date, why: WhyView | None = None) -> OwnerView:
    """Return who answers for a case now; the telephone is for those who act for an authority."""
    post = case.owner_post
    held = holders_of([post.id], on).get(post.id, [])
    holder = held[0] if held else None
    body = post.body
    return OwnerView(
        post=post.name,
        holder=holder.person.name if holder else "",
        organization=body.name if body else "",
        phone=holder.person.phone if holder and actor.organization_id else "",
        since=case.owned_since.date(),
        acting=bool(holder and holder.acting),
        why=why,
    )


def owner_lines(cases: Iterable[Case], on: date) -> dict[UUID, OwnerView]:
    """Return who answers for each of some cases, by the case's id, asked together for all of them."""
    listed = list(cases)
    seats = seats_of({case.owner_post_id for case in listed}, on)
    by_post = {post_id: _line_of(seat) for post_id, seat in seats.items()}
    return {case.id: by_post[case.owner_post_id] for case in listed}


def _line_of(seat: Seat) -> OwnerView:
    body = seat.post.body
    return OwnerView(
        post=seat.post.name,
        holder=seat.holders[0].person.name if seat.holders else "",
        organization=body.name if body else "",
        size="line",
    )


def names_of_persons(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of persons by id."""
    return dict(Person.objects.filter(id__in=set(ids)).values_list("id", "name"))


def names_of_posts(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return the names of posts and of their bodies by id."""
    posts = Post.objects.filter(id__in=set(ids)).select_related("organization", "enterprise")
    return {post.id: (post.name, str(post.body or "")) for post in posts}


def second_officers(actor: Actor, on: date) -> list[Choice]:
    """Return the other officers of the actor's own unit, as choices."""
    held = Tenure.objects.on(on).filter(
        post__organization_id=actor.organization_id or NOBODY, post__role__in=OFFICER_ROLES
    )
    return _as_choices(held.exclude(person_id=actor.person_id or NOBODY))


def certified_officers(actor: Actor, on: date) -> list[Person]:
    """Return the officers of the actor's own unit whose enforcement certificate is valid on a day."""
    held = Tenure.objects.on(on).filter(
        post__organization_id=actor.organization_id or NOBODY, post__role__in=OFFICER_ROLES
    )
    valid = Q(certificate_until=None) | Q(certificate_until__gte=on)
    officers = Person.objects.filter(valid, id__in=held.values("person_id")).exclude(certificate_number="")
    return list(officers.order_by("name", "id"))


def experts(territory: str, actor: Actor, on: date) -> list[Choice]:
    """Return the experts who count in a territory, as choices."""
    held = Tenure.objects.on(on).filter(post__role="expert", post__organization__territory_code__in=chain_of(territory))
    return _as_choices(held.exclude(person_id=actor.person_id or NOBODY))


def office_people(territory: str, actor: Actor, on: date) -> list[Choice]:
    """Return the people of the committee offices over a territory, as choices."""
    held = Tenure.objects.on(on).filter(
        post__role="committee_office", post__organization__territory_code__in=chain_of(territory)
    )
    return _as_choices(held.exclude(person_id=actor.person_id or NOBODY))


def receiving_posts(case: Case, on: date) -> list[Choice]:
    """Return the duty posts that a case may be handed to: those of its place's own and upper bodies."""
    posts = (
        Post.objects.on(on)
        .filter(is_duty_post=True, organization__valid_to=None)
        .filter(organization__territory_code__in=[code for code in chain_of(case.territory) if len(code) >= 4])
        .exclude(id=case.owner_post_id)
        .select_related("organization")
        .order_by("organization__name", "id")
    )
    return [Choice(value=str(post.id), label=f"{post.organization} · {post.name}") for post in posts]


def _as_choices(held: object) -> list[Choice]:
    choices: dict[UUID, Choice] = {}
    for tenure in held.select_related("person", "post").order_by("person__name", "id"):  # type: ignore[attr-defined]
        person = tenure.person
        number = f" · {person.certificate_number}" if person.certificate_number else ""
        choices.setdefault(person.id, Choice(value=str(person.id), label=f"{person.name} · {tenure.post.name}{number}"))
    return list(choices.values())
