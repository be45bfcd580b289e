"""Whom a letter urges and which office writes it: never the office whose own neglect it is about."""

from dataclasses import dataclass
from datetime import date, datetime

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.engines.codes import ancestors_of
from fangwei.oversight.models import Form
from fangwei.register.actions import ensure_committee_office
from fangwei.register.models import Organization, OrganizationKind, Post
from fangwei.register.queries import department_of, duty_post_of, office_of, organization_of

_TOP = frozenset({OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GOVERNMENT, OrganizationKind.COMMITTEE})


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one letter: the post that issues it, the unit it is about, and who gets it."""

    issuer: Post
    unit: Organization | None
    addressee: Organization | None


def route_of(form: str, about: Case, *, by: Actor, at: datetime) -> Route:
    """Return who writes a letter about an overdue case to whom. Raises: Refused where no office can write it."""
    on = at.astimezone(LOCAL).date()
    unit = unit_of(about)
    issuer = duty_post_of(_office(about, unit, by, at).id)
    if issuer is None:
        raise refuse("nothing_to_do")
    addressee = department_of(OrganizationKind.DISCIPLINE, about.territory, on) if form == Form.CLUE else unit
    return Route(issuer, unit, addressee)


def unit_of(about: Case) -> Organization | None:
    """Return the unit whose deadline passed: the addressee of an unanswered letter, who repairs a blind spot, else the owner."""
    if about.kind == "letter":
        return about.letter.addressee
    if about.kind == "blind_spot" and about.blind_spot.assigned_post is not None:
        return about.blind_spot.assigned_post.organization
    return about.owner_post.organization


def _office(about: Case, unit: Organization | None, by: Actor, at: datetime) -> Organization:
    on = at.astimezone(LOCAL).date()
    if about.kind == "problem":
        return about.problem.listed_in.inspecting
    if about.kind == "letter" and about.owner_post.organization is not None:
        return about.owner_post.organization
    near = office_of(about.territory, on) or ensure_committee_office(territory_code=about.territory[:6], by=by, at=at)
    if unit is None or not _beside(unit, near):
        return near
    return _above(near, on) or near


def _beside(unit: Organization, office: Organization) -> bool:
    """Say whether an office cannot urge a unit: it is the office itself, or an organ at the top of the same level."""
    return unit.id == office.id or (unit.kind in _TOP and len(unit.territory_code) <= len(office.territory_code))


def _above(office: Organization, on: date) -> Organization | None:
    """Return who urges a committee office: that of the nearest level above, else the government whose office it is."""
    for code in ancestors_of(office.territory_code):
        above = organization_of(OrganizationKind.COMMITTEE_OFFICE, code, on)
        if above is not None and above.id != office.id:
            return above
    return organization_of(OrganizationKind.GOVERNMENT, office.territory_code, on)
