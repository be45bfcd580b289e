"""What every measurement says of itself: the machine, the versions, the database; and the same one on PostgreSQL."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def circumstances() -> dict[str, Any]:
    """Return where and with what something was measured."""
    import django
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return {
        "database": f"{connection.vendor} {version}",
        "python": platform.python_version(),
        "django": django.__version__,
        "processors": os.cpu_count(),
        "memory_gb": round(int(memory.split()[1]) / 1024**2),
    }


def milliseconds(times: list[float]) -> dict[str, float]:
    """Return the middle and the slow end of some durations in seconds, in milliseconds."""
    return {"median_ms": round(median(times) * 1000, 2), "p95_ms": round(quantiles(times, n=20)[-1] * 1000, 2)}


def with_postgresql(module: str, here: dict[str, Any], *words: str) -> dict[str, Any]:
    """Add the same measurement on a throw-away PostgreSQL, in a process of its own; null on a machine without one."""
    if os.environ.get("DATABASE_URL"):
        return here
    command = [sys.executable, "tools/postgres.py", sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().strip().splitlines()
    return here | {"postgresql": json.loads(lines[-1]) if lines else None}
