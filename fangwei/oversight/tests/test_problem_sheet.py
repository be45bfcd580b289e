"""A problem list as a sheet: each row a case of whoever answers, refused rows come back, nothing comes in twice."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County, duty_actor, member
from fangwei.ledger.models import Fact
from fangwei.oversight.models import InspectionProblem, ProblemList
from fangwei.oversight.problem_sheet import PROBLEMS
from fangwei.register.tests import factories as register
from fangwei.sheets.actions import export_sheet, import_sheet, try_sheet
from fangwei.sheets.refusals import SheetRefused
from fangwei.sheets.tests.factories import table, write
from fangwei.sheets.verdicts import ImportResult

pytestmark = pytest.mark.django_db
TITLE = "2026年第一轮安全生产考核巡查反馈问题清单"


@pytest.fixture
def county(settings: Any, tmp_path: Path) -> County:
    settings.FANGWEI_HOME = tmp_path
    county = County()
    county.government = register.organization("government", name="项城市人民政府")
    county.mayor = duty_actor(county.government)
    return county


def sheet(path: Path, *rows: dict[str, object], title: str = TITLE) -> Path:
    return table(path / "清单.xlsx", PROBLEMS, rows, title)


def bring(county: County, file: Path, by: Actor | None = None, **more: Any) -> ImportResult:
    return import_sheet("problems", file=file, by=by or county.city_duty, at=county.tick(), **more)


def faults(found: ImportResult) -> list[str]:
    return [listed[0].code for _row, listed in found.errors]


def row(county: County, body: str, description: str, **more: object) -> dict[str, object]:
    return {"body": body, "description": description, **more}


def test_each_row_is_handed_to_whoever_answers(county: County, tmp_path: Path) -> None:
    days = {"began_on": date.fromisoformat(county.day(-5)), "ended_on": date.fromisoformat(county.day(-2))}
    hazard = county.report()
    file = sheet(
        tmp_path,
        row(
            county, "项城市", "未按规定召开安委会全体会议", team="第二组", requirement="补开", due="2026年5月底", **days
        ),
        row(county, county.emergency.name, "危化企业底数不清", hazard=hazard.number, **days),
        row(county, county.township.name, "网格员未入户", began_on=date.fromisoformat(county.day(-4))),
    )
    found = bring(county, file)
    assert found.counts == {"imported": 3, "updated": 0, "unchanged": 0, "rejected": 0}, found.errors
    listed = ProblemList.objects.get()
    assert (listed.title, listed.inspection, listed.team) == (TITLE, "assessment", "第二组")
    assert (listed.began_on.isoformat(), listed.ended_on.isoformat()) == (county.day(-5), county.day(-2))
    problems = list(listed.problems.select_related("case__owner_post__organization").order_by("line"))
    assert [one.line for one in problems] == [1, 2, 3]
    assert [one.case.owner_post.organization for one in problems] == [
        county.government,
        county.emergency,
        county.township,
    ]
    assert problems[0].requirement == "补开；整改时限：2026年5月底"
    assert problems[1].case.origin_id == hazard.id
    assert all(one.case.number and one.case.due_at for one in problems)
    assert Fact.objects.filter(subject_kind="problem_list", verb="declare", channel="sheet").count() == 1


def test_refused_rows_come_back_and_the_corrected_rest_completes_the_list(county: County, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        row(county, county.emergency.name, "危化企业底数不清"),
        row(county, "不存在局", "问题一"),
        row(county, county.emergency.name, ""),
        row(county, county.city_office.name, "自查自纠"),
        row(county, county.emergency.name, "巡查记录缺失", began_on="不是日期"),
        row(county, county.emergency.name, "明年的问题", began_on=date.fromisoformat(county.day(300))),
    )
    found = bring(county, file)
    assert found.counts["imported"] == 1
    assert faults(found) == [
        "body_unknown", "problem_missing", "body_unknown", "date_unreadable", "inspected_in_future",
    ]  # fmt: skip
    workbook = openpyxl.load_workbook(found.error_workbook)
    page = workbook.active
    heads = [cell.value for cell in page[2]]
    page.cell(3, heads.index("责任单位") + 1, county.housing.name)
    for spare in range(7, 3, -1):
        page.delete_rows(spare)
    workbook.save(tmp_path / "改正.xlsx")
    rest = bring(county, tmp_path / "改正.xlsx")
    assert rest.counts["imported"] == 1, rest.errors
    listed = ProblemList.objects.get()
    assert listed.problems.count() == 2 and listed.title == TITLE
    assert listed.problems.get(line=2).case.owner_post.organization == county.housing


def test_the_same_sheet_again_changes_nothing_even_after_a_problem_was_handed_on(
    county: County, tmp_path: Path
) -> None:
    file = sheet(tmp_path, row(county, "项城市政府", "未按规定召开会议"), row(county, county.housing.name, "底数不清"))
    bring(county, file)
    case = InspectionProblem.objects.get(line=1).case
    county.do(case, "propose_transfer", county.mayor, to_post=str(county.owner.post_id), reason="由应急局承办")
    county.do(case, "accept_transfer", county.owner)
    facts = Fact.objects.filter(subject_kind="case").count()
    again = bring(county, file)
    assert again.counts["unchanged"] == 2
    assert [doubt.code for _row, doubt in again.warnings] == ["problem_repeated"] * 2
    out = tmp_path / "out.xlsx"
    assert export_sheet("problems", file=out, territory="4116", by=county.city_duty, at=county.tick()) == 2
    assert bring(county, out).counts["unchanged"] == 2
    assert (ProblemList.objects.count(), Case.objects.filter(kind="problem").count()) == (1, 2)
    assert Fact.objects.filter(subject_kind="case").count() == facts
    elsewhere = {"file": tmp_path / "b.csv", "by": county.office_duty, "at": county.at}
    assert export_sheet("problems", territory=register.COUNTY, **elsewhere) == 2, "who reads the cases takes them out"
    with pytest.raises(SheetRefused):
        export_sheet("problems", territory=register.COUNTY, **elsewhere | {"by": county.housing_duty})


def test_a_new_round_needs_a_title_of_its_own(county: County, tmp_path: Path) -> None:
    old = {"began_on": date.fromisoformat(county.day(-90))}
    bring(county, sheet(tmp_path, row(county, county.emergency.name, "问题一", **old)))
    new = {"began_on": date.fromisoformat(county.day(-1))}
    found = bring(county, sheet(tmp_path, row(county, county.emergency.name, "问题二", **new)))
    assert faults(found) == ["list_of_other_days"]
    assert "2026" in found.errors[0][1][0].message
    columns = {"title": "第二轮暗访", **new}
    assert (
        bring(county, sheet(tmp_path, row(county, county.emergency.name, "问题二", **columns))).counts["imported"] == 1
    )
    assert ProblemList.objects.get(title="第二轮暗访").inspection == "unannounced"


def test_a_try_out_hands_nothing_over_and_says_what_it_would_do(county: County, tmp_path: Path) -> None:
    file = sheet(tmp_path, row(county, county.emergency.name, "问题一"), row(county, "不存在局", "问题二"))
    found = try_sheet("problems", file=file, by=county.city_duty, at=county.tick())
    assert (found.counts["imported"], found.counts["rejected"]) == (1, 1)
    assert not ProblemList.objects.exists() and not Case.objects.filter(kind="problem").exists()


def test_officials_own_heads_and_ambiguous_names(county: County, tmp_path: Path) -> None:
    register.organization("emergency", "411624", "沈丘县应急管理局")
    register.organization("emergency", "4116", "周口市应急管理局")
    rows = [
        ["周口市明查暗访发现问题清单"],
        ["序号", "被检查单位", "存在问题", "整改要求", "整改时限"],
        [1, "应急管理局", "台账不全", "限期补齐", "立行立改"],
        [2, "沈丘县应急管理局", "台账不全", None, None],
    ]
    found = bring(county, write(tmp_path / "x.xlsx", rows))
    assert faults(found) == ["body_ambiguous"] and found.counts["imported"] == 1
    assert ProblemList.objects.get().inspection == "unannounced"
    untitled = bring(county, write(tmp_path / "y.xlsx", rows[1:]))
    assert set(faults(untitled)) >= {"list_untitled"}


def test_only_an_officer_of_a_committee_office_brings_one_and_only_downwards(county: County, tmp_path: Path) -> None:
    file = sheet(tmp_path, row(county, county.emergency.name, "问题"))
    for stranger in (county.officer, county.mayor, county.clerk):
        with pytest.raises(SheetRefused) as refused:
            bring(county, file, stranger)
        assert refused.value.code == "not_your_office"
    with pytest.raises(SheetRefused) as refused:
        bring(county, file, Actor.system())
    assert refused.value.code == "author_needed"
    with pytest.raises(SheetRefused) as refused:
        bring(county, file, county.office_duty, territory="4116")
    assert refused.value.code == "not_yours"
    upwards = sheet(tmp_path, row(county, county.government.name, "政府的问题"))
    assert faults(bring(county, upwards, county.office_duty)) == ["body_unknown"]
    own = bring(county, sheet(tmp_path, row(county, county.emergency.name, "部门的问题")), county.office_duty)
    assert own.counts["imported"] == 1
    second = member(county.city_office, "committee_office")
    assert bring(county, file, second).counts["imported"] == 1, "another office’s list of the same title is its own"
    assert ProblemList.objects.count() == 2


def test_what_follows_from_an_imported_problem_is_like_any_other(county: County, tmp_path: Path) -> None:
    bring(county, sheet(tmp_path, row(county, county.government.name, "未按规定召开会议")))
    case = InspectionProblem.objects.get().case
    done = county.do(case, "commit_plan", county.mayor, measures="补开", responsible="秘书长", finish_on=county.day(20))
    assert done.state == "planned" and county.at - case.opened_at > timedelta(0)
