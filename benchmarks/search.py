"""Finding words among a million hazards: `python -m benchmarks.search [HAZARDS]`.

Sentences are put together from parts of a machine, dangers and places, so that some words stand in one row of ten and some in
one of ten thousand. Each word is asked as a county's officer asks it: tokens, index, and the question of permission for the
few that are shown. The measure beside it counts the same words with LIKE over the titles, in the same run.
"""

import json
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

    from benchmarks.lists import Province
    from fangwei.situation.queries import find_cases

    start = time.perf_counter()
    province = Province()
    province.fill(1, hazards)
    words = _say(hazards)
    filled = time.perf_counter() - start
    start = time.perf_counter()
    rows = _index()
    indexed = time.perf_counter() - start
    measured = {}
    for name, typed in words.items():
        times = []
        for _turn in range(TURNS):
            begin = time.perf_counter()
            found = find_cases(province.county.officer, typed, kinds={"hazard"}, limit=20)
            times.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            every = typed.split()
            said = " AND ".join(["title LIKE %s"] * len(every))
            cursor.execute(f"SELECT count(*) FROM casework_case WHERE {said}", [f"%{word}%" for word in every])
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


def _say(number: int) -> dict[str, str]:
    """Give the hazards sentences put together from parts; return words by how common they are."""
    from django.db import connection

    serial = "CAST(substr(number, 3) AS INTEGER)"

    def pick(count: str, said: list[str]) -> str:
        cases = " ".join(f"WHEN {place} THEN '{one}'" for place, one in enumerate(said))
        return f"CASE ({count}) % {len(said)} {cases} END"

    stems, branches = list("甲乙丙丁戊己庚辛壬癸"), list("子丑寅卯辰巳午未申酉戌亥")
    text = " || ".join(
        (
            f"CASE WHEN {serial} % {max(1, number // 400)} = 0 THEN '瀍河' ELSE '' END",
            pick(f"{serial} / 7", stems),
            pick(f"{serial} / 70", branches),
            "'号'",
            pick(f"{serial} / 13", PARTS.split()),  # other steps than those by which owners and divisions change
            pick(f"{serial} / 11", FAULTS.split()),
        )
    )
    with connection.cursor() as cursor:
        # A case whose number is none of the filling's keeps its title.
        cursor.execute(f"UPDATE casework_case SET title = {text} WHERE number LIKE 'YH%' AND number NOT LIKE '%-%'")
        cursor.execute(
            "UPDATE hazards_hazard SET description = (SELECT title FROM casework_case c WHERE c.id = case_id)"
        )
    return {"rare": "瀍河", "few": "甲子号除尘器失灵", "common": "储罐", "two_words": "锅炉 未审批"}


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
