"""What logging costs an act: `python -m benchmarks.ledger_act [LIVES]`.

The same lives of hazards, in turns with and without salts, commitments, final entries, outbox and the sequencer beside
them. Without logging the fact and its payload are still written: that is the event table, not the log.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.door_act import Measured
from benchmarks.measure import circumstances, with_postgresql
from benchmarks.sheets_county import fresh_home

TURNS = 8


def run(lives: int = 20) -> dict[str, Any]:
    """Live that many lives each turn, eight turns with the log and eight without, alternating."""
    fresh_home()
    from fangwei.hazards.tests.factories import County

    measured = Measured(County())
    measured.live()
    rates: dict[str, list[float]] = {"with": [], "without": []}
    for _turn in range(TURNS):
        for name, around in (("with", _sequencing), ("without", _without_log)):
            with around():
                measured.times.clear()
                for _life in range(lives):
                    measured.live()
                seconds = [one for times in measured.times.values() for one in times]
                rates[name].append(len(seconds) / sum(seconds))
    logged, bare = median(rates["with"]), median(rates["without"])
    return {
        "benchmark": "ledger_act",
        **circumstances(),
        "acts_per_second_with_log": round(logged, 1),
        "acts_per_second_without": round(bare, 1),
        "log_costs": round(1 - logged / bare, 3),
    }


@contextmanager
def _sequencing() -> Iterator[None]:
    """Integrate every second beside the acts, as a server does."""
    from django.db import connection

    from fangwei.ledger.actions import integrate

    stop = threading.Event()

    def sequence() -> None:
        while not stop.wait(1):
            integrate(at=datetime.now(UTC))
        connection.close()

    thread = threading.Thread(target=sequence)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        integrate(at=datetime.now(UTC))
        time.sleep(0.05)


@contextmanager
def _without_log() -> Iterator[None]:
    """Write facts without salts, commitments, entries and outbox rows."""
    from fangwei.engines import merkle
    from fangwei.ledger.actions import facts
    from fangwei.ledger.models import OutboxRow
    from fangwei.ledger.writes import Writes

    gather, insert = Writes.insert, facts.insert

    def gather_rest(writes: Any, parts: Any) -> None:
        gather(writes, [part for part in parts if part[0] is not OutboxRow])

    def insert_rest(model: Any, *given: Any) -> None:
        if model is not OutboxRow:
            insert(model, *given)

    with ExitStack() as stack:
        stack.enter_context(patch.object(merkle, "entry", lambda **_fields: b""))
        stack.enter_context(patch.object(merkle, "commitment", lambda _seed, _fields: b""))
        stack.enter_context(patch.object(merkle, "pseudonym", lambda *_given: ""))
        stack.enter_context(patch.object(Writes, "insert", gather_rest))
        stack.enter_context(patch.object(facts, "insert", insert_rest))
        yield


if __name__ == "__main__":
    words = sys.argv[1:2]
    print(json.dumps(with_postgresql("benchmarks.ledger_act", run(*map(int, words)), *words)))
