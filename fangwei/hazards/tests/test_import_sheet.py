import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.engines.reader import open_sheet
from fangwei.hazards.intake import import_hazards
from fangwei.hazards.models import Hazard
from fangwei.hazards.sheet import HAZARDS
from fangwei.ledger.models import Fact
from fangwei.register.actions import load_divisions
from fangwei.register.sheet import SITES
from fangwei.sheets.actions import export_sheet, import_sheet
from fangwei.sheets.refusals import SheetRefused
from fangwei.sheets.tests.factories import AT, code, county, table, write
from fangwei.sheets.verdicts import ImportResult, RowVerdict

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def bring(file: Path, **options: Any) -> ImportResult:
    return import_sheet("hazards", file=file, by=SYSTEM, at=AT, **options)


def faults(result: ImportResult) -> dict[int, str]:
    return {row: found[0].code for row, found in result.errors}


def doubts(result: ImportResult) -> dict[int, str]:
    return {row: doubt.code for row, doubt in result.warnings}


@pytest.fixture
def firms(tmp_path: Path) -> None:
    """Three firms, one of them with two sites, in a county without any organization."""
    county()
    rows = [
        {"name": "试山县甲化工有限公司", "uscc": code(1), "town": "白河镇", "address": "一路1号"},
        {"name": "试山县乙（北区）商行", "uscc": None, "town": "青石街道", "address": "二路"},
        {"name": "试山县丙超市", "uscc": code(3), "town": "白河镇", "address": "三路1号"},
        {"name": "试山县丙超市", "uscc": code(3), "town": "白河镇", "address": "三路99号"},
    ]
    result = import_sheet("sites", file=table(tmp_path / "s.xlsx", SITES, rows), by=SYSTEM, at=AT)
    assert result.counts["imported"] == 4


def hazard(**other: object) -> dict[str, object]:
    row = {
        "site_name": "试山县甲化工有限公司",
        "uscc": code(1),
        "description": "安全出口被货物堵塞",
        "grade": "一般",
        "found_on": "2025.3.10",
        "rectifier": "张三",
        "due_on": "2025年4月9日",
        "funds": None,
        "rectified_on": None,
        "verifier": None,
        "verified_on": None,
        "closed": "否",
    }
    return row | other


def test_the_shared_sheet_gets_the_expected_verdict_on_every_row(shared: Path) -> None:
    load_divisions(Path(settings.ROOT) / "law" / "divisions", by=SYSTEM, at=AT)
    folder = shared / "data" / "register-sheets"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["hazards"]
    import_sheet("sites", file=folder / "sites.xlsx", by=SYSTEM, at=AT)
    states: dict[int, RowVerdict] = {}
    result = bring(folder / "hazards.xlsx", on_batch=lambda _, some: states.update({v.row: v for v in some}))
    assert result.given == len(expected)
    assert faults(result) == {row["row"]: row["rejected"] for row in expected if row["rejected"]}
    assert sorted((row, doubt.code) for row, doubt in result.warnings) == [
        (row["row"], row["warning"]) for row in expected if row["warning"]
    ]
    kept = [row for row in expected if not row["rejected"]]
    cases = Case.objects.in_bulk([v.subject for v in states.values() if v.subject])
    assert {row["row"]: row["state"] for row in kept} == {
        v.row: cases[v.subject].state for v in states.values() if v.subject
    }
    for row in kept:
        noun = Hazard.objects.select_related("case__place__site__enterprise").get(case_id=states[row["row"]].subject)
        assert noun.case.place is not None
        assert noun.case.place.site.enterprise.uscc == row["uscc"]
        assert (noun.grade, noun.found_on.isoformat()) == (row["grade"], row["found"])
        told = (noun.sheet["due_on"], noun.sheet["rectified_on"], noun.sheet["verified_on"])
        assert told == (row["due"], row["rectified"], row["verified"])
    again = bring(folder / "hazards.xlsx")
    assert again.counts == {"imported": 0, "updated": 0, "unchanged": 538, "rejected": 62}


