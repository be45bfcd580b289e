"""Workbooks in Office Open XML, read row by row in constant memory.

A native reader builds the whole sheet as one dense block: 180 MB for 100,000 rows, and a single cell written far out
at XFD1048576 asks for more memory than any machine has. Here only the current row exists; the price is about 40
microseconds a row. Entities and document types are refused.
"""

import re
import zipfile
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast
from xml.parsers import expat

from fangwei.engines.reader.errors import SheetError
from fangwei.engines.reader.spec import Cell
from fangwei.engines.reader.xlsx_cells import DateStyles, day_of_serial

_CHUNK = 1 << 16
_LONGEST_TOKEN = 4 * 1024 * 1024
_LONGEST_TEXT = 65536
_LAST_COLUMN = 16384
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
Row = tuple[int, list[Cell]]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column: rows from 1 as the sheet counts them, columns from 0."""


class _Strings:
    """The workbook's shared texts packed into one block of bytes, because a list of them would be four times as big."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._data += text[:_LONGEST_TEXT].encode("utf-8", "surrogatepass")
        self._ends.append(len(self._data))

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            return ""
        return self._data[self._ends[index] : self._ends[index + 1]].decode("utf-8", "surrogatepass")


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.ordered_attributes = True

    def refuse(*_: object) -> None:
        raise SheetError("not_a_spreadsheet", {"kind": "doctype"})

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, stream: BinaryIO) -> Iterator[None]:
    """Push a stream through a parser, pausing after each chunk. Raises: SheetError `not_a_spreadsheet`."""
    fed = 0
    try:
        while chunk := stream.read(_CHUNK):
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise SheetError("not_a_spreadsheet", {"kind": "token"})
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise SheetError("not_a_spreadsheet", {"kind": "broken"}) from error


def _local(name: str) -> str:
    return name.rpartition("|")[2]


def _attributes(listed: list[str]) -> dict[str, str]:
    return {_local(listed[i]): listed[i + 1] for i in range(0, len(listed), 2)}


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The start tags of a small part, in order; nothing when the part is absent."""
    if name not in archive.namelist():
        return
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()

    def start(tag: str, attributes: list[str]) -> None:
        found.append((_local(tag), _attributes(attributes)))

    parser.StartElementHandler = cast("Callable[[str, dict[str, str]], object]", start)
    with archive.open(name) as stream:
        for _ in _feed(parser, cast(BinaryIO, stream)):
            yield from found
            found.clear()


class Workbook:
    """An opened workbook: the visible worksheets in their order, each read as often as asked."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        links = {
            a["Id"]: a["Target"]
            for tag, a in _elements(self._archive, "xl/_rels/workbook.xml.rels")
            if tag == "Relationship"
        }
        self._parts: dict[str, str] = {}
        epoch_1904 = False
        for tag, attributes in _elements(self._archive, "xl/workbook.xml"):
            if tag == "workbookPr":
                epoch_1904 = attributes.get("date1904") in ("1", "true")
            elif tag == "sheet" and attributes.get("state", "visible") == "visible":
                target = links.get(attributes.get("id", ""), "")
                self._parts[attributes.get("name", "")] = (
                    target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                )
        self._dates = DateStyles.of(_elements(self._archive, "xl/styles.xml"), epoch_1904)
        self._strings: _Strings | None = None

    @property
    def sheet_names(self) -> list[str]:
        """The names of the visible worksheets."""
        here = set(self._archive.namelist())
        return [name for name, part in self._parts.items() if part in here]

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def merges(self, sheet: str) -> list[Merge]:
        """The merged ranges of a worksheet, which stand after its rows; found without parsing the rows."""
        ranges: list[Merge] = []
        rest = b""
        with self._archive.open(self._parts[sheet]) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                for found in _MERGED.finditer(text):
                    first, last = column_index(found[1].decode()), column_index(found[3].decode())
                    ranges.append((int(found[2]), first, int(found[4]), last))
                cut = text.rfind(b"<")
                rest = text[cut:] if cut >= 0 and len(text) - cut < 200 else b""
        return ranges

    def rows(self, sheet: str) -> Iterator[Row]:
        """Each row that the worksheet stores, with its number; cells by column, None where nothing stands."""
        if self._strings is None:
            self._strings = self._read_strings()
        reading = _RowReading(self._strings, self._dates)
        with self._archive.open(self._parts[sheet]) as stream:
            for _ in _feed(reading.parser, cast(BinaryIO, stream)):
                yield from reading.done
                reading.done.clear()

    def _read_strings(self) -> _Strings:
        strings = _Strings()
        part = next((n for n in self._archive.namelist() if n.lower() == "xl/sharedstrings.xml"), None)
        if part is None:
            return strings
        parser = _parser()
        texts: list[str] = []
        phonetic = False

        def start(tag: str, _attributes: object) -> None:
            nonlocal phonetic
            name = _local(tag)
            if name == "si":
                texts.clear()
            elif name == "rPh":
                phonetic = True
            elif name == "t" and not phonetic:
                parser.CharacterDataHandler = texts.append

        def end(tag: str) -> None:
            nonlocal phonetic
            name = _local(tag)
            if name == "t":
                parser.CharacterDataHandler = None
            elif name == "rPh":
                phonetic = False
            elif name == "si":
                strings.append("".join(texts))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        with self._archive.open(part) as stream:
            for _ in _feed(parser, cast(BinaryIO, stream)):
                pass
        return strings


