"""Problems of an inspection: handed down in one act, put right by whom they were handed to, verified by who found them."""

from datetime import timedelta
from uuid import UUID

import pytest

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case, Reminder
from fangwei.casework.queries import may, visible
from fangwei.casework.refusals import Refused
from fangwei.casework.sweep import sweep
from fangwei.engines.calendar import last_day_of
from fangwei.hazards.tests.factories import County, duty_actor, member
from fangwei.ledger.models import Fact
from fangwei.oversight.actions import Head, Listed, ListRefused, declare_problem_list, publish_problem_list
from fangwei.oversight.models import InspectionType, Letter, ProblemList
from fangwei.oversight.queries import problem_lists, progress_of
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    county = County()
    county.government = register.organization("government")
    county.mayor = duty_actor(county.government)
    county.city_second = member(county.city_office, "committee_office")
    return county


def declared(county: County, *lines: Listed, by: Actor | None = None, territory: str = register.COUNTY) -> ProblemList:
    at = county.tick()
    day = (at - timedelta(days=3)).date()
    head = Head("第三轮考核巡查问题清单", InspectionType.ASSESSMENT, "第二组", territory, day, at.date())
    return declare_problem_list(head=head, lines=lines, by=by or county.city_duty, at=at)


def problem(county: County, post: UUID | None = None, **more: object) -> Case:
    listed = declared(county, Listed("未按规定召开安委会全体会议", post or county.mayor.post_id, **more))
    return listed.problems.get().case


def test_a_list_is_declared_whole_or_not_at_all(county: County) -> None:
    good = Listed("未按规定召开安委会全体会议", county.mayor.post_id)
    with pytest.raises(Refused) as refused:
        declared(county, good, Listed("自查自纠", county.city_duty.post_id))
    assert [reason.code for reason in refused.value.reasons] == ["condition", "on_line"]
    assert not ProblemList.objects.exists() and not Case.objects.filter(kind="problem").exists()
    listed = declared(county, good, Listed("危化企业底数不清", county.owner.post_id, "一月内建立台账"))
    cases = [one.case for one in listed.problems.order_by("line")]
    assert [case.owner_post.organization for case in cases] == [county.government, county.emergency]
    assert all(case.number and case.number.startswith("XC") for case in cases)
    assert last_day_of(cases[0].due_at) == last_day_of(cases[1].due_at)
    assert Fact.objects.filter(subject_kind="problem_list", verb="declare").count() == 1


@pytest.mark.parametrize("who", ["officer", "mayor", "clerk"])
def test_only_a_committee_office_declares_and_only_downwards(county: County, who: str) -> None:
    with pytest.raises(ListRefused):
        declared(county, Listed("问题", county.owner.post_id), by=getattr(county, who))
    with pytest.raises(ListRefused):
        declared(county, Listed("问题", county.owner.post_id), by=county.office_duty, territory="4116")
    with pytest.raises(Refused):
        declared(county, Listed("政府的问题", county.mayor.post_id), by=county.office_duty)
    assert declared(county, Listed("部门的问题", county.owner.post_id), by=county.office_duty)


def test_who_puts_it_right_never_verifies_it(county: County) -> None:
    case = problem(county)
    with pytest.raises(Refused):
        county.do(
            case, "commit_plan", county.city_duty, measures="补开", responsible="秘书长", finish_on=county.day(20)
        )
    county.do(case, "commit_plan", county.mayor, measures="补开会议", responsible="秘书长", finish_on=county.day(20))
    county.do(case, "return_plan", county.city_duty, reason="没有责任到人")
    planned = county.do(
        case, "commit_plan", county.mayor, measures="补开", responsible="副市长", finish_on=county.day(20)
    )
    assert planned.clocks.get(name="rectify", ended_at=None).holder == "owner"
    with pytest.raises(Refused):
        county.do(case, "report_done", county.mayor, note="已补开")
    county.do(case, "report_done", county.mayor, note="已补开", photos=1)
    for anybody in (county.mayor, county.office_duty, county.officer):
        with pytest.raises(Refused):
            county.do(case, "verify_problem", anybody, note="我看可以")
    county.do(case, "return_work", county.city_duty, reason="没有会议纪要", finish_on=county.day(5))
    county.do(case, "report_done", county.mayor, note="附纪要", photos=1)
    county.do(case, "verify_problem", county.city_duty, note="查阅纪要")
    with pytest.raises(Refused) as refused:
        county.do(case, "close_problem", county.city_duty, note="同一人")
    assert refused.value.code == "own_word"
    assert not county.do(case, "close_problem", county.city_second, note="销号").is_open
    assert progress_of([case.problem.listed_in_id]) == {case.problem.listed_in_id: (1, 1)}


