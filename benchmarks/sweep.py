"""What a sweep costs among few and among very many running clocks: `python -m benchmarks.sweep [CLOCKS]`.

A thousand clocks are due each time, half of them at and half of them past their deadline, among 10,000 running clocks and
then among a million. The cost must grow with what is due and not with what runs. Clocks that were started together fall due
together, as periods have it; `scattered` spreads them over the whole table, each on a page of its own.
"""

import json
import sys
import time
from datetime import timedelta
from typing import Any

from benchmarks.measure import circumstances, with_postgresql
from benchmarks.sheets_county import AT, fresh_home

FEW = 10_000
DUE = 1_000


def run(many: int = 1_000_000) -> dict[str, Any]:
    """Sweep a thousand due clocks among few and among many running ones, three times each; the quickest counts."""
    fresh_home()
    from fangwei.hazards.tests.factories import County

    county = County()
    _fill(county, 1, FEW)
    _sweep(FEW, 0)  # the first sweep loads law and plans
    few = [min(_sweep(FEW, turn, scattered) for turn in range(1, 4)) for scattered in (False, True)]
    start = time.perf_counter()
    _fill(county, FEW + 1, many)
    filled = time.perf_counter() - start
    _sweep(many, 4)
    most = [min(_sweep(many, turn, scattered) for turn in range(5, 8)) for scattered in (False, True)]
    return {
        "benchmark": "sweep",
        **circumstances(),
        "due": DUE,
        "running": [FEW, many],
        "seconds": [round(few[0], 3), round(most[0], 3)],
        "ratio": round(few[0] / most[0], 3),
        "scattered": {"seconds": [round(few[1], 3), round(most[1], 3)], "ratio": round(few[1] / most[1], 3)},
        "seconds_to_fill": round(filled, 1),
    }


def _sweep(running: int, turn: int, scattered: bool = False) -> float:
    """Make a thousand clocks due, other ones each turn, and return the seconds that their sweep takes."""
    from django.db import connection

    from fangwei.casework.models import RunningClock
    from fangwei.casework.sweep import sweep

    at = AT + timedelta(minutes=turn)  # within one day: the daily look at blind spots is another measurement
    lowest = RunningClock.objects.order_by("id").values_list("id", flat=True)[0]
    step = running // DUE if scattered else 1
    first = lowest + turn * (1 if scattered else DUE)
    chosen = [first + number * step for number in range(DUE)]
    with connection.cursor() as cursor:
        # Half are due at this very instant, half have been for a day: those climb, and are told in a fact.
        for some, due, rung in ((chosen[::2], at, 3), (chosen[1::2], at - timedelta(days=1), 4)):
            cursor.executemany(
                "UPDATE casework_runningclock SET due_at = %s, rung = %s, next_at = %s WHERE id = %s",
                [(_stored(due), rung, _stored(at), clock) for clock in some],
            )
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE casework_runningclock")
    due_now = RunningClock.objects.filter(next_at__lte=at).count()
    assert due_now == DUE, due_now
    start = time.perf_counter()
    swept = sweep(at=at)
    seconds = time.perf_counter() - start
    assert swept.clocks == DUE and swept.climbed >= DUE // 2, swept
    RunningClock.objects.filter(next_at__lte=at + timedelta(days=30)).update(next_at=AT + timedelta(days=4000))
    return seconds


def _stored(at: Any) -> Any:
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(at)


def _fill(county: Any, first: int, last: int) -> None:
    """Insert cases, each with a running clock that is due in years, by one statement a table."""
    from django.db import connection

    if connection.vendor == "sqlite":
        serials = "WITH RECURSIVE serial(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM serial WHERE n < %s)"
        key = "printf('%%032x', n)"
        post = f"'{county.owner.post_id.hex}'"
        place = f"'{county.site.place_id.hex}'"
    else:
        serials = "WITH serial(n) AS (SELECT generate_series(%s::bigint, %s::bigint))"
        key = "lpad(to_hex(n), 32, '0')::uuid"
        post, place = f"'{county.owner.post_id}'::uuid", f"'{county.site.place_id}'::uuid"
    now, far = _stored(AT), _stored(AT + timedelta(days=4000))
    no, yes = ("false", "true") if connection.vendor == "postgresql" else ("0", "1")
    with connection.cursor() as cursor:
        cursor.execute(
            f"{serials} INSERT INTO casework_case (id, kind, state, version, is_open, title, severity, place_id, territory,"
            " owner_post_id, owned_since, origin_kind, provenance, inherited, opened_at, last_at, due_at)"
            f" SELECT {key}, 'hazard', 'ordered', 1, {yes}, 'x', 1, {place}, '411681100', {post}, %s, '', 'acted', {no}, %s, %s, %s"
            " FROM serial",
            [first, last, now, now, now, far],
        )
        cursor.execute(
            f"{serials} INSERT INTO casework_runningclock (case_id, name, rule, bundle, holder, started_at, due_at, first_due_at,"
            f" outcome, rung, next_at) SELECT {key}, 'rectify', '', '', 'owner', %s, %s, %s, '', 0, %s FROM serial",
            [first, last, _stored(AT - timedelta(days=400)), far, far, far],
        )


if __name__ == "__main__":
    words = sys.argv[1:2]
    print(json.dumps(with_postgresql("benchmarks.sweep", run(*map(int, words)), *words)))
