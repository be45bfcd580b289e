"""Sheets bring hazards in; they never end one that is known here, and never give it more time."""

import datetime as dt
from dataclasses import replace

import pytest

from fangwei.casework.models import Case
from fangwei.casework.sweep import sweep
from fangwei.engines.calendar import last_day_of
from fangwei.hazards.intake import import_hazards
from fangwei.hazards.sheet import ImportedHazard, key_of
from fangwei.hazards.tests.factories import County
from fangwei.ledger.models import Fact
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def row(county: County, **more: object) -> ImportedHazard:
    found = dt.date(2026, 1, 5)
    plain = ImportedHazard(
        row=4,
        place_id=county.place.id,
        description="操作规程未上墙",
        grade="major",
        found_on=found,
        how_found="inspection",
        finders="赵一、钱二",
        measures="送检",
        rectifier="负责人甲",
        due_on=dt.date(2026, 1, 20),
        funds_fen=None,
        interim="",
        rectified_on=None,
        verifier="",
        verified_on=None,
        state="ordered",
        warnings=(),
        key=key_of(county.place.id, "操作规程未上墙", found),
    )
    return replace(plain, **more)


def test_a_second_import_changes_nothing(county: County) -> None:
    first = import_hazards([row(county)], by=county.owner, at=county.at)[0]
    facts = Fact.objects.count()
    again = import_hazards([row(county), row(county)], by=county.owner, at=county.tick())
    assert [taken.verdict for taken in again] == ["unchanged", "unchanged"]
    assert (again[0].case_id, Fact.objects.count()) == (first.case_id, facts)


def test_a_later_edition_cannot_close_what_is_open_here_nor_give_it_more_time(county: County) -> None:
    taken = import_hazards([row(county)], by=county.owner, at=county.at)[0]
    later = import_hazards([row(county, due_on=dt.date(2026, 9, 1))], by=county.owner, at=county.tick())[0]
    case = Case.objects.get(id=taken.case_id)
    assert later.verdict == "updated" and case.due_at is not None
    assert last_day_of(case.due_at) == dt.date(2026, 1, 20)
    closed = row(
        county, state="closed", rectified_on=dt.date(2026, 1, 9), verified_on=dt.date(2026, 1, 12), verifier="周五"
    )
    assert import_hazards([closed], by=county.owner, at=county.tick())[0].state == "submitted"
    case.refresh_from_db()
    assert (case.state, case.is_open, case.version) == ("submitted", True, 3)
    assert import_hazards([closed], by=county.owner, at=county.tick())[0].verdict == "unchanged"


def test_what_somebody_did_here_is_never_overwritten(county: County) -> None:
    taken = import_hazards([row(county)], by=county.owner, at=county.at)[0]
    case = Case.objects.get(id=taken.case_id)
    county.do(case, "add_note", county.officer, note="已电话核实")
    edited = row(county, measures="更换")
    assert import_hazards([edited], by=county.owner, at=county.tick())[0].verdict == "moved_on"


def test_nothing_climbs_until_the_baseline_is_confirmed(county: County) -> None:
    taken = import_hazards([row(county)], by=county.owner, at=county.at)[0]
    case = Case.objects.get(id=taken.case_id)
    assert case.inherited and sweep(at=county.tick(days=60)).climbed == 0
    county.do(case, "confirm_baseline", county.officer)
    assert sweep(at=county.at).climbed == 0, "nobody is called for the months before"
    assert sweep(at=county.tick(days=4)).climbed == 2
    assert sweep(at=county.at).climbed == 0, "a second sweep adds none"
    audiences = list(case.reminders.order_by("days").values_list("audience", "post_id"))
    assert audiences == [("owner", case.owner_post_id), ("head", county.head.post_id)]


def test_no_deadline_on_the_sheet_means_no_clock(county: County) -> None:
    taken = import_hazards([row(county, due_on=None)], by=county.owner, at=county.at)[0]
    case = Case.objects.get(id=taken.case_id)
    assert case.due_at is None and not case.clocks.exists()
    case = county.do(case, "set_deadline", county.officer, due_on=county.day(10), reason="台账未载明期限")
    assert case.due_at is not None


def test_whose_it_is_follows_the_danger_that_the_sentence_names(county: County) -> None:
    fire = register.organization("fire")
    texts = {"灭火器压力不足": "fire", "防火门常开，配电箱无标识": "general", "操作规程未上墙": "general"}
    rows = [
        row(county, row=place, description=text, key=key_of(county.place.id, text, dt.date(2026, 1, 5)))
        for place, text in enumerate(texts)
    ]
    taken = import_hazards(rows, by=county.owner, at=county.at)
    cases = [Case.objects.select_related("hazard", "owner_post").get(id=one.case_id) for one in taken]
    assert [case.hazard.category for case in cases] == list(texts.values())
    assert [case.owner_post.organization for case in cases] == [fire, county.emergency, county.emergency]
    again = import_hazards(rows, by=county.owner, at=county.tick())
    assert {one.verdict for one in again} == {"unchanged"}


def test_a_batch_of_many_kinds_asks_who_answers_once(county: County, django_assert_max_num_queries) -> None:
    register.organization("fire")
    rows: list[ImportedHazard] = []
    for place in range(30):
        text = f"{['灭火器缺失', '燃气软管老化', '粉尘堆积', '叉车未检'][place % 4]}{place}"
        site = register.site(industry_code=["2614", "6210", "2110"][place % 3]).place
        key = key_of(site.id, text, dt.date(2026, 1, 5))
        rows.append(row(county, place_id=site.id, description=text, key=key))
    with django_assert_max_num_queries(40):
        import_hazards(rows, by=county.owner, at=county.at)
