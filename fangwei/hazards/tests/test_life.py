"""A hazard's whole life by its table, told as its people live it."""

from datetime import timedelta

import pytest

from fangwei.casework.door import act, act_one
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.casework.refusals import Refused
from fangwei.engines.calendar import last_day_of
from fangwei.hazards.tests.factories import County, duty_actor, member, photo
from fangwei.ledger.models import Fact, OutboxRow
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def refusal(county: County, case: Case, verb: str, by: object, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        county.do(case, verb, by, **more)  # type: ignore[arg-type]
    assert all(refused.value.texts()), "every reason has words"
    return refused.value.code


def test_a_general_hazard_is_found_rectified_verified_and_closed(county: County) -> None:
    case = county.report()
    assert case.state == "registered"
    assert case.number and case.number.startswith("YH411681-2026-")
    assert case.owner_post.organization == county.emergency
    case = county.do(case, "grade", county.officer, grade="general")
    case = county.do(case, "order", county.officer, **county.treatment(days=20))
    assert case.state == "ordered"
    assert case.due_at is not None and last_day_of(case.due_at).isoformat() == county.day(20)
    assert refusal(county, case, "submit", county.safety, note="已清空") == "evidence_missing"
    case = county.do(case, "submit", county.safety, photos=1, note="已清空")
    assert case.clocks.get(name="rectify").outcome == "met"
    case = county.do(case, "verify", county.officer, note="现场复查合格")
    assert (case.state, case.is_open, case.due_at) == ("closed", False, None)
    verbs = list(Fact.objects.filter(subject_id=case.id).order_by("n").values_list("verb", flat=True))
    assert verbs == ["report", "grade", "order", "submit", "verify"]
    assert OutboxRow.objects.filter(fact_id__in=Fact.objects.filter(subject_id=case.id).values("id")).count() == 5


def test_whoever_rectifies_does_not_verify(county: County) -> None:
    case = county.submitted()
    assert refusal(county, case, "verify", county.safety, note="好了") == "not_yours"
    assert refusal(county, case, "verify", county.market_duty, note="好了") in {"not_yours", "case_unknown"}


def test_two_officers_alone_cannot_close_a_major_hazard(county: County) -> None:
    case = county.submitted("major")
    assert refusal(county, case, "verify", county.officer, photos=1, note="好", **county.with_second()) == "condition"
    case = county.do(case, "expert_accept", county.expert, photos=1, note="整改有效")
    assert refusal(county, case, "verify", county.officer, photos=1, note="好") == "participant_missing"
    case = county.do(case, "verify", county.officer, photos=1, note="好", **county.with_second())
    assert case.state == "accepted"
    assert refusal(county, case, "close", county.officer, note="销号", **county.with_second()) == "condition"
    case = county.do(case, "request_resumption", county.safety, photos=1, note="申请复产")
    case = county.do(case, "approve_resumption", county.officer, photos=1, note="同意", **county.with_second())
    case = county.do(case, "close", county.officer, note="销号", **county.with_second())
    assert case.state == "closed"
    assert case.clocks.filter(name="lookback", ended_at__isnull=True).exists(), "every major one is looked back at"
    other = county.head if False else member(county.emergency, "regulator")
    case = county.do(case, "look_back", other, photos=1, note="未反弹")
    assert case.state == "closed"
    assert not case.clocks.filter(ended_at__isnull=True).exists()


def test_a_major_hazard_needs_its_criterion_and_the_five_settled_things(county: County) -> None:
    case = county.report()
    assert refusal(county, case, "grade", county.officer, grade="major") == "field_missing"
    assert refusal(county, case, "grade", county.officer, grade="major", criterion="none/1") == "choice_unknown"
    case = county.do(case, "grade", county.officer, grade="major", criterion="chem17/4")
    assert refusal(county, case, "order", county.officer, **county.treatment("general")) == "field_missing"
    case = county.do(case, "order", county.officer, **county.treatment("major"))
    assert case.severity == 2 and case.hazard.works_stopped


def test_an_extension_is_asked_by_one_and_granted_by_another(county: County) -> None:
    case = county.ordered()
    case = county.do(case, "request_extension", county.safety, until=county.day(30), reason="配件在途")
    assert refusal(county, case, "grant_extension", county.safety, reason="同意") == "not_yours"
    case = county.do(case, "grant_extension", county.officer, reason="同意")
    assert case.due_at is not None and last_day_of(case.due_at) == case.extensions.get().until
    county.at = case.due_at + timedelta(days=1)
    assert refusal(county, case, "request_extension", county.safety, until=county.day(9), reason="再延") == "condition"
    case = county.do(case, "review_overdue", county.officer, photos=1, note="已落实管控")
    case = county.do(case, "request_extension", county.safety, until=county.day(9), reason="再延")
    case = county.do(case, "refuse_extension", county.officer, reason="不同意")
    assert case.extensions.filter(outcome="refused").count() == 1


def test_one_owner_at_every_instant_through_refusal_and_arbitration(county: County) -> None:
    case = county.ordered()
    due = case.due_at
    case = county.do(case, "propose_transfer", county.owner, to_post=str(county.housing_duty.post_id), reason="属燃气")
    assert case.owner_post_id == county.owner.post_id
    case = county.do(case, "refuse_transfer", county.housing_duty, reason="不属我局")
    assert case.owner_post_id == county.owner.post_id
    assert case.clocks.filter(name="arbitration", ended_at__isnull=True).count() == 1
    assert refusal(county, case, "arbitrate", county.housing_duty, to_post=str(county.owner.post_id), reason="x") in {
        "not_yours",
        "own_word",
    }
    case = county.do(
        case, "arbitrate", county.office_duty, to_post=str(county.market_duty.post_id), reason="属特种设备"
    )
    assert case.owner_post_id == county.market_duty.post_id
    assert case.clocks.get(name="rectify").due_at == due, "the deadline does not move with the owner"
    assert not case.transfers.filter(ended_at__isnull=True).exists()


def test_voiding_needs_a_reason_and_a_second_person(county: County) -> None:
    case = county.report()
    case = county.do(case, "propose_void", county.officer, reason="重复登记")
    assert refusal(county, case, "void", county.officer, reason="同意") == "own_word"
    case = county.do(case, "void", county.head, reason="同意")
    assert case.state == "voided"
    major = county.ordered("major")
    major = county.do(major, "propose_void", county.officer, reason="误判")
    assert refusal(county, major, "void", county.second, reason="同意") == "not_yours"


def test_a_downgrade_is_an_act_of_its_own_and_tells_the_level_above(county: County) -> None:
    case = county.ordered("major")
    case = county.do(case, "propose_downgrade", county.officer, reason="复核后不符合条款")
    expert = {"participants": ({"role": "expert", "person": str(county.expert.person_id)},)}
    assert refusal(county, case, "downgrade", county.officer, reason="同意", **expert) == "own_word"
    case = county.do(case, "downgrade", county.head, reason="同意", **expert)
    assert case.severity == 1
    told = case.reminders.get(step="downgraded")
    assert told.post_id == county.city_duty.post_id


def test_listed_supervision_keeps_a_hazard_open_until_it_is_de_listed(county: County) -> None:
    case = county.ordered("major")
    case = county.do(case, "list_supervision", county.office_duty, level="county", reason="重大隐患")
    case = county.do(case, "submit", county.safety, photos=1, note="完成")
    case = county.do(case, "expert_accept", county.expert, photos=1, note="有效")
    case = county.do(case, "verify", county.officer, photos=1, note="好", **county.with_second())
    case = county.do(case, "request_resumption", county.safety, photos=1, note="申请")
    case = county.do(case, "approve_resumption", county.officer, photos=1, note="同意", **county.with_second())
    assert refusal(county, case, "close", county.officer, note="销号", **county.with_second()) == "condition"
    case = county.do(case, "delist", county.office_duty, photos=1, reason="验收合格")
    assert county.do(case, "close", county.officer, note="销号", **county.with_second()).state == "closed"


def test_merging_keeps_the_earlier_date_and_splitting_keeps_everything(county: County) -> None:
    first, second = county.ordered(), county.ordered(description="安全出口被货物堵塞，通道变窄")
    county.do(first, "merge", county.officer, into=str(second.id), reason="同一处")
    second.refresh_from_db()
    assert Case.objects.get(id=first.id).state == "merged"
    parent = county.do(second, "split", county.officer, parts=["应急灯损坏", "疏散指示缺失"], reason="两处")
    children = Case.objects.filter(hazard__split_from=parent)
    assert {child.state for child in children} == {"ordered"}
    assert {child.due_at for child in children} == {parent.due_at}


def test_an_overdue_case_merged_into_a_younger_one_leaves_it_overdue(county: County) -> None:
    first = county.ordered()
    county.tick(days=60)
    second = county.ordered(description="安全出口被货物堵塞，通道变窄")
    theirs, ours = first.clocks.get(name="rectify"), second.clocks.get(name="rectify")
    assert theirs.due_at < ours.started_at
    county.do(first, "merge", county.officer, into=str(second.id), reason="同一处")
    ours.refresh_from_db()
    second.refresh_from_db()
    assert (ours.started_at, ours.due_at, ours.ended_at) == (theirs.started_at, theirs.due_at, None)
    assert second.due_at == theirs.due_at


def test_suspension_stops_the_clock_and_resuming_gives_back_the_days(county: County) -> None:
    case = county.ordered()
    due = case.due_at
    case = county.do(case, "suspend", county.officer, photos=1, cause="stopped", interim="断电封存", reason="企业停产")
    county.tick(days=10)
    case = county.do(case, "resume", county.officer, reason="恢复生产")
    assert due is not None and case.due_at is not None
    assert timedelta(days=10) <= case.due_at - due <= timedelta(days=10, minutes=5)


def test_an_act_sent_twice_is_one_act_and_another_body_is_refused(county: County) -> None:
    case = county.submitted()
    one = Act(act_id=photo(county.officer), case_id=case.id, verb="verify", at=county.tick(), data={"note": "好"})
    first = act_one(one, by=county.officer, received_at=county.at, channel="web")
    again = act_one(one, by=county.officer, received_at=county.tick(), channel="web")
    assert (again.repeated, again.version) == (True, first.version)
    other = Act(act_id=one.act_id, case_id=case.id, verb="verify", at=one.at, data={"note": "不好"})
    outcome = act([other], by=county.officer, received_at=county.at, channel="web")[0]
    assert isinstance(outcome.refusal, Refused) and outcome.refusal.code == "act_differs"
    assert Fact.objects.filter(subject_id=case.id, verb="verify").count() == 1


def test_a_stale_view_and_a_back_dated_act_are_refused(county: County) -> None:
    case = county.ordered()
    stale = Act(photo(county.officer), case.id, "add_note", county.tick(), {"note": "x"}, if_version=1)
    back = Act(photo(county.officer), case.id, "add_note", case.opened_at - timedelta(days=1), {"note": "x"})
    early = Act(photo(county.officer), case.id, "add_note", county.at + timedelta(hours=1), {"note": "x"})
    codes = [
        outcome.refusal.code
        for outcome in act([stale, back, early], by=county.officer, received_at=county.at, channel="web")
        if isinstance(outcome.refusal, Refused)
    ]
    assert codes == ["stale", "at_before_last_act", "at_in_future"]


def test_a_case_is_handed_only_to_a_body_whose_territory_holds_the_place(county: County) -> None:
    elsewhere = duty_actor(register.organization("housing", "411624"))
    case = county.ordered()
    assert refusal(county, case, "propose_transfer", county.owner, to_post=str(elsewhere.post_id), reason="x") == (
        "choice_unknown"
    )
