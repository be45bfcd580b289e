"""Who empties a live record's personal columns, and copies of what facts said, when these are lawfully erased.

Declared by the capabilities above, which know their rows and files; the erasure calls them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
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


@dataclass(frozen=True, slots=True)
class Erased:
    """One fact whose content goes, with what it said for the last time."""

    fact: UUID
    subject_kind: str
    subject: UUID
    said: Mapping[str, Any]


class Forget(Protocol):
    """Removes from copies what these facts said, as decided by a person at an instant, inside the erasure's transaction."""

    def __call__(self, erased: Sequence[Erased], *, by: UUID, at: datetime) -> None:
        """Forget what they said."""
        ...


_copies: dict[str, Forget] = {}
_erasers: dict[str, Eraser] = {}


def register_eraser(subject_kind: str, eraser: Eraser) -> None:
    """Declare how a live record of this kind is emptied; called from an app's `ready()` only."""
    _erasers[subject_kind] = eraser


def eraser_of(subject_kind: str) -> Eraser | None:
    """Return how a record of this kind is emptied, None when nobody declared it."""
    return _erasers.get(subject_kind)


def register_copies(name: str, forget: Forget) -> None:
    """Declare who keeps copies of what facts said, such as bundles handed over; called from an app's `ready()` only."""
    _copies[name] = forget


def copies() -> dict[str, Forget]:
    """Return everybody who keeps copies."""
    return dict(_copies)
