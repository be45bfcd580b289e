"""The organization chart as a sheet: bodies, posts, holders, charges; idempotent, dated, and no row ends what it does not name."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fangwei.accounts.actor import Actor
from fangwei.duty.models import Portfolio
from fangwei.duty.queries import who
from fangwei.duty.sheet import CHART, charge_of, kind_named, role_of
from fangwei.duty.tests.factories import duty_post
from fangwei.engines.calendar import end_of
from fangwei.ledger.consumers import drain
from fangwei.ledger.models import Fact
from fangwei.register.models import Organization, Person, Post, Secondment, Tenure
from fangwei.register.tests import factories as register
from fangwei.sheets.actions import export_sheet, import_sheet
from fangwei.sheets.refusals import SheetRefused
from fangwei.sheets.tests.factories import table, write
from fangwei.sheets.verdicts import ImportResult

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ON = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _county(settings: Any, tmp_path: Path) -> None:
    settings.FANGWEI_HOME = tmp_path
    register.territories()


def bring(file: Path, on: date | None = ON, at: datetime = AT, by: Actor = SYSTEM) -> ImportResult:
    return import_sheet("organizations", file=file, by=by, at=at, territory="411681", on=on)


def chart(path: Path, *rows: dict[str, object]) -> Path:
    return table(path / "名册.xlsx", CHART, rows, "项城市机构人员名册")


HEAD = {"organization": "项城市应急管理局", "post": "局长", "person": "赵一", "phone": "13800000001"}
SAFETY = {"organization": "项城市应急管理局", "post": "综合监管岗", "duty_post": "是", "person": "钱二"}
VICE = {"organization": "项城市人民政府", "post": "副市长", "person": "孙三", "charge": "应急管理、交通运输、安全生产"}


def codes(found: ImportResult) -> list[str]:
    return [doubt.code for _row, doubt in found.warnings]


def faults(found: ImportResult) -> list[str]:
    return [listed[0].code for _row, listed in found.errors]


def test_a_chart_makes_bodies_posts_holders_and_charges(tmp_path: Path) -> None:
    found = bring(chart(tmp_path, HEAD | {"start": date(2021, 5, 1)}, SAFETY, VICE))
    assert (found.counts["imported"], found.counts["rejected"]) == (3, 0)
    body = Organization.objects.get(name="项城市应急管理局")
    assert (body.kind, body.territory_code, duty_post(body).name) == ("emergency", "411681", "综合监管岗")
    held = Tenure.objects.get(person__name="赵一")
    assert (held.start, held.recorded_at, held.post.role) == (date(2021, 5, 1), AT, "leader")
    assert Tenure.objects.get(person__name="钱二").start == ON, "without a day it holds from the day of the chart"
    assert set(Portfolio.objects.values_list("line", flat=True)) == {"emergency", "transport", ""}


def test_the_same_chart_again_changes_nothing_and_an_export_can_be_brought_back(tmp_path: Path) -> None:
    bring(chart(tmp_path, HEAD, SAFETY, VICE, VICE | {"person": "李四", "charge": "消防"}))
    facts = Fact.objects.exclude(subject_kind__startswith="sheet").count()
    again = bring(chart(tmp_path, HEAD, SAFETY, VICE, VICE | {"person": "李四", "charge": "消防"}))
    assert again.counts == {"imported": 0, "updated": 0, "unchanged": 4, "rejected": 0}
    for suffix in ("xlsx", "csv"):
        out = tmp_path / f"chart.{suffix}"
        export_sheet("organizations", file=out, territory="411681", by=SYSTEM, at=AT)
        back = bring(out, on=ON + timedelta(days=30), at=AT + timedelta(days=30))
        assert back.counts["unchanged"] == back.given > 4, [back.errors, back.counts]
    assert Fact.objects.exclude(subject_kind__startswith="sheet").count() == facts


def test_two_level_heads_and_merged_bodies_are_understood(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        ["项城市2026年机构人员名册"],
        ["单位", "岗位", "人员", None, "任职", None, "分管领域"],
        [None, None, "姓名", "联系电话", "起", "止", None],
        ["项城市人民政府", "常务副市长", "孙三", "13800000003", "2024.3.1", None, "应急管理、消防"],
        ["项城市水利局", "安全科科长", "周四", "0394-4321000", 45292, "2027年1月1日", None],
    ]
    found = bring(write(tmp_path / "x.xlsx", rows))
    assert found.counts["imported"] == 2, found.errors
    water = Tenure.objects.get(person__name="周四")
    assert (water.start, water.planned_end) == (date(2024, 1, 1), date(2027, 1, 1))
    assert Person.objects.get(name="孙三").phone == "13800000003"


def test_a_row_that_is_missing_ends_nothing_but_is_told(tmp_path: Path) -> None:
    bring(chart(tmp_path, HEAD, SAFETY))
    found = bring(chart(tmp_path, SAFETY))
    assert codes(found) == ["not_in_sheet"]
    assert "赵一" in found.warnings[0][1].message
    assert Tenure.objects.get(person__name="赵一").end is None


def test_a_successor_waits_until_the_sheet_ends_the_tenure_before(tmp_path: Path) -> None:
    bring(chart(tmp_path, HEAD))
    heir = HEAD | {"person": "吴六", "phone": "13800000006"}
    refused = bring(chart(tmp_path, heir))
    assert faults(refused) == ["post_taken"] and refused.error_workbook
    done = bring(chart(tmp_path, heir | {"start": date(2026, 3, 5)}, HEAD | {"end": date(2026, 3, 5)}))
    assert (done.counts["imported"], done.counts["updated"]) == (1, 1)
    assert Post.objects.filter(name="局长").count() == 1
    again = bring(chart(tmp_path, heir | {"start": date(2026, 3, 5)}, HEAD | {"end": date(2026, 3, 5)}))
    assert again.counts["unchanged"] == 2


def test_five_inspectors_of_one_title_are_five_posts(tmp_path: Path) -> None:
    rows = [{"organization": "项城市公安局", "post": "执法岗", "person": f"警员{n}"} for n in range(5)]
    bring(chart(tmp_path, *rows))
    assert Post.objects.filter(name="执法岗", role="inspector").count() == 5
    assert bring(chart(tmp_path, *rows)).counts["unchanged"] == 5


def test_what_cannot_be_understood_is_refused_or_doubted(tmp_path: Path) -> None:
    found = bring(
        chart(
            tmp_path,
            {"organization": "某某", "post": "岗", "person": "甲"},
            {"organization": "项城市水利局", "person": "乙"},
            {"organization": "项城市水利局", "post": "局长", "person": "丙", "charge": "水利、天文"},
            {"organization": "项城市奇怪中心", "post": "科员", "person": "丁"},
            {"organization": "项城市水利局", "post": "科员", "person": "戊", "seconded": "防汛专班"},
            {"organization": "别处镇政府", "post": "镇长", "person": "己", "territory": "不存在镇"},
        )
    )
    assert faults(found) == ["organization_kind_unknown", "post_missing", "territory_unknown"]
    assert set(codes(found)) == {
        "charge_unknown", "organization_kind_assumed", "task_force_unknown", "duty_post_missing",
    }  # fmt: skip


def test_a_township_is_placed_and_somebody_is_lent_to_a_task_force(tmp_path: Path) -> None:
    found = bring(
        chart(
            tmp_path,
            {"organization": "项城市南顿镇人民政府", "post": "镇长", "person": "郑七"},
            {"organization": "南顿镇人民政府", "post": "安监员", "person": "王八", "seconded": "燃气专班"},
            {"organization": "燃气专班"},
        )
    )
    assert not found.errors
    assert Organization.objects.get(kind="township").territory_code == register.TOWNSHIP
    assert "task_force_unknown" in codes(found), "the task force stands further down; the next import finds it"
    bring(
        chart(tmp_path, {"organization": "南顿镇人民政府", "post": "安监员", "person": "王八", "seconded": "燃气专班"})
    )
    assert Secondment.objects.get().task_force.name == "燃气专班"


def test_only_the_committee_office_brings_a_chart(tmp_path: Path) -> None:
    inspector = Actor(
        person_id=None,
        post_id=None,
        organization_id=register.organization().id,
        territory_code="411681",
        role="inspector",
    )
    with pytest.raises(SheetRefused) as refused:
        bring(chart(tmp_path, HEAD), by=inspector)
    assert refused.value.code == "not_your_office"


def test_an_appointment_from_an_earlier_day_never_rewrites_who_answered(tmp_path: Path) -> None:
    """Known on the tenth: nobody. Recorded on the twentieth "from the first": that is known from the twentieth on."""
    place = register.site(industry_code="2614").place
    bring(chart(tmp_path, SAFETY | {"person": ""}, VICE | {"person": "", "charge": ""}), on=date(2026, 1, 1))
    drain(at=AT)
    late = AT + timedelta(days=18)
    bring(
        chart(tmp_path, SAFETY | {"start": date(2026, 3, 1)}, VICE | {"start": date(2026, 3, 1)}),
        on=date(2026, 3, 1),
        at=late,
    )
    tenth = date(2026, 3, 10)

    def answered(known: datetime | None) -> set[str]:
        found = who(place, "general", tenth, known)
        return {one.name for part in [found.lead, *found.parts] if part for one in part.holders}

    def in_charge(known: datetime | None) -> int:
        return [part.part for part in who(place, "general", tenth, known).parts].count("leader")

    assert {"钱二", "孙三"} <= answered(None)
    assert not {"钱二", "孙三"} & answered(end_of(tenth))
    assert in_charge(end_of(tenth)) < in_charge(None), "a charge given later was not known then either"
    assert answered(late + timedelta(minutes=1)) == answered(None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中共项城市委员会", "party_committee"),
        ("项城市安全生产委员会办公室", "committee_office"),
        ("项城市纪委监委", "discipline"),
        ("项城市人民政府", "government"),
        ("水寨街道办事处", "township"),
        ("项城市住房和城乡建设局", "housing"),
        ("项城市供销社联合总社", "other_department"),
        ("一二三", None),
    ],
)
def test_a_name_says_its_kind(name: str, kind: str | None) -> None:
    assert kind_named(name)[0] == kind


def test_a_title_says_its_role_and_a_cell_its_charges() -> None:
    assert role_of("emergency", "副局长") == "leader"
    assert role_of("emergency", "执法大队监督员") == "inspector"
    assert role_of("emergency", "危化科科员") == "regulator"
    assert role_of("township", "安监办科员") == "township_officer"
    assert charge_of("住房城乡建设、消防救援、安全生产") == (("housing", "fire", ""), ())
    assert charge_of("工业和信息化领域；天文") == (("industry",), ("天文",))
