"""A simulated year on both tracks: the right paper on the right day, with lawful working days, and nobody's word alone."""

from datetime import date, timedelta

import pytest

from fangwei.casework.models import Case
from fangwei.casework.queries import may, visible
from fangwei.casework.refusals import Refused
from fangwei.casework.sweep import sweep
from fangwei.documents.queries.material import chinese_day
from fangwei.engines.calendar import last_day_of
from fangwei.hazards.tests.factories import County, member
from fangwei.oversight.models import Letter
from fangwei.register.actions import end_tenure
from fangwei.register.law import calendar
from fangwei.register.models import Tenure
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def live(county: County, days: int) -> None:
    """Sweep once a day for so many days."""
    for _day in range(days):
        sweep(at=county.tick(days=1))


def papers(case: Case) -> list[tuple[str, int]]:
    return list(Letter.objects.filter(about=case).order_by("days").values_list("form", "days"))


def letter_case(case: Case, form: str) -> Case:
    return Case.objects.get(letter__about=case, letter__form=form)


def test_an_overdue_enterprise_is_referred_to_enforcement_the_day_after(county: County) -> None:
    case = county.ordered()
    live(county, 20)
    assert papers(case) == []
    live(county, 2)
    assert papers(case) == [("referral", 1)]
    referral = letter_case(case, "referral")
    assert referral.owner_post.organization == county.office
    assert referral.letter.addressee == county.emergency
    done = county.do(referral, "issue_letter", county.office_duty)
    assert "第一百零二条" in done.letter.text and case.number in done.letter.text
    for _month in range(10):
        sweep(at=county.tick(days=30))
    assert papers(case) == [("referral", 1)], "an enterprise is not admonished like an official"


def test_an_overdue_official_is_urged_step_by_step_for_a_year(county: County) -> None:
    case = county.report()
    due = last_day_of(case.clocks.get(name="grade").due_at)
    discipline = register.organization("discipline")
    live(county, 75)
    for _month in range(10):
        sweep(at=county.tick(days=29))
    assert papers(case) == [
        ("reminder", 3),
        ("urging", 10),
        ("warning", 20),
        ("interview", 30),
        ("circular", 45),
        ("clue", 60),
    ]
    for letter in Letter.objects.filter(about=case).select_related("case"):
        opened = (letter.case.opened_at + timedelta(hours=8)).date()
        assert opened == due + timedelta(days=letter.days)
        assert letter.case.clocks.get(name="issue").rule == "oversight.issue"
    assert letter_case(case, "clue").letter.addressee == discipline
    assert letter_case(case, "clue") not in set(visible(county.clerk)), "a clue is no public matter"


def test_an_answer_is_weighed_by_the_office_and_never_by_whom_it_urges(county: County) -> None:
    case = county.report()
    live(county, 7)
    reminder = letter_case(case, "reminder")
    with pytest.raises(Refused):
        county.do(reminder, "issue_letter", county.owner)
    issued = county.do(reminder, "issue_letter", county.office_duty)
    assert issued.letter.text.startswith("提示函") and case.number in issued.letter.text
    reply_due = issued.clocks.get(name="reply", ended_at=None)
    assert reply_due.rule == "oversight.reply.reminder"
    assert chinese_day(last_day_of(reply_due.due_at)) in issued.letter.text
    with pytest.raises(Refused):
        county.do(reminder, "accept_answer", county.office_duty, note="尚无回复")
    county.do(reminder, "answer", county.officer, note="已安排人员定级")
    with pytest.raises(Refused):
        county.do(reminder, "accept_answer", county.officer, note="自己认可")
    county.do(reminder, "reject_answer", county.office_duty, reason="没有完成日期")
    county.do(reminder, "answer", county.officer, note="明日完成定级")
    assert not county.do(reminder, "accept_answer", county.office_duty, note="可以").is_open
    case.refresh_from_db()
    assert case.is_open, "a reply is no end of what is overdue"


def test_an_interview_has_notice_record_plan_and_follow_up(county: County) -> None:
    case = county.report()
    live(county, 34)
    interview = letter_case(case, "interview")
    with pytest.raises(Refused) as refused:
        county.do(interview, "issue_letter", county.office_duty)
    assert {reason.code for reason in refused.value.reasons} == {"field_missing"}, "a notice says when and where"
    notice = county.do(interview, "issue_letter", county.office_duty, meet_on=county.day(3), meet_at="市政府二楼会议室")
    assert "市政府二楼会议室" in notice.letter.text and notice.clocks.filter(name="meet", ended_at=None).exists()
    with pytest.raises(Refused):
        county.do(interview, "answer", county.officer, note="先交方案", finish_on=county.day(20))
    second = member(county.office, "committee_office")
    held = county.do(
        interview,
        "hold_interview",
        county.office_duty,
        attended="应急管理局局长",
        record="限期定级",
        **county.with_second(second),
    )
    assert "局长" in held.letter.record
    assert held.clocks.get(name="reply", ended_at=None).rule == "oversight.reply.interview"
    with pytest.raises(Refused):
        county.do(interview, "answer", county.officer, note="没有期限的方案")
    county.do(interview, "answer", county.officer, note="整改方案", finish_on=county.day(20))
    followed = county.do(interview, "accept_answer", county.office_duty, note="方案可行", follow_on=county.day(10))
    assert followed.is_open and followed.clocks.filter(name="follow", ended_at=None).exists()
    county.do(interview, "follow_up", county.office_duty, note="进展过半", follow_on=county.day(20))
    county.do(interview, "find_poor", county.office_duty, reason="仍未定级", **county.with_second(second))
    assert papers(case)[-1][0] == "circular", "a poor result is circulated"


