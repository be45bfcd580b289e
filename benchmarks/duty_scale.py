"""Who answers for a province: `tools/postgres.py python -m benchmarks.duty_scale [PLACES]`, on PostgreSQL.

The places are made by SQL over the real divisions of one province; resolving them is the product's own code. Beside it
stands a bare `INSERT … SELECT` of as many rows in the same run: the ratio is the number. Then what a rule that touches
some ten thousand places costs, and how long a leader of the province, a city and a county waits for his page.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.duty_resolve import OVERLAY
from benchmarks.sheets_county import AT, fresh_home

PROVINCE = "41"
ROUNDS = 30
SEED = Path(__file__).with_name("duty_scale.sql")
PAGES = {"province": "41", "city": "4103", "county": "410181"}


def run(places: int = 2_500_000) -> dict[str, Any]:
    """Make the province, resolve it, change this and that, and look at it."""
    home = fresh_home()
    from fangwei.duty.actions import catch_up, rebuild
    from fangwei.duty.models import DutyClass, DutyTally, GapTally, PlaceClass, PlaceGap, Placement
    from fangwei.engines.calendar import SHANGHAI

    day = AT.astimezone(SHANGHAI).date()
    told: dict[str, Any] = {"benchmark": "duty_scale", "places": places, "seed_seconds": _timed(lambda: _seed(places))}
    told["full_seconds"] = _timed(lambda: rebuild(at=AT))
    told["full_places_per_second"] = round(places / told["full_seconds"])
    tables = (PlaceClass, Placement, DutyClass, PlaceGap, DutyTally, GapTally)
    told["rows"] = {table._meta.model_name: table._default_manager.count() for table in tables}
    told["bare_places_seconds"] = _timed(_bare_places)
    told["bare_all_rows_seconds"] = told["bare_places_seconds"] + _timed(_bare_answers)
    told["ratio_to_bare_places"] = round(told["full_seconds"] / told["bare_places_seconds"], 1)
    told["ratio_to_bare_all_rows"] = round(told["full_seconds"] / told["bare_all_rows_seconds"], 1)
    told["peak_mb_python"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    told["pages_ms"] = _pages(day)
    told["rule"] = _rules(home, lambda: catch_up(at=AT))
    told["nothing_seconds"] = _timed(lambda: catch_up(at=AT))
    told["one_place_seconds"] = _one_place()
    told["peak_mb_python_in_all"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return told


def _seed(places: int) -> None:
    """Fill the register set by set; the text of the file is ours, its one number is put in."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in SEED.read_text(encoding="utf-8").replace(":places", str(int(places))).split(";\n"):
            if statement.strip():
                cursor.execute(statement)


def _bare_places() -> None:
    _execute(
        "CREATE TABLE bare (place_id uuid PRIMARY KEY, class_id bigint)",
        "CREATE INDEX bare_class ON bare (class_id)",
        "INSERT INTO bare SELECT place_id, place_class_id FROM duty_placement",
    )


def _bare_answers() -> None:
    _execute(
        "CREATE TABLE bare_answers (LIKE duty_dutyclass)",
        "CREATE UNIQUE INDEX bare_answers_once ON bare_answers (place_class_id, domain)",
        "INSERT INTO bare_answers SELECT * FROM duty_dutyclass",
    )


def _pages(day: date) -> dict[str, dict[str, dict[str, float]]]:
    """Return for each leader and question the median, the p95 and the worst of some rounds, the very first one apart."""
    from fangwei.duty import queries
    from fangwei.register.models import Post

    asked: dict[str, Callable[[str], object]] = {
        "coverage": lambda code: queries.coverage(code, on=day).as_json(),
        "causes": lambda code: [one.as_json() for one in queries.causes(code, on=day, limit=20)],
        "matrix": lambda code: [one.as_json() for one in queries.matrix(code, day)],
        "matrix_page": lambda code: [one.as_json() for one in queries.matrix(code, day, limit=200)],
    }
    found: dict[str, dict[str, dict[str, float]]] = {}
    for level, code in PAGES.items():
        leader = Post.objects.get(organization__kind="government", organization__territory_code=code, rank=9)
        line = Post.objects.get(organization__kind="emergency", organization__territory_code=code, is_duty_post=True)
        mine = asked | {
            "leader_answers": lambda _code, post=leader: queries.answers_for(post.id, day).as_json(),
            "office_answers": lambda _code, post=line: queries.answers_for(post.id, day).as_json(),
        }
        found[level] = {name: _rounds(lambda ask=ask, code=code: ask(code)) for name, ask in mine.items()}
    return found


def _rounds(do: Callable[[], object]) -> dict[str, float]:
    """Return milliseconds: of the clock, and `busy` those that our process and the database worked, on a full machine too."""
    first, worked = _timed(do), _worked()
    took = sorted(_timed(do) for _round in range(ROUNDS))
    busy = (_worked() - worked) / ROUNDS
    seconds = {"first": first, "median": statistics.median(took), "p95": took[int(len(took) * 0.95)], "worst": took[-1]}
    return {name: round(value * 1000, 1) for name, value in (seconds | {"busy": busy}).items()}


def _worked() -> float:
    """Return the seconds of processor that this process and its PostgreSQL backend on the same machine have used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return time.process_time() + (int(backend.read_text().split()[0]) / 1e9 if backend.exists() else 0)


def _rules(home: Path, follow: Callable[[], object]) -> dict[str, Any]:
    """Let the province say something new, once of few places, once of some ten thousand, once of very many."""
    from django.db.models import Sum

    from fangwei.duty.models import DutyClass
    from fangwei.register.law import book

    folder = home / "law" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {}
    for name, county, domain, trades in (
        ("few", "410181", "general", "C26"),
        ("ten_thousand", PROVINCE, "general", "C2614"),
        ("ten_thousand_known_word", PROVINCE, "general", "C32"),
        ("many", PROVINCE, "general", "F52"),
    ):
        text = OVERLAY.format(county=county, domain=domain, trades=trades, lead="fire")
        (folder / "duty.yaml").write_text(text, encoding="utf-8")
        book.cache_clear()
        seconds = _timed(follow)
        rows = DutyClass.objects.filter(rule__endswith="#X1", domain="general")
        told[name] = {"seconds": seconds, "places": rows.aggregate(n=Sum("place_class__places"))["n"] or 0}
        (folder / "duty.yaml").unlink()
        book.cache_clear()
        told[name]["back_seconds"] = _timed(follow)
    return told


def _one_place() -> float:
    """Return how long it takes to follow one changed place."""
    from fangwei.accounts.actor import Actor
    from fangwei.ledger.consumers import drain
    from fangwei.register.actions import update_site
    from fangwei.register.models import Site

    site = Site.objects.select_related("place", "enterprise").order_by("place_id")[7]
    update_site(site=site, traits=["dust"], by=Actor.system(), at=AT)
    return _timed(lambda: drain(at=AT))


def _execute(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return round(time.perf_counter() - start, 4)


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:2])), indent=1))
