import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fangwei.cli import main
from fangwei.ledger.models import Fact
from fangwei.register.sheet import SITES
from fangwei.sheets.tests.factories import code, county, table, write

pytestmark = pytest.mark.django_db


def run(*words: object, **environment: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env={"FANGWEI_LANG": "en", **environment})


def firm(serial: int, **other: object) -> dict[str, object]:
    return {"name": f"试山县第{serial}厂", "uscc": code(serial), "town": "白河镇", "address": f"{serial}号", **other}


def test_rows_come_in_and_go_out(tmp_path: Path) -> None:
    county()
    file = table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2)])
    result = run("import", "sites", file, "--json", "--rows")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["given"], told["imported"], told["rejected"], told["error_workbook"]) == (2, 2, 0, None)
    assert [row["row"] for row in told["rows"]] == [3, 4]
    out = tmp_path / "b.csv"
    assert run("export", "sites", "--territory", "试山县", "--out", out).exit_code == 0
    assert json.loads(run("import", "sites", out, "--territory", "990101", "--json").stdout)["unchanged"] == 2


def test_refused_rows_are_a_negative_finding_with_a_workbook(tmp_path: Path) -> None:
    county()
    file = table(tmp_path / "a.xlsx", SITES, [firm(1), firm(2, name=None)])
    result = run("import", "sites", file, "--json", "--out", tmp_path / "back")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["errors"] == [{"row": 4, "code": "name_missing", "message": "The name is missing."}]
    assert Path(told["error_workbook"]).parent == tmp_path / "back"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    county()
    file = table(tmp_path / "a.xlsx", SITES, [firm(1)])
    told = json.loads(run("import", "sites", file, "--json", "--dry-run").stdout)
    assert (told["imported"], told["dry_run"]) == (1, True)
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"%PDF-1.4", "not_a_spreadsheet"), (b"", "empty"), (None, "file_missing"), (b"1,2\n3,4", "no_header")],
)
def test_what_cannot_be_read_is_exit_two_with_words(tmp_path: Path, content: bytes | None, expected: str) -> None:
    county()
    file = tmp_path / "a.xlsx"
    if content is not None:
        file.write_bytes(content)
    result = run("import", "hazards", file, "--json")
    assert result.exit_code == 2
    error = json.loads(result.stdout)["error"]
    assert error["code"] == expected
    assert error["message"] in result.stderr


def test_an_unknown_user_and_an_empty_system_are_exit_two(tmp_path: Path) -> None:
    file = table(tmp_path / "a.xlsx", SITES, [firm(1)])
    assert json.loads(run("import", "sites", file, "--json").stdout)["error"]["code"] == "not_set_up"
    county()
    assert (
        json.loads(run("import", "sites", file, "--json", "--by", "nobody").stdout)["error"]["code"] == "user_unknown"
    )
    assert run("export", "sites", "--out", tmp_path / "a.pdf").exit_code == 2


def test_a_problem_list_is_brought_in_somebodys_name(tmp_path: Path) -> None:
    county()
    file = write(tmp_path / "a.xlsx", [["明查暗访问题清单"], ["责任单位", "存在问题"], ["试山县", "问题"]])
    refused = json.loads(run("import", "problems", file, "--json").stdout)["error"]
    assert refused["code"] == "author_needed" and "--by" in refused["message"]
    assert (
        json.loads(run("import", "problems", file, "--on", "gestern", "--json").stdout)["error"]["code"]
        == "day_unreadable"
    )
