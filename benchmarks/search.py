"""Finding words among a million hazards: `python -m benchmarks.search [HAZARDS]`.

Sentences are put together from parts of a machine, dangers and places, so that some words stand in one row of ten and some in
one of ten thousand. Each word is asked as a county's officer asks it: tokens, index, and the question of permission for the
few that are shown. The measure beside it counts the same word with LIKE over the titles, in the same run.
"""

import json
import random
import sys
import time
from typing import Any

from benchmarks.measure import circumstances, milliseconds, with_postgresql
from benchmarks.sheets_county import fresh_home

PARTS = "配电箱 储罐 围堰 泵房 皮带机 卸车区 加油机 锅炉 压力表 安全阀 通风机 灭火器 消防栓 叉车 行车 料仓 除尘器 氨机 冷库 脚手架"
FAULTS = "未接地 渗漏 锈蚀 无防护罩 超期未检 堵塞 未上锁 缺标识 老化 失灵 积尘严重 未设警示 未审批 无人监护 压力异常"
SIZE = 1_000_000
TURNS = 40


def run(hazards: int = SIZE) -> dict[str, Any]:
    """Fill up, then ask common words and rare ones."""
    fresh_home()
    from django.db import connection

    from fangwei.hazards.tests.factories import County
    from fangwei.situation.queries import find_cases

    county = County()
    start = time.perf_counter()
    words = _fill(county, hazards)
    filled = time.perf_counter() - start
    start = time.perf_counter()
    rows = _index()
    indexed = time.perf_counter() - start
    measured = {}
    for name, typed in words.items():
        times = []
        for _turn in range(TURNS):
            begin = time.perf_counter()
            found = find_cases(county.officer, typed, kinds={"hazard"}, limit=20)
            times.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM casework_case WHERE title LIKE %s", [f"%{typed}%"])
            hits = cursor.fetchone()[0]
        counted = time.perf_counter() - begin
        middle = milliseconds(times)
        measured[name] = {
            "word": typed,
            "hits": hits,
            "shown": len(found.ids),
            **middle,
            "like_count_ms": round(counted * 1000, 1),
            "times_faster": round(counted * 1000 / middle["median_ms"]),
        }
    return {
        "benchmark": "search",
        **circumstances(),
        "rows": rows,
        "seconds_to_fill": round(filled, 1),
        "rows_indexed_a_second": round(rows / indexed),
        "words": measured,
    }


def _fill(county: Any, number: int) -> dict[str, str]:
    """Write hazards of one county as bare rows; return words by how common they are."""
    from django.db import transaction
    from uuid_utils.compat import uuid7

    from fangwei.casework.models import Case, CaseScope
    from fangwei.hazards.models import Hazard
    from fangwei.ledger.rows import insert

    chance = random.Random(7)
    parts, faults = PARTS.split(), FAULTS.split()
    model = county.report("样本")
    shapes = {Case: [model], Hazard: [model.hazard], CaseScope: list(CaseScope.objects.filter(case_id=model.id))}
    for begin in range(0, number, 20_000):
        rows: dict[Any, list[list[Any]]] = {Case: [], Hazard: [], CaseScope: []}
        for at in range(begin, min(begin + 20_000, number)):
            rare = "瀍河" if at % (number // 400) == 0 else ""
            few = f"{chance.choice('甲乙丙丁戊己庚辛壬癸')}{chance.choice('子丑寅卯辰巳午未申酉戌亥')}号"
            text = f"{rare}{few}{chance.choice(parts)}{chance.choice(faults)}"
            id_ = uuid7()
            said = {"title": text, "description": text, "number": f"YH411681-2026-9{at:07}", "case_id": id_}
            for table, samples in shapes.items():
                own = said | ({"id": id_} if table is Case else {})
                names = _names(table)
                rows[table] += [[own.get(name, getattr(one, name)) for name in names] for one in samples]
        with transaction.atomic():
            for table, written in rows.items():
                insert(table, [field.name for field in _fields(table)], written)
    return {"rare": "瀍河", "few": "甲子号除尘器失灵", "common": "储罐", "two_words": "锅炉 未审批"}


def _fields(table: Any) -> list[Any]:
    return [
        one
        for one in table._meta.concrete_fields
        if not (one.primary_key and one.get_internal_type() == "BigAutoField")
    ]


def _names(table: Any) -> list[str]:
    return [one.attname for one in _fields(table)]


def _index() -> int:
    from datetime import UTC, datetime

    from django.db import connection

    from fangwei.situation.actions import rebuild

    done = rebuild(at=datetime(2026, 11, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
    return done


if __name__ == "__main__":
    given = sys.argv[1:2]
    print(json.dumps(with_postgresql("benchmarks.search", run(*map(int, given)), *given)))
