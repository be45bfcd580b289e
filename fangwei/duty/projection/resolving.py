"""Resolving classes: each trade, set of traits and domain once for each territory that something speaks of, then joined.

Townships answer like their county unless a delegation, a confirmation or an overlay speaks of the township itself.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from fangwei.duty.answers import OwnerClass
from fangwei.duty.models import Confirmation, DutyClass, PlaceClass
from fangwei.duty.projection import scratch
from fangwei.duty.projection.settling import TOUCHED
from fangwei.duty.resolve import among
from fangwei.duty.roster import Roster
from fangwei.duty.rules import DutyRow, DutyTable
from fangwei.duty.tables import DUTY_RULE, NEAREST_RULE, domain_table, duty_table
from fangwei.engines.codes import chain_of
from fangwei.engines.lawbook import Lawbook
from fangwei.register.law import book
from fangwei.register.models import Jurisdiction

_CLASSES, _ANSWERS = PlaceClass._meta.db_table, DutyClass._meta.db_table
_COLUMNS = "gap, about, lead_kind, lead_id, lead_post_id, rule, status"
_SAME = " AND ".join(f"s.{name} = d.{name}" for name in ("gap", "about", "lead_kind", "rule", "status"))
_SAME += "".join(
    f" AND COALESCE(s.{name} = d.{name}, s.{name} IS NULL AND d.{name} IS NULL)" for name in ("lead_id", "lead_post_id")
)
_FROM_TOUCHED = f"JOIN (SELECT DISTINCT class_id FROM {TOUCHED}) x ON x.class_id = c.id"  # noqa: S608  # our own names
_COUNTY = 6
_SCOPES = 60


def resolve_all(day: date) -> int:
    """Write the answers of all classes, where none stands yet; return how many."""
    _say(day, "")
    return _insert("", "")


def resolve_touched(day: date) -> int:
    """Compare the answers of touched classes with what stands and write what differs; return how many rows that is."""
    _say(day, _FROM_TOUCHED)
    gone = scratch.run(
        f"DELETE FROM {_ANSWERS} WHERE id IN (SELECT d.id FROM {_ANSWERS} d JOIN {_CLASSES} c ON c.id = d.place_class_id "  # noqa: S608
        f"{_FROM_TOUCHED} JOIN duty_scope o ON o.territory = c.territory_code LEFT JOIN duty_said s ON s.scope = o.scope "
        f"AND s.trade = c.trade AND s.traits = c.traits AND s.domain = d.domain AND {_SAME} WHERE s.domain IS NULL)"
    )
    missing = f"WHERE NOT EXISTS (SELECT 1 FROM {_ANSWERS} d WHERE d.place_class_id = c.id AND d.domain = s.domain)"  # noqa: S608
    return max(gone, _insert(_FROM_TOUCHED, missing))


def _insert(chosen: str, missing: str) -> int:
    said = ", ".join(f"s.{name}" for name in _COLUMNS.split(", "))
    return scratch.run(
        f"INSERT INTO {_ANSWERS} (place_class_id, domain, {_COLUMNS}) SELECT c.id, s.domain, {said} "  # noqa: S608
        f"FROM {_CLASSES} c {chosen} JOIN duty_scope o ON o.territory = c.territory_code "
        f"JOIN duty_said s ON s.scope = o.scope AND s.trade = c.trade AND s.traits = c.traits {missing}"
    )


def _say(day: date, chosen: str) -> None:
    """Fill the scratch tables: which territory each one answers like, and what is said there of trade, traits, domain."""
    speaking = speaking_on(day)
    scratch.start("duty_scope", territory=scratch.TEXT, scope=scratch.TEXT)
    codes = scratch.rows_of(f"SELECT DISTINCT c.territory_code FROM {_CLASSES} c {chosen}")  # noqa: S608
    scratch.fill("duty_scope", 2, ((code, scope_of(code, speaking)) for (code,) in codes))
    scratch.measure("duty_scope")
    asked = scratch.rows_of(
        f"SELECT DISTINCT o.scope, c.trade, c.traits FROM {_CLASSES} c {chosen} "  # noqa: S608
        "JOIN duty_scope o ON o.territory = c.territory_code ORDER BY 1"
    )
    columns = dict.fromkeys(("scope", "trade", "traits", "domain", "gap", "about", "lead_kind"), scratch.TEXT)
    columns |= {"lead_id": scratch.UUID_, "lead_post_id": scratch.UUID_, "rule": scratch.TEXT, "status": scratch.TEXT}
    scratch.start("duty_said", **columns)
    for rows in _answers(asked, day):
        scratch.fill("duty_said", len(columns), rows)
    scratch.measure("duty_said")


def speaking_on(day: date, law: Lawbook | None = None) -> set[str]:
    """Return the territories below the county of which something of their own is said."""
    codes = set(Jurisdiction.objects.on(day).values_list("territory_code", flat=True))
    codes |= set(Confirmation.objects.on(day).values_list("territory_code", flat=True))
    codes |= {one.territory for rule in (DUTY_RULE, NEAREST_RULE) for one in (law or book()).overlays_of(rule)}
    return {code for code in codes if len(code) > _COUNTY}


def scope_of(territory_code: str, speaking: set[str]) -> str:
    """Return the territory like which a place's own answers: its county, or what lies nearer and is spoken of."""
    chain = chain_of(territory_code)
    return next((code for code in chain if len(code) <= _COUNTY or code in speaking), territory_code)


