"""How an import of many hazards compares with bare inserts of the same rows: `python -m benchmarks.import_hazards [ROWS]`.

The import reads, validates, finds sites and owners, and writes cases, hazards, scopes, clocks, facts, payloads and final
log entries. The measure beside it is a bare `bulk_create` of one hazard row and one event row each, in the same run.
"""

import json
import resource
import sys
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from benchmarks.sheets_county import AT, fresh_home, hazards_sheet, sites_sheet

SITES = 5000


def run(rows: int = 100_000) -> dict[str, Any]:
    """Import that many hazards on 5,000 sites, then insert as many bare rows."""
    home = fresh_home()
    from fangwei.accounts.actor import Actor
    from fangwei.sheets.actions import import_sheet

    import_sheet("sites", file=sites_sheet(home / "sites.xlsx", SITES), by=Actor.system(), at=AT)
    file = hazards_sheet(home / "hazards.xlsx", rows, SITES)
    start, busy = time.perf_counter(), time.process_time()
    result = import_sheet("hazards", file=file, by=Actor.system(), at=AT)
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    assert result.counts["imported"] == rows, result.as_json(5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    again = import_sheet("hazards", file=file, by=Actor.system(), at=AT)
    again_seconds = time.perf_counter() - start
    bare, bare_cpu = _bare(rows)
    return {
        "benchmark": "import_hazards",
        "rows": rows,
        "seconds": round(seconds, 1),
        "rows_per_second": round(rows / seconds),
        "bare_seconds": round(bare, 1),
        "ratio": round(bare / seconds, 3),
        "ratio_of_processor_time": round(bare_cpu / cpu, 3),
        "again_seconds": round(again_seconds, 1),
        "again_unchanged": again.counts["unchanged"],
        "peak_mb": round(peak),
    }


def _bare(rows: int) -> tuple[float, float]:
    """Seconds, by the clock and of the processor, for one hazard row and one event row each, 2,000 to a transaction."""
    from django.db import connection, transaction

    from fangwei.casework.models import Case
    from fangwei.hazards.models import Hazard
    from fangwei.ledger.models import Fact

    cases: Sequence[UUID] = list(Case.objects.filter(kind="hazard").order_by("id").values_list("id", flat=True)[:rows])
    _forget_hazards(connection)
    start, busy = time.perf_counter(), time.process_time()
    for first in range(0, rows, 2000):
        some = cases[first : first + 2000]
        with transaction.atomic():
            Hazard.objects.bulk_create(
                [
                    Hazard(
                        case_id=case,
                        description="配电箱未接地且私拉乱接电线",
                        how_found="campaign",
                        found_on=AT.date(),
                        sheet=_CELLS,
                    )
                    for case in some
                ]
            )
            Fact.objects.bulk_create([_fact(case) for case in some])
    return time.perf_counter() - start, time.process_time() - busy


_CELLS = {
    "finders": "赵一、钱二",
    "rectifier": "负责人丁",
    "measures": "立即整改到位",
    "due_on": "2025-04-01",
    "state": "ordered",
}


def _fact(case: UUID) -> Any:
    from fangwei.ledger.models import Fact

    return Fact(
        id=uuid7(),
        subject_kind="hazard",
        subject_id=case,
        n=1_000_000,
        verb="import",
        at=AT,
        received_at=AT,
        channel="sheet",
        territory="411681100",
        digest=b"",
        leaf_hash=b"\0" * 32,
    )


def _forget_hazards(connection: Any) -> None:
    """Empty the table of hazards, so that the bare rows go where the imported ones went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM hazards_hazard")


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:2]))))
