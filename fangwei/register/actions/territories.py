"""Loading the country's administrative divisions, and merging some of them later."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from fangwei.engines.codes import CodeError, county_of, level_of, parent_of
from fangwei.ledger.actions import append
from fangwei.register.actions.organizations import ensure_committee_office
from fangwei.register.author import Author, subject_of_code, told
from fangwei.register.divisions import DivisionFolder
from fangwei.register.models import (
    Jurisdiction,
    JurisdictionKind,
    Place,
    Territory,
    TerritoryKind,
    TerritorySuccession,
)
from fangwei.register.models.dated import EVER
from fangwei.register.refusals import RegisterRefused

_BATCH = 4000
_LOADED_FIELDS = ("name", "level", "kind", "parent_code")


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a folder of divisions did; `sha256` is the hash over its files."""

    given: int
    created: int
    updated: int
    successions: int
    sha256: str


@transaction.atomic
def load_divisions(path: Path, *, by: Author, at: datetime) -> LoadResult:
    """Load a folder of divisions: the newest table, `jurisdictions.toml` and `changes.toml`; twice is as good as once.

    One fact tells the ledger which files were loaded, not one a division. What this deployment merged stays merged.
    Raises: RegisterRefused `divisions_unreadable`.
    """
    folder = DivisionFolder.read(path)
    wanted = {code: _territory(code, folder) for code in folder.names}
    created, updated = _store(wanted)
    answers = _load_superiors(wanted, folder)
    successions = _load_successions(folder, wanted)
    result = LoadResult(len(wanted), created, updated, successions, folder.sha256)
    if created or updated or successions or answers:
        subject = subject_of_code("country")
        append(
            [
                told(
                    "divisions",
                    subject,
                    "load",
                    {**asdict(result), "table": folder.table},
                    territory="",
                    by=by,
                    at=at,
                )
            ]
        )
    return result


@transaction.atomic
def merge_territories(
    moves: Mapping[str, str],
    *,
    on: date,
    by: Author,
    at: datetime,
    citation: str = "",
    names: Mapping[str, str] | None = None,
) -> int:
    """Let old divisions end in new ones from a day on and give their places the new codes; return how many moved.

    `moves` maps each old code to its successor; what lies below an old code and has no entry of its own falls to the
    successor. A successor that is not registered yet is made from `names`. Facts keep the old codes.
    Raises: RegisterRefused `nothing_to_merge`, `territory_unknown`.
    """
    if not moves:
        raise RegisterRefused("nothing_to_merge")
    known = Territory.objects.in_bulk([*moves, *moves.values()])
    for code in moves:
        if code not in known:
            raise RegisterRefused("territory_unknown", given=code)
    for code in sorted(set(moves.values()) - set(known)):
        known[code] = _found(code, (names or {}).get(code, ""), on)
    moved = 0
    facts = []
    # The narrowest first, so that a township with a successor of its own is gone before its county's turn.
    for old, new in sorted(moves.items(), key=lambda pair: -len(pair[0])):
        TerritorySuccession.objects.get_or_create(
            old=known[old], new=known[new], on=on, defaults={"citation": citation}
        )
        Territory.objects.filter(code__startswith=old, valid_to=None).exclude(code__in=moves.values()).update(
            valid_to=on
        )
        affected = Place.objects.filter(territory_code__startswith=old)
        count = affected.update(territory_code=new, county_code=county_of(new))
        moved += count
        data = {"successor": new, "on": on.isoformat(), "citation": citation, "places": count}
        facts.append(told("territory", subject_of_code(old), "merge", data, territory=old, by=by, at=at))
    append(facts)
    for county in sorted({county_of(new) or new for new in moves.values()}):
        ensure_committee_office(territory_code=county, by=by, at=at)
    return moved


def _territory(code: str, folder: DivisionFolder) -> Territory:
    kind = TerritoryKind.ZONE if folder.zone.match(code) else TerritoryKind.GOVERNMENT
    if code in folder.groupings:
        kind = TerritoryKind.GROUPING
    return Territory(
        code=code, name=folder.names[code], level=level_of(code), kind=kind, parent_code=folder.above(code)
    )


def _store(wanted: Mapping[str, Territory]) -> tuple[int, int]:
    present = {row[0]: row[1:] for row in Territory.objects.values_list("code", *_LOADED_FIELDS)}
    new = [row for code, row in wanted.items() if code not in present]
    changed = [
        row
        for code, row in wanted.items()
        if code in present and present[code] != tuple(getattr(row, name) for name in _LOADED_FIELDS)
    ]
    Territory.objects.bulk_create(new, batch_size=_BATCH)
    Territory.objects.bulk_update(changed, _LOADED_FIELDS, batch_size=500)
    return len(new), len(changed)


def _load_superiors(wanted: Mapping[str, Territory], folder: DivisionFolder) -> int:
    direct = {code: folder.above(code) for code in wanted if len(code) == 6 and code[:4] in folder.groupings}
    present = set(
        Jurisdiction.objects.filter(kind=JurisdictionKind.ANSWERS_TO).values_list("territory_code", "superior_code")
    )
    new = [
        Jurisdiction(
            territory_code=code,
            kind=JurisdictionKind.ANSWERS_TO,
            superior_code=superior,
            valid_from=EVER,
            citation=folder.citation,
        )
        for code, superior in direct.items()
        if (code, superior) not in present
    ]
    Jurisdiction.objects.bulk_create(new)
    return len(new)


def _load_successions(folder: DivisionFolder, wanted: Mapping[str, Territory]) -> int:
    made = 0
    for step in folder.successions:
        if step.new not in wanted:
            continue
        Territory.objects.get_or_create(
            code=step.old,
            defaults={
                "name": step.old_name,
                "level": level_of(step.old),
                "parent_code": parent_of(step.old),
                "valid_to": step.on,
            },
        )
        _row, is_new = TerritorySuccession.objects.get_or_create(
            old_id=step.old, new_id=step.new, on=step.on, defaults={"citation": step.status}
        )
        made += is_new
    return made


def _found(code: str, name: str, on: date) -> Territory:
    try:
        level = level_of(code)
    except CodeError:
        raise RegisterRefused("territory_unknown", given=code) from None
    if not name:
        raise RegisterRefused("territory_unknown", given=code)
    return Territory.objects.create(code=code, name=name, level=level, parent_code=parent_of(code), valid_from=on)
