"""How long a register sheet of many sites takes, and how much memory: `python -m benchmarks.import_sites [ROWS]`."""

import json
import resource
import sys
import time
from typing import Any

from benchmarks.sheets_county import AT, fresh_home, sites_sheet


def run(rows: int = 100_000) -> dict[str, Any]:
    """Import a sheet of that many sites into an empty county."""
    home = fresh_home()
    from fangwei.accounts.actor import Actor
    from fangwei.sheets.actions import import_sheet

    file = sites_sheet(home / "sites.xlsx", rows)
    start = time.perf_counter()
    result = import_sheet("sites", file=file, by=Actor.system(), at=AT)
    seconds = time.perf_counter() - start
    assert result.counts["imported"] == rows, result.as_json(5)
    start = time.perf_counter()
    again = import_sheet("sites", file=file, by=Actor.system(), at=AT)
    return {
        "benchmark": "import_sites",
        "rows": rows,
        "seconds": round(seconds, 1),
        "rows_per_second": round(rows / seconds),
        "again_seconds": round(time.perf_counter() - start, 1),
        "again_unchanged": again.counts["unchanged"],
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:2]))))
