"""The register sheet of sites: what each row says, judged and handed to the register by the thousand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fangwei.engines import geo
from fangwei.engines.codes import check_uscc
from fangwei.engines.reader import Record
from fangwei.register.actions import SiteRow, register_sites
from fangwei.register.law import book
from fangwei.register.models import Site
from fangwei.register.sheet import SITES
from fangwei.sheets.registry import LoadContext, SheetImport
from fangwei.sheets.territory import Towns
from fangwei.sheets.verdicts import Doubt, RowVerdict

_PHONE = re.compile(r"\+?[\d\-、,，/;；()（）]{7,40}")
_CHUNK = 1000


class SiteLoader:
    """Loads one sheet of sites; the townships of its territory are read once."""

    def __init__(self, context: LoadContext) -> None:
        self._context = context
        self._towns = Towns(context.territory, context.at.date())
        self._industries = book().industries

    def load(self, records: Sequence[Record]) -> list[RowVerdict]:
        """Judge and register a batch of rows within the caller's transaction."""
        verdicts: dict[int, RowVerdict] = {}
        rows: list[tuple[Record, SiteRow, list[Doubt]]] = []
        for record in records:
            town = self._towns.find(record.text("town"), record.text("county"), record.text("address"))
            if faults := self._faults(record, town):
                verdicts[record.row] = RowVerdict(record.row, "rejected", faults=faults)
            else:
                rows.append((record, *self._row(record, town or "")))
        outcomes = register_sites([row for _, row, _ in rows], by=self._context.by, at=self._context.at)
        for (record, _, doubts), outcome in zip(rows, outcomes, strict=True):
            faults = [Doubt(outcome.code, outcome.params)] if outcome.code else []
            kept = [] if faults else doubts
            verdicts[record.row] = RowVerdict(
                record.row, outcome.verdict, outcome.place_id, faults=faults, warnings=kept
            )
        return [verdicts[record.row] for record in records]

    def _faults(self, record: Record, town: str | None) -> list[Doubt]:
        """What can be seen to be wrong before the register is asked, gravest first."""
        faults = []
        if not record.text("name"):
            faults.append(Doubt("name_missing"))
        if (code := record.text("uscc")) and (fault := check_uscc(code).error_code):
            faults.append(Doubt(fault, {"given": code}))
        if town is None:
            faults.append(Doubt("territory_unknown", {"given": record.text("town")}))
        return faults

    def _row(self, record: Record, town: str) -> tuple[SiteRow, list[Doubt]]:
        lat, lon, doubts = _point(record)
        if len(town) < 9:
            doubts.append(Doubt("township_missing"))
        industry, odd = self._industry(record)
        doubts += odd
        doubts += [Doubt(f.code, {"given": f.given}) for f in record.faults if f.field not in ("lat", "lon")]
        phone = record.text("phone")
        if phone and not _PHONE.fullmatch(phone):
            doubts.append(Doubt("phone_odd", {"given": phone}))
        row = SiteRow(
            enterprise_name=record.text("name")[:200],
            territory_code=town,
            uscc=record.text("uscc"),
            address=record.text("address")[:300],
            lat=lat,
            lon=lon,
            industry_code=industry,
            industry_name=record.text("industry_name")[:80],
            employees=record.whole("employees"),
            hazardous_chemicals=record.tick("hazardous_chemicals"),
            principal_name=record.text("principal")[:60],
            principal_phone=phone[:60],
            warnings=tuple({"code": doubt.code, "message": doubt.message} for doubt in doubts),
        )
        return row, doubts

    def _industry(self, record: Record) -> tuple[str, list[Doubt]]:
        """The code as digits. A spreadsheet eats the zero before 0610: it is given back where only then the code exists."""
        given = record.text("industry_code")
        if not given:
            return "", []
        if len(given) == 3 and self._industries.find(given) is None and self._industries.find("0" + given):
            given = "0" + given
        if not self._industries.entries:
            return given[:5], []
        full = self._industries.full_code(given)
        if full is None or len(full) < 3:
            return given[:5], [Doubt("industry_unknown", {"given": given})]
        return full[1:], []


def _point(record: Record) -> tuple[float | None, float | None, list[Doubt]]:
    lat, lon = record.number("lat"), record.number("lon")
    given = [fault.given for fault in record.faults if fault.field in ("lat", "lon")]
    if given or (lat is None) != (lon is None):
        words = ", ".join(given) or str(lat if lon is None else lon)
        return None, None, [Doubt("coordinates_implausible", {"given": words})]
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None, [Doubt("coordinates_missing")]
    placed = geo.place(lat, lon)
    if placed is None:
        return None, None, [Doubt("coordinates_implausible", {"given": f"{lon}, {lat}"})]
    return placed.lat, placed.lon, [Doubt("coordinates_swapped")] if placed.swapped else []


def rows(territory: str) -> Iterator[Mapping[str, Any]]:
    """The sites of a territory as rows of their register sheet, in the order they were registered."""
    names = Towns.names(territory)
    last = None
    while True:
        page = Site.objects.filter(place__valid_to=None).select_related("place", "enterprise").order_by("place_id")
        if territory:
            page = page.filter(place__territory_code__startswith=territory)
        if last is not None:
            page = page.filter(place_id__gt=last)
        found = list(page[:_CHUNK])
        for site in found:
            yield _out(site, names)
        if len(found) < _CHUNK:
            return
        last = found[-1].place_id


def _out(site: Site, names: Mapping[str, str]) -> dict[str, Any]:
    place, enterprise = site.place, site.enterprise
    return {
        "name": enterprise.name,
        "uscc": enterprise.uscc,
        "principal": enterprise.principal_name,
        "phone": enterprise.principal_phone,
        "county": names.get(place.county_code, ""),
        "town": names.get(place.territory_code, "") if len(place.territory_code) > 6 else "",
        "address": place.address,
        "lon": place.lon,
        "lat": place.lat,
        "industry_code": site.industry_code,
        "industry_name": site.industry_name,
        "employees": site.employees,
        "hazardous_chemicals": site.hazardous_chemicals,
        "note": "",
    }


IMPORT = SheetImport("sites", SITES, SiteLoader, rows, needs_territory=True)
