"""Loading the country's administrative divisions, and merging some of them later."""

import csv
import hashlib
import io
import lzma
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from fangwei.engines.codes import LEVELS, CodeError, county_of, level_of
from fangwei.ledger.actions import append
from fangwei.register.actions.organizations import ensure_committee_office
from fangwei.register.author import Author, subject_of_code, told
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
TABLES = "divisions-*.csv.xz"
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
    tables = sorted(path.glob(TABLES))
    try:
        names = _read_table(tables[-1])
        said = tomllib.loads((path / "jurisdictions.toml").read_text(encoding="utf-8"))
        changes = tomllib.loads((path / "changes.toml").read_text(encoding="utf-8"))["succeeded"]
    except (IndexError, OSError, ValueError, KeyError, lzma.LZMAError):
        raise RegisterRefused("divisions_unreadable", folder=path) from None
    wanted = {row.code: row for row in _territories(names, said)}
    created, updated = _store(wanted)
    answers = _load_superiors(wanted, said)
    successions = _load_successions(changes, wanted)
    result = LoadResult(len(names), created, updated, successions, hash_of_divisions(path))
    if created or updated or successions or answers:
        subject = subject_of_code("country")
        append(
            [
                told(
                    "divisions",
                    subject,
                    "load",
                    {**asdict(result), "table": tables[-1].name},
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


def _read_table(table: Path) -> dict[str, str]:
    with lzma.open(table, "rt", encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(io.StringIO(file.read()))}


def _territories(names: Mapping[str, str], said: Mapping[str, Any]) -> Iterator[Territory]:
    zone = re.compile(said["zones"]["pattern"])
    groupings = said["groupings"]
    lengths = sorted(LEVELS)
    for code, name in names.items():
        above = lengths.index(len(code)) - 1
        parent = code[: lengths[above]] if above >= 0 else ""
        kind = TerritoryKind.ZONE if zone.match(code) else TerritoryKind.GOVERNMENT
        if code in groupings:
            kind = TerritoryKind.GROUPING
        yield Territory(
            code=code, name=name, level=level_of(code), kind=kind, parent_code=groupings.get(parent, parent)
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


def _load_superiors(wanted: Mapping[str, Territory], said: Mapping[str, Any]) -> int:
    groupings = said["groupings"]
    direct = {code: groupings[code[:4]] for code in wanted if len(code) == 6 and code[:4] in groupings}
    present = set(
        Jurisdiction.objects.filter(kind=JurisdictionKind.ANSWERS_TO).values_list("territory_code", "superior_code")
    )
    new = [
        Jurisdiction(
            territory_code=code,
            kind=JurisdictionKind.ANSWERS_TO,
            superior_code=superior,
            valid_from=EVER,
            citation=said["citation"],
        )
        for code, superior in direct.items()
        if (code, superior) not in present
    ]
    Jurisdiction.objects.bulk_create(new)
    return len(new)


def _load_successions(changes: list[dict[str, Any]], wanted: Mapping[str, Territory]) -> int:
    made = 0
    for change in changes:
        if change["new"] not in wanted:
            continue
        for code, name in change["old"].items():
            territory, _new = Territory.objects.get_or_create(
                code=code,
                defaults={
                    "name": name,
                    "level": level_of(code),
                    "parent_code": code[:-2],
                    "valid_to": change["on"],
                },
            )
            _row, is_new = TerritorySuccession.objects.get_or_create(
                old=territory, new_id=change["new"], on=change["on"], defaults={"citation": change["status"]}
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
    lengths = sorted(LEVELS)
    parent = code[: lengths[lengths.index(len(code)) - 1]]
    return Territory.objects.create(code=code, name=name, level=level, parent_code=parent, valid_from=on)


def hash_of_divisions(path: Path) -> str:
    """Return the one hash over the files of a folder of divisions, without loading them."""
    files = [sorted(path.glob(TABLES))[-1], path / "jurisdictions.toml", path / "changes.toml"]
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
