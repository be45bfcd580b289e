"""A matrix: rows against columns, each cell a number and, where something is amiss, what and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fangwei.ui.parts.marks import ChipView
from fangwei.ui.parts.part import Part


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One cell: how many, the marks of what is amiss, and where it leads; an absent cell stays empty."""

    count: int
    marks: Sequence[ChipView] = ()
    href: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One row: its label, where that leads, and the cells by column key."""

    label: str
    cells: Mapping[str, MatrixCell]
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class MatrixView(Part):
    """Rows against columns; the first column stays in sight while the rest is scrolled sideways."""

    caption: str
    corner: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[MatrixRow]
    template: ClassVar[str] = "ui/matrix.html"

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """The rows with their cells in column order."""
        return {"table": [(row, [row.cells.get(key) for key, _label in self.columns]) for row in self.rows]}