def _answers(asked: list[tuple[str, str, str]], day: date) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what is said of every class and domain, some territories at a time; what is alike is looked up once."""
    rules = Spoken(day)
    grouped = [(scope, list(rows)) for scope, rows in groupby(asked, key=lambda row: row[0])]
    for start in range(0, len(grouped), _SCOPES):
        some = grouped[start : start + _SCOPES]
        roster = Roster.load({scope for scope, _rows in some}, day)
        said: list[tuple[Any, ...]] = []
        for scope, rows in some:
            known: dict[tuple[int, str], tuple[Any, ...]] = {}
            for _, trade, traits in rows:
                for domain, found in rules.of(scope, trade, traits):
                    key = (id(found), "" if found else trade[:2])
                    if key not in known:
                        known[key] = _answer(found, OwnerClass(scope, trade, domain), roster)
                    said.append((scope, trade, traits, domain, *known[key]))
        yield said


class Spoken:
    """Which rows speak of a trade and traits for each domain that such a place has; the same rows are the same object."""

    def __init__(self, day: date, law: Lawbook | None = None) -> None:
        self._day, self._law = day, law
        self._domains = domain_table(day, law)
        self._tables: dict[str, DutyTable] = {}
        self._found: dict[tuple[int, str, str], list[tuple[str, tuple[DutyRow, ...]]]] = {}
        self._same: dict[tuple[int, tuple[tuple[str, str], ...]], tuple[DutyRow, ...]] = {}

    def of(self, scope: str, trade: str, traits: str) -> list[tuple[str, tuple[DutyRow, ...]]]:
        """Return each domain with the rows of the table that holds in a territory."""
        table = self._tables.setdefault(scope, duty_table(self._day, scope, self._law))
        key = (id(table), trade, traits)
        if key not in self._found:
            marks = tuple(traits.split(",")) if traits else ()
            found = []
            for domain in self._domains.of_place(trade, marks):
                rows = table.matches(trade, domain, marks)
                named = (id(table), tuple((row.source, row.id) for row in rows))
                found.append((domain, self._same.setdefault(named, rows)))
            self._found[key] = found
        return self._found[key]


def _answer(rows: tuple[DutyRow, ...], asked: OwnerClass, roster: Roster) -> tuple[Any, ...]:
    """Return what a class keeps of its answer, in the order of its columns."""
    found = among(rows, asked, roster)
    post = roster.posts.get(found.lead.id) if found.lead is not None else None
    return (
        str(found.gap),
        found.about,
        found.row.lead if found.row else "",
        scratch.prepared(found.lead.id) if found.lead else None,
        scratch.prepared(post.id) if post else None,
        found.rule,
        found.status,
    )
