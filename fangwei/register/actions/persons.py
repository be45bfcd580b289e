"""Persons, their appointments and ends of office, and their secondment to task forces."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from fangwei.ledger.actions import append
from fangwei.register.author import Author, told
from fangwei.register.models import Organization, OrganizationKind, Person, Post, Secondment, Tenure
from fangwei.register.refusals import RegisterRefused
from fangwei.register.sealed import digest


@transaction.atomic
def register_person(
    *,
    name: str,
    by: Author,
    at: datetime,
    phone: str = "",
    identity_number: str = "",
    certificate_number: str = "",
    certificate_until: date | None = None,
    territory_code: str = "",
) -> Person:
    """Register a person; telephone and identity number are sealed, and the ledger is told only that they were given.

    Raises: RegisterRefused `name_missing`, `identity_duplicate`.
    """
    if not name.strip():
        raise RegisterRefused("name_missing")
    identity_digest = digest(identity_number)
    if identity_digest and Person.objects.filter(identity_digest=identity_digest).exists():
        raise RegisterRefused("identity_duplicate")
    person = Person.objects.create(
        name=name.strip(),
        phone=phone,
        phone_digest=digest(phone),
        identity_number=identity_number,
        identity_digest=identity_digest,
        certificate_number=certificate_number,
        certificate_until=certificate_until,
    )
    data = {
        "name": person.name,
        "phone_given": bool(phone),
        "identity_given": bool(identity_number),
        "certificate": certificate_number,
    }
    append([told("person", person.id, "register", data, territory=territory_code, by=by, at=at)], fresh=True)
    return person


@transaction.atomic
def change_telephone(*, person: Person, phone: str, by: Author, at: datetime, territory_code: str = "") -> Person:
    """Record a person's telephone anew, or that there is none; the ledger is told only whether one was given."""
    person.phone, person.phone_digest = phone, digest(phone)
    person.save(update_fields=["phone", "phone_digest"])
    data = {"phone_given": bool(phone)}
    append([told("person", person.id, "telephone", data, territory=territory_code, by=by, at=at)])
    return person


@transaction.atomic
def appoint(
    *,
    person: Person,
    post: Post,
    start: date,
    by: Author,
    at: datetime,
    planned_end: date | None = None,
    acting: bool = False,
    reason: str = "",
) -> Tenure:
    """Let a person hold a post from a day on; an appointment recorded late counts from its day, and is known from now.

    Raises: RegisterRefused `post_taken` when the ordinary holder's time overlaps, `already_appointed`, `post_closed`,
    `end_before_start`.
    """
    if planned_end is not None and planned_end < start:
        raise RegisterRefused("end_before_start", start=start, end=planned_end)
    if not post.holds_on(start):
        raise RegisterRefused("post_closed", post=post.name, day=start)
    _refuse_overlap(person, post, start, planned_end, acting=acting)
    tenure = Tenure.objects.create(
        person=person,
        post=post,
        start=start,
        end=planned_end,
        planned_end=planned_end,
        acting=acting,
        reason=reason.strip()[:200],
        recorded_at=at,
    )
    data = {
        "person": str(person.id),
        "post": str(post.id),
        "start": start.isoformat(),
        "planned_end": planned_end.isoformat() if planned_end else "",
        "acting": acting,
        **({"reason": tenure.reason} if tenure.reason else {}),
    }
    append([told("tenure", tenure.id, "appoint", data, territory=post.territory_code, by=by, at=at)], fresh=True)
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, end: date, by: Author, at: datetime, reason: str = "") -> Tenure:
    """End a tenure: from `end` on the person no longer holds the post. What was known before stays known as before.

    Raises: RegisterRefused `tenure_ended`, `end_before_start`.
    """
    held = Tenure.objects.select_related("post__organization", "post__enterprise")
    tenure = held.select_for_update(of=("self",)).get(pk=tenure.pk)
    if tenure.end_recorded_at is not None:
        raise RegisterRefused("tenure_ended", day=tenure.end)
    if end < tenure.start:
        raise RegisterRefused("end_before_start", start=tenure.start, end=end)
    tenure.end, tenure.end_recorded_at, tenure.end_reason = end, at, reason.strip()[:200]
    tenure.save(update_fields=["end", "end_recorded_at", "end_reason"])
    territory = tenure.post.territory_code
    data = {"end": end.isoformat(), **({"reason": tenure.end_reason} if tenure.end_reason else {})}
    append([told("tenure", tenure.id, "end", data, territory=territory, by=by, at=at)])
    return tenure


@transaction.atomic
def second_member(
    *,
    person: Person,
    task_force: Organization,
    start: date,
    by: Author,
    at: datetime,
    end: date | None = None,
    home_post: Post | None = None,
) -> Secondment:
    """Lend a person to a task force for a time; the home post keeps its duties.

    Raises: RegisterRefused `not_a_task_force`, `end_before_start`.
    """
    if task_force.kind != OrganizationKind.TASK_FORCE:
        raise RegisterRefused("not_a_task_force", name=task_force.name)
    if end is not None and end < start:
        raise RegisterRefused("end_before_start", start=start, end=end)
    lent = Secondment.objects.create(
        person=person, task_force=task_force, home_post=home_post, start=start, end=end, recorded_at=at
    )
    data = {
        "person": str(person.id),
        "task_force": str(task_force.id),
        "home_post": str(home_post.id) if home_post else "",
        "start": start.isoformat(),
        "end": end.isoformat() if end else "",
    }
    territory = task_force.territory_code
    append([told("secondment", lent.id, "second", data, territory=territory, by=by, at=at)], fresh=True)
    return lent


def _refuse_overlap(person: Person, post: Post, start: date, end: date | None, *, acting: bool) -> None:
    overlap = Q(end=None) | Q(end__gt=start)
    if end is not None:
        overlap &= Q(start__lt=end)
    standing = Tenure.objects.filter(overlap, post=post).select_related("person")
    if standing.filter(person=person).exists():
        raise RegisterRefused("already_appointed", post=post.name, holder=person.name)
    ordinary = None if acting else standing.filter(acting=False).first()
    if ordinary is not None:
        raise RegisterRefused("post_taken", post=post.name, holder=ordinary.person.name)
