"""Registering places and sites, moving them, letting them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from fangwei.engines import geo
from fangwei.engines.codes import county_of
from fangwei.ledger.actions import append
from fangwei.register.actions.organizations import ensure_committee_office
from fangwei.register.author import Author, told
from fangwei.register.events import place_facts, site_facts
from fangwei.register.models import Enterprise, Lease, Organization, Place, PlaceKind, Site, Territory
from fangwei.register.models.dated import EVER
from fangwei.register.refusals import RegisterRefused

Warning_ = dict[str, str]
"""A doubt that stays on the record: {"code", "message"}."""


@transaction.atomic
def register_place(
    *,
    kind: str,
    name: str,
    territory_code: str,
    by: Author,
    at: datetime,
    address: str = "",
    lat: float | None = None,
    lon: float | None = None,
    keeper_organization: Organization | None = None,
    keeper_name: str = "",
    warnings: Sequence[Warning_] = (),
) -> Place:
    """Register a place that is no enterprise's site: its keeper is named, or nobody keeps it and the township answers.

    Where a place is, a committee office is: one is set up as placeholder if the county has none.
    Raises: RegisterRefused `name_missing`, `kind_unknown`, `territory_unknown`, `point_implausible`.
    """
    if kind not in PlaceKind.values:
        raise RegisterRefused("kind_unknown", given=kind)
    place = _place(
        kind, name, territory_code, address=address, lat=lat, lon=lon, keeper_name=keeper_name, warnings=warnings
    )
    place.keeper_organization = keeper_organization
    place.save(force_insert=True)
    ensure_committee_office(territory_code=place.county_code or territory_code, by=by, at=at)
    append(
        [told("place", place.id, "register", place_facts(place), territory=territory_code, by=by, at=at)], fresh=True
    )
    return place


@transaction.atomic
def register_site(
    *,
    enterprise: Enterprise,
    territory_code: str,
    by: Author,
    at: datetime,
    name: str = "",
    address: str = "",
    lat: float | None = None,
    lon: float | None = None,
    industry_code: str = "",
    industry_name: str = "",
    employees: int | None = None,
    hazardous_chemicals: bool | None = None,
    traits: Sequence[str] = (),
    warnings: Sequence[Warning_] = (),
) -> Site:
    """Register an enterprise's place of work; an enterprise may have several, by default named after it.

    Raises: RegisterRefused `name_missing`, `territory_unknown`, `point_implausible`.
    """
    place = _place(
        PlaceKind.SITE, name or enterprise.name, territory_code, address=address, lat=lat, lon=lon, warnings=warnings
    )
    place.save(force_insert=True)
    site = Site.objects.create(
        place=place,
        enterprise=enterprise,
        industry_code=industry_code,
        industry_name=industry_name,
        employees=employees,
        hazardous_chemicals=hazardous_chemicals,
        traits=list(traits),
    )
    ensure_committee_office(territory_code=place.county_code or territory_code, by=by, at=at)
    data = {**place_facts(place), **site_facts(site)}
    append([told("place", place.id, "register", data, territory=territory_code, by=by, at=at)], fresh=True)
    return site


@transaction.atomic
def update_site(
    *,
    site: Site,
    by: Author,
    at: datetime,
    industry_code: str | None = None,
    industry_name: str | None = None,
    employees: int | None = None,
    hazardous_chemicals: bool | None = None,
    traits: Sequence[str] | None = None,
) -> Site:
    """Change what is known of a site's business; what is not given stays, and a change of nothing is not told."""
    given = {
        "industry_code": industry_code,
        "industry_name": industry_name,
        "employees": employees,
        "hazardous_chemicals": hazardous_chemicals,
        "traits": list(traits) if traits is not None else None,
    }
    changed: dict[str, Any] = {}
    for field, value in given.items():
        if value is not None and value != getattr(site, field):
            changed[field] = [getattr(site, field), value]
            setattr(site, field, value)
    if changed:
        site.save(update_fields=list(changed))
        territory = site.place.territory_code
        append([told("place", site.place_id, "update", changed, territory=territory, by=by, at=at)])
    return site


@transaction.atomic
def move_place(
    *,
    place: Place,
    by: Author,
    at: datetime,
    territory_code: str | None = None,
    address: str | None = None,
    lat: float | None = None,
    lon: float | None = None,
) -> Place:
    """Put a place where it really is: its division, its address, its point; doubts about the point are then settled.

    Raises: RegisterRefused `territory_unknown`, `point_implausible`.
    """
    before = place_facts(place)
    if territory_code is not None:
        place.territory_code, place.county_code = _known_territory(territory_code)
    if address is not None:
        place.address = address
    if lat is not None and lon is not None:
        _put(place, lat, lon)
        place.warnings = [doubt for doubt in place.warnings if not str(doubt["code"]).startswith("coordinates_")]
    after = place_facts(place)
    changed = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if changed:
        place.save()
        ensure_committee_office(territory_code=place.county_code or place.territory_code, by=by, at=at)
        append([told("place", place.id, "move", changed, territory=place.territory_code, by=by, at=at)])
    return place


