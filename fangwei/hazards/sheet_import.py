"""The register sheet of hazards, in and out: its rows find their sites, its cases become rows again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.engines.codes import is_within, normalize_uscc
from fangwei.engines.reader import Record
from fangwei.engines.text import fold_name
from fangwei.hazards.intake import Taken, import_hazards
from fangwei.hazards.models import Hazard
from fangwei.hazards.sheet import HAZARDS, ImportedHazard, RowFault, faults_of, hazard_of, way_in_words
from fangwei.register.models import Person, Place
from fangwei.sheets.registry import LoadContext, SheetImport
from fangwei.sheets.verdicts import Doubt, RowVerdict

_LOOKUP = 400
_CHUNK = 1000
_GIVEN_BY = {"deadline_unreadable": "due_on", "closing_unclear": "closed", "funds_unreadable": "funds"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A place that a row may mean."""

    place_id: UUID
    territory: str
    name: str
    enterprise: str
    uscc: str
    shown: str


class _Sites:
    """The places that one batch of rows names, by credit code and by name, read with a few statements."""

    def __init__(self, records: Sequence[Record], context: LoadContext) -> None:
        self._territory = context.territory
        self._reach = "" if context.by.is_system else context.by.territory_code
        self._by_code: dict[str, set[_Found]] = defaultdict(set)
        self._by_name: dict[str, set[_Found]] = defaultdict(set)
        codes = {normalize_uscc(r.text("uscc")) for r in records if r.text("uscc")}
        self._read("site__enterprise__uscc__in", codes)
        names = {spelling for r in records if r.text("site_name") for spelling in _spellings(r.text("site_name"))}
        self._read("name__in", names)
        self._read("site__enterprise__name__in", names)

    def _read(self, lookup: str, wanted: set[str]) -> None:
        listed = sorted(wanted)
        for start in range(0, len(listed), _LOOKUP):
            places = Place.objects.filter(**{lookup: listed[start : start + _LOOKUP]}, valid_to=None)
            columns = places.values_list(
                "id", "name", "territory_code", "site__enterprise__name", "site__enterprise__uscc"
            )
            for place_id, name, territory, enterprise, uscc in columns.order_by("id"):
                if not is_within(territory, self._reach):
                    continue
                found = _Found(
                    place_id, territory, fold_name(name), fold_name(enterprise or ""), uscc or "", enterprise or name
                )
                if found.uscc:
                    self._by_code[found.uscc].add(found)
                for known in {found.name, found.enterprise} - {""}:
                    self._by_name[known].add(found)

    def of(self, record: Record) -> tuple[UUID | None, RowFault | None, list[Doubt]]:
        """The place of a row: by its code, else by its name; the fault, or the doubt, where they disagree."""
        name, code = fold_name(record.text("site_name")), normalize_uscc(record.text("uscc"))
        given = record.text("site_name") or record.text("uscc")
        by_code, by_name = self._by_code.get(code, set()) if code else set(), self._by_name.get(name, set())
        found = by_code or by_name
        if not found:
            return None, RowFault("site_unknown", {"given": given}), []
        narrowed = [place for place in found if name in (place.name, place.enterprise)] or list(found)
        for closer in (lambda p: is_within(p.territory, self._territory), lambda p: p.name == name):
            if len(narrowed) > 1:
                narrowed = [place for place in narrowed if closer(place)] or narrowed
        if len(narrowed) > 1:
            return None, RowFault("site_ambiguous", {"given": given}), []
        place = narrowed[0]
        doubts = []
        if by_code and name and name not in (place.name, place.enterprise):
            doubts.append(Doubt("site_name_differs", {"given": given, "registered": place.shown}))
        elif code and not by_code:
            doubts.append(Doubt("uscc_differs", {"given": code}))
        return place.place_id, None, doubts


def _spellings(name: str) -> set[str]:
    """The ways in which a name may be registered: brackets wide or narrow, with or without spaces."""
    tight = "".join(name.split())
    wide = tight.replace("(", "（").replace(")", "）")
    return {name, tight, wide, wide.replace("（", "(").replace("）", ")")}


