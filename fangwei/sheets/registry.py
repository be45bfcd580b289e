"""Which kinds of register sheet there are; the capability that owns the records declares each from its `ready()`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from fangwei.accounts.actor import Actor
from fangwei.engines.reader import Record, SheetSpec
from fangwei.sheets.verdicts import Doubt, RowVerdict


@dataclass(frozen=True)
class LoadContext:
    """What a loader knows of the sheet: who brings it and when, its territory, and which fields it has at all.

    `on` is the day that a dated sheet speaks of, None for the day on which it is brought; `titles` are the lines above its
    heads.
    """

    by: Actor
    at: datetime
    territory: str
    fields: frozenset[str]
    on: date | None = None
    titles: tuple[str, ...] = ()


class Loader(Protocol):
    """Loads batches of records within the caller's transaction; every record gets exactly one verdict, in order."""

    def load(self, records: Sequence[Record]) -> list[RowVerdict]:
        """Judge and store a batch."""
        ...


@runtime_checkable
class LastWord(Protocol):
    """A loader that has something to say of the sheet as a whole once all its rows are in."""

    def doubts(self) -> list[Doubt]:
        """What no single row shows, such as who is missing from the sheet."""
        ...


@dataclass(frozen=True)
class SheetImport:
    """A kind of register sheet: its spec, how a loader for one sheet is made, and how its records come out again.

    `needs_territory` says that rows cannot be placed without one; `dated` that it speaks of a day, which may be another
    than today. `roles` are those who alone may bring or take it, empty for every officer; what is `authored` is brought by an
    officer of a body only, never by the system. `rows` yields the records of a
    territory as values in the order of the spec's columns, read in keyset order and never all at once; where not everybody of
    the territory may read every record, `rows_for` yields those of one reader.
    """

    name: str
    spec: SheetSpec
    loader: Callable[[LoadContext], Loader]
    rows: Callable[[str], Iterator[Mapping[str, Any]]]
    needs_territory: bool = False
    dated: bool = False
    roles: frozenset[str] = frozenset()
    authored: bool = False
    rows_for: Callable[[str, Actor], Iterator[Mapping[str, Any]]] | None = None


_imports: dict[str, SheetImport] = {}


def register(sheet: SheetImport) -> None:
    """Declare a kind of sheet; called from an app's `ready()` only."""
    _imports[sheet.name] = sheet


def named(name: str) -> SheetImport:
    """The kind of sheet of that name. Raises: KeyError."""
    return _imports[name]


def names() -> tuple[str, ...]:
    """The names of all kinds."""
    return tuple(_imports)
