"""Old and open formats (.xls, .xlsb, .ods), read by python-calamine in a child process of its own.

The native reader builds a dense block of every cell between the first and the last: a hostile or broken file can ask
for all the memory there is. In a child with a ceiling it can only end itself, and the answer is an error in words.
"""

import contextlib
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from fangwei.engines.reader.errors import SheetError
from fangwei.engines.reader.spec import Cell
from fangwei.engines.reader.xlsx import Merge, Row

MEMORY_CEILING = 768 * 1024 * 1024
_CHILD = """
import json, resource, sys
ceiling = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
import python_calamine
def plain(cell):
    if isinstance(cell, (str, int, float, bool)) or cell is None:
        return cell
    return {"t": type(cell).__name__, "v": str(cell)}
def put(thing):
    sys.stdout.write(json.dumps(thing, ensure_ascii=True) + "\\n")
book = python_calamine.load_workbook(sys.argv[1])
shown = [s.name for s in book.sheets_metadata
         if s.visible == python_calamine.SheetVisibleEnum.Visible and s.typ == python_calamine.SheetTypeEnum.WorkSheet]
if len(sys.argv) < 4:
    put(shown)
else:
    sheet = book.get_sheet_by_name(sys.argv[3])
    put(sheet.merged_cell_ranges or [])
    for row in sheet.iter_rows():
        put([plain(cell) for cell in row])
"""
_KINDS: dict[str, Any] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}


class Workbook:
    """An opened workbook: the visible worksheets in their order, each read as often as asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sheet_names: list[str] = next(self._lines(), [])

    def close(self) -> None:
        """Nothing is held open."""

    def merges(self, sheet: str) -> list[Merge]:
        """The merged ranges of a worksheet, as far as the format tells."""
        with contextlib.closing(self._lines(sheet)) as lines:
            return [(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in next(lines, [])]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Each row of the worksheet with its number; cells by column, None where nothing stands."""
        lines = self._lines(sheet)
        next(lines, None)
        for number, cells in enumerate(lines, 1):
            yield number, [_cell(cell) for cell in cells]

    def _lines(self, *sheet: str) -> Generator[Any, None, None]:
        command = [sys.executable, "-I", "-c", _CHILD, str(self._path.resolve()), str(MEMORY_CEILING), *sheet]
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="ascii", errors="replace"
        )
        assert child.stdout is not None
        assert child.stderr is not None
        try:
            for line in child.stdout:
                yield json.loads(line)
            said = child.stderr.read()
            if child.wait() != 0:
                kind = "encrypted" if "assword" in said else "not_a_spreadsheet"
                raise SheetError(kind, {"file": self._path.name, "kind": "broken"})
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
            child.stderr.close()


def _cell(cell: Any) -> Cell:
    if cell == "":
        return None
    if isinstance(cell, dict):
        read = _KINDS.get(cell["t"])
        with contextlib.suppress(ValueError):
            return read(cell["v"]) if read else cell["v"]
        return cell["v"]
    return cell
