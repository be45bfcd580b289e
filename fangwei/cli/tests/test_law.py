"""`fangwei law` as people and scripts call it: answers, exit codes, languages, and what it does not load."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fangwei.cli.law import command
from fangwei.engines.lawbook import builtin_folder


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANGWEI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FANGWEI_LANG", "en")


def law(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_an_accident_is_classed_with_its_reasons() -> None:
    found = law("explain", "accident.class", "deaths=3", "serious_injuries=4", "--on", "2025-03-20", "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert {"rule", "value", "on", "citation", "status", "inputs", "because"} <= set(told)
    assert (told["rule"], told["value"], told["on"]) == ("accident.class", "larger", "2025-03-20")
    assert told["inputs"] == {"deaths": 3, "serious_injuries": 4}
    assert told["not_given"] == ["direct_loss_cny"]


@pytest.mark.parametrize(
    ("rule", "start", "value"),
    [
        ("penalty.hearing_request", "2026-09-28", "2026-10-10"),
        ("penalty.service", "2026-09-28", "2026-10-13"),
        ("penalty.hearing_notice", "2026-09-28", "2026-10-13"),
        ("penalty.payment", "2026-09-28", "2026-10-13"),
        ("penalty.decision", "2026-09-28", "2026-12-28"),
        ("penalty.payment", "2027-03-01", "2027-03-16"),
        ("hazard.rectification.general", "2026-09-28", "2026-10-28"),
        ("accident.report.unit", "2026-09-28T23:30", "2026-09-29T00:30:00+08:00"),
    ],
)
def test_deadlines(rule: str, start: str, value: str) -> None:
    found = law("explain", "period.deadline", f"rule={rule}", f"from={start}", "--json")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["value"] == value
    assert json.loads(law("explain", rule, f"from={start}", "--json").stdout)["value"] == value


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("accident.class", "deaths=-1"), "input.negative"),
        (("accident.class", "deaths=many"), "input.not_a_number"),
        (("accident.class", "deaths=1e400"), "input.too_large"),
        (("accident.class",), "input.none"),
        (("accident.class", "deaths"), "input.malformed"),
        (("accident.class", "deaths=1", "deaths=2"), "input.repeated"),
        (("accident.class", "dead=1"), "input.unknown"),
        (("accident.clas", "deaths=1"), "law.unknown_rule"),
        (("accident.class", "deaths=1", "--on", "2007-05-31"), "law.before_rule"),
        (("accident.class", "deaths=1", "--on", "2025-02-30"), "law.bad_date"),
        (("accident.class", "deaths=1", "--territory", "Henan"), "law.bad_territory"),
        (("period.deadline", "rule=penalty.service"), "law.missing_argument"),
        (("period.deadline", "rule=penalty.service", "from=someday"), "law.bad_date"),
        (("period.deadline", "rule=penalty.service", "from=2027-03-01"), "calendar.missing_year"),
        (("period.deadline", "rule=accident.class", "from=2026-03-01"), "law.not_a_period"),
        (("period.deadline", "rule=accident.report.unit", "from=2026-03-01"), "law.time_needed"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_ends_with_two_and_says_what_to_do(words: tuple[str, ...], code: str, lang: str) -> None:
    found = law("explain", *words, "--json", "--lang", lang)
    assert found.exit_code == 2
    error = json.loads(found.stdout)["error"]
    assert error["code"] == code
    assert error["message"] and error["hint"]
    assert any("一" <= letter <= "鿿" for letter in error["message"]) == (lang == "zh")
    assert error["message"] in found.stderr


def test_today_is_the_day_when_none_is_given() -> None:
    assert law("explain", "accident.class", "deaths=1").exit_code == 0


def test_the_history_of_a_rule_and_the_list() -> None:
    shown = law("show", "accident.report.province_phone.major")
    assert shown.exit_code == 0
    assert "2009-07-01" in shown.stdout and "@41" in shown.stdout
    rules = json.loads(law("show", "--area", "penalty", "--json").stdout)["rules"]
    assert {"penalty.payment", "penalty.service"} <= {row["rule"] for row in rules}
    assert law("show", "no.such.rule").exit_code == 2


def test_the_law_checks_itself() -> None:
    found = law("check", "--json")
    told = json.loads(found.stdout)
    assert found.exit_code == 0
    assert told["ok"] and told["rules"] > 100 and told["cases"] > 300


def test_a_spoiled_law_is_found_out(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    text = 'overlays: penalty.payment\nterritory: "41"\nvalues: [{from: 2026-01-01, value: 10}]\n'
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    found = law("check", str(folder), "--json")
    assert found.exit_code == 1
    assert [problem["code"] for problem in json.loads(found.stdout)["problems"]] == ["schema.no_citation"]
    assert law("load", str(folder)).exit_code == 2
    assert law("check", str(tmp_path / "nowhere")).exit_code == 2


def test_a_wrong_verdict_in_a_case_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "mine" / "cases").mkdir(parents=True)
    (tmp_path / "mine" / "cases" / "one.yaml").write_text(
        "title: {zh: 案例, en: cases}\ncases:\n"
        "  - {rule: accident.class, on: 2025-03-20, given: {deaths: 3}, verdict: general, zh: 错, en: wrong}\n",
        "utf-8",
    )
    (tmp_path / "mine" / "one.yaml").write_text(
        'overlays: hazard.rectification.general\nterritory: "41"\nvalues: [{from: 2026-01-01, value: 10, '
        "citation: {source: local-default, article: 1}, status: local, last_checked: 2026-01-01}]\n",
        "utf-8",
    )
    found = law("check", str(tmp_path / "mine"), "--json")
    assert found.exit_code == 1
    assert [problem["code"] for problem in json.loads(found.stdout)["problems"]] == ["case.differs"]


def test_loading_the_example_of_a_territory(tmp_path: Path) -> None:
    folder = tmp_path / "xiangcheng"
    folder.mkdir()
    (folder / "one.yaml").write_text(
        'overlays: hazard.rectification.general\nterritory: "411681"\nvalues: [{from: 2026-01-01, value: 10, '
        "citation: {source: local-default, article: 1}, status: local, last_checked: 2026-01-01}]\n",
        "utf-8",
    )
    loaded = json.loads(law("load", str(folder), "--json").stdout)
    answer = law("explain", "hazard.rectification.general", "--territory", "411681", "--json")
    assert json.loads(answer.stdout)["value"] == 10
    assert json.loads(answer.stdout)["bundle"] == loaded["bundle"]


def test_no_database_is_loaded() -> None:
    program = "import sys, fangwei.cli.law; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=builtin_folder().parent, check=False).returncode == 0