class _RowReading:
    """One pass over a worksheet's XML; finished rows gather in `done`."""

    def __init__(self, strings: _Strings, dates: DateStyles) -> None:
        self.done: list[Row] = []
        self.parser = _parser()
        self._strings, self._dates = strings, dates
        self._names: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._cells: list[Cell] = []
        self._type = self._style = ""
        self._text: list[str] = []
        self._phonetic = False
        self.parser.StartElementHandler = cast("Callable[[str, dict[str, str]], object]", self._start)
        self.parser.EndElementHandler = self._end

    def _name(self, tag: str) -> str:
        return self._names.setdefault(tag, _local(tag))

    def _start(self, tag: str, attributes: list[str]) -> None:
        name = self._names.get(tag) or self._name(tag)
        if name == "c":
            self._type = self._style = ""
            self._column += 1
            for i in range(0, len(attributes), 2):
                key = attributes[i]
                if key == "r":
                    letters = attributes[i + 1].rstrip("0123456789")
                    self._column = self._columns.get(letters) or self._new_column(letters)
                elif key == "t":
                    self._type = attributes[i + 1]
                elif key == "s":
                    self._style = attributes[i + 1]
            self._text = []
        elif (name == "v" or name == "t") and not self._phonetic:
            self.parser.CharacterDataHandler = self._text.append
        elif name == "row":
            number = _attributes(attributes).get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column, self._cells = 0, []
        elif name == "rPh":
            self._phonetic = True

    def _new_column(self, letters: str) -> int:
        return self._columns.setdefault(letters, column_index(letters) + 1)

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "v" or name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "c":
            if self._text and 0 < self._column <= _LAST_COLUMN:
                cells = self._cells
                missing = self._column - len(cells)
                if missing > 0:
                    cells.extend([None] * missing)
                cells[self._column - 1] = self._value("".join(self._text)[:_LONGEST_TEXT])
        elif name == "row":
            self.done.append((self._row, self._cells))
        elif name == "rPh":
            self._phonetic = False

    def _value(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return self._strings[int(text)] if text.isdecimal() else ""
        if kind == "inlineStr" or kind == "str":
            return text
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return None
        if kind == "d":
            return text
        try:
            number = float(text)
        except ValueError:
            return text
        if self._style and self._dates.is_date(self._style):
            return day_of_serial(number, self._dates.epoch_1904)
        return number


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
