"""Establishing and closing bodies and posts, and saying who has jurisdiction where the code's prefix does not."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from fangwei.ledger.actions import append
from fangwei.register.actions.persons import end_tenure
from fangwei.register.author import Author, told
from fangwei.register.models import (
    Enterprise,
    Jurisdiction,
    JurisdictionKind,
    Organization,
    OrganizationKind,
    Post,
    Role,
    Tenure,
    Territory,
)
from fangwei.register.models.dated import EVER
from fangwei.register.models.organization import SINGLE_KINDS
from fangwei.register.refusals import RegisterRefused

DUTY_POST_NAME = "安全监管岗"
PLACEHOLDER_SUFFIX = "安全生产委员会办公室（待确认）"
_DUTY_ROLES = {
    OrganizationKind.COMMITTEE_OFFICE: Role.COMMITTEE_OFFICE,
    OrganizationKind.TOWNSHIP: Role.TOWNSHIP_OFFICER,
    OrganizationKind.ZONE: Role.TOWNSHIP_OFFICER,
    OrganizationKind.VILLAGE_COMMITTEE: Role.GRID_WORKER,
    OrganizationKind.PARTY_COMMITTEE: Role.LEADER,
    OrganizationKind.GOVERNMENT: Role.LEADER,
    OrganizationKind.COMMITTEE: Role.LEADER,
    OrganizationKind.DISCIPLINE: Role.AUDITOR,
}


@transaction.atomic
def establish_organization(
    *,
    name: str,
    kind: str,
    territory_code: str,
    by: Author,
    at: datetime,
    parent: Organization | None = None,
    valid_from: date = EVER,
    duty_post_name: str = DUTY_POST_NAME,
) -> Organization:
    """Establish a body together with the post its cases come to.

    A placeholder of the same kind in the territory becomes the body, so that what it was given stays given.
    Raises: RegisterRefused `name_missing`, `kind_unknown`, `territory_unknown`, `organization_duplicate`.
    """
    _check_body(name, kind, territory_code)
    standing = Organization.objects.standing().filter(kind=kind, territory_code=territory_code)
    placeholder = standing.filter(placeholder=True).first()
    if placeholder is not None:
        return _fill_placeholder(placeholder, name.strip(), parent, by=by, at=at)
    rival = standing.first() if kind in SINGLE_KINDS else None
    if rival is not None:
        raise RegisterRefused("organization_duplicate", name=rival.name)
    return _establish(
        Organization(name=name.strip(), kind=kind, territory_code=territory_code, parent=parent, valid_from=valid_from),
        duty_post_name,
        by=by,
        at=at,
    )


@transaction.atomic
def ensure_committee_office(*, territory_code: str, by: Author, at: datetime) -> Organization:
    """Return the committee office of a territory; where nobody has registered one, a placeholder stands in for it.

    Law: Work Safety Law, Art. 10 (somebody coordinates in every county); the placeholder itself is a gap to be repaired.
    """
    office = _standing_office(territory_code)
    if office is not None:
        return office
    territory = Territory.objects.filter(code=territory_code).first()
    if territory is None:
        raise RegisterRefused("territory_unknown", given=territory_code)
    placeholder = Organization(
        name=territory.name + PLACEHOLDER_SUFFIX,
        kind=OrganizationKind.COMMITTEE_OFFICE,
        territory_code=territory_code,
        placeholder=True,
    )
    try:
        with transaction.atomic():
            return _establish(placeholder, DUTY_POST_NAME, by=by, at=at)
    except IntegrityError:
        # Another transaction was first; the constraint allows one standing office a territory.
        office = _standing_office(territory_code)
        if office is None:
            raise
        return office


@transaction.atomic
def close_organization(*, organization: Organization, on: date, by: Author, at: datetime) -> Organization:
    """Close a body from a day on, with its posts; whoever it answered for is to be taken over by others.

    Raises: RegisterRefused `end_before_start`.
    """
    _check_order(organization.valid_from, on)
    organization.valid_to = on
    organization.save(update_fields=["valid_to"])
    Post.objects.filter(organization=organization, valid_to=None, valid_from__lte=on).update(valid_to=on)
    data = {"on": on.isoformat()}
    append([told("organization", organization.id, "close", data, territory=organization.territory_code, by=by, at=at)])
    return organization


@transaction.atomic
def rename_organization(*, organization: Organization, name: str, by: Author, at: datetime) -> Organization:
    """Give a body a new name; it stays the same body, with its posts, cases and jurisdictions. The fact keeps the old one.

    Raises: RegisterRefused `name_missing`.
    """
    if not name.strip():
        raise RegisterRefused("name_missing")
    before, organization.name = organization.name, name.strip()
    organization.save(update_fields=["name"])
    data, code = {"name": [before, organization.name]}, organization.territory_code
    append([told("organization", organization.id, "rename", data, territory=code, by=by, at=at)])
    return organization


@transaction.atomic
def close_post(*, post: Post, on: date, by: Author, at: datetime, reason: str = "") -> Post:
    """Close a post from a day on; whoever holds it does so no longer. Its open cases are to be taken over by others.

    A standing body keeps the post that its cases come to: another is made the duty post first.
    Raises: RegisterRefused `duty_post_needed`, `end_before_start`, `post_closed`.
    """
    bodies = Post.objects.select_related("organization", "enterprise")
    post = bodies.select_for_update(of=("self",)).get(pk=post.pk)
    if post.valid_to is not None:
        raise RegisterRefused("post_closed", post=post.name, day=post.valid_to)
    body = post.organization or post.enterprise
    if post.is_duty_post and body is not None and body.valid_to is None:
        raise RegisterRefused("duty_post_needed", post=post.name, name=body.name)
    _check_order(post.valid_from, on)
    for tenure in Tenure.objects.filter(post=post, end_recorded_at=None).order_by("id"):
        if tenure.end is None or tenure.end > on:
            end_tenure(tenure=tenure, end=max(on, tenure.start), reason=reason, by=by, at=at)
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    territory = body.territory_code if body else ""
    append([told("post", post.id, "close", {"on": on.isoformat()}, territory=territory, by=by, at=at)])
    return post


@transaction.atomic
def establish_post(
    *,
    name: str,
    role: str,
    by: Author,
    at: datetime,
    organization: Organization | None = None,
    enterprise: Enterprise | None = None,
    rank: int = 0,
    is_duty_post: bool = False,
    valid_from: date = EVER,
    reason: str = "",
) -> Post:
    """Establish a post in an organization or in an enterprise.

    A new duty post takes the place of the one before it. Raises: RegisterRefused `one_body`, `name_missing`, `kind_unknown`.
    """
    if (organization is None) == (enterprise is None):
        raise RegisterRefused("one_body")
    if not name.strip():
        raise RegisterRefused("name_missing")
    if role not in Role.values:
        raise RegisterRefused("kind_unknown", given=role)
    if is_duty_post:
        Post.objects.filter(organization=organization, enterprise=enterprise, is_duty_post=True, valid_to=None).update(
            is_duty_post=False
        )
    post = Post.objects.create(
        organization=organization,
        enterprise=enterprise,
        name=name.strip(),
        role=role,
        rank=rank,
        is_duty_post=is_duty_post,
        valid_from=valid_from,
    )
    data = {
        "name": post.name,
        "role": post.role,
        "of": str(post.body.id) if post.body else "",
        "duty_post": is_duty_post,
        **({"reason": reason.strip()[:200]} if reason.strip() else {}),
    }
    append([told("post", post.id, "establish", data, territory=post.territory_code, by=by, at=at)], fresh=True)
    return post


@transaction.atomic
def make_duty_post(*, post: Post, by: Author, at: datetime) -> Post:
    """Let a body's new cases come to this post from now on; the one before keeps what it has. Nothing happens if it is so."""
    if post.is_duty_post:
        return post
    Post.objects.filter(
        organization=post.organization, enterprise=post.enterprise, is_duty_post=True, valid_to=None
    ).update(is_duty_post=False)
    post.is_duty_post = True
    post.save(update_fields=["is_duty_post"])
    data = {"duty_post": True}
    append([told("post", post.id, "duty", data, territory=post.territory_code, by=by, at=at)])
    return post


