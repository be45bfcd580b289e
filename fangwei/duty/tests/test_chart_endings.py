"""A chart that closes posts and bodies or renames them: the right blind spot, and nothing left owned by nobody."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fangwei.duty import queries
from fangwei.duty.models import Portfolio
from fangwei.duty.sheet import CHART
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County, duty_post
from fangwei.engines.calendar import end_of
from fangwei.ledger.models import Fact
from fangwei.register.models import Organization, Post, Tenure
from fangwei.register.queries import duty_post_of, holders_of
from fangwei.register.tests import factories as register
from fangwei.sheets.actions import import_sheet
from fangwei.sheets.tests.factories import table
from fangwei.sheets.verdicts import ImportResult

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def county(settings: Any, tmp_path: Path) -> County:
    settings.FANGWEI_HOME = tmp_path
    return County(at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


def bring(county: County, path: Path, *rows: dict[str, object], on: date = DAY) -> ImportResult:
    file = table(path / "名册.xlsx", CHART, rows, "项城市机构人员名册")
    return import_sheet("organizations", file=file, by=make.SYSTEM, at=county.at, territory=register.COUNTY, on=on)


def named(county: County, line: str) -> Organization:
    return Organization.objects.get(pk=county.bodies[line].pk)


def codes(found: ImportResult) -> list[str]:
    return [doubt.code for _row, doubt in found.warnings]


def faults(found: ImportResult) -> list[str]:
    return [listed[0].code for _row, listed in found.errors]


def closing(body: Organization, day: date = DAY, **more: object) -> dict[str, object]:
    return {"organization": body.name, "kind": body.kind, "abolished": day, "note": "机构改革", **more}


def test_a_closed_body_leaves_a_blind_spot_and_nobody_in_its_posts(county: County, tmp_path: Path) -> None:
    place = register.site(industry_code="2614").place
    county.run()
    before = queries.who_owns(place, "general", county.day)
    body, holder = before.lead, Tenure.objects.get(post=before.owner_post, end=None)
    found = bring(county, tmp_path, closing(body))
    assert found.counts["updated"] == 1 and not found.errors
    county.run()
    assert [cause.about for cause in county.causes("no_organization")], "the line has no body here any more"
    assert not holders_of([before.owner_post.id], DAY)
    ended = Tenure.objects.get(pk=holder.pk)
    assert (ended.end, ended.end_recorded_at, ended.end_reason) == (DAY, county.at - timedelta(minutes=1), "机构改革")
    after = queries.who_owns(place, "general", county.day)
    assert after.lead != body and holders_of([after.owner_post.id], county.day), "somebody owns what comes up"
    facts = Fact.objects.count()
    again = bring(county, tmp_path, closing(body), closing(body, post=before.owner_post.name))
    assert again.counts["unchanged"] == 2
    assert Fact.objects.exclude(subject_kind="sheet_import").count() <= facts
    late = bring(county, tmp_path, closing(body, date(2026, 2, 1)))
    assert codes(late) == ["closed_otherwise"]


def test_a_successor_in_the_same_sheet_closes_the_gap(county: County, tmp_path: Path) -> None:
    place = register.site(industry_code="2614").place
    county.run()
    old = queries.who_owns(place, "general", county.day).lead
    heir = {"organization": "项城市新设局", "kind": old.kind, "post": "监管岗", "duty_post": "是", "person": "钱二"}
    found = bring(county, tmp_path, heir | {"phone": "13800000002"}, closing(old))
    assert (found.counts["imported"], found.counts["updated"]) == (1, 1), found.errors
    assert county.run().answered == county.coverage().pairs
    assert queries.who_owns(place, "general", county.day).lead.name == "项城市新设局"


def test_a_committee_office_that_goes_leaves_a_placeholder(county: County, tmp_path: Path) -> None:
    office = named(county, "committee_office")
    bring(county, tmp_path, closing(office))
    stand_in = Organization.objects.get(kind="committee_office", valid_to=None)
    assert stand_in.placeholder and duty_post_of(stand_in.id)
    heir = {"organization": "项城市安委会办公室", "post": "安委办", "person": "李四", "duty_post": "是"}
    assert not bring(county, tmp_path, heir).errors
    stand_in.refresh_from_db()
    assert not stand_in.placeholder, "what the placeholder was given stays with the new office"


def test_a_closed_post_is_emptied_and_a_duty_post_only_after_another(county: County, tmp_path: Path) -> None:
    register.site(industry_code="2614")
    fire = named(county, "fire")
    post = duty_post(fire)
    row = closing(fire, post=post.name)
    refused = bring(county, tmp_path, row)
    assert faults(refused) == ["duty_post_needed"] and Post.objects.get(pk=post.pk).valid_to is None
    other = {"organization": fire.name, "kind": "fire", "post": "防火监督岗", "duty_post": "是"}
    done = bring(county, tmp_path, row, other)
    assert not done.errors, done.errors
    county.run()
    assert Post.objects.get(pk=post.pk).valid_to == DAY and not holders_of([post.pk], DAY)
    assert duty_post_of(fire.id, county.day).name == "防火监督岗"
    assert county.causes("post_vacant"), "nobody holds the new duty post yet"
    bring(county, tmp_path, other | {"person": "周五", "phone": "13800000005"})
    county.run()
    assert not county.causes("post_vacant")
    assert bring(county, tmp_path, row).counts["unchanged"] == 1


def test_of_several_posts_of_one_title_the_holder_says_which(county: County, tmp_path: Path) -> None:
    police = {"organization": "项城市公安局", "post": "执法岗", "start": date(2024, 5, 1)}
    bring(county, tmp_path, *(police | {"person": f"警员{n}"} for n in range(3)))
    assert faults(bring(county, tmp_path, police | {"abolished": DAY})) == ["post_ambiguous"]
    ends = {"person": "警员1", "end": date(2026, 2, 20), "abolished": DAY}
    assert bring(county, tmp_path, police | ends).counts["updated"] == 1
    held = Tenure.objects.get(person__name="警员1")
    assert held.end == date(2026, 2, 20) and held.post.valid_to == DAY
    assert Post.objects.filter(name="执法岗", valid_to=None).count() == 2
    assert bring(county, tmp_path, police | ends).counts["unchanged"] == 1
    strange = bring(
        county, tmp_path, police | {"post": "没有的岗", "abolished": DAY}, closing(Organization(name="没有的局"))
    )
    assert faults(strange) == ["nothing_to_close", "nothing_to_close"]


def test_charges_end_with_their_post(county: County, tmp_path: Path) -> None:
    vice = {"organization": "项城市人民政府", "post": "副市长", "person": "孙三"}
    bring(county, tmp_path, vice | {"charge": "消防"})
    known = end_of(county.day)
    county.at += timedelta(days=20)
    bring(county, tmp_path, vice | {"abolished": date(2026, 3, 10)})
    charge = Portfolio.objects.get(line="fire")
    assert (charge.valid_to, charge.end_recorded_at) == (date(2026, 3, 10), county.at)
    later = date(2026, 3, 12)
    assert Portfolio.objects.on_as_known(later, known).exists() and not Portfolio.objects.on(later).exists()


def test_a_renamed_body_stays_the_same_body(county: County, tmp_path: Path) -> None:
    place = register.site(industry_code="2614").place
    county.run()
    old = queries.who_owns(place, "general", county.day)
    row = {"organization": "项城市危险化学品监管局", "kind": old.lead.kind, "formerly": old.lead.name}
    person = {"post": "科员", "person": "吴六"}
    found = bring(county, tmp_path, row | person)
    assert not found.errors and "former_unknown" not in codes(found)
    answer = queries.who_owns(place, "general", county.day)
    assert (answer.lead.pk, answer.lead.name) == (old.lead.pk, "项城市危险化学品监管局")
    assert answer.owner_post == old.owner_post
    again = bring(county, tmp_path, row | person)
    assert again.counts["unchanged"] == 1
    assert Fact.objects.filter(subject_kind="organization", verb="rename").count() == 1
    fire, water = named(county, "fire"), named(county, "market")
    assert faults(bring(county, tmp_path, {"organization": fire.name, "formerly": water.name})) == ["two_bodies"]


def test_rows_of_a_body_that_the_sheet_closes_are_left_out(county: County, tmp_path: Path) -> None:
    fire = named(county, "fire")
    row = {"organization": fire.name, "kind": "fire", "post": "参谋", "person": "郑七"}
    for _time in range(2):
        found = bring(county, tmp_path, row, closing(fire))
        assert not found.errors and "body_closed" in codes(found)
    assert Organization.objects.filter(name=fire.name).count() == 1 and not Tenure.objects.filter(person__name="郑七")