@transaction.atomic
def close_place(*, place: Place, on: date, by: Author, at: datetime) -> Place:
    """Record that a place no longer exists or is no longer worked from a day on; its file stays.

    Raises: RegisterRefused `end_before_start`.
    """
    if on < place.valid_from:
        raise RegisterRefused("end_before_start", start=place.valid_from, end=on)
    place.valid_to = on
    place.save(update_fields=["valid_to"])
    data = {"on": on.isoformat()}
    append([told("place", place.id, "close", data, territory=place.territory_code, by=by, at=at)])
    return place


@transaction.atomic
def lease_site(
    *,
    site: Site,
    by: Author,
    at: datetime,
    landlord: Enterprise | None = None,
    landlord_name: str = "",
    let_from: Site | None = None,
    safety_agreement_on: date | None = None,
    valid_from: date = EVER,
) -> Lease:
    """Record that a site is let to its enterprise; the lease before it ends with the day this one begins.

    Law: Work Safety Law, Art. 49. Raises: RegisterRefused `landlord_is_tenant`, `lease_in_circle`, `name_missing`,
    `end_before_start`.
    """
    if landlord is None and not landlord_name.strip():
        raise RegisterRefused("name_missing")
    if landlord is not None and landlord.pk == site.enterprise_id:
        raise RegisterRefused("landlord_is_tenant")
    if let_from is not None and _comes_back(let_from, site):
        raise RegisterRefused("lease_in_circle")
    previous = Lease.objects.filter(site=site, valid_to=None).first()
    if previous is not None:
        if previous.valid_from > valid_from:
            raise RegisterRefused("end_before_start", start=previous.valid_from, end=valid_from)
        previous.valid_to = valid_from
        previous.save(update_fields=["valid_to"])
    lease = Lease.objects.create(
        site=site,
        landlord=landlord,
        landlord_name=landlord_name.strip() or (landlord.name if landlord else ""),
        let_from=let_from,
        safety_agreement_on=safety_agreement_on,
        valid_from=valid_from,
    )
    site.landlord = landlord
    site.save(update_fields=["landlord"])
    data = {
        "landlord": str(landlord.id) if landlord else "",
        "landlord_name": lease.landlord_name,
        "let_from": str(let_from.place_id) if let_from else "",
        "agreement": safety_agreement_on.isoformat() if safety_agreement_on else "",
        "from": valid_from.isoformat(),
    }
    append([told("place", site.place_id, "lease", data, territory=site.place.territory_code, by=by, at=at)])
    return lease


@transaction.atomic
def agree_on_safety(*, lease: Lease, on: date, by: Author, at: datetime) -> Lease:
    """Record the day of the safety agreement between landlord and tenant. Law: Work Safety Law, Art. 49."""
    lease.safety_agreement_on = on
    lease.save(update_fields=["safety_agreement_on"])
    territory = lease.site.place.territory_code
    data = {"agreement": on.isoformat(), "landlord_name": lease.landlord_name}
    append([told("place", lease.site_id, "agree", data, territory=territory, by=by, at=at)])
    return lease


@transaction.atomic
def name_keeper(
    *, place: Place, by: Author, at: datetime, keeper_organization: Organization | None = None, keeper_name: str = ""
) -> Place:
    """Name who keeps a place that is no enterprise's site; both empty means that nobody does any more."""
    before = place_facts(place)["keeper"]
    place.keeper_organization, place.keeper_name = keeper_organization, keeper_name.strip()
    place.save(update_fields=["keeper_organization", "keeper_name"])
    data = {"keeper": [before, place_facts(place)["keeper"]]}
    append([told("place", place.id, "keeper", data, territory=place.territory_code, by=by, at=at)])
    return place


def _place(
    kind: str,
    name: str,
    territory_code: str,
    *,
    address: str,
    lat: float | None,
    lon: float | None,
    keeper_name: str = "",
    warnings: Sequence[Warning_] = (),
) -> Place:
    if not name.strip():
        raise RegisterRefused("name_missing")
    territory, county = _known_territory(territory_code)
    place = Place(
        kind=kind,
        name=name.strip(),
        territory_code=territory,
        county_code=county,
        address=address,
        keeper_name=keeper_name,
        warnings=list(warnings),
    )
    if lat is not None and lon is not None:
        _put(place, lat, lon)
    return place


def _put(place: Place, lat: float, lon: float) -> None:
    if not geo.in_china(lat, lon):
        raise RegisterRefused("point_implausible", lat=lat, lon=lon)
    place.lat, place.lon, place.cell = lat, lon, geo.cell(lat, lon)


def _known_territory(code: str) -> tuple[str, str]:
    if not Territory.objects.filter(code=code).exists():
        raise RegisterRefused("territory_unknown", given=code)
    return code, county_of(code)


def _comes_back(upper: Site, site: Site) -> bool:
    seen = {site.pk}
    while upper.pk not in seen:
        seen.add(upper.pk)
        lease = Lease.objects.filter(site=upper, valid_to=None).select_related("let_from").first()
        if lease is None or lease.let_from is None:
            return False
        upper = lease.let_from
    return True