@transaction.atomic
def place_below(*, organization: Organization, parent: Organization, by: Author, at: datetime) -> Organization:
    """Record which body is the superior of another."""
    before = str(organization.parent_id or "")
    organization.parent = parent
    organization.save(update_fields=["parent"])
    data = {"parent": [before, str(parent.id)]}
    append([told("organization", organization.id, "below", data, territory=organization.territory_code, by=by, at=at)])
    return organization


@transaction.atomic
def grant_jurisdiction(
    *,
    territory_code: str,
    kind: str,
    by: Author,
    at: datetime,
    organization: Organization | None = None,
    superior_code: str = "",
    line: str = "",
    valid_from: date = EVER,
    valid_to: date | None = None,
    citation: str = "",
) -> Jurisdiction:
    """Record who answers in a territory for a line of supervision where the code's prefix does not say it.

    Raises: RegisterRefused `kind_unknown`, `territory_unknown`, `end_before_start`.
    """
    if kind not in JurisdictionKind.values or (line and line not in OrganizationKind.values):
        raise RegisterRefused("kind_unknown", given=line or kind)
    if not Territory.objects.filter(code=territory_code).exists():
        raise RegisterRefused("territory_unknown", given=territory_code)
    if valid_to is not None:
        _check_order(valid_from, valid_to)
    granted = Jurisdiction.objects.create(
        territory_code=territory_code,
        kind=kind,
        line=line,
        organization=organization,
        superior_code=superior_code,
        valid_from=valid_from,
        valid_to=valid_to,
        citation=citation,
    )
    data = {
        "kind": kind,
        "line": line,
        "organization": str(organization.id) if organization else "",
        "superior": superior_code,
        "from": valid_from.isoformat(),
        "to": valid_to.isoformat() if valid_to else "",
        "citation": citation,
    }
    append([told("jurisdiction", granted.id, "grant", data, territory=territory_code, by=by, at=at)], fresh=True)
    return granted