def test_a_circular_is_published_to_every_body_of_the_county(county: County) -> None:
    case = county.report()
    sweep(at=county.tick(days=60))
    circular = letter_case(case, "circular")
    county.do(circular, "issue_letter", county.office_duty)
    assert circular not in set(visible(county.market_duty))
    county.do(circular, "publish_circular", county.office_duty, where="县政府门户网站")
    assert circular in set(visible(county.market_duty))
    with pytest.raises(Refused):
        county.do(circular, "publish_circular", county.office_duty, where="再发一次")


def test_what_is_done_before_the_paper_is_issued_needs_no_paper(county: County) -> None:
    case = county.report()
    live(county, 7)
    county.do(case, "grade", county.officer, grade="general")
    live(county, 1)
    reminder = letter_case(case, "reminder")
    assert not reminder.is_open and reminder.letter.text == ""


def test_a_higher_paper_ends_the_lower_one_that_nobody_issued(county: County) -> None:
    case = county.report()
    live(county, 15)
    assert [form for form, _days in papers(case)] == ["reminder", "urging"]
    live(county, 1)
    assert letter_case(case, "reminder").state == "dropped" and letter_case(case, "urging").is_open


def test_after_a_standstill_only_the_highest_step_is_taken(county: County) -> None:
    case = county.report()
    sweep(at=county.tick(days=40))
    assert [form for form, _days in papers(case)] == ["interview"]


def test_the_addressee_sees_its_letter_and_what_it_may_do(county: County) -> None:
    case = county.report()
    live(county, 7)
    reminder = letter_case(case, "reminder")
    assert reminder in set(visible(county.officer))
    county.do(reminder, "issue_letter", county.office_duty)
    rows = may(Case.objects.get(id=reminder.id), county.officer, at=county.at).rows
    assert {row.verb for row in rows} == {"answer", "add_note"}
    assert date(2026, 3, 2) < (reminder.opened_at + timedelta(hours=8)).date()


def test_a_year_in_which_an_enterprise_is_late_and_so_is_everybody_who_should_answer(county: County) -> None:
    """The enterprise is referred, the referral is not answered: its unit is urged over the letter, and over nothing twice."""
    case = county.ordered()
    live(county, 22)
    referral = letter_case(case, "referral")
    county.do(referral, "issue_letter", county.office_duty)
    due = last_day_of(referral.clocks.get(name="reply", ended_at=None).due_at)
    live(county, 50)
    for _month in range(10):
        sweep(at=county.tick(days=29))
    assert papers(case) == [("referral", 1)]
    assert papers(referral) == [("reminder", 3), ("urging", 10), ("warning", 20), ("interview", 30)]
    for letter in Letter.objects.filter(about=referral).select_related("case__owner_post", "addressee"):
        opened = (letter.case.opened_at + timedelta(hours=8)).date()
        assert opened == due + timedelta(days=letter.days)
        issue = last_day_of(letter.case.clocks.get(name="issue").first_due_at)
        assert len(days_between(opened, issue)) == 3, "three working days to issue it"
        assert letter.addressee == county.emergency and letter.case.owner_post.organization == county.office
    assert not Letter.objects.filter(about__letter__about=referral).exists(), "no letter about a letter about a letter"


def days_between(start: date, end: date) -> list[date]:
    """The working days after one day and until another."""
    days = [start + timedelta(days=one) for one in range(1, (end - start).days + 1)]
    return [day for day in days if calendar().is_working_day(day)]


def test_a_reminder_that_nobody_answers_does_not_climb_beside_what_it_is_about(county: County) -> None:
    case = county.report()
    live(county, 7)
    reminder = letter_case(case, "reminder")
    county.do(reminder, "issue_letter", county.office_duty)
    live(county, 30)
    assert papers(reminder) == [], "one neglect, one staircase"
    county.do(case, "grade", county.officer, grade="general")
    county.do(case, "order", county.officer, **county.treatment())
    live(county, 1)
    assert [form for form, _days in papers(reminder)] == ["warning"], "done at last, but the letter is still owed"


def test_a_blind_spot_left_open_is_urged_by_the_office_above(county: County) -> None:
    held = Tenure.objects.get(post_id=county.owner.post_id)
    at = county.tick(days=1)
    end_tenure(tenure=held, end=at.date(), by=register.SYSTEM, at=at)
    sweep(at=county.tick(days=1))
    spot = Case.objects.get(kind="blind_spot", blind_spot__gap="post_vacant")
    assert spot.owner_post.organization == county.office
    sweep(at=spot.due_at + timedelta(days=4))
    reminder = Letter.objects.get(about=spot)
    assert (reminder.form, reminder.addressee) == ("reminder", county.office)
    assert reminder.case.owner_post.organization == county.city_office, "nobody urges themselves"
    county.at = spot.due_at + timedelta(days=4)
    issued = county.do(reminder.case, "issue_letter", county.city_duty)
    assert "消除监管盲区" in issued.letter.text and county.office.name in issued.letter.text


def test_listing_follows_gravity_at_any_time_and_is_no_rung(county: County) -> None:
    case = county.ordered("major")
    county.do(case, "list_supervision", county.office_duty, level="county", reason="情况严重")
    assert not Letter.objects.filter(about=case).exists(), "listed before anything is overdue"
    fresh = county.report("另一处隐患")
    sweep(at=county.tick(days=40))
    county.do(fresh, "grade", county.officer, grade="general")
    assert not fresh.listings.exists(), "no number of days lists a case by itself"
    county.do(fresh, "list_supervision", county.office_duty, level="county", reason="群众反映强烈")
    before = papers(fresh)
    sweep(at=county.tick(days=1))
    assert papers(fresh) == before, "listing is no step of the ladder and takes none away"
