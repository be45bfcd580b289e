"""The register of internal rewards: an enterprise keeps its own, names stay sealed, and lines are struck out, not changed."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from fangwei.hazards.actions import RewardRefused, pay_reward, record_reward, strike_reward
from fangwei.hazards.comparison import compare_rewards
from fangwei.hazards.models import InternalReward
from fangwei.hazards.queries import rewards_of
from fangwei.hazards.tests.factories import NOW, TODAY, County, holder_of
from fangwei.ledger.models import Fact, FactPayload
from fangwei.ledger.queries import reconcile
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def given(county: County, **more: Any) -> InternalReward:
    told = {"reporter": "张三", "what": "砂光机护罩松动", "reported_on": TODAY, "amount_fen": 20000} | more
    return record_reward(**told, by=county.safety, at=county.tick())


def test_a_reward_is_recorded_paid_and_told_without_the_name(county: County) -> None:
    reward = pay_reward(given(county).id, paid_on=TODAY, by=county.principal, at=county.tick())
    assert (reward.reporter, reward.paid_on, reward.amount_fen) == ("张三", TODAY, 20000)
    facts = Fact.objects.filter(subject_id=reward.id)
    assert [fact.verb for fact in facts.order_by("n")] == ["record", "pay"]
    said = str(list(FactPayload.objects.filter(fact_id__in=facts.values("id")).values_list("data", flat=True)))
    assert "张三" not in said
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporter FROM hazards_internalreward")
        assert "张三" not in str(cursor.fetchall())


def test_nobody_reads_or_writes_another_firms_register(county: County) -> None:
    reward = given(county)
    stranger = holder_of(register.post("enterprise_safety_officer", register.enterprise()))
    assert not rewards_of(stranger).exists()
    assert not rewards_of(county.officer).exists()
    for verb, more in ((pay_reward, {"paid_on": TODAY}), (strike_reward, {"reason": "错记"})):
        with pytest.raises(RewardRefused) as refused:
            verb(reward.id, **more, by=stranger, at=county.tick())  # type: ignore[operator]
        assert refused.value.code == "reward_not_yours"
    with pytest.raises(RewardRefused) as refused:
        record_reward(reporter="李四", what="x", reported_on=TODAY, amount_fen=1, by=county.officer, at=county.tick())
    assert refused.value.code == "reward_not_yours"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reporter": " "}, "reward_incomplete"),
        ({"amount_fen": 0}, "reward_amount"),
        ({"reported_on": date(2027, 1, 1)}, "reward_day_to_come"),
    ],
)
def test_what_is_refused(county: County, more: dict[str, Any], code: str) -> None:
    with pytest.raises(RewardRefused) as refused:
        given(county, **more)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_reward_is_paid_once_and_not_before_the_report(county: County) -> None:
    reward = given(county)
    with pytest.raises(RewardRefused) as early:
        pay_reward(reward.id, paid_on=date(2026, 1, 1), by=county.safety, at=county.tick())
    assert early.value.code == "reward_paid_before"
    pay_reward(reward.id, paid_on=TODAY, by=county.safety, at=county.tick())
    with pytest.raises(RewardRefused) as twice:
        pay_reward(reward.id, paid_on=TODAY, by=county.safety, at=county.tick())
    assert twice.value.code == "reward_paid_already"


def test_a_struck_line_stays_with_its_reason(county: County) -> None:
    reward = given(county)
    with pytest.raises(RewardRefused):
        strike_reward(reward.id, reason=" ", by=county.safety, at=county.tick())
    strike_reward(reward.id, reason="金额有误", by=county.safety, at=county.tick())
    assert rewards_of(county.safety).get().struck_because == "金额有误"
    with pytest.raises(RewardRefused) as refused:
        pay_reward(reward.id, paid_on=TODAY, by=county.safety, at=county.tick())
    assert refused.value.code == "reward_struck"


def test_a_hazard_of_another_firm_is_refused(county: County) -> None:
    other = county.report(place=register.site().place)
    with pytest.raises(RewardRefused) as refused:
        given(county, hazard=other.hazard)
    assert refused.value.code == "reward_hazard_unknown"
    assert given(county, hazard=county.report().hazard).hazard is not None


def test_the_table_refuses_what_the_verbs_would(county: County) -> None:
    reward = given(county)
    for wrong in ({"amount_fen": 0}, {"paid_on": date(2020, 1, 1)}, {"struck_because": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InternalReward.objects.filter(id=reward.id).update(**wrong)


@pytest.mark.parametrize(
    "rewrite",
    [
        {"amount_fen": 99},
        {"what": "别的事"},
        {"reported_on": date(2026, 1, 5)},
        {"paid_on": None},
        {"struck_at": NOW, "struck_because": "错记"},
        {"hazard": None},
        {"enterprise": "another"},
    ],
)
def test_a_rewritten_reward_is_named_by_the_nightly_check(county: County, rewrite: dict[str, Any]) -> None:
    honest = strike_reward(given(county).id, reason="重复", by=county.safety, at=county.tick())
    reward = given(county, hazard=county.report().hazard)
    pay_reward(reward.id, paid_on=TODAY, by=county.principal, at=county.tick())
    assert not list(compare_rewards())
    if "enterprise" in rewrite:
        rewrite = {"enterprise": register.enterprise()}
    InternalReward.objects.filter(id=reward.id).update(**rewrite)
    named = [(fault.code, fault.where) for fault in compare_rewards()]
    assert named == [("row_differs", f"internal_reward {reward.id}")]
    InternalReward.objects.filter(id=reward.id).delete()
    assert [fault.code for fault in compare_rewards()] == ["row_missing"]
    assert honest.struck_because == "重复"


def test_a_reward_that_nobody_recorded_is_named_and_the_night_asks(county: County) -> None:
    made = given(county)
    made.id = uuid7()
    made.save(force_insert=True)
    assert [fault.code for fault in compare_rewards()] == ["row_without_facts"]
    assert f"internal_reward {made.id}" in {fault.where for fault in reconcile()}
