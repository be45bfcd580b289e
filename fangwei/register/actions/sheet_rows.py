"""Registering the rows of a whole sheet of sites at once, with a handful of statements per thousand rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db import transaction

from fangwei.engines import geo
from fangwei.engines.codes import check_uscc, county_of, fold
from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.register.actions.organizations import ensure_committee_office
from fangwei.register.author import Author, degrees, told
from fangwei.register.events import enterprise_facts, place_facts, site_facts
from fangwei.register.models import Enterprise, Place, PlaceKind, Site, Territory
from fangwei.register.sealed import digest

Thing = TypeVar("Thing")
Verdict = Literal["imported", "updated", "unchanged", "rejected"]

_CHUNK = 2000
_LOOKUP = 500
_SITE_FIELDS = ("industry_code", "industry_name", "employees", "hazardous_chemicals", "traits")
_PLACE_FIELDS = ("territory_code", "county_code", "lat", "lon", "cell", "warnings")


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site as a sheet gives it, already read: codes and numbers are values, the division is a code.

    `name` is the site's own name where it differs from the enterprise's. None and empty mean that the sheet is silent:
    what is registered then stays.
    """

    enterprise_name: str
    territory_code: str
    uscc: str = ""
    name: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    industry_code: str = ""
    industry_name: str = ""
    employees: int | None = None
    hazardous_chemicals: bool | None = None
    principal_name: str = ""
    principal_phone: str = ""
    traits: tuple[str, ...] = ()
    warnings: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SiteOutcome:
    """What became of a row: its verdict, the site it stands for, or the code and parameters of its rejection."""

    verdict: Verdict
    place_id: UUID | None = None
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def register_sites(rows: Sequence[SiteRow], *, by: Author, at: datetime) -> list[SiteOutcome]:
    """Register many sites, row by row verdict; the same rows again change nothing.

    A row's enterprise is found by credit code, or by name in the county where it has none; its site by the
    enterprise and the address. The same code under another name, registered or earlier in the rows, is a duplicate.
    Rejection codes: `name_missing`, `uscc_*`, `territory_unknown`, `point_implausible`.
    """
    outcomes: list[SiteOutcome] = []
    offices: set[str] = set()
    for chunk in _chunks(rows, _CHUNK):
        work = _Chunk(chunk, by, at)
        outcomes += work.judge()
        work.store()
        offices |= work.counties
    for county in sorted(offices):
        ensure_committee_office(territory_code=county, by=by, at=at)
    return outcomes


