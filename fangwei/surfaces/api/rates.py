"""How many requests a minute one caller may make: a bucket of tokens each, in this process's memory.

Each web worker counts for itself, so that no request waits for a count; the allowance of an installation is the setting
times its workers.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

KEPT = 10_000
"""Callers remembered at once; the longest unseen is forgotten first, which only gives it a full bucket again."""


@dataclass(slots=True)
class Bucket:
    """What a caller has left, and when that was worked out."""

    left: float
    at: datetime


class Rates:
    """The buckets of all callers; each holds a minute's worth and fills evenly."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[UUID, Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, caller: UUID, rate: int, at: datetime) -> float:
        """Take one request from a caller's bucket; returns 0, or how many seconds until the next one is free."""
        if rate <= 0:
            return 0.0
        with self._lock:
            bucket = self._buckets.setdefault(caller, Bucket(float(rate), at))
            self._buckets.move_to_end(caller)
            passed = max((at - bucket.at).total_seconds(), 0.0)
            bucket.left, bucket.at = min(float(rate), bucket.left + passed * rate / 60), max(at, bucket.at)
            if len(self._buckets) > KEPT:
                self._buckets.popitem(last=False)
            if bucket.left >= 1:
                bucket.left -= 1
                return 0.0
            return (1 - bucket.left) * 60 / rate

    def forget(self) -> None:
        """Give everybody a full bucket again."""
        with self._lock:
            self._buckets.clear()


RATES = Rates()
