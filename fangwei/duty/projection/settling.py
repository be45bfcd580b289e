"""Putting places into the classes that they belong to, all of them or those that changed, by statements over sets.

Only what differs by words goes through Python: each trade and each set of traits once, never a place.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from fangwei.duty.domains import HAZARDOUS_CHEMICALS, MAJOR_INSTALLATION
from fangwei.duty.models import DutyClass, PlaceClass, PlaceGap, Placement
from fangwei.duty.placing import BATCH, ClassKey, gaps_of, suspects
from fangwei.duty.projection import scratch
from fangwei.duty.tables import Words, words_of
from fangwei.engines.codes import subtree_bounds
from fangwei.ledger.rows import insert
from fangwei.register.law import book
from fangwei.register.models import MajorInstallation, Place, Site

TOUCHED = "duty_touched"
"""The scratch table of the classes that have to be looked at again."""

_PLACES, _SITES = Place._meta.db_table, Site._meta.db_table
_CLASSES, _PLACED = PlaceClass._meta.db_table, Placement._meta.db_table
_ANSWERS, _GAPS = DutyClass._meta.db_table, PlaceGap._meta.db_table
_HEAVY = MajorInstallation._meta.db_table
_OWN = f"(SELECT o.places FROM duty_own o WHERE o.class_id = {_CLASSES}.id)"  # noqa: S608  # our own names
_COUNTY = 6
_GAP = ("place", "kind", "cause", "about")
_HOLDS = "{0}.valid_from <= %s AND ({0}.valid_to IS NULL OR {0}.valid_to > %s)"


def settle_all(day: date) -> int:
    """Put every place into its class, where nothing is placed yet; return how many places there are."""
    _describe(day, "")
    scratch.run(
        f"INSERT INTO {_CLASSES} (territory_code, trade, traits, places) "  # our own names
        f"SELECT b.territory, t.trade, k.traits, count(*) {_described()} GROUP BY b.territory, t.trade, k.traits"
    )
    scratch.measure(_CLASSES)
    placed = _place()
    scratch.measure(_PLACED)
    for judge, ids in suspects(day):
        for some in _batches(ids.iterator(BATCH)):
            _write_gaps(judge(some, day))
    scratch.measure(_GAPS)
    _count_gapped("")
    scratch.run(
        f"UPDATE {_CLASSES} SET gapped = {_OWN} WHERE id IN (SELECT class_id FROM duty_own)"  # noqa: S608
    )
    return placed


def settle(ids: Iterable[UUID], day: date) -> None:
    """Put places into the classes that they now belong to and judge them anew; what that touches is noted."""
    places = list(ids)
    if not places:
        return
    scratch.start("duty_moving", place_id=scratch.UUID_)
    scratch.fill("duty_moving", 1, ((scratch.prepared(id_),) for id_ in places))
    scratch.measure("duty_moving")
    touch = (
        f"INSERT INTO {TOUCHED} SELECT DISTINCT p.place_class_id FROM {_PLACED} p "  # noqa: S608
        "JOIN duty_moving m ON m.place_id = p.place_id"
    )
    scratch.run(touch)
    _describe(day, "JOIN duty_moving m ON m.place_id = p.id")
    scratch.run(
        f"INSERT INTO {_CLASSES} (territory_code, trade, traits) "  # noqa: S608
        f"SELECT DISTINCT b.territory, t.trade, k.traits {_described()} WHERE NOT EXISTS (SELECT 1 FROM {_CLASSES} c "
        "WHERE c.territory_code = b.territory AND c.trade = t.trade AND c.traits = k.traits)"
    )
    for table in (_PLACED, _GAPS):
        scratch.run(f"DELETE FROM {table} WHERE place_id IN (SELECT place_id FROM duty_moving)")  # noqa: S608
    _place()
    scratch.run(touch)
    for start in range(0, len(places), BATCH):
        some = places[start : start + BATCH]
        _write_gaps(gaps_of(Place.objects.on(day).filter(id__in=some).values_list("id", flat=True), day))
    scratch.measure(TOUCHED)
    _count_gapped(f"JOIN {TOUCHED} x ON x.class_id = p.place_class_id")
    scratch.run(
        f"UPDATE {_CLASSES} SET gapped = COALESCE({_OWN}, 0), places = (SELECT count(*) FROM {_PLACED} p "  # noqa: S608
        f"WHERE p.place_class_id = {_CLASSES}.id) WHERE id IN (SELECT class_id FROM {TOUCHED})"
    )


def drop_empty() -> None:
    """Forget the touched classes to which no place belongs any more."""
    empty = f"SELECT id FROM {_CLASSES} WHERE places = 0 AND id IN (SELECT class_id FROM {TOUCHED})"  # noqa: S608
    scratch.run(f"DELETE FROM {_ANSWERS} WHERE place_class_id IN ({empty})")  # noqa: S608
    scratch.run(f"DELETE FROM {_CLASSES} WHERE id IN ({empty})")  # noqa: S608


def counted(territory_code: str, day: date, words: Words) -> Iterator[tuple[ClassKey, int]]:
    """Yield the classes that places of a territory fall into on a day, told apart by these words, and how many places each has.

    Nothing that stands is touched; classes come in the order of their keys.
    """
    within, values = "", []
    if len(territory_code) == _COUNTY:
        within, values = "AND p.county_code = %s", [territory_code]
    elif territory_code:
        within, values = "AND p.territory_code >= %s AND p.territory_code < %s", [*subtree_bounds(territory_code)]
    _describe(day, "", words, within, values)
    rows = scratch.rows_of(f"SELECT b.territory, t.trade, k.traits, count(*) {_described()} GROUP BY 1, 2, 3")
    for territory, trade, traits, places in sorted(rows):
        yield ClassKey(territory, trade, traits), places


def _describe(day: date, among: str, words: Words | None = None, within: str = "", values: Sequence[str] = ()) -> None:
    """Note of each place its territory, its trade and what marks it, then of each trade and marks what counts of them."""
    scratch.start(
        "duty_base", place_id=scratch.UUID_, territory=scratch.TEXT, industry=scratch.TEXT, marks=scratch.TEXT
    )
    heavy = f"SELECT DISTINCT i.site_id FROM {_HEAVY} i WHERE i.level IS NOT NULL AND {_HOLDS.format('i')}"  # noqa: S608
    scratch.run(
        "INSERT INTO duty_base SELECT p.id, COALESCE(NULLIF(p.territory_code, ''), p.county_code), "  # noqa: S608
        "COALESCE(s.industry_code, ''), p.kind || CASE WHEN s.hazardous_chemicals THEN '|1|' ELSE '|0|' END || "
        "CASE WHEN h.site_id IS NULL THEN '0|' ELSE '1|' END || COALESCE(CAST(s.traits AS text), '[]') "
        f"FROM {_PLACES} p {among} LEFT JOIN {_SITES} s ON s.place_id = p.id LEFT JOIN ({heavy}) h ON h.site_id = p.id "
        f"WHERE {_HOLDS.format('p')} {within}",
        [day, day, day, day, *values],
    )
    scratch.measure("duty_base")
    words = words or words_of(book())
    scratch.start("duty_trades", industry=scratch.TEXT, trade=scratch.TEXT)
    industries = scratch.rows_of("SELECT DISTINCT industry FROM duty_base")
    scratch.fill("duty_trades", 2, [(code, words.trade(code)) for (code,) in industries])
    scratch.start("duty_marks", marks=scratch.TEXT, traits=scratch.TEXT)
    marks = scratch.rows_of("SELECT DISTINCT marks FROM duty_base")
    scratch.fill("duty_marks", 2, [(text, words.marks(_traits(text))) for (text,) in marks])
    scratch.measure("duty_trades", "duty_marks")


def _traits(text: str) -> set[str]:
    kind, chemicals, heavy, traits = text.split("|", 3)
    found = {kind, *map(str, json.loads(traits) or ())}
    return found | {mark for mark, on in ((HAZARDOUS_CHEMICALS, chemicals), (MAJOR_INSTALLATION, heavy)) if on == "1"}


def _described() -> str:
    return "FROM duty_base b JOIN duty_trades t ON t.industry = b.industry JOIN duty_marks k ON k.marks = b.marks"


def _place() -> int:
    return scratch.run(
        f"INSERT INTO {_PLACED} (place_id, place_class_id) SELECT b.place_id, c.id {_described()} "
        f"JOIN {_CLASSES} c ON c.territory_code = b.territory AND c.trade = t.trade AND c.traits = k.traits"
    )


def _count_gapped(among: str) -> None:
    """Count for each class the places that have a blind spot of their own."""
    scratch.start("duty_own", class_id=scratch.NUMBER, places=scratch.NUMBER)
    scratch.run(
        f"INSERT INTO duty_own SELECT p.place_class_id, count(DISTINCT g.place_id) FROM {_PLACED} p {among} "  # noqa: S608
        f"JOIN {_GAPS} g ON g.place_id = p.place_id GROUP BY p.place_class_id"
    )
    scratch.run("CREATE INDEX duty_own_of ON duty_own (class_id)")
    scratch.measure("duty_own")


def _write_gaps(found: list[PlaceGap]) -> None:
    insert(PlaceGap, _GAP, [(gap.place_id, gap.kind, gap.cause, gap.about) for gap in found])


def _batches(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while some := list(islice(ids, BATCH)):
        yield some