def test_more_time_is_asked_in_time_and_granted_by_the_other_side(county: County) -> None:
    case = problem(county)
    county.do(case, "commit_plan", county.mayor, measures="补开", responsible="副市长", finish_on=county.day(20))
    county.do(case, "request_extension", county.mayor, until=county.day(30), reason="会期调整")
    with pytest.raises(Refused):
        county.do(case, "grant_extension", county.mayor, reason="自己同意")
    granted = county.do(case, "grant_extension", county.city_duty, reason="同意一次")
    assert last_day_of(granted.clocks.get(name="rectify", ended_at=None).due_at).isoformat() == county.day(30)
    county.tick(days=40)
    with pytest.raises(Refused):
        county.do(case, "request_extension", county.mayor, until=county.day(60), reason="太晚")


def test_a_problem_seen_from_a_hazard_keeps_it_as_its_origin(county: County) -> None:
    hazard = county.report()
    case = problem(county, county.owner.post_id, hazard=hazard.id)
    assert (case.origin_kind, case.origin_id, case.place) == ("hazard", hazard.id, hazard.place)


def test_what_is_overdue_climbs_and_the_inspecting_side_writes_the_letters(county: County) -> None:
    case = problem(county)
    for _day in range(60):
        sweep(at=county.tick(days=1))
    letters = Letter.objects.filter(about=case).order_by("days")
    assert [letter.form for letter in letters][:3] == ["reminder", "urging", "warning"]
    assert {letter.addressee for letter in letters} == {county.government}
    assert {letter.case.owner_post.organization for letter in letters} == {county.city_office}
    assert [letter.case.is_open for letter in letters] == [False] * (len(letters) - 1) + [True]
    issued = county.do(letters.last().case, "issue_letter", county.city_duty)
    assert "提交整改方案" in issued.letter.text and "（未按规定" in issued.letter.text


def test_reminders_to_verify_go_to_the_inspecting_side(county: County) -> None:
    case = problem(county)
    county.do(case, "commit_plan", county.mayor, measures="补开", responsible="副市长", finish_on=county.day(20))
    county.do(case, "report_done", county.mayor, note="已补开", photos=1)
    sweep(at=county.tick(days=20))
    told = Reminder.objects.filter(case=case, clock__name="check")
    assert told.filter(post_id=county.city_duty.post_id).exists()
    assert not Letter.objects.filter(about=case).exists()


def test_it_is_handed_on_to_a_department_and_still_answers_to_the_same_list(county: County) -> None:
    case = problem(county)
    county.do(case, "propose_transfer", county.mayor, to_post=str(county.owner.post_id), reason="由应急局承办")
    case = county.do(case, "accept_transfer", county.owner)
    assert case.owner_post.organization == county.emergency
    rows = {row.verb for row in may(case, county.city_duty, at=county.at).rows}
    assert "drop" in rows and "commit_plan" not in rows


def test_who_reads_a_list(county: County) -> None:
    listed = declared(county, Listed("底数不清", county.owner.post_id))
    case = listed.problems.get().case
    for reader in (county.city_duty, county.office_duty, county.mayor, county.owner):
        assert case in set(visible(reader)) and listed in set(problem_lists(reader))
    for stranger in (county.market_duty, county.safety):
        assert case not in set(visible(stranger)) and listed not in set(problem_lists(stranger))
    with pytest.raises(ListRefused):
        publish_problem_list(listed=listed, by=county.office_duty, at=county.tick())
    publish_problem_list(listed=listed, by=county.city_duty, at=county.tick())
    assert listed in set(problem_lists(county.market_duty)), "published: every body of the territory reads the list"
    with pytest.raises(ListRefused):
        publish_problem_list(listed=listed, by=county.city_duty, at=county.tick())


def test_it_is_listed_for_supervision_at_any_time_and_that_is_no_rung(county: County) -> None:
    case = problem(county)
    listed = county.do(case, "list_supervision", county.city_duty, level="city", reason="影响重大")
    assert listed.state == "handed" and listed.listings.filter(ended_at=None).exists()
    assert not Letter.objects.filter(about=case).exists()


def test_a_listed_problem_is_closed_after_who_listed_it_has_de_listed_it(county: County) -> None:
    case = problem(county)
    county.do(case, "list_supervision", county.office_duty, level="county", reason="久拖不决")
    county.do(case, "commit_plan", county.mayor, measures="补开", responsible="副市长", finish_on=county.day(20))
    county.do(case, "report_done", county.mayor, note="附纪要", photos=1)
    county.do(case, "verify_problem", county.city_duty, note="查阅纪要")
    for early in (county.city_second, county.city_duty):
        with pytest.raises(Refused):
            county.do(case, "close_problem", early, note="仍在挂牌")
    with pytest.raises(Refused):
        county.do(case, "delist", county.city_duty, reason="不是我们挂的")
    county.do(case, "delist", county.office_duty, reason="已整改")
    assert not county.do(case, "close_problem", county.city_second, note="销号").is_open
