"""The industry table, held against the national list where the deployment's data folder has it."""

import csv
import os
from pathlib import Path

import pytest

from fangwei.engines.lawbook import Lawbook, builtin_folder

BOOK = Lawbook.load([builtin_folder()])
TABLE = BOOK.industries.entries
DATA = Path(os.environ.get("FANGWEI_SHARED") or builtin_folder().parents[1] / "shared") / "data"
OTHERWISE = {"C15", "C339", "M75", "R87"}  # the list at hand words these four unlike the standard


def test_all_sections_and_divisions_are_there() -> None:
    assert [entry.code for entry in TABLE if entry.level == "section"] == list("ABCDEFGHIJKLMNOPQRST")
    assert len([entry for entry in TABLE if entry.level == "division"]) == 97
    assert all(entry.name.zh and entry.name.en for entry in TABLE)


def test_every_entry_hangs_under_its_parent() -> None:
    codes = {entry.code for entry in TABLE}
    for entry in TABLE:
        parent = {"division": entry.code[:1], "group": entry.code[:3], "class": entry.code[:4]}.get(entry.level)
        assert parent is None or parent in codes, entry


@pytest.mark.parametrize("text", ["2672", "C2672", "c2672", " 2672 "])
def test_a_code_with_or_without_its_letter(text: str) -> None:
    found = BOOK.industry(text)
    assert found is not None
    assert (found.code, found.level, found.digits) == ("C2672", "class", "2672")


@pytest.mark.parametrize("text", ["", "A2672", "9999", "26720", "焰火", "Z", "-1", "2²"])
def test_a_code_the_table_does_not_hold(text: str) -> None:
    assert BOOK.industry(text) is None


@pytest.mark.skipif(
    not (DATA / "industries").is_dir(), reason="no industry list: set FANGWEI_SHARED to check against it"
)
def test_the_table_agrees_with_the_national_list() -> None:
    with next((DATA / "industries").glob("*.csv")).open(encoding="utf-8-sig", newline="") as lines:
        names = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    assert {entry.code for entry in TABLE if names.get(entry.code) != entry.name.zh} == OTHERWISE
    assert all(entry.code in names for entry in TABLE)


@pytest.mark.skipif(
    not (DATA / "register-sheets").is_dir(), reason="no register sheets: set FANGWEI_SHARED to check them"
)
def test_every_trade_of_the_register_sheets_is_known() -> None:
    calamine = pytest.importorskip("python_calamine")
    sheet = calamine.load_workbook(str(DATA / "register-sheets" / "sites.xlsx")).get_sheet_by_index(0).to_python()
    column = next(row.index("行业代码") for row in sheet if "行业代码" in row)
    trades = {str(row[column]).split(".")[0] for row in sheet}
    trades = {trade for trade in trades if trade.isdigit() and len(trade) == 4}
    assert trades
    assert all(BOOK.industry(trade) for trade in trades)
