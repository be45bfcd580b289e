"""Who answers for a province: `tools/postgres.py python -m benchmarks.duty_scale [PLACES]`, on PostgreSQL.

The places are made by SQL over the real divisions of one province; resolving them is the product's own code. Beside it
stands a bare `INSERT … SELECT` of as many rows in the same run: the ratio is the number. Then what a rule that touches
some ten thousand places costs, and how long a leader of the province, a city and a county waits for his page.
"""

import gc
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
RULES = (
    ("few_known_word", "410181", "C26"),
    ("thousand_new_word", PROVINCE, "C2710"),
    ("ten_thousand_new_word", PROVINCE, "O8110"),
    ("thousand_known_word", "4103", "C22"),
    ("ten_thousand_known_word", PROVINCE, "C22"),
    ("many_known_word", PROVINCE, "F52"),
)
"""Name, territory and trade of each new rule; the numbers are those of 2.5 million places."""
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
    told["one_place"] = _one_place()
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
    from fangwei.cli.collector import settle
    from fangwei.duty import queries
    from fangwei.register.models import Post

    gc.collect()
    settle()
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
    """Let the province say something new of few places, of about one and ten thousand, and of very many.

    A new word moves places into classes of their own, a known one only changes answers. Reading the law again costs the same
    each time and is told apart; of the processor time that is left, each touched place's part, and how it grows tenfold.
    """
    from django.db.models import Sum

    from fangwei.duty.models import DutyClass
    from fangwei.register.law import book

    def followed() -> dict[str, float]:
        book.cache_clear()
        return _measured(follow)

    followed()
    reading = sorted(followed()["busy_seconds"] for _round in range(3))[1]
    told: dict[str, Any] = {"reading_law_busy_seconds": reading}
    file = home / "law" / "bench" / "duty.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    for name, territory, trades in RULES:
        text = OVERLAY.format(county=territory, domain="general", trades=trades, lead="fire")
        file.write_text(text, encoding="utf-8")
        took = followed()
        rows = DutyClass.objects.filter(rule__endswith="#X1", domain="general")
        places = rows.aggregate(n=Sum("place_class__places"))["n"] or 0
        file.unlink()
        each = max(took["busy_seconds"] - reading, 0) / max(places, 1) * 1e6
        told[name] = {"places": places, **took, "back": followed(), "busy_microseconds_a_place": round(each)}
    for kind in ("new_word", "known_word"):
        less, more = told[f"thousand_{kind}"], told[f"ten_thousand_{kind}"]
        told[f"growth_{kind}"] = {
            "places": round(more["places"] / max(less["places"], 1), 1),
            "busy": round((more["busy_seconds"] - reading) / max(less["busy_seconds"] - reading, 1e-3), 1),
            "busy_a_place": round(more["busy_microseconds_a_place"] / max(less["busy_microseconds_a_place"], 1), 2),
        }
    return told


def _one_place() -> dict[str, float]:
    """Return what it takes to follow one changed place."""
    from fangwei.accounts.actor import Actor
    from fangwei.ledger.consumers import drain
    from fangwei.register.actions import update_site
    from fangwei.register.models import Site

    site = Site.objects.select_related("place", "enterprise").order_by("place_id")[7]
    update_site(site=site, traits=["dust"], by=Actor.system(), at=AT)
    return _measured(lambda: drain(at=AT))


def _measured(do: Callable[[], object]) -> dict[str, float]:
    """Return seconds of the clock, and those that our process and its backend worked."""
    worked = _worked()
    seconds = _timed(do)
    return {"seconds": seconds, "busy_seconds": round(_worked() - worked, 4)}


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