@transaction.atomic
def end_jurisdiction(*, jurisdiction: Jurisdiction, on: date, by: Author, at: datetime) -> Jurisdiction:
    """End a delegation or vertical management from a day on; the line falls back to whom the code's prefix names.

    Raises: RegisterRefused `end_before_start`.
    """
    _check_order(jurisdiction.valid_from, on)
    jurisdiction.valid_to = on
    jurisdiction.save(update_fields=["valid_to"])
    code, data = jurisdiction.territory_code, {"on": on.isoformat()}
    append([told("jurisdiction", jurisdiction.id, "end", data, territory=code, by=by, at=at)])
    return jurisdiction


def _check_body(name: str, kind: str, territory_code: str) -> None:
    if not name.strip():
        raise RegisterRefused("name_missing")
    if kind not in OrganizationKind.values:
        raise RegisterRefused("kind_unknown", given=kind)
    if not Territory.objects.filter(code=territory_code).exists():
        raise RegisterRefused("territory_unknown", given=territory_code)


def _check_order(start: date, end: date) -> None:
    if end < start:
        raise RegisterRefused("end_before_start", start=start, end=end)


def _standing_office(territory_code: str) -> Organization | None:
    return (
        Organization.objects.standing()
        .filter(kind=OrganizationKind.COMMITTEE_OFFICE, territory_code=territory_code)
        .first()
    )


def _establish(body: Organization, duty_post_name: str, *, by: Author, at: datetime) -> Organization:
    body.save(force_insert=True)
    post = Post.objects.create(
        organization=body,
        name=duty_post_name,
        role=_DUTY_ROLES.get(OrganizationKind(body.kind), Role.REGULATOR),
        is_duty_post=True,
        valid_from=body.valid_from,
    )
    data = {
        "name": body.name,
        "kind": body.kind,
        "placeholder": body.placeholder,
        "parent": str(body.parent_id or ""),
        "from": body.valid_from.isoformat(),
    }
    duty = {"name": post.name, "role": post.role, "of": str(body.id), "duty_post": True}
    append(
        [
            told("organization", body.id, "establish", data, territory=body.territory_code, by=by, at=at),
            told("post", post.id, "establish", duty, territory=body.territory_code, by=by, at=at),
        ],
        fresh=True,
    )
    return body


def _fill_placeholder(
    body: Organization, name: str, parent: Organization | None, *, by: Author, at: datetime
) -> Organization:
    before = body.name
    body.name, body.parent, body.placeholder = name, parent, False
    body.save(update_fields=["name", "parent", "placeholder"])
    data = {"name": [before, name], "placeholder": [True, False], "parent": str(parent.id) if parent else ""}
    append([told("organization", body.id, "confirm", data, territory=body.territory_code, by=by, at=at)])
    return body
