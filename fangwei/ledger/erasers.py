"""Who can empty a live record's personal columns when what its facts said is lawfully erased: declared by the capability above."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Eraser:
    """What one kind of record needs for an erasure.

    `check` raises LedgerRefused while the record may not be erased at that time, `clear` empties its personal columns inside
    the caller's transaction, `left` says whether any of them holds something.
    """

    check: Callable[[UUID, datetime], None]
    clear: Callable[[UUID], None]
    left: Callable[[UUID], bool]


_erasers: dict[str, Eraser] = {}


def register_eraser(subject_kind: str, eraser: Eraser) -> None:
    """Declare how a live record of this kind is emptied; called from an app's `ready()` only."""
    _erasers[subject_kind] = eraser


def eraser_of(subject_kind: str) -> Eraser | None:
    """Return how a record of this kind is emptied, None when nobody declared it."""
    return _erasers.get(subject_kind)
