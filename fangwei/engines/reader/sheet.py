"""An official's sheet as records: opened safely, its header found, everything that is no record left out."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from fangwei.engines.reader import native, plain, xlsx
from fangwei.engines.reader.errors import SheetError
from fangwei.engines.reader.header import SEARCHED_ROWS, Header, find_header, fold_label
from fangwei.engines.reader.safety import DEFAULT_LIMITS, Limits, check_file
from fangwei.engines.reader.spec import Cell, Column, SheetSpec
from fangwei.engines.reader.values import (
    Unreadable,
    as_text,
    narrow,
    read_choice,
    read_code,
    read_count,
    read_date,
    read_decimal,
    read_money,
    read_text,
    read_tick,
)

Value = str | int | float | bool | dt.date | None
_TOTAL = re.compile(r".{0,12}?(小计|合计|总计|共计|累计|subtotal|grandtotal|total)[:：]?(\d.*)?", re.I)
_SIGNATURE = re.compile(
    r"[^:：]{0,14}(人|员|领导|签字|签名|签发|盖章|审核|复核|电话|日期|时间|单位|部门|注|说明|制表|填表|填报|note|notes|by|signed)"
    r"([（(][^）)]*[）)])?[:：]",
    re.I,
)
_FAULTS = {
    "date": "date_unreadable",
    "count": "number_unreadable",
    "money": "number_unreadable",
    "decimal": "number_unreadable",
    "tick": "tick_unreadable",
    "choice": "choice_unknown",
}


class _Workbook(Protocol):
    @property
    def sheet_names(self) -> list[str]: ...
    def close(self) -> None: ...
    def merges(self, sheet: str) -> list[xlsx.Merge]: ...
    def rows(self, sheet: str) -> Iterator[xlsx.Row]: ...


@dataclass(frozen=True)
class Fault:
    """A cell that could not be read: its field, the fault's name and the cell as given."""

    field: str
    code: str
    given: str


