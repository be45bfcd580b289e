"""Who can empty a live record's personal columns when what its facts said is lawfully erased: declared by the capability above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Eraser:
    """What one kind of record needs for an erasure.

    `check` raises LedgerRefused while the record may not be erased at that time, `clear` empties its personal columns inside
    the caller's transaction, `left` says whether any of them holds something. `speaks` picks the facts of the record whose
    content goes: all of them for a person; of a record that is no person, such as an enterprise, those that name one.
    """

    check: Callable[[UUID, datetime], None]
    clear: Callable[[UUID], None]
    left: Callable[[UUID], bool]
    speaks: Callable[[Mapping[str, Any]], bool] = lambda data: True


_erasers: dict[str, Eraser] = {}


def register_eraser(subject_kind: str, eraser: Eraser) -> None:
    """Declare how a live record of this kind is emptied; called from an app's `ready()` only."""
    _erasers[subject_kind] = eraser


def eraser_of(subject_kind: str) -> Eraser | None:
    """Return how a record of this kind is emptied, None when nobody declared it."""
    return _erasers.get(subject_kind)
