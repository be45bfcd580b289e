"""What a sheet should hold: columns, the words officials head them with, and how their cells are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Literal

Kind = Literal["text", "code", "date", "count", "money", "decimal", "tick", "choice"]
Cell = object
"""A cell as the file gives it: str, int, float, bool, date, datetime or None."""


def words(listed: str) -> tuple[str, ...]:
    """A list of words in one string: between bars, or between spaces when there is no bar."""
    return tuple(word.strip() for word in (listed.split("|") if "|" in listed else listed.split()))


@dataclass(frozen=True)
class Column:
    """One column of a register sheet.

    `labels` are the Chinese heads officials write, best first: the first one heads our own exports. `english` does the
    same for English sheets. `fault` names the fault of an unreadable cell; without it the kind's own name is used.
    `choices` maps the words of a `choice` cell (narrowed, without spaces) to values.
    """

    field: str
    labels: tuple[str, ...]
    kind: Kind = "text"
    english: tuple[str, ...] = ()
    required: bool = False
    fault: str | None = None
    choices: Mapping[str, str] = with_default(default_factory=dict)
    width: int = 14

    @property
    def synonyms(self) -> tuple[str, ...]:
        """All heads this column answers to, in both languages, best first."""
        return self.labels + self.english


@dataclass(frozen=True)
class SheetSpec:
    """A kind of register sheet: its name and its columns in the order of our own exports.

    A header is accepted when at least `least` columns are recognised; `one_of` holds groups of fields of which a sheet
    must have at least one (a hazard's site by code or by name).
    """

    name: str
    title: str
    title_english: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    least: int = 2

    def column(self, name: str) -> Column:
        """The column of a field. Raises: KeyError."""
        for column in self.columns:
            if column.field == name:
                return column
        raise KeyError(name)

    def missing(self, fields: set[str]) -> tuple[str, ...]:
        """The Chinese heads of the columns a sheet with these fields still lacks."""
        alone = [c.labels[0] for c in self.columns if c.required and c.field not in fields]
        groups = [" / ".join(self.column(f).labels[0] for f in g) for g in self.one_of if not fields & set(g)]
        return tuple(alone + groups)