def test_every_fault(firms: None, tmp_path: Path) -> None:
    rows = [
        hazard(description="无"),
        hazard(site_name="查无此企业", uscc=None),
        hazard(site_name="试山县丙超市", uscc=code(3)),
        hazard(found_on="去年底"),
        hazard(found_on=None),
        hazard(rectified_on="2025-3-1"),
        hazard(rectified_on="2025-2-30"),
        hazard(grade="很大", description=None),
        hazard(grade="很大"),
        hazard(grade=None),
    ]
    result = bring(table(tmp_path / "a.xlsx", HAZARDS, rows))
    assert faults(result) == {
        3: "description_missing",
        4: "site_unknown",
        5: "site_ambiguous",
        6: "date_unreadable",
        7: "found_date_missing",
        8: "rectified_before_found",
        9: "date_unreadable",
        10: "description_missing",
        11: "grade_unknown",
        12: "grade_unknown",
    }
    assert [fault.code for fault in dict(result.errors)[10]] == ["description_missing", "grade_unknown"]
    assert Hazard.objects.count() == 0
    assert all(len(row["message"]) > 5 for row in result.as_json()["errors"])


def test_every_doubt(firms: None, tmp_path: Path) -> None:
    done = {"rectified_on": "2025-3-20", "closed": "√"}
    rows = [
        hazard(description="一", due_on=None),
        hazard(description="二", due_on="立即整改"),
        hazard(description="三", due_on="2025-3-1"),
        hazard(description="四", **done),
        hazard(description="五", **done, verifier="李四、张三", verified_on="2025-3-25"),
        hazard(description="六", **done, verifier="李四", verified_on="2025-3-15"),
        hazard(description="七", closed="√", verifier="李四", verified_on="2025-3-25"),
        hazard(description="八", closed="也许"),
        hazard(description="九", funds="若干"),
        hazard(description="十", site_name="试山县甲厂"),
        hazard(description="十一", site_name="试山县乙(北区) 商行", uscc=code(9)),
        hazard(description="十二", **done, verifier="李四", verified_on="2025-3-25"),
        hazard(description="十二 ", **done, verifier="李四", verified_on="2025-3-26"),
    ]
    result = bring(table(tmp_path / "a.xlsx", HAZARDS, rows))
    assert not result.errors
    assert doubts(result) == {
        3: "deadline_missing",
        4: "deadline_unreadable",
        5: "deadline_before_found",
        6: "closed_without_verification",
        7: "verified_by_the_rectifier",
        8: "verified_before_rectified",
        9: "rectified_date_missing",
        10: "closing_unclear",
        11: "funds_unreadable",
        12: "site_name_differs",
        13: "uscc_differs",
        15: "repeated",
    }
    states = dict(Hazard.objects.order_by("case_id").values_list("description", "case__state"))
    assert [states[word] for word in "一四五六七"] == ["ordered", "submitted", "submitted", "submitted", "closed"]
    assert states["十二"] == "closed"
    assert Case.objects.get(hazard__description="一").due_at is None


def test_a_real_sheet_of_another_county(firms: None, tmp_path: Path) -> None:
    """Other heads, other order, merged heads, no grade, no closing column, a title, a line of signatures."""
    rows = [
        ["试山县安全生产检查发现问题清单"],
        ["被检查单位", "检查", None, "存在的问题", "整改", None, None, "复查", None],
        [None, "日期", "人员", None, "责任人", "时限", "完成日期", "人", "日期"],
        [
            "试山县甲化工有限公司",
            "2025年3月1日",
            "王五",
            "消防栓水压不足",
            "张三",
            "2025-3-15",
            "2025-3-14",
            "李四",
            "2025-3-16",
        ],
        ["试山县甲化工有限公司", "2025年3月2日", "王五", "电线私拉乱接", "张三", "2025-3-15", None, None, None],
        ["检查人（签字）：", None, None, "年 月 日"],
    ]
    result = bring(write(tmp_path / "a.xlsx", rows))
    assert not result.errors
    assert doubts(result) == {4: "grade_assumed", 5: "grade_assumed"}
    found = dict(Hazard.objects.order_by("case_id").values_list("description", "case__state"))
    assert found == {"消防栓水压不足": "closed", "电线私拉乱接": "ordered"}


def test_english_heads(firms: None, tmp_path: Path) -> None:
    rows = [
        ["Hazards of the first quarter"],
        ["No", "Company", "Credit code", "Hazard description", "Severity", "Date found", "Deadline", "Status"],
        [1, "x", code(1), "Exit blocked", "Major", "3 March 2025", "2025-04-01", "open"],
    ]
    result = bring(write(tmp_path / "a.xlsx", rows), territory="990101")
    assert not result.errors
    assert Hazard.objects.get().grade == "major"


