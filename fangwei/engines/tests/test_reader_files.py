import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from fangwei.engines.reader import Column, Limits, SheetError, SheetSpec, open_sheet
from fangwei.engines.reader.xlsx import column_index

SPEC = SheetSpec(
    "people",
    "名单",
    "People",
    (
        Column("name", ("姓名", "名称"), english=("Name",), required=True),
        Column("phone", ("联系电话", "电话"), "code", ("Phone",)),
        Column("rectifier", ("整改责任人",)),
        Column("found_on", ("排查时间",), "date", ("Date",)),
        Column("verified_on", ("复查时间",), "date"),
        Column("funds", ("资金（万元）", "资金"), "money"),
    ),
)


def sheet(path: Path, rows: list[list[object]], *, merges: tuple[str, ...] = (), name: str = "表") -> Path:
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(name)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, dt.date):
                page.write_datetime(r, c, dt.datetime(cell.year, cell.month, cell.day), day)
            elif cell is not None:
                page.write(r, c, cell)
    for merge in merges:
        first, _colon, _last = merge.partition(":")
        row, column = int(first.lstrip("ABCDEFGHIJ")) - 1, column_index(first.rstrip("0123456789"))
        page.merge_range(merge, rows[row][column])
    book.close()
    return path


def records(path: Path, **options: object) -> list[tuple[int, dict[str, object]]]:
    with open_sheet(path, SPEC, **options) as opened:  # type: ignore[arg-type]
        return [(r.row, {k: v for k, v in r.values.items() if v is not None}) for r in opened.records()]


def test_title_two_level_header_total_blank_and_signature(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        [
            ["某县名单", None, None, None, None],
            ["序号", "姓名", "整改", None, "复查"],
            [None, None, "责任\n人", "资金\n（万元）", "时 间"],
            [1, "甲", "张三", 1.5, dt.date(2025, 3, 10)],
            [None, None, None, None, None],
            ["小 计", "1家"],
            ["序号", "姓名", "责任人", "资金（万元）", "时间"],
            [2, "乙", "李四", "3万元", "2025.3.11"],
            [3, None, None, None, None],
            ["合计：2"],
            ["填表人：王五", None, "审核人：赵六"],
        ],
        merges=("A1:E1", "C2:D2", "B2:B3", "A2:A3"),
    )
    assert records(path) == [
        (4, {"name": "甲", "rectifier": "张三", "funds": 1_500_000, "verified_on": dt.date(2025, 3, 10)}),
        (8, {"name": "乙", "rectifier": "李四", "funds": 3_000_000, "verified_on": dt.date(2025, 3, 11)}),
    ]


def test_a_merged_cell_speaks_for_the_rows_below_it(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        [["姓名", "联系电话"], ["甲", "1"], [None, "2"], [None, "3"], ["乙", "4"]],
        merges=("A2:A4",),
    )
    assert [(row, v["name"]) for row, v in records(path)] == [(2, "甲"), (3, "甲"), (4, "甲"), (5, "乙")]


def test_english_heads_other_order_and_another_worksheet(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("说明").write(0, 0, "请先阅读")
    hidden = book.add_worksheet("旧")
    hidden.write_row(0, 0, ["Name", "Phone", "Date"])
    hidden.hide()
    page = book.add_worksheet("data")
    page.write_row(2, 3, ["Phone", "Name"])
    page.write_row(3, 3, [13800000000, "Li"])
    book.close()
    with open_sheet(tmp_path / "a.xlsx", SPEC) as opened:
        assert opened.name == "data"
        assert [dict(r.values) for r in opened.records()] == [{"phone": "13800000000", "name": "Li"}]


def test_remembered_matching_wins_and_can_silence_a_column(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["联络号", "姓名", "排查时间"], ["123", "甲", "2025-1-1"]])
    assert records(path) == [(2, {"name": "甲", "found_on": dt.date(2025, 1, 1)})]
    assert records(path, remembered={"联络号": "phone", "排查时间": ""}) == [(2, {"name": "甲", "phone": "123"})]


def test_faults_name_the_cell(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["姓名", "排查时间"], ["甲", "去年底"]])
    with open_sheet(path, SPEC) as opened:
        [record] = opened.records()
    fault = record.fault("found_on")
    assert fault is not None
    assert (fault.code, fault.given) == ("date_unreadable", "去年底")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_separated_text(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"名单\n姓名{mark}电话\n甲{mark}'=1+1\n".replace("\n", "\r\n"), encoding=encoding, newline="")
    assert records(path) == [(3, {"name": "甲", "phone": "=1+1"})]


def test_old_binary_and_open_document_are_read_in_a_child(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (["姓名", "排查时间"], ["甲", "2025年3月1日"])
    cells = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
            f'<table:table table:name="一">{cells}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    assert records(path) == [(2, {"name": "甲", "found_on": dt.date(2025, 3, 1)})]


def code(path: Path, **options: object) -> str:
    with pytest.raises(SheetError) as caught:
        records(path, **options)
    return caught.value.code


def bomb(path: Path, megabytes: int, lie: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as stream:
            for _ in range(megabytes):
                stream.write(b"0" * 1048576)
    if lie:
        data = path.read_bytes().replace((megabytes * 1048576).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("lie", [False, True])
def test_a_bomb_is_refused_also_when_its_directory_lies(tmp_path: Path, lie: bool) -> None:
    assert code(bomb(tmp_path / "a.xlsx", 64, lie)) == "zip_bomb"


def test_many_entries_and_large_files_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for n in range(30):
            archive.writestr(f"xl/{n}.xml", "x")
    assert code(tmp_path / "a.xlsx", limits=Limits(entries=10)) == "zip_bomb"
    assert code(tmp_path / "a.xlsx", limits=Limits(file_bytes=10)) == "file_too_large"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7 abc", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_spreadsheet"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "not_a_spreadsheet"),
        (b"PK\x03\x04broken", "not_a_spreadsheet"),
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "Workbook".encode("utf-16-le"), "not_a_spreadsheet"),
        ("只有一行字".encode(), "no_header"),
        ("联系电话,资金\n1,2".encode(), "column_missing"),
    ],
)
def test_other_files_are_named_for_what_is_wrong(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert code(path) == expected


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["姓名", "电话"], ["甲", "1"]])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    parts["xl/worksheets/sheet1.xml"] = evil + parts["xl/worksheets/sheet1.xml"].split(b"?>", 1)[1]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    assert code(path) == "not_a_spreadsheet"


def test_a_cell_at_the_end_of_the_world_takes_no_memory(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write_row(0, 0, ["姓名", "电话"])
    page.write_row(1, 0, ["甲", "1"])
    page.write(1048575, 16383, "x")
    book.close()
    assert [row for row, _ in records(tmp_path / "a.xlsx")] == [2]


def test_columns_count_like_a_spreadsheet() -> None:
    assert [column_index(c) for c in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
