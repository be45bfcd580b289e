"""Small counties and small sheets for the tests of register sheets."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import xlsxwriter

from fangwei.engines.codes import make_uscc
from fangwei.engines.reader import SheetSpec
from fangwei.register.models import Territory

AT = datetime(2025, 4, 20, 2, 0, tzinfo=UTC)
COUNTY = "990101"
TOWNS = {"990101001": "青石街道", "990101100": "白河镇", "990101200": "清水乡"}


def county() -> None:
    """An invented county with three townships and nobody in office."""
    rows = [
        ("99", "试省", "province", ""),
        ("9901", "试州市", "prefecture", "99"),
        (COUNTY, "试山县", "county", "9901"),
    ]
    rows += [(code, name, "township", COUNTY) for code, name in TOWNS.items()]
    rows += [("9902", "别州市", "prefecture", "99"), ("990201", "别山县", "county", "9902")]
    rows += [("990201100", "白河镇", "township", "990201")]
    Territory.objects.bulk_create(Territory(code=c, name=n, level=v, parent_code=p) for c, n, v, p in rows)


def code(serial: int) -> str:
    """The credit code of an invented firm."""
    return make_uscc(COUNTY, serial)


def write(path: Path, rows: Sequence[Sequence[object]], name: str = "Sheet1") -> Path:
    """A workbook of one worksheet with these cells."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy/m/d"})
    page = book.add_worksheet(name)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(r, c, datetime.combine(cell, time.min), day)
            elif cell is not None:
                page.write(r, c, cell)
    book.close()
    return path


def table(path: Path, spec: SheetSpec, records: Sequence[dict[str, object]], title: str = "试山县台账") -> Path:
    """A sheet with our own heads for the fields that the records have."""
    fields = list(dict.fromkeys(field for record in records for field in record))
    heads = [spec.column(field).labels[0] for field in fields]
    return write(path, [[title], heads, *[[record.get(field) for field in fields] for record in records]])
