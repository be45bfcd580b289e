"""Who is there: the body of a kind in a territory, its duty post, and who held a post on a day."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from fangwei.engines.codes import chain_of, county_of
from fangwei.register.models import (
    Jurisdiction,
    JurisdictionKind,
    Organization,
    OrganizationKind,
    Post,
    Tenure,
    Territory,
    TerritoryKind,
)

_GIVEN = (JurisdictionKind.DELEGATED, JurisdictionKind.VERTICAL)


def organization_of(kind: str, territory_code: str, on: date) -> Organization | None:
    """Return the body of a kind that is of this very territory on the day; the eldest where there are several."""
    return (
        Organization.objects.on(on)
        .filter(kind=kind, territory_code=territory_code)
        .order_by("placeholder", "valid_from", "id")
        .first()
    )


def department_of(line: str, territory_code: str, on: date) -> Organization | None:
    """Return who answers for a line of supervision at a place: who has jurisdiction, else the county's department.

    Jurisdiction given over a narrower territory wins over a wider one; a zone has no departments of its own, so that a
    line which nobody delegated to it stays with the government above.
    """
    given = _given_jurisdiction(line, territory_code, on)
    if given is not None:
        return given
    for seat in seats_of_government(territory_code):
        found = organization_of(line, seat, on)
        if found is not None:
            return found
    return None


def office_of(territory_code: str, on: date) -> Organization | None:
    """Return the committee office of the place's county, placeholder or not; for a zone else the one above it."""
    seats = seats_of_government(territory_code)
    for seat in seats:
        found = organization_of(OrganizationKind.COMMITTEE_OFFICE, seat, on)
        if found is not None:
            return found
    return None


def township_of(territory_code: str, on: date) -> Organization | None:
    """Return the township, subdistrict or zone that a place lies in."""
    for code in chain_of(territory_code):
        if len(code) < 6:
            break
        zone = _zone_committee(code, on)
        if zone is not None:
            return zone
        found = (
            Organization.objects.on(on)
            .filter(kind__in=[OrganizationKind.TOWNSHIP, OrganizationKind.ZONE], territory_code=code)
            .order_by("placeholder", "valid_from", "id")
            .first()
        )
        if found is not None:
            return found
    return None


def seats_of_government(territory_code: str) -> tuple[str, ...]:
    """Return the codes at which the departments of a place's own government are registered, nearest first.

    Normally the county; for a development zone also the government above that sent its committee; for a city without
    counties (441900) also the city itself (4419).
    """
    county = county_of(territory_code)
    if not county:
        return (territory_code,) if territory_code else ()
    if county.endswith("00"):
        return county, county[:4]
    zone = Territory.objects.filter(code=county, kind=TerritoryKind.ZONE).values_list("parent_code", flat=True).first()
    return (county, zone) if zone else (county,)


def duty_post_of(organization_id: UUID) -> Post | None:
    """Return the post that a body's cases come to."""
    return Post.objects.filter(organization_id=organization_id, is_duty_post=True, valid_to=None).first()


def duty_posts_of(organization_ids: Iterable[UUID]) -> dict[UUID, Post]:
    """Return the duty posts of many bodies at once."""
    posts = Post.objects.filter(organization_id__in=set(organization_ids), is_duty_post=True, valid_to=None)
    return {post.organization_id: post for post in posts.select_related("organization") if post.organization_id}


def holders_of(posts: Iterable[UUID], on: date, as_known: datetime | None = None) -> dict[UUID, list[Tenure]]:
    """Return who held posts on a day, the ordinary holder first; `as_known` answers by what was recorded until then."""
    tenures = Tenure.objects.on(on) if as_known is None else Tenure.objects.on_as_known(on, as_known)
    holders: dict[UUID, list[Tenure]] = {}
    chosen = tenures.filter(post_id__in=set(posts)).select_related("person")
    for tenure in chosen.order_by("acting", "start", "id"):
        holders.setdefault(tenure.post_id, []).append(tenure)
    return holders


def _given_jurisdiction(line: str, territory_code: str, on: date) -> Organization | None:
    rows = list(
        Jurisdiction.objects.on(on)
        .filter(
            Q(line=line) | Q(line=""),
            territory_code__in=chain_of(territory_code),
            kind__in=_GIVEN,
            organization__isnull=False,
        )
        .select_related("organization")
    )
    rows = [row for row in rows if row.organization is not None and row.organization.holds_on(on)]
    if not rows:
        return None
    nearest = max(rows, key=lambda row: (len(row.territory_code), bool(row.line), row.valid_from, row.id))
    return nearest.organization


def _zone_committee(code: str, on: date) -> Organization | None:
    row = (
        Jurisdiction.objects.on(on)
        .filter(territory_code=code, kind=JurisdictionKind.ZONE, organization__isnull=False)
        .select_related("organization")
        .order_by("-valid_from", "id")
        .first()
    )
    return row.organization if row else None
