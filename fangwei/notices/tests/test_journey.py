"""An order's whole journey: the right people are told in order, each with the verb that answers, and stale word disappears."""

from datetime import timedelta

import pytest
from django.utils import translation

from fangwei.casework.sweep import sweep
from fangwei.notices.models import Notice
from fangwei.notices.tests.factories import Told
from fangwei.notices.texts import heading, remaining

pytestmark = pytest.mark.django_db


def test_a_hazards_journey_tells_the_right_people_in_order() -> None:
    county = Told()
    case = county.report()
    assert county.standing(county.owner) == [("owned", "grade")]
    county.do(case, "grade", county.officer, grade="general")
    assert county.standing(county.owner) == [("to_order", "order")]
    county.do(case, "order", county.officer, **county.treatment())
    assert county.standing(county.owner) == []
    assert county.standing(county.safety) == [("ordered", "submit")]
    county.do(case, "request_extension", county.safety, until=county.day(25), reason="配件未到")
    assert ("extension_asked", "grant_extension") in county.standing(county.owner)
    assert ("extension_asked", "grant_extension") in county.standing(county.officer)
    county.do(case, "grant_extension", county.second, reason="属实")
    assert county.standing(county.owner) == []
    assert county.standing(county.safety)[-1] == ("extension_granted", "submit")
    county.do(case, "submit", county.safety, photos=1, note="已清空")
    assert county.standing(county.safety) == []
    assert county.standing(county.officer) == [("submitted", "verify")]
    county.do(case, "send_back", county.officer, reason="仍有货物", due_on=county.day(10))
    assert county.standing(county.officer) == []
    assert county.standing(county.safety) == [("sent_back", "submit")]
    county.do(case, "submit", county.safety, photos=1, note="已清空")
    county.do(case, "verify", county.officer, note="已消除")
    assert county.standing(county.safety) == [("verified", "")]
    assert county.standing(county.owner) == county.standing(county.officer) == []


def test_a_transfer_refused_goes_to_the_office() -> None:
    county = Told()
    case = county.report()
    county.do(case, "propose_transfer", county.officer, to_post=str(county.housing_duty.post_id), reason="属建筑")
    assert county.standing(county.housing_duty) == [("transfer_offered", "accept_transfer")]
    county.do(case, "refuse_transfer", county.housing_duty, reason="非本单位")
    assert county.standing(county.housing_duty) == []
    assert county.standing(county.office_duty)[-1] == ("arbitration_wanted", "arbitrate")
    county.do(case, "arbitrate", county.office_duty, to_post=str(county.housing_duty.post_id), reason="按职责")
    assert ("arbitration_wanted", "arbitrate") not in county.standing(county.office_duty)
    assert county.standing(county.housing_duty) == [("arbitrated_to_you", "grade")]
    assert ("arbitrated", "") in county.standing(county.owner)


def test_a_downgrade_is_told_above() -> None:
    county = Told()
    case = county.ordered("major")
    county.do(case, "propose_downgrade", county.officer, reason="重新判定")
    assert county.standing(county.head)[-1] == ("downgrade_proposed", "downgrade")
    expert = ({"role": "expert", "person": str(county.expert.person_id)},)
    county.do(case, "downgrade", county.head, reason="同意", participants=expert)
    assert county.standing(county.city_duty) == [("downgraded", "")]
    assert county.standing(county.head) == []


def test_reminders_come_on_their_days_and_go_with_the_deadline() -> None:
    county = Told()
    case = county.ordered()
    due = case.due_at
    assert due is not None
    seen = []
    for days in (7, 1, 0):
        county.at = due - timedelta(days=days)
        sweep(at=county.at)
        standing = Notice.objects.get(person_id=county.safety.person_id, group="deadline", superseded_at=None)
        seen.append((standing.code, standing.verb, standing.params["step"], standing.urgent))
    assert seen == [
        ("due_soon", "submit", -7, False), ("due_soon", "submit", -1, False), ("due_soon", "submit", 0, True)
    ]  # fmt: skip
    county.at = due + timedelta(days=1, minutes=1)
    sweep(at=county.at)
    sweep(at=county.at)
    assert county.standing(county.owner) == [("overdue", "review_overdue")]
    county.at = due + timedelta(days=3, minutes=1)
    sweep(at=county.at)
    assert county.standing(county.head) == [("overdue_below", "")]
    county.do(case, "submit", county.safety, photos=1, note="已清空")
    assert county.standing(county.head) == [] and county.standing(county.safety) == []


def test_texts_say_what_remains_in_both_languages() -> None:
    county = Told()
    due = county.ordered().due_at
    assert due is not None
    one = Notice(code="due_soon", clock="rectify", due_at=due)
    instants = [due - timedelta(days=3, hours=2), due - timedelta(hours=2), due + timedelta(days=1, hours=9)]
    with translation.override("zh-hans"):
        assert [remaining(due, at) for at in instants] == [
            "还剩 3 天（3月22日前）", "今天到期（3月22日）", "已逾期 2 天（3月22日到期）"
        ]  # fmt: skip
        assert [heading(one, at) for at in instants[1:]] == ["期限将至：整改", "期限已过：整改"]
        assert remaining(None, county.at) == ""
    with translation.override("en"):
        assert [remaining(due, at) for at in instants] == [
            "3 days left (until 22 Mar)", "due today (22 Mar)", "2 days overdue (since 22 Mar)"
        ]  # fmt: skip


def test_an_actor_is_not_told_of_their_own_act_and_a_stranger_of_nothing() -> None:
    county = Told()
    case = county.report(by=county.owner)
    assert county.standing(county.owner) == []
    county.do(case, "grade", county.officer, grade="general")
    assert not Notice.objects.filter(person_id=county.market_duty.person_id).exists()


def test_who_loses_the_case_loses_its_notices() -> None:
    county = Told()
    case = county.report()
    county.do(case, "propose_transfer", county.officer, to_post=str(county.housing_duty.post_id), reason="属建筑")
    county.do(case, "withdraw_transfer", county.officer)
    assert county.standing(county.housing_duty) == []
