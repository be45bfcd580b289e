"""What the schema of law files refuses, each by its code."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from fangwei.engines.lawbook import Lawbook, LawError, check_folder

SOURCE = {"source": "a-law", "title": {"zh": "某法", "en": "A Law"}, "status": "confirmed"}
DATED = {
    "from": "2020-01-01",
    "value": 5,
    "citation": {"source": "a-law", "article": 3},
    "status": "confirmed",
    "last_checked": "2026-01-01",
}
RULE = {
    "rule": "a.rule",
    "kind": "parameter",
    "title": {"zh": "某值", "en": "A value"},
    "unit": "days",
    "values": [DATED],
}
PERIOD = RULE | {"kind": "period", "counting": {}, "starts": {"zh": "起", "en": "start"}}
TABLE = RULE | {
    "kind": "table",
    "unit": "class",
    "inputs": {"n": {"type": "count", "unit": "persons", "zh": "数", "en": "number"}},
    "values": [
        {key: value for key, value in DATED.items() if key != "value"}
        | {
            "bands": [
                {"value": "low", "zh": "低", "en": "low"},
                {"value": "mid", "zh": "中", "en": "mid", "at_least": {"n": 3}},
                {"value": "high", "zh": "高", "en": "high", "at_least": {"n": 10}},
            ]
        }
    ],
}


def write(folder: Path, *documents: dict[str, Any]) -> Lawbook:
    """A whole small law of these documents."""
    for number, document in enumerate((SOURCE, *documents)):
        name = "sources" if "source" in document else "parameters"
        (folder / name).mkdir(exist_ok=True)
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (folder / name / f"{number}.yaml").write_text(
            text.replace("'20", "20").replace("-01'", "-01"), encoding="utf-8"
        )
    return Lawbook.load([folder])


def codes(book: Lawbook) -> list[str]:
    for problem in book.problems():
        assert problem.message("zh") and problem.message("en")
    return [problem.code for problem in book.problems()]


def changed(rule: dict[str, Any], **dated: Any) -> dict[str, Any]:
    """The rule with its one dated value changed; None removes a key."""
    row = {key: value for key, value in (rule["values"][0] | dated).items() if value is not None}
    return rule | {"values": [row]}


def test_the_examples_themselves_are_sound(tmp_path: Path) -> None:
    assert codes(write(tmp_path, RULE, PERIOD | {"rule": "a.period"}, TABLE | {"rule": "a.table"})) == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (changed(RULE, citation=None), "schema.no_citation"),
        (changed(RULE, citation={"source": "nobody", "article": 1}), "schema.unknown_source"),
        (changed(RULE, citation={"source": "a-law"}), "schema.missing"),
        (changed(RULE, unit="hours"), "schema.unit_mismatch"),
        (changed(RULE, value="five"), "schema.wrong_type"),
        (changed(RULE, value=None), "schema.missing"),
        (changed(RULE, status="sure"), "schema.wrong_type"),
        (changed(RULE, status=None), "schema.missing"),
        (changed(RULE, last_checked=None), "schema.missing"),
        (changed(RULE, to="2019-01-01"), "schema.dates_reversed"),
        (changed(RULE, form="2020-01-01"), "schema.unknown_key"),
        (changed(PERIOD, value=2.5), "schema.wrong_type"),
        (changed(PERIOD, value=-1), "schema.wrong_type"),
        (RULE | {"title": {"zh": "只有中文"}}, "schema.not_bilingual"),
        (RULE | {"title": "plain"}, "schema.not_bilingual"),
        (RULE | {"unit": "fortnights"}, "schema.wrong_type"),
        (PERIOD | {"unit": "persons"}, "schema.wrong_type"),
        (PERIOD | {"unit": "hours", "counting": {"roll": "next_working_day"}}, "schema.unit_mismatch"),
        (RULE | {"values": []}, "schema.empty"),
        (RULE | {"values": [DATED, DATED | {"from": "2021-01-01"}]}, "schema.overlap"),
        (RULE | {"values": [DATED | {"to": "2021-01-01"}, DATED | {"from": "2021-01-01"}]}, "schema.overlap"),
        (RULE | {"overlay": {"by": ["county"], "how": "add_rows"}}, "schema.wrong_type"),
        (RULE | {"overlay": {"by": ["planet"], "how": "replace"}}, "schema.wrong_type"),
    ],
)
def test_refusals(tmp_path: Path, document: dict[str, Any], code: str) -> None:
    assert codes(write(tmp_path, document)) == [code]


def test_values_that_follow_each_other_are_accepted(tmp_path: Path) -> None:
    rows = [DATED | {"to": "2020-12-01"}, DATED | {"from": "2021-01-01", "value": 7}]
    assert codes(write(tmp_path, RULE | {"values": rows})) == []


def test_bands_must_rise(tmp_path: Path) -> None:
    bands = [dict(band) for band in TABLE["values"][0]["bands"]]
    bands[2] = bands[2] | {"at_least": {"n": 3}}
    assert codes(write(tmp_path, changed(TABLE, bands=bands))) == ["schema.bands_not_rising"]


def test_bands_know_only_declared_inputs_in_their_unit(tmp_path: Path) -> None:
    bands = [dict(band) for band in TABLE["values"][0]["bands"]]
    bands[1] = bands[1] | {"at_least": {"m": 3}}
    assert codes(write(tmp_path, changed(TABLE, bands=bands))) == ["schema.unknown_key"]


def test_the_same_rule_twice(tmp_path: Path) -> None:
    assert codes(write(tmp_path, RULE, RULE)) == ["file.duplicate"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rule: a.rule\n kind: [", "file.unreadable"),
        ("rule: a.rule\nrule: b", "file.unreadable"),
        ("x: 1", "file.no_head"),
    ],
)
def test_broken_files(tmp_path: Path, text: str, code: str) -> None:
    write(tmp_path)
    (tmp_path / "sources" / "broken.yaml").write_text(text, encoding="utf-8")
    assert codes(Lawbook.load([tmp_path])) == [code]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(LawError) as refused:
            check_folder(folder)
        assert refused.value.code == "file.missing_folder"


def test_words_that_yaml_would_turn_into_something_else_stay_words(tmp_path: Path) -> None:
    document = (
        "rule: a.list\nkind: list\ntitle: {zh: 表, en: list}\nunit: rows\nrow: {required: [id, zh, en], optional: [on, hour]}\n"
        "values: [{from: 2020-01-01, rows: [{id: no, zh: 否, en: no, on: off, hour: 08:00}], "
        "citation: {source: a-law, article: 1}, status: local, last_checked: 2026-01-01}]\n"
    )
    write(tmp_path)
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "list.yaml").write_text(document, encoding="utf-8")
    rows = Lawbook.load([tmp_path]).rule("a.list").values[0].value
    assert rows == [{"id": "no", "zh": "否", "en": "no", "on": "off", "hour": "08:00"}]
