"""Who is there: the body of a kind at a place, its duty post, and who held a post on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import DateField, QuerySet

from fangwei.engines.codes import chain_of, county_of
from fangwei.ledger.kept import Given, ask_together
from fangwei.ledger.keyed import Keyed
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
_LOCAL = (OrganizationKind.TOWNSHIP, OrganizationKind.ZONE)


@dataclass(frozen=True, slots=True)
class Directory:
    """The bodies that may answer in some territories on a day, read with three queries however many territories."""

    bodies: dict[tuple[str, str], Organization]
    jurisdictions: dict[str, tuple[Jurisdiction, ...]]
    zones: dict[str, str]

    @classmethod
    def load(cls, territory_codes: Iterable[str], on: date) -> Self:
        """Read the directory of these territories and of everything above them."""
        chain = {code for one in set(territory_codes) for code in chain_of(one)}
        zones = dict(
            Territory.objects.filter(code__in=[code for code in chain if len(code) == 6], kind=TerritoryKind.ZONE)
            .order_by("code")
            .values_list("code", "parent_code")
        )
        bodies: dict[tuple[str, str], Organization] = {}
        standing = Organization.objects.on(on).filter(territory_code__in=chain | set(zones.values()))
        # Of several bodies of one kind the eldest answers; that there are several is a gap for others to see.
        for body in standing.order_by("placeholder", "valid_from", "id"):
            bodies.setdefault((body.kind, body.territory_code), body)
        jurisdictions: dict[str, tuple[Jurisdiction, ...]] = {}
        given = Jurisdiction.objects.on(on).filter(territory_code__in=chain, organization__isnull=False)
        for row in given.select_related("organization").order_by("valid_from", "id"):
            if row.organization is not None and row.organization.holds_on(on):
                jurisdictions[row.territory_code] = (*jurisdictions.get(row.territory_code, ()), row)
        return cls(bodies, jurisdictions, zones)

    def seats(self, territory_code: str) -> tuple[str, ...]:
        """Return the codes at which the departments of a place's own government are registered, nearest first.

        Normally the county; for a development zone also the government that sent its committee; for a city without
        counties (441900) also the city itself (4419).
        """
        county = county_of(territory_code)
        if not county:
            return (territory_code,) if territory_code else ()
        if county.endswith("00"):
            return county, county[:4]
        return (county, self.zones[county]) if county in self.zones else (county,)

    def department(self, line: str, territory_code: str) -> Organization | None:
        """Return who answers for a line of supervision at a place: who has jurisdiction, else the county's department.

        Jurisdiction over a narrower territory wins over a wider one. A zone has no departments of its own: a line that
        nobody delegated to it stays with the government above.
        """
        given = self.jurisdiction(line, territory_code)
        if given is not None:
            return given.organization
        return self._first(line, self.seats(territory_code))

    def jurisdiction(self, line: str, territory_code: str) -> Jurisdiction | None:
        """Return the delegation or vertical management by which a body other than the county's department answers."""
        for code in chain_of(territory_code):
            rows = [row for row in self.jurisdictions.get(code, ()) if row.kind in _GIVEN and row.line in (line, "")]
            if rows:
                return max(rows, key=lambda row: (bool(row.line), row.valid_from, row.id))
        return None

    def township(self, territory_code: str) -> Organization | None:
        """Return the township, subdistrict or zone committee that a place lies in."""
        for code in chain_of(territory_code):
            if len(code) < 6:
                break
            run_by = [row for row in self.jurisdictions.get(code, ()) if row.kind == JurisdictionKind.ZONE]
            found = run_by[-1].organization if run_by else None
            found = found or next((self.bodies[kind, code] for kind in _LOCAL if (kind, code) in self.bodies), None)
            if found is not None:
                return found
        return None

    def office(self, territory_code: str) -> Organization | None:
        """Return the committee office of the place's government, placeholder or not."""
        return self._first(OrganizationKind.COMMITTEE_OFFICE, self.seats(territory_code))

    def _first(self, kind: str, seats: Iterable[str]) -> Organization | None:
        return next((self.bodies[kind, seat] for seat in seats if (kind, seat) in self.bodies), None)


def organization_of(kind: str, territory_code: str, on: date) -> Organization | None:
    """Return the body of a kind that is of this very territory on the day; the eldest where there are several."""
    return (
        Organization.objects.on(on)
        .filter(kind=kind, territory_code=territory_code)
        .order_by("placeholder", "valid_from", "id")
        .first()
    )


def department_of(line: str, territory_code: str, on: date) -> Organization | None:
    """Return who answers for a line of supervision at a place on the day."""
    return Directory.load([territory_code], on).department(line, territory_code)


def office_of(territory_code: str, on: date) -> Organization | None:
    """Return the committee office of a place's government on the day."""
    return Directory.load([territory_code], on).office(territory_code)


def township_of(territory_code: str, on: date) -> Organization | None:
    """Return the township, subdistrict or zone committee that a place lies in on the day."""
    return Directory.load([territory_code], on).township(territory_code)


def duty_post_of(organization_id: UUID, on: date | None = None) -> Post | None:
    """Return the post that a body's cases come to, on a day or for good."""
    return duty_posts_of([organization_id], on).get(organization_id)


def duty_posts_of(organization_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, Post]:
    """Return the duty posts of many bodies at once, those that stand on a day or, without a day, for good."""
    standing = Post.objects.standing() if on is None else Post.objects.on(on)
    posts = standing.filter(organization_id__in=set(organization_ids), is_duty_post=True)
    return {
        post.organization_id: post
        for post in posts.select_related("organization").order_by("id")
        if post.organization_id
    }


def holders_of(posts: Iterable[UUID], on: date, as_known: datetime | None = None) -> dict[UUID, list[Tenure]]:
    """Return who held posts on a day, the ordinary holder first; `as_known` answers by what was recorded until then."""
    wanted = list(set(posts))
    if as_known is None:
        tenures = _HOLDERS.rows(wanted, on=on)
    else:
        tenures = list(_of_posts(Tenure.objects.on_as_known(on, as_known), wanted))
    return _by_post(tenures)


def _by_post(tenures: Iterable[Tenure]) -> dict[UUID, list[Tenure]]:
    holders: dict[UUID, list[Tenure]] = {}
    for tenure in tenures:
        holders.setdefault(tenure.post_id, []).append(tenure)
    return holders


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with its body, and who holds it on a day, the ordinary holder first."""

    post: Post
    holders: Sequence[Tenure]


def seats_of(posts: Iterable[UUID], on: date) -> dict[UUID, Seat]:
    """Return posts with who holds them on a day, by id, in one round trip where the database can."""
    wanted = list(set(posts))
    if not wanted:
        return {}
    found, tenures = ask_together(_SEATS.asked(wanted), _HOLDERS.asked(wanted, on=on))
    holders = _by_post(tenures)
    return {post.id: Seat(post, holders.get(post.id, [])) for post in found}


_SEATS: Keyed[Post] = Keyed(lambda ids: Post.objects.filter(id__in=ids).select_related("organization", "enterprise"))


def _of_posts(tenures: QuerySet[Tenure], posts: Sequence[Any]) -> QuerySet[Tenure]:
    # By the post's own key: a lookup of the relation takes no places for values.
    return tenures.filter(post__id__in=posts).select_related("person").order_by("acting", "start", "id")


_HOLDERS: Keyed[Tenure] = Keyed(lambda ids: _of_posts(Tenure.objects.on(Given("on", DateField())), ids))  # type: ignore[arg-type]