class HazardLoader:
    """Loads one sheet of hazards; remembers the rows seen, so that a row given twice is taken in once."""

    def __init__(self, context: LoadContext) -> None:
        self._context = context
        self._seen: dict[bytes, int] = {}

    def load(self, records: Sequence[Record]) -> list[RowVerdict]:
        """Judge and take in a batch of rows within the caller's transaction."""
        sites = _Sites(records, self._context)
        ours = self._acted_here(records)
        verdicts: dict[int, RowVerdict] = {}
        rows: list[tuple[ImportedHazard, list[Doubt]]] = []
        for record in records:
            place_id, fault, doubts = sites.of(record)
            if case := ours.get(record.text("number")):
                verdicts[record.row] = RowVerdict(record.row, "unchanged", case.id, case.state)
            elif faults := faults_of(record, fault):
                listed = [Doubt(fault.code, fault.params) for fault in faults]
                verdicts[record.row] = RowVerdict(record.row, "rejected", faults=listed)
            elif place_id is not None:
                row = hazard_of(record, place_id)
                doubts += [_doubt(code, record) for code in row.warnings]
                if self._repeated(row):
                    doubts.append(Doubt("repeated"))
                    verdicts[record.row] = RowVerdict(record.row, "unchanged", None, row.state, warnings=doubts)
                else:
                    rows.append((row, doubts))
        for taken, (_row, doubts) in zip(self._take_in(rows), rows, strict=True):
            verdicts[taken.row] = _verdict(taken, doubts)
        return [verdicts[record.row] for record in records]

    def _take_in(self, rows: Sequence[tuple[ImportedHazard, list[Doubt]]]) -> list[Taken]:
        return import_hazards([row for row, _ in rows], by=self._context.by, at=self._context.at)

    def _repeated(self, row: ImportedHazard) -> bool:
        key = blake2b(row.key.encode(), digest_size=12).digest()
        return self._seen.setdefault(key, row.row) != row.row

    def _acted_here(self, records: Iterable[Record]) -> dict[str, Case]:
        """The cases that rows name by number and that did not come from a sheet: an export of ours brought in again."""
        if "number" not in self._context.fields:
            return {}
        numbers = sorted({record.text("number") for record in records} - {""})
        found: dict[str, Case] = {}
        for start in range(0, len(numbers), _LOOKUP):
            some = Case.objects.filter(number__in=numbers[start : start + _LOOKUP], hazard__sheet_key=None)
            found.update({str(case.number): case for case in some.filter(kind="hazard").order_by("id")})
        return found


def _doubt(code: str, record: Record) -> Doubt:
    fault = record.fault(_GIVEN_BY[code]) if code in _GIVEN_BY else None
    return Doubt(code, {"given": fault.given} if fault else {})


def _verdict(taken: Taken, doubts: list[Doubt]) -> RowVerdict:
    if taken.verdict == "moved_on":
        moved = [*doubts, Doubt("case_moved_on")]
        return RowVerdict(taken.row, "unchanged", taken.case_id, taken.state, warnings=moved)
    return RowVerdict(taken.row, taken.verdict, taken.case_id, taken.state, warnings=doubts)


def rows(territory: str) -> Iterator[Mapping[str, Any]]:
    """The hazards of a territory as rows of their register sheet, in the order they were opened here."""
    return _rows(territory, set)


def rows_for(territory: str, by: Actor) -> Iterator[Mapping[str, Any]]:
    """The hazards of a territory that an actor may read."""
    return _rows(territory, lambda ids: set(visible(by).filter(id__in=ids).values_list("id", flat=True)))


def _rows(territory: str, readable: Callable[[list[UUID]], set[UUID]]) -> Iterator[Mapping[str, Any]]:
    # Permission is asked of each page's few: joined to the whole it would be asked of everything.
    last = None
    while True:
        page = Hazard.objects.select_related("case__place__site__enterprise").order_by("case_id")
        if territory:
            page = page.filter(case__territory__startswith=territory)
        if last is not None:
            page = page.filter(case_id__gt=last)
        found = list(page[:_CHUNK])
        people = _names({person for hazard in found for person in (hazard.found_by, hazard.verifier_person) if person})
        shown = readable([hazard.case_id for hazard in found])
        for hazard in found:
            if hazard.case_id in shown:
                yield _out(hazard, people)
        if len(found) < _CHUNK:
            return
        last = found[-1].case_id


def _names(people: set[UUID]) -> dict[UUID | None, str]:
    listed = sorted(people)
    names: dict[UUID | None, str] = {}
    for start in range(0, len(listed), _LOOKUP):
        names.update(Person.objects.filter(id__in=listed[start : start + _LOOKUP]).values_list("id", "name"))
    return names


def _out(hazard: Hazard, people: Mapping[UUID | None, str]) -> dict[str, Any]:
    case, sheet = hazard.case, hazard.sheet
    place = case.place
    site = getattr(place, "site", None)
    closed = case.closed_at.astimezone(LOCAL).date().isoformat() if case.closed_at else None
    due = case.due_at.astimezone(LOCAL).date().isoformat() if case.due_at and not hazard.sheet_key else None
    return {
        "number": case.number,
        "site_name": place.name if place else "",
        "uscc": site.enterprise.uscc if site else "",
        "description": hazard.description,
        "grade": hazard.grade or None,
        "found_on": hazard.found_on.isoformat(),
        "how_found": way_in_words(hazard.how_found),
        "finders": sheet.get("finders") or people.get(hazard.found_by, ""),
        "measures": hazard.measures,
        "rectifier": sheet.get("rectifier") or hazard.responsible,
        "due_on": sheet.get("due_on") or due,
        "funds": hazard.funds_fen,
        "interim": hazard.interim,
        "rectified_on": sheet.get("rectified_on"),
        "verifier": sheet.get("verifier") or people.get(hazard.verifier_person, ""),
        "verified_on": sheet.get("verified_on") or closed,
        "closed": "open" if case.is_open else "closed",
    }


IMPORT = SheetImport("hazards", HAZARDS, HazardLoader, rows, rows_for=rows_for)
