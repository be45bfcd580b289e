"""Counting the sums that pages read: how many pairs of a county, a division of the trades and a domain stand how.

Groups of county and division are counted again where a class in them was touched; the same statements count everything.
"""

from fangwei.duty.gaps import ORDER
from fangwei.duty.models import DutyClass, DutyTally, GapTally, PlaceClass, PlaceGap, Placement
from fangwei.duty.projection import scratch
from fangwei.duty.projection.settling import TOUCHED

_CLASSES, _ANSWERS = PlaceClass._meta.db_table, DutyClass._meta.db_table
_GAPS, _PLACED = PlaceGap._meta.db_table, Placement._meta.db_table
_PAIRS, _OWN = DutyTally._meta.db_table, GapTally._meta.db_table
_SAID = "domain, gap, about, lead_kind, lead_id, lead_post_id, rule, status"
_AMONG = "JOIN duty_groups q ON q.county = c.county AND q.division = c.division"


def note_groups() -> None:
    """Note which groups the touched classes are of, before classes that have become empty are forgotten."""
    scratch.start("duty_groups", county=scratch.TEXT, division=scratch.TEXT)
    scratch.run(
        f"INSERT INTO duty_groups SELECT DISTINCT county, division FROM {_CLASSES} "  # noqa: S608  # our own names
        f"WHERE id IN (SELECT class_id FROM {TOUCHED})"
    )
    scratch.measure("duty_groups")


def count_groups() -> None:
    """Count the noted groups again."""
    for table in (_PAIRS, _OWN):
        scratch.run(
            f"DELETE FROM {table} WHERE EXISTS (SELECT 1 FROM duty_groups q "  # noqa: S608
            f"WHERE q.county = {table}.county AND q.division = {table}.division)"
        )
    _count(_AMONG)


def count_all() -> None:
    """Count every group, where no sums stand yet."""
    _count("")
    scratch.measure(_PAIRS, _OWN)


def _count(among: str) -> None:
    said = ", ".join(f"d.{name}" for name in _SAID.split(", "))
    scratch.run(
        f"INSERT INTO {_PAIRS} (county, division, {_SAID}, pairs, hidden) "  # noqa: S608
        f"SELECT c.county, c.division, {said}, sum(c.places), sum(c.gapped) FROM {_CLASSES} c {among} "
        f"JOIN {_ANSWERS} d ON d.place_class_id = c.id WHERE c.places > 0 GROUP BY c.county, c.division, {said}"
    )
    own = "g.kind, g.cause, g.about"
    domains = f"(SELECT count(*) FROM {_ANSWERS} d WHERE d.place_class_id = c.id)"  # noqa: S608
    graver = f"EXISTS (SELECT 1 FROM {_GAPS} o WHERE o.place_id = g.place_id AND {_rank('o')} < {_rank('g')})"  # noqa: S608
    scratch.run(
        f"INSERT INTO {_OWN} (county, division, territory_code, kind, cause, about, pairs, counted) "  # noqa: S608
        f"SELECT c.county, c.division, c.territory_code, {own}, sum({domains}), "
        f"sum(CASE WHEN {graver} THEN 0 ELSE {domains} END) FROM {_CLASSES} c {among} "
        f"JOIN {_PLACED} p ON p.place_class_id = c.id JOIN {_GAPS} g ON g.place_id = p.place_id "
        f"WHERE c.gapped > 0 GROUP BY c.county, c.division, c.territory_code, {own}"
    )


def _rank(row: str) -> str:
    kinds = " ".join(f"WHEN '{kind}' THEN {place}" for kind, place in ORDER.items())
    return f"CASE {row}.kind {kinds} END"
