"""Who answers for many places: from the beginning, by new facts, by a changed rule: `python -m benchmarks.duty_resolve [PLACES]`.

Beside the whole resolution stands a bare insert of as many rows; beside a rule that touches many places one that touches few.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.sheets_county import AT, COUNTY, fresh_home

LINES = ("emergency", "fire", "housing", "transport", "market", "police", "water", "energy", "industry", "commerce")
OVERLAY = """overlays: duty.first
territory: '{county}'
unit: rows
values:
  - from: 2020-01-01
    rows:
      - {{id: X1, domain: {domain}, trades: [{trades}], lead: {lead}, assisting: [], status: local}}
    citation: {{source: local-default, article: {{zh: 基准, en: benchmark}}}}
    status: local
    last_checked: 2026-03-01
"""


def run(places: int = 20_000) -> dict[str, Any]:
    """Resolve a county of that many places, then change this and that."""
    home = fresh_home()
    from fangwei.accounts.actor import Actor
    from fangwei.duty import queries
    from fangwei.duty.actions import catch_up, rebuild
    from fangwei.duty.models import DutyClass, PlaceClass
    from fangwei.engines.calendar import SHANGHAI
    from fangwei.ledger.consumers import drain
    from fangwei.register.actions import establish_organization
    from fangwei.register.law import book

    by, day = Actor.system(), AT.astimezone(SHANGHAI).date()
    for line in (*LINES, "committee_office"):
        establish_organization(name=f"项城市{line}", kind=line, territory_code=COUNTY, by=by, at=AT)
    _register(places)
    told: dict[str, Any] = {"benchmark": "duty_resolve", "places": places}
    told["incremental_all_seconds"] = _timed(lambda: drain(at=AT))
    told["full_seconds"] = _timed(lambda: rebuild(at=AT))
    told["full_places_per_second"] = round(places / told["full_seconds"])
    told["bare_insert_seconds"] = _timed(lambda: _bare(places))
    told["classes"], told["answers"] = PlaceClass.objects.count(), DutyClass.objects.count()
    told["coverage_seconds"] = _timed(lambda: queries.coverage(COUNTY, on=day))
    told["causes_seconds"] = _timed(lambda: queries.causes(COUNTY, on=day))
    found = queries.coverage(COUNTY, on=day)
    assert found.answered + sum(found.blind_spots.values()) == found.pairs
    told["pairs"] = found.pairs
    for name, domain, trades, lead in (
        ("many", "fire", "", "police"),
        (
            "half",
            "general",
            "C13, C14, C15, C17, C18, C19, C20, C21, C22, C23, C24, C26, C27, C28, C29, C30, C33",
            "fire",
        ),
        ("few", "general", "C2614", "water"),
    ):
        (home / "law" / "bench" / "duty.yaml").unlink(missing_ok=True)
        book.cache_clear()
        catch_up(at=AT)
        _overlay(home, domain, trades, lead)
        told[f"rule_{name}_seconds"] = _timed(lambda: catch_up(at=AT))
        told[f"rule_{name}_places"] = _led_by("X1")
    told["nothing_seconds"] = _timed(lambda: catch_up(at=AT))
    told["new_department_seconds"] = _timed(lambda: _new_department(by))
    told["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return told


def _register(places: int) -> None:
    from fangwei.accounts.actor import Actor
    from fangwei.register.actions import SiteRow, register_sites
    from fangwei.register.law import book
    from fangwei.register.models import Territory

    chance = random.Random(7)
    towns = list(Territory.objects.filter(parent_code=COUNTY).order_by("code").values_list("code", flat=True))
    trades = [entry.digits for entry in book().industries.entries if entry.level == "class"]
    rows = [
        SiteRow(
            enterprise_name=f"项城市第{n}有限公司",
            territory_code=chance.choice(towns),
            address=f"工业路{n}号",
            industry_code=chance.choice(trades),
            hazardous_chemicals=chance.random() < 0.05,
            traits=("special_equipment",) if chance.random() < 0.3 else (),
        )
        for n in range(places)
    ]
    register_sites(rows, by=Actor.system(), at=AT)


def _bare(places: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (place_id char(32) PRIMARY KEY, class_id integer)")
        cursor.execute("INSERT INTO bare SELECT place_id, place_class_id FROM duty_placement")


def _overlay(home: Path, domain: str, trades: str, lead: str) -> None:
    from fangwei.register.law import book

    folder = home / "law" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "duty.yaml").write_text(
        OVERLAY.format(county=COUNTY, domain=domain, trades=trades, lead=lead), encoding="utf-8"
    )
    book.cache_clear()


def _led_by(row: str) -> int:
    from django.db.models import Sum

    from fangwei.duty.models import DutyClass

    return DutyClass.objects.filter(rule__endswith=f"#{row}").aggregate(n=Sum("place_class__places"))["n"] or 0


def _new_department(by: Any) -> None:
    from fangwei.ledger.consumers import drain
    from fangwei.register.actions import establish_organization

    establish_organization(name="项城市教体局", kind="education", territory_code=COUNTY, by=by, at=AT)
    drain(at=AT)


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return round(time.perf_counter() - start, 3)


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:2]))))
