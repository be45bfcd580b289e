"""Register sheets written out: the error workbook and the exports, row by row, with no cell that could run.

A text that begins with = + - @ or a control character is stored as text in a workbook, and gets an apostrophe before
it in separated text, so that no spreadsheet program takes it for a formula.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fangwei.engines.reader import Cell, Column, Header, Record, SheetSpec, as_text

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32767
_TICKS = {True: ("是", "Yes"), False: ("否", "No"), None: ("", "")}
REASON_HEADS = ("行号", "原因", "Reason", "原因代码")


class ErrorWorkbook:
    """The rows that were refused, as given, with their number and the reason; corrected, it can be imported as it is.

    Heads are those of our own exports where a column was recognised, so that it will be recognised again; a column of
    money keeps the unit it had. The file exists only when there was something to write.
    """

    def __init__(self, path: Path, spec: SheetSpec, header: Header, titles: Sequence[str]) -> None:
        self.path, self._spec, self._header, self._titles = path, spec, header, titles
        self._book: xlsxwriter.Workbook | None = None
        self._page: Worksheet | None = None
        self._day: Format | None = None
        self._next = 0

    @property
    def written(self) -> bool:
        """Whether any row was refused."""
        return self._book is not None

    def add(self, record: Record, reason: str, english: str, code: str) -> None:
        """Add a refused row."""
        page = self._page or self._begin()
        page.write_number(self._next, 0, record.row)
        for column, text in enumerate((reason, english, code), 1):
            page.write_string(self._next, column, text)
        for label in self._header.labels:
            cell = record.cells[label.index] if label.index < len(record.cells) else None
            self._write(page, label.index + len(REASON_HEADS), cell)
        self._next += 1

    def close(self) -> None:
        """Finish the file."""
        if self._book is not None:
            self._book.close()

    def _begin(self) -> Worksheet:
        self._book = xlsxwriter.Workbook(self.path, {"constant_memory": True, "strings_to_formulas": False})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
        wrap = self._book.add_format({"bold": True})
        self._page = page = self._book.add_worksheet("退回行")
        for column, width in enumerate((6, 40, 40, 22)):
            page.set_column(column, column, width)
        for label in self._header.labels:
            page.set_column(label.index + len(REASON_HEADS), label.index + len(REASON_HEADS), 16)
        page.freeze_panes(2, 2)
        page.write_string(
            0, 0, f"{self._titles[0] if self._titles else self._spec.title}（退回行，改正后可直接再次导入）", wrap
        )
        for column, text in enumerate(REASON_HEADS):
            page.write_string(1, column, text, head)
        heads = self._heads()
        for label in self._header.labels:
            page.write_string(1, label.index + len(REASON_HEADS), heads.get(label.index, label.shown), head)
        self._next = 2
        return page

    def _heads(self) -> dict[int, str]:
        heads = {}
        for name, index in self._header.fields.items():
            column = self._spec.column(name)
            heads[index] = column.labels[0]
            if column.kind == "money":
                heads[index] = f"{column.labels[0].partition('（')[0]}（{self._header.unit(name) or '元'}）"
        return heads

    def _write(self, page: Worksheet, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            page.write_boolean(self._next, column, cell)
        elif isinstance(cell, int | float):
            page.write_number(self._next, column, cell)
        elif isinstance(cell, dt.date):
            moment = cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time.min)
            page.write_datetime(self._next, column, moment, self._day)
        else:
            page.write_string(self._next, column, as_text(cell)[:_LONGEST])


def heads(spec: SheetSpec, language: str) -> list[str]:
    """The heads of an export in "zh" or "en"."""
    return [column.english[0] if language == "en" and column.english else column.labels[0] for column in spec.columns]


def title(spec: SheetSpec, place: str, language: str) -> str:
    """The line above an export's heads."""
    return f"{spec.title_english}: {place}".rstrip(": ") if language == "en" else f"{place}{spec.title}"


def shown(value: Any, column: Column, head: str, language: str) -> str | int | float | dt.date | None:
    """A value as its column shows it, so that it can be read in again."""
    if column.kind == "tick":
        return _TICKS[value][language == "en"]
    if column.kind == "money":
        if value is None:
            return None
        return value / (1_000_000 if "万元" in head else 100)
    if column.kind == "choice":
        return _word(value, column, language)
    if isinstance(value, str | int | float | dt.date) or value is None:
        return value
    return str(value)


def _word(value: Any, column: Column, language: str) -> str:
    ascii_wanted = language == "en"
    words = [word for word, meaning in column.choices.items() if meaning == value]
    return next(
        (word for word in words if word.isascii() is ascii_wanted and word.isalpha()), words[0] if words else ""
    )


def write_xlsx(path: Path, spec: SheetSpec, place: str, rows: Iterator[Mapping[str, Any]], language: str = "zh") -> int:
    """Write an export as a workbook in constant memory and return how many rows it has."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(spec.title_english if language == "en" else spec.title)
    bold, day = (
        book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    for index, column in enumerate(spec.columns):
        page.set_column(index, index, column.width)
    page.freeze_panes(2, 0)
    page.write_string(0, 0, title(spec, place, language), bold)
    captions = heads(spec, language)
    for index, caption in enumerate(captions):
        page.write_string(1, index, caption, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for index, column in enumerate(spec.columns):
            value = shown(row.get(column.field), column, captions[index], language)
            if isinstance(value, str):
                if value:
                    page.write_string(count + 1, index, value[:_LONGEST])
            elif isinstance(value, dt.date):
                page.write_datetime(count + 1, index, dt.datetime.combine(value, dt.time.min), day)
            elif value is not None:
                page.write_number(count + 1, index, value)
    book.close()
    return count


def csv_lines(spec: SheetSpec, rows: Iterator[Mapping[str, Any]], language: str = "zh") -> Iterator[str]:
    """An export as lines of separated text, ready to be streamed; it begins with the mark that Excel needs."""
    captions = heads(spec, language)
    yield "\ufeff" + _line(captions)
    for row in rows:
        yield _line(
            [_plain(shown(row.get(c.field), c, h, language)) for c, h in zip(spec.columns, captions, strict=True)]
        )


def _plain(value: str | int | float | dt.date | None) -> str:
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return "'" + value
    return as_text(value)


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
