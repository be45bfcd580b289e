"""Proofs out of a log of ten million entries, and how fast a log is hashed again: `python -m benchmarks.ledger_proof [ENTRIES]`.

The large log has its tiles only, which is all that a proof reads; the log that is hashed again has its entries.
"""

import json
import os
import random
import sys
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks.ledger_integrate import LEAF
from benchmarks.measure import circumstances, milliseconds, with_postgresql
from benchmarks.sheets_county import fresh_home

HASHED_AGAIN = 300_000
PROOFS = 2000


def run(entries: int = 10_000_000) -> dict[str, Any]:
    """Hash a log again, then make proofs out of a large one."""
    fresh_home()
    from fangwei.engines import merkle
    from fangwei.ledger.queries import nodes

    rate, bare = _hash_again()
    root = _large(entries)
    chance = random.Random(7)
    inclusion, consistency = [], []
    for _proof in range(PROOFS):
        index, old = chance.randrange(entries), chance.randint(1, entries)
        start = time.perf_counter()
        proof = merkle.inclusion_proof(nodes(index, size=entries), index, entries)
        inclusion.append(time.perf_counter() - start)
        assert merkle.inclusion_holds(merkle.leaf_hash(b"%d" % index), index, entries, proof, root)
        start = time.perf_counter()
        merkle.consistency_proof(nodes(old - 1, size=entries), old, entries)
        consistency.append(time.perf_counter() - start)
    return {
        "benchmark": "ledger_proof",
        **circumstances(),
        "entries": entries,
        "hashes_in_a_proof": len(proof),
        "inclusion": milliseconds(inclusion) | {"p99_ms": _p99(inclusion)},
        "consistency": milliseconds(consistency) | {"p99_ms": _p99(consistency)},
        "hashed_again_per_second": rate,
        "bare_read_and_hash_per_second": bare,
        "ratio": round(rate / bare, 2),
    }


def _p99(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.99)] * 1000, 2)


def _hash_again() -> tuple[int, int]:
    """Return entries a second of the whole check, and of merely reading each row and hashing it."""
    import hashlib

    from django.db import connection

    from benchmarks.ledger_integrate import _fill
    from fangwei.ledger.actions import integrate
    from fangwei.ledger.queries import check_whole_log

    _fill(HASHED_AGAIN)
    integrate(at=datetime.now(UTC))
    # A core's own time: what others do on this machine meanwhile is not ours.
    start = time.process_time()
    assert list(check_whole_log()) == []
    rate = HASHED_AGAIN / (time.process_time() - start)
    start = time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf FROM ledger_logentry ORDER BY number")
        while rows := cursor.fetchmany(8192):
            for (leaf,) in rows:
                hashlib.sha256(leaf).digest()
    return round(rate), round(HASHED_AGAIN / (time.process_time() - start))


def _large(entries: int) -> bytes:
    """Put the tiles of a log of that many made-up entries in place of what was there, and return its head."""
    from fangwei.engines import merkle
    from fangwei.ledger.models import Tile

    Tile.objects.all().delete()
    edge: dict[tuple[int, int], bytes] = {}
    size, root = 0, b""
    while size < entries:
        end = min(size + 65_536, entries)
        leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size, end)]
        growth = merkle.grow(size, lambda level, number: edge.get((level, number), b""), leaves)
        edge.update(growth.tiles)
        full = {name: data for name, data in edge.items() if len(data) == merkle.WIDTH * merkle.HASH_LENGTH}
        _store(full)
        for name in full:
            del edge[name]
        size, root = growth.size, growth.root
    _store(edge)
    return root


def _store(tiles: dict[tuple[int, int], bytes]) -> None:
    from fangwei.ledger.models import Tile

    Tile.objects.bulk_create([Tile(level=level, number=number, data=data) for (level, number), data in tiles.items()])


if __name__ == "__main__":
    words = sys.argv[1:2]
    assert len(LEAF) == 384 and os.cpu_count()
    print(json.dumps(with_postgresql("benchmarks.ledger_proof", run(*map(int, words)), *words)))