@dataclass(frozen=True)
class Record:
    """One record of a sheet: the sheet's row number, the cells as given, the values read and the faults found."""

    row: int
    cells: Sequence[Cell]
    values: Mapping[str, Value]
    faults: tuple[Fault, ...] = ()

    def text(self, name: str) -> str:
        """A field's words, '' when it has none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> dt.date | None:
        """A field's day."""
        value = self.values.get(name)
        return value if isinstance(value, dt.date) else None

    def whole(self, name: str) -> int | None:
        """A field's whole number."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, name: str) -> float | None:
        """A field's measured number."""
        value = self.values.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def tick(self, name: str) -> bool | None:
        """A field's yes or no."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else None

    def fault(self, name: str) -> Fault | None:
        """What was unreadable in a field."""
        return next((fault for fault in self.faults if fault.field == name), None)


@dataclass
class OpenSheet:
    """An opened sheet: its header, the title lines above it, and its records as often as they are asked for.

    `others` are further worksheets of the file that would fit as well and are not read.
    """

    path: Path
    spec: SheetSpec
    name: str
    header: Header
    titles: tuple[str, ...]
    others: tuple[str, ...]
    _workbook: _Workbook = field(repr=False)
    _merges: tuple[xlsx.Merge, ...] = field(repr=False)
    _first: list[xlsx.Row] = field(repr=False)

    def records(self) -> Iterator[Record]:
        """Every record in the sheet's order, read row by row. Raises: SheetError when the file breaks off."""
        reading = _Reading(self.spec, self.header, self._merges)
        for number, cells in self._workbook.rows(self.name):
            if number > self.header.last_row and (record := reading.record(number, cells)):
                yield record

    def fits(self, other: SheetSpec) -> int:
        """How many columns of another spec the sheet would have: to tell one kind of sheet from another."""
        header = find_header(self._first, other)
        return len(header.fields) if header and not other.missing(set(header.fields)) else 0

    def close(self) -> None:
        """Let go of the file."""
        self._workbook.close()

    def __enter__(self) -> "OpenSheet":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_sheet(
    path: Path,
    spec: SheetSpec,
    *,
    remembered: Mapping[str, str] | None = None,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> OpenSheet:
    """Open a file and find the worksheet and header that fit a spec.

    `remembered` maps folded heads to fields ('' for none) and wins over the words; `sheet` names one worksheet, else
    the one with the most recognised columns is taken. Raises: SheetError.
    """
    kind = check_file(path, limits)
    workbook: _Workbook
    if kind == "xlsx":
        workbook = xlsx.Workbook(path)
    elif kind == "csv":
        workbook = plain.Workbook(path)
    else:
        workbook = native.Workbook(path)
    try:
        return _open(workbook, path, spec, remembered or {}, sheet)
    except BaseException:
        workbook.close()
        raise


def _open(
    workbook: _Workbook, path: Path, spec: SheetSpec, remembered: Mapping[str, str], sheet: str | None
) -> OpenSheet:
    names = workbook.sheet_names if sheet is None else [name for name in workbook.sheet_names if name == sheet]
    if not names:
        raise SheetError(
            "empty" if sheet is None else "sheet_unknown", {"file": path.name, "sheets": workbook.sheet_names}
        )
    best: tuple[str, Header, list[xlsx.Row]] | None = None
    seen: list[xlsx.Row] = []
    fitting: list[str] = []
    for name in names:
        first = _first_rows(workbook, name)
        seen = seen or first
        header = find_header(first, spec, remembered)
        if header and not spec.missing(set(header.fields)):
            fitting.append(name)
        if header and (best is None or len(header.fields) > len(best[1].fields)):
            best = name, header, first
    if best is None:
        params = {"file": path.name, "wanted": _wanted(spec), "given": _likely_heads(seen)}
        raise SheetError("no_header" if seen else "empty", params)
    name, header, first = best
    if lacking := spec.missing(set(header.fields)):
        given = [label.shown for label in header.labels]
        raise SheetError("column_missing", {"columns": list(lacking), "given": given, "sheet": name})
    above = [as_text(cell) for number, cells in first if number < header.first_row for cell in cells]
    titles = tuple(title for title in above if title)
    down = tuple(m for m in workbook.merges(name) if m[2] > m[0] and m[0] > header.last_row)
    others = tuple(other for other in fitting if other != name)
    return OpenSheet(path, spec, name, header, titles, others, workbook, down, first)


def _likely_heads(rows: list[xlsx.Row]) -> list[str]:
    """The row that looks most like a header although none of its words is known: the one with the most short texts."""
    texts = [
        [" ".join(as_text(c).split()) for c in cells if isinstance(c, str) and 0 < len(c) < 20] for _, cells in rows
    ]
    return max(texts, key=len, default=[])


def _first_rows(workbook: _Workbook, name: str) -> list[xlsx.Row]:
    rows: list[xlsx.Row] = []
    with contextlib.closing(workbook.rows(name)) as stream:  # type: ignore[type-var]  # every reader is a generator
        for number, cells in stream:
            if any(as_text(cell) for cell in cells):
                rows.append((number, cells))
            if len(rows) >= SEARCHED_ROWS:
                break
    return rows


def _wanted(spec: SheetSpec) -> list[str]:
    return [column.labels[0] for column in spec.columns if column.required] or [spec.columns[0].labels[0]]


class _Reading:
    """Turns rows into records, remembering what a merged cell hands down to the rows below it."""

    def __init__(self, spec: SheetSpec, header: Header, merges: Sequence[xlsx.Merge]) -> None:
        self._columns = [(spec.column(name), index) for name, index in header.fields.items() if index >= 0]
        self._units = {name: header.unit(name) for name in header.fields}
        self._heads = {label.index: label.own for label in header.labels}
        self._matched = {index for _, index in self._columns}
        wanted = {index for _, index in self._columns}
        self._starts = {(m[0], m[1]): m[2] for m in merges if m[1] in wanted and m[1] == m[3]}
        self._handed: dict[int, tuple[int, Cell]] = {}

    def record(self, number: int, cells: list[Cell]) -> Record | None:
        """The record of a row, or None when the row is blank, a total, a signature or the header again."""
        if self._starts or self._handed:
            cells = self._hand_down(number, cells)
        filled = [i for i, cell in enumerate(cells) if cell is not None and cell != "" and as_text(cell)]
        own = [i for i in filled if i in self._matched]
        if not own or self._is_aside(cells, filled, own):
            return None
        return self._read(number, cells)

    def _hand_down(self, number: int, cells: list[Cell]) -> list[Cell]:
        row = list(cells)
        for index, (last, cell) in list(self._handed.items()):
            if number > last:
                del self._handed[index]
                continue
            row.extend([None] * (index + 1 - len(row)))
            if not as_text(row[index]):
                row[index] = cell
        for index in self._matched:
            if (last_row := self._starts.get((number, index))) and index < len(row):
                self._handed[index] = (last_row, row[index])
        return row

    def _is_aside(self, cells: Sequence[Cell], filled: Sequence[int], own: Sequence[int]) -> bool:
        """Whether a row speaks about the sheet instead of holding a record; a row half full is always a record."""
        first = narrow(as_text(cells[filled[0]]))
        if 2 * len(own) >= len(self._matched) and len(self._matched) > 2:
            return self._repeats_header(cells, filled)
        tight = "".join(first.split())
        if _TOTAL.fullmatch(tight) or _SIGNATURE.match(tight):
            return True
        return self._repeats_header(cells, filled)

    def _repeats_header(self, cells: Sequence[Cell], filled: Sequence[int]) -> bool:
        if not isinstance(cells[filled[-1]], str):
            return False
        same = sum(1 for i in filled if self._heads.get(i) == fold_label(as_text(cells[i])))
        return same >= 2 and 2 * same >= len(filled)

    def _read(self, number: int, cells: Sequence[Cell]) -> Record:
        values: dict[str, Value] = {}
        faults: list[Fault] = []
        width = len(cells)
        for column, index in self._columns:
            cell = cells[index] if index < width else None
            if cell is None:
                values[column.field] = None
                continue
            try:
                values[column.field] = _value(cell, column, self._units[column.field])
            except Unreadable:
                values[column.field] = None
                faults.append(Fault(column.field, column.fault or _FAULTS[column.kind], as_text(cell)))
        return Record(number, cells, values, tuple(faults))


def _value(cell: Cell, column: Column, unit: str | None) -> Value:
    match column.kind:
        case "text":
            return read_text(cell)
        case "date":
            return read_date(cell)
        case "code":
            return read_code(cell)
        case "choice":
            return read_choice(cell, column)
        case "count":
            return read_count(cell)
        case "money":
            return read_money(cell, unit)
        case "decimal":
            return read_decimal(cell)
        case "tick":
            return read_tick(cell)
