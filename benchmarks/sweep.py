"""What a sweep costs among few and among very many running clocks: `python -m benchmarks.sweep [CLOCKS]`.

A thousand clocks are due each time, half of them before and half of them past their deadline, spread over all the others:
among 10,000 running clocks, then among a million. The cost must grow with what is due and not with what runs.
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
    few = min(_sweep(FEW, turn) for turn in range(1, 4))
    start = time.perf_counter()
    _fill(county, FEW + 1, many)
    filled = time.perf_counter() - start
    _sweep(many, 4)
    most = min(_sweep(many, turn) for turn in range(5, 8))
    return {
        "benchmark": "sweep",
        **circumstances(),
        "due": DUE,
        "running": [FEW, many],
        "seconds": [round(few, 3), round(most, 3)],
        "ratio": round(few / most, 3),
        "seconds_to_fill": round(filled, 1),
    }


def _sweep(running: int, turn: int) -> float:
    """Make a thousand clocks due, other ones each turn, and return the seconds that their sweep takes."""
    from django.db import connection

    from fangwei.casework.models import RunningClock
    from fangwei.casework.sweep import sweep

    at = AT + timedelta(days=turn)
    step = running // DUE
    with connection.cursor() as cursor:
        for offset, due in ((0, at), (step // 2, at - timedelta(days=1))):
            # Half are due at this very instant, half have been for a day: those climb, and are told in a fact.
            cursor.execute(
                "UPDATE casework_runningclock SET due_at = %s, rung = %s, next_at = %s"
                " WHERE id IN (SELECT id FROM casework_runningclock WHERE id %% %s = %s ORDER BY id LIMIT %s)",
                [_stored(due), 3 if offset == 0 else 4, _stored(at), step, (offset + turn) % step, DUE // 2],
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
