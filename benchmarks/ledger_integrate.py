"""How fast the outbox becomes a signed log, and how long a commit waits for it: `python -m benchmarks.ledger_integrate`.

Beside each: the same number of rows as bare inserts, in the same run on the same database.
"""

import json
import os
import sys
import threading
import time
import uuid
from bisect import bisect_right
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

from benchmarks.measure import circumstances, with_postgresql
from benchmarks.sheets_county import fresh_home

LEAF = b"x" * 384


def run(rounds: int = 20, seconds: int = 20) -> dict[str, Any]:
    """Integrate at three batch sizes, then let four writers commit facts beside the sequencer."""
    fresh_home()
    from fangwei.ledger.actions import integrate

    at = datetime.now(UTC)
    integrate(at=at)
    rates = {}
    for batch in (100, 1000, 5000):
        _fill(batch * rounds)
        start = time.perf_counter()
        done = integrate(at=at, batch=batch)
        assert done.entries == batch * rounds and done.checkpoints == rounds
        rates[batch] = round(done.entries / (time.perf_counter() - start))
    bare = _bare(1000, rounds)
    return {
        "benchmark": "ledger_integrate",
        **circumstances(),
        "entries_per_second": rates,
        "bare_inserts_per_second_at_1000": bare,
        "ratio_at_1000": round(rates[1000] / bare, 2),
        "commit_to_signed": _waits(seconds),
    }


def _fill(number: int) -> None:
    from django.db import transaction

    from fangwei.ledger.models import OutboxRow

    with transaction.atomic():
        rows = (OutboxRow(fact_id=uuid.uuid4(), kind="k", leaf=os.urandom(32) + LEAF[32:]) for _row in range(number))
        OutboxRow.objects.bulk_create(rows, batch_size=2000)


def _bare(batch: int, rounds: int) -> int:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        kind = "bytea" if connection.vendor == "postgresql" else "blob"
        cursor.execute(f"CREATE TABLE bare (number bigint PRIMARY KEY, leaf {kind})")
        start = time.perf_counter()
        for turn in range(rounds):
            with transaction.atomic():
                rows = [(turn * batch + row, LEAF) for row in range(batch)]
                cursor.executemany("INSERT INTO bare (number, leaf) VALUES (%s, %s)", rows)
        return round(batch * rounds / (time.perf_counter() - start))


def _waits(seconds: int, writers: int = 4) -> dict[str, Any]:
    """Return how long committed facts waited for a signed, stored and published checkpoint while writers never paused."""
    from django.db import connection

    from fangwei.ledger.actions import integrate
    from fangwei.ledger.models import LogEntry

    stop = threading.Event()
    committed: list[tuple[uuid.UUID, float]] = []
    signed: list[tuple[int, float]] = []

    def write() -> None:
        from fangwei.ledger.tests.factories import appended

        while not stop.is_set():
            committed.append((appended().id, time.monotonic()))
        connection.close()

    def sequence() -> None:
        while not stop.wait(1):
            signed.append((integrate(at=datetime.now(UTC)).size, time.monotonic()))
        connection.close()

    threads = [threading.Thread(target=work) for work in [write] * writers + [sequence]]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    signed.append((integrate(at=datetime.now(UTC)).size, time.monotonic()))
    places = dict(LogEntry.objects.values_list("fact_id", "number"))
    sizes = [size for size, _at in signed]
    waits = []
    for fact, at in committed:
        after = bisect_right(sizes, places[fact])
        if after < len(signed):
            waits.append(max(0.0, signed[after][1] - at))
    return {
        "writers": writers,
        "facts_per_second": round(len(committed) / seconds),
        "median_s": round(median(waits), 3),
        "p99_s": round(quantiles(waits, n=100)[-1], 3),
        "max_s": round(max(waits), 3),
    }


if __name__ == "__main__":
    words = sys.argv[1:]
    print(json.dumps(with_postgresql("benchmarks.ledger_integrate", run(*map(int, words)), *words)))
