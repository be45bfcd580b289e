"""Sheets as separated text (.csv, .tsv) in the encodings that Chinese programs write."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from fangwei.engines.reader.errors import SheetError
from fangwei.engines.reader.xlsx import Merge, Row

_LONGEST_FIELD = 1 << 20


class Workbook:
    """A text file as a workbook of one worksheet, named like the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding = _encoding(path)
        self.sheet_names = [path.stem]

    def close(self) -> None:
        """Nothing is held open."""

    def merges(self, sheet: str) -> list[Merge]:
        """Text knows no merged cells."""
        return []

    def rows(self, sheet: str) -> Iterator[Row]:
        """Each record with its number. Raises: SheetError `not_a_spreadsheet`."""
        csv.field_size_limit(_LONGEST_FIELD)
        with self._path.open(encoding=self._encoding, newline="") as stream:
            separator = _separator(stream.read(65536))
            stream.seek(0)
            try:
                for number, record in enumerate(csv.reader(stream, delimiter=separator), 1):
                    yield number, [_unquoted(cell) for cell in record]
            except (csv.Error, UnicodeDecodeError) as error:
                raise SheetError("not_a_spreadsheet", {"file": self._path.name, "kind": "text"}) from error


def _unquoted(cell: str) -> str | None:
    """A cell without the apostrophe that an export puts before what a spreadsheet would take for a formula."""
    if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r":
        return cell[1:]
    return cell or None


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        stream.seek(0)
        for encoding in ("utf-8", "gb18030"):
            if _decodes(path, encoding):
                return "utf-8-sig" if encoding == "utf-8" else encoding
    raise SheetError("not_a_spreadsheet", {"file": path.name, "kind": "encoding"})


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 16):
                decoder.decode(chunk)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(sample: str) -> str:
    return max(",\t;|", key=lambda mark: (sample.count(mark), mark == ","))
