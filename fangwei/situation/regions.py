"""How open hazards spread over the divisions below a territory, and where these divisions lie.

Counts come from the lists' own index, so that they cost what is open and never what has ended; where a division lies is taken
from a few of its places, because no boundary is kept here.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet

from fangwei.accounts.actor import Actor
from fangwei.casework.lists import before
from fangwei.casework.models import CaseScope
from fangwei.casework.queries import EVERY_AUDIENCE, readers_of
from fangwei.casework.scopes import LIST_LEVELS, UNIT, shelves
from fangwei.engines import geo
from fangwei.engines.codes import subtree_bounds
from fangwei.register.models import Place, Territory

SAMPLED = 40
"""How many places say where a division lies."""
GRAIN = {2: 5, 4: 6, 6: 7}
"""The resolution of the hexagons behind a map, by the length of the territory's code; below a county it is 8."""


@dataclass(frozen=True, slots=True)
class Region:
    """One division with its open hazards, the major and the overdue ones among them; the middle of its places, if known."""

    code: str
    name: str
    open: int = 0
    major: int = 0
    overdue: int = 0
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The divisions below a territory, the hexagons in which their places lie, and the hazards known no nearer than itself."""

    regions: list[Region]
    cells: frozenset[str] = frozenset()
    elsewhere: Region = field(default_factory=lambda: Region("", ""))


def spread_of(actor: Actor, at: datetime) -> Spread:
    """Return how the open hazards that an actor may read spread over the divisions below, with a few queries."""
    code = actor.territory_code
    names = dict(Territory.objects.standing().filter(parent_code=code).order_by("code").values_list("code", "name"))
    if not names:
        names = dict(Territory.objects.filter(code=code).values_list("code", "name"))
    counted, beyond = _counted(actor, names, at)
    points, cells = _where(names, GRAIN.get(len(code), 8))
    regions = [
        Region(one, name, *counted.get(one, (0, 0, 0)), *points.get(one, (None, None))) for one, name in names.items()
    ]
    return Spread(regions, cells, Region(code, "", *beyond))


Counts = tuple[int, int, int]


def _counted(actor: Actor, codes: Collection[str], at: datetime) -> tuple[dict[str, Counts], Counts]:
    """Return open, major and overdue hazards by division, and those that lie in none of them."""
    pairs = [pair for pair in readers_of(actor) if not pair[0].startswith(UNIT)]
    granted = Q(case_id__in=[])
    for audience, territory in pairs:
        granted |= Q(audience=audience, territory=territory)
    rows = CaseScope.objects.filter(shelf__in=shelves(("hazard",))).order_by()
    if any(audience == EVERY_AUDIENCE for audience, _territory in pairs) and {len(one) for one in codes} <= set(
        LIST_LEVELS
    ):
        found = _sums(
            rows.filter(audience=EVERY_AUDIENCE, territory__in=list(codes)).values("territory"), at, "territory"
        )
        whole = _sums(rows.filter(granted).values("audience"), at, "audience")
        return found, _less(whole.values(), found.values())
    by_case = _sums(rows.filter(granted).values("case__territory"), at, "case__territory")
    return _folded(by_case, codes)


def _sums(rows: QuerySet[Any, Any], at: datetime, by: str) -> dict[str, Counts]:
    # Three counts along the index are many times faster than one that weighs each row.
    late = Q(rank__lt=before(at), shelf__in=shelves(("hazard",), inherited=False))
    major = Q(Func(F("severity"), template="%(expressions)s = 2", output_field=BooleanField()))
    counted = [dict(rows.filter(one).annotate(n=Count("case_id")).values_list(by, "n")) for one in (Q(), major, late)]
    return {str(code): (n, counted[1].get(code, 0), counted[2].get(code, 0)) for code, n in counted[0].items()}


def _folded(by_case: dict[str, Counts], codes: Collection[str]) -> tuple[dict[str, Counts], Counts]:
    found: dict[str, Counts] = {}
    beyond: Counts = (0, 0, 0)
    lengths = sorted({len(code) for code in codes}, reverse=True)
    for territory, counts in by_case.items():
        home = next((territory[:size] for size in lengths if territory[:size] in codes), "")
        if home:
            found[home] = _plus(found.get(home, (0, 0, 0)), counts)
        else:
            beyond = _plus(beyond, counts)
    return found, beyond


def _plus(one: Counts, other: Counts) -> Counts:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _less(whole: Iterable[Counts], parts: Iterable[Counts]) -> Counts:
    left: Counts = (0, 0, 0)
    for counts in whole:
        left = _plus(left, counts)
    for counts in parts:
        left = max(left[0] - counts[0], 0), max(left[1] - counts[1], 0), max(left[2] - counts[2], 0)
    return left


def _where(codes: Iterable[str], grain: int) -> tuple[dict[str, tuple[float, float]], frozenset[str]]:
    """Return the middle of some places of each division, and the hexagons these places lie in."""
    sql, values = [], []
    for code in codes:
        low, high = subtree_bounds(code)
        here = Place.objects.filter(territory_code__gte=low, territory_code__lt=high, lat__isnull=False)
        text, given = (
            here.order_by("territory_code", "id").values_list("lat", "lon", "cell")[:SAMPLED].query.sql_with_params()
        )
        sql.append(f"SELECT %s AS code, lat, lon, cell FROM ({text}) sampled")  # noqa: S608 - made by the query itself
        values += [code, *given]
    if not sql:
        return {}, frozenset()
    found: dict[str, list[tuple[float, float]]] = {}
    cells: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql), values)
        for code, lat, lon, cell in cursor.fetchall():
            found.setdefault(code, []).append((lat, lon))
            cells[geo.coarser(cell, grain)] += 1
    return {code: _middle(points) for code, points in found.items()}, frozenset(cells)


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the median point: one place with wrong coordinates does not move its division."""
    lats, lons = sorted(lat for lat, _lon in points), sorted(lon for _lat, lon in points)
    return lats[len(lats) // 2], lons[len(lons) // 2]