def test_a_later_edition_moves_an_untouched_case_and_never_one_that_moved_on(firms: None, tmp_path: Path) -> None:
    bring(table(tmp_path / "a.xlsx", HAZARDS, [hazard()]))
    later = hazard(rectified_on="2025-3-20", closed="√", verifier="李四", verified_on="2025-3-25")
    assert bring(table(tmp_path / "b.xlsx", HAZARDS, [later])).counts["updated"] == 1
    back = bring(table(tmp_path / "a.xlsx", HAZARDS, [hazard()]))
    assert doubts(back) == {3: "case_moved_on"}
    assert Case.objects.get().state == "submitted", "what is open here ends through the door alone"


def test_the_corrected_error_workbook_adds_only_the_corrected_rows(firms: None, tmp_path: Path) -> None:
    rows = [
        hazard(),
        hazard(description="二", found_on="去年底", funds="3万元"),
        hazard(description="三", grade="很大"),
    ]
    result = bring(table(tmp_path / "a.xlsx", HAZARDS, rows))
    assert result.counts == {"imported": 1, "updated": 0, "unchanged": 0, "rejected": 2}
    with open_sheet(Path(result.error_workbook), HAZARDS) as opened:
        given = [dict(record.values) for record in opened.records()]
        assert opened.header.unit("funds") == "万元"
    assert given[0]["funds"] == 3_000_000
    file = table(tmp_path / "b.xlsx", HAZARDS, [given[0] | {"found_on": "2024-12-31", "funds": "3万元"}, given[1]])
    second = bring(file)
    assert second.counts == {"imported": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    assert Hazard.objects.count() == 2


def test_what_is_taken_out_comes_back_unchanged(firms: None, tmp_path: Path) -> None:
    done = {"rectified_on": "2025-3-20", "verifier": "李四", "verified_on": "2025-3-25", "closed": "是"}
    bring(table(tmp_path / "a.xlsx", HAZARDS, [hazard(funds="1.2"), hazard(description="=1+1", **done)]))
    facts = Fact.objects.filter(subject_kind="hazard").count()
    for name in ("out.xlsx", "out.csv"):
        assert export_sheet("hazards", file=tmp_path / name, territory="", by=SYSTEM, at=AT) == 2
        again = bring(tmp_path / name, territory="990101")
        assert again.counts == {"imported": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert Fact.objects.filter(subject_kind="hazard").count() == facts


def test_a_sheet_of_the_other_kind_is_refused(firms: None, tmp_path: Path) -> None:
    file = table(tmp_path / "a.xlsx", HAZARDS, [hazard(measures="改", finders="王", how_found="自查")])
    with pytest.raises(SheetRefused) as caught:
        import_sheet("sites", file=file, by=SYSTEM, at=AT)
    assert caught.value.code == "other_kind"
    file = table(tmp_path / "b.xlsx", SITES, [{"name": "试山县丁厂", "town": "白河镇", "address": "一路"}])
    with pytest.raises(SheetRefused) as caught:
        bring(file)
    assert caught.value.code in {"column_missing", "no_header"}


def test_an_officer_brings_only_what_lies_in_their_territory(firms: None, tmp_path: Path) -> None:
    near = Actor(None, None, organization_id=uuid7(), organization_kind="township", territory_code="990101100")
    far = Actor(None, None, organization_id=uuid7(), organization_kind="emergency", territory_code="990201")
    file = table(tmp_path / "a.xlsx", HAZARDS, [hazard(), hazard(site_name="试山县乙（北区）商行", uscc=None)])
    with pytest.raises(SheetRefused) as caught:
        import_sheet("hazards", file=file, by=far, at=AT)
    assert caught.value.code == "not_yours"
    result = import_sheet("hazards", file=file, by=near, at=AT)
    assert (result.counts["imported"], faults(result)) == (1, {4: "site_unknown"})


def test_a_row_that_another_import_stored_meanwhile_is_found_the_second_time(
    firms: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def stumble(rows: Any, **options: Any) -> Any:
        calls.append(len(rows))
        if len(calls) == 1:
            raise IntegrityError
        return import_hazards(rows, **options)

    monkeypatch.setattr("fangwei.hazards.sheet_import.import_hazards", stumble)
    result = bring(table(tmp_path / "a.xlsx", HAZARDS, [hazard(), hazard(description="二")]))
    assert (result.counts["imported"], calls, result.warnings) == (2, [2, 2], [])