class _Chunk:
    """The work on some thousand rows: everything they refer to is read once, everything new is written once."""

    def __init__(self, rows: Sequence[SiteRow], by: Author, at: datetime) -> None:
        self.rows, self.by, self.at = rows, by, at
        self.codes = [check_uscc(row.uscc).normalized if row.uscc.strip() else "" for row in rows]
        self.territories = _existing_territories({row.territory_code for row in rows})
        self.by_code, self.by_name = self._known_enterprises()
        self.sites = self._known_sites()
        self.new_enterprises: list[Enterprise] = []
        self.new_sites: list[tuple[Place, Site]] = []
        self.changed_enterprises: dict[UUID, Enterprise] = {}
        self.changed_sites: dict[UUID, Site] = {}
        self.facts: list[NewFact] = []
        self.fresh_facts: list[NewFact] = []
        self.counties: set[str] = set()

    def _known_enterprises(self) -> tuple[dict[str, Enterprise], dict[tuple[str, str], Enterprise]]:
        by_code: dict[str, Enterprise] = {}
        for codes in _chunks(sorted({code for code in self.codes if code}), _LOOKUP):
            by_code.update({str(known.uscc): known for known in Enterprise.objects.filter(uscc__in=codes)})
        by_name: dict[tuple[str, str], Enterprise] = {}
        pairs = zip(self.rows, self.codes, strict=True)
        names = {row.enterprise_name.strip() for row, code in pairs if code not in by_code}
        for some in _chunks(sorted(names), _LOOKUP):
            # One with a code comes last and so wins over one without.
            for known in sorted(Enterprise.objects.filter(name__in=some), key=lambda one: (one.uscc or "", one.id)):
                by_name[fold(known.name), county_of(known.territory_code)] = known
        return by_code, by_name

    def _known_sites(self) -> dict[tuple[UUID, str], Site]:
        ids = {known.id for known in self.by_code.values()} | {known.id for known in self.by_name.values()}
        found: dict[tuple[UUID, str], Site] = {}
        for some in _chunks(sorted(ids), _LOOKUP):
            for site in Site.objects.filter(enterprise_id__in=some).select_related("place"):
                found[site.enterprise_id, fold(site.place.address)] = site
        return found

    def judge(self) -> list[SiteOutcome]:
        """Return the verdict of each row, keeping what must be written."""
        return [self._judge(row, code) for row, code in zip(self.rows, self.codes, strict=True)]

    def _judge(self, row: SiteRow, code: str) -> SiteOutcome:
        if not row.enterprise_name.strip():
            return SiteOutcome("rejected", code="name_missing")
        if code:
            fault = check_uscc(code).error_code
            if fault is not None:
                return SiteOutcome("rejected", code=fault, params={"given": row.uscc.strip()})
        if row.territory_code not in self.territories:
            return SiteOutcome("rejected", code="territory_unknown", params={"given": row.territory_code})
        if row.lat is not None and row.lon is not None and not geo.in_china(row.lat, row.lon):
            return SiteOutcome("rejected", code="point_implausible", params={"lat": str(row.lat), "lon": str(row.lon)})
        known = self._enterprise_of(row, code)
        if known is not None and fold(known.name) != fold(row.enterprise_name):
            return SiteOutcome("rejected", code="uscc_duplicate", params={"given": code, "name": known.name})
        self.counties.add(county_of(row.territory_code) or row.territory_code)
        enterprise = known or self._new_enterprise(row, code)
        key = enterprise.id, fold(row.address)
        site = self.sites.get(key)
        if site is None:
            self.sites[key] = site = self._new_site(enterprise, row)
            return SiteOutcome("imported", site.place_id)
        touched = self._touch_enterprise(enterprise, row) | self._touch_site(site, row)
        return SiteOutcome("updated" if touched else "unchanged", site.place_id)

    def _enterprise_of(self, row: SiteRow, code: str) -> Enterprise | None:
        named = self.by_name.get((fold(row.enterprise_name), county_of(row.territory_code)))
        if not code or code in self.by_code:
            return self.by_code.get(code, named)
        if named is None or named.uscc is not None:
            return None
        # Registered by its name until now: the sheet brings the code.
        named.uscc, self.by_code[code] = code, named
        self.changed_enterprises[named.id] = named
        self._tell("enterprise", named.id, "correct", {"uscc": [None, code]}, named.territory_code, fresh=False)
        return named

    def _new_enterprise(self, row: SiteRow, code: str) -> Enterprise:
        enterprise = Enterprise(
            uscc=code or None,
            name=row.enterprise_name.strip(),
            territory_code=row.territory_code,
            principal_name=row.principal_name,
            principal_phone=row.principal_phone,
            principal_phone_digest=digest(row.principal_phone),
        )
        self.new_enterprises.append(enterprise)
        if code:
            self.by_code[code] = enterprise
        self.by_name.setdefault((fold(enterprise.name), county_of(row.territory_code)), enterprise)
        self._tell(
            "enterprise", enterprise.id, "register", enterprise_facts(enterprise), row.territory_code, fresh=True
        )
        return enterprise

    def _new_site(self, enterprise: Enterprise, row: SiteRow) -> Site:
        place = Place(
            kind=PlaceKind.SITE,
            name=row.name.strip() or enterprise.name,
            territory_code=row.territory_code,
            county_code=county_of(row.territory_code),
            address=row.address.strip(),
            lat=row.lat,
            lon=row.lon,
            cell=geo.cell(row.lat, row.lon) if row.lat is not None and row.lon is not None else "",
            warnings=[dict(doubt) for doubt in row.warnings],
        )
        site = Site(
            place=place,
            enterprise=enterprise,
            industry_code=row.industry_code,
            industry_name=row.industry_name,
            employees=row.employees,
            hazardous_chemicals=row.hazardous_chemicals,
            traits=list(row.traits),
        )
        self.new_sites.append((place, site))
        data = {**place_facts(place), **site_facts(site)}
        self._tell("place", place.id, "register", data, row.territory_code, fresh=True)
        return site

    def _touch_enterprise(self, enterprise: Enterprise, row: SiteRow) -> bool:
        changed: dict[str, Any] = {}
        if row.principal_name and row.principal_name != enterprise.principal_name:
            changed["principal"] = [enterprise.principal_name, row.principal_name]
            enterprise.principal_name = row.principal_name
        if row.principal_phone and digest(row.principal_phone) != enterprise.principal_phone_digest:
            changed["phone_changed"] = True
            enterprise.principal_phone = row.principal_phone
            enterprise.principal_phone_digest = digest(row.principal_phone)
        if changed:
            self.changed_enterprises[enterprise.id] = enterprise
            self._tell("enterprise", enterprise.id, "correct", changed, enterprise.territory_code, fresh=False)
        return bool(changed)

    def _touch_site(self, site: Site, row: SiteRow) -> bool:
        changed: dict[str, Any] = {}
        given = {name: getattr(row, name) for name in _SITE_FIELDS} | {"traits": list(row.traits)}
        for name, value in given.items():
            if value not in (None, "", []) and value != getattr(site, name):
                changed[name] = [getattr(site, name), value]
                setattr(site, name, value)
        place = site.place
        if row.territory_code.startswith(place.territory_code) and row.territory_code != place.territory_code:
            changed["territory"] = [place.territory_code, row.territory_code]
            place.territory_code, place.county_code = row.territory_code, county_of(row.territory_code)
        # A point that an officer has put right is not overwritten by the sheet it was wrong in.
        doubtful = place.lat is None or any(str(doubt["code"]).startswith("coordinates_") for doubt in place.warnings)
        if doubtful and row.lat is not None and row.lon is not None and (row.lat, row.lon) != (place.lat, place.lon):
            changed["point"] = [[degrees(place.lat), degrees(place.lon)], [degrees(row.lat), degrees(row.lon)]]
            place.lat, place.lon, place.cell = row.lat, row.lon, geo.cell(row.lat, row.lon)
            place.warnings = [dict(doubt) for doubt in row.warnings]
        if changed:
            self.changed_sites[site.place_id] = site
            self._tell("place", site.place_id, "update", changed, place.territory_code, fresh=False)
        return bool(changed)

    def _tell(
        self, kind: str, subject: UUID, verb: str, data: Mapping[str, Any], territory: str, *, fresh: bool
    ) -> None:
        facts = self.fresh_facts if fresh else self.facts
        facts.append(told(kind, subject, verb, data, territory=territory, by=self.by, at=self.at))

    def store(self) -> None:
        """Write what the verdicts asked for: new rows, changed rows, facts."""
        Enterprise.objects.bulk_create(self.new_enterprises)
        Place.objects.bulk_create([place for place, _site in self.new_sites])
        Site.objects.bulk_create([site for _place, site in self.new_sites])
        enterprises = list(self.changed_enterprises.values())
        sites = list(self.changed_sites.values())
        Enterprise.objects.bulk_update(
            enterprises, ["uscc", "principal_name", "principal_phone", "principal_phone_digest"], batch_size=_LOOKUP
        )
        Site.objects.bulk_update(sites, _SITE_FIELDS, batch_size=_LOOKUP)
        Place.objects.bulk_update([site.place for site in sites], _PLACE_FIELDS, batch_size=_LOOKUP)
        append(self.fresh_facts, fresh=True)
        # After the fresh ones: a row may change what another row of the same chunk has just made.
        append(self.facts)


def _existing_territories(codes: set[str]) -> set[str]:
    found: set[str] = set()
    for some in _chunks(sorted(codes), _LOOKUP):
        found |= set(Territory.objects.filter(code__in=some).values_list("code", flat=True))
    return found


def _chunks(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    source = iter(things)
    while chunk := list(islice(source, size)):
        yield chunk
