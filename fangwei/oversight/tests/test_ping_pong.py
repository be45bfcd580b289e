"""A case that two departments refuse while its handler leaves: one owner at every instant, and time cannot be rewritten."""

from datetime import UTC, datetime, timedelta

import pytest

from fangwei.accounts.queries import actors_of_post
from fangwei.casework.models import Case
from fangwei.casework.sweep import sweep
from fangwei.duty.queries import who
from fangwei.duty.tests.factories import duty_post, hold
from fangwei.hazards.tests.factories import TODAY, County
from fangwei.ledger.models import Fact, FactPayload
from fangwei.register import actions as register_actions
from fangwei.register.models import Tenure
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


def owners(case: Case) -> list[str]:
    """Every owner that the ledger was told of, in order."""
    facts = Fact.objects.filter(subject_id=case.id).order_by("n").values_list("id", flat=True)
    payloads = FactPayload.objects.in_bulk(list(facts))
    said = [payloads[fact].data for fact in facts]
    told = [data.get("owner_post") or data.get("decided_owner") for data in said]
    return [owner for owner in told if owner]


def test_a_case_refused_by_two_departments_while_its_handler_leaves() -> None:
    county = County()
    case = county.ordered()
    due = case.clocks.get(name="rectify").due_at
    first_post = case.owner_post
    leaver = Tenure.objects.get(post=first_post)

    county.do(case, "propose_transfer", county.officer, to_post=str(county.housing_duty.post_id), reason="属房屋")
    case = county.do(case, "refuse_transfer", county.housing_duty, reason="不属我局")
    assert case.owner_post == first_post and case.clocks.filter(name="arbitration", ended_at=None).exists()
    market = duty_post(county.market)
    case = county.do(case, "arbitrate", county.office_duty, to_post=str(market.id), reason="先由市场监管局负责")
    assert case.owner_post == market
    inspector = hold(register.post("inspector", county.market))
    from_market = actors_of_post(inspector.post_id, TODAY)[0]
    county.do(case, "propose_transfer", from_market, to_post=str(first_post.id), reason="不属我局")
    case = county.do(case, "refuse_transfer", county.owner, reason="已移出")
    assert case.clocks.filter(name="arbitration", ended_at=None).exists(), "arbitration is open again"

    # The handler leaves on the fifth day; a successor is appointed on the twentieth "from the sixth day".
    start = county.at.date()
    market_holder = Tenure.objects.get(post=market)
    at_leave = county.at + timedelta(days=5)
    register_actions.end_tenure(tenure=market_holder, end=at_leave.date(), by=register.SYSTEM, at=at_leave)
    sweep(at=at_leave + timedelta(hours=1))
    assert Case.objects.filter(kind="blind_spot", blind_spot__gap="case_owner_left", is_open=True).count() == 1
    at_late = county.at + timedelta(days=20)
    successor = register.person("后任", phone="13900000009")
    register_actions.appoint(
        person=successor, post=market, start=start + timedelta(days=6), by=register.SYSTEM, at=at_late
    )
    sweep(at=at_late + timedelta(hours=1))
    assert not Case.objects.filter(kind="blind_spot", blind_spot__gap="case_owner_left", is_open=True).exists()

    case.refresh_from_db()
    assert case.owner_post == market
    assert case.clocks.get(name="rectify", ended_at=None).due_at == due, "nobody's quarrel moves the deadline"
    assert owners(case) == [str(first_post.id), str(market.id)]
    day_ten = start + timedelta(days=10)
    known_then = datetime.combine(day_ten, datetime.min.time(), UTC) + timedelta(hours=15)
    held_as_known = Tenure.objects.on_as_known(day_ten, known_then).filter(post=market)
    assert not held_as_known.exists() and Tenure.objects.on(day_ten).get(post=market).person == successor
    assert leaver.post == first_post


def test_who_answered_on_the_tenth_day_as_known_then_is_not_the_successor() -> None:
    county = County()
    post = duty_post(county.emergency)
    first = Tenure.objects.get(post=post)
    day = county.at.date()
    left = county.at + timedelta(days=5)
    register_actions.end_tenure(tenure=first, end=left.date(), by=register.SYSTEM, at=left)
    successor = register.person("后任", phone="13900000009")
    late = county.at + timedelta(days=20)
    register_actions.appoint(person=successor, post=post, start=left.date(), by=register.SYSTEM, at=late)

    day_ten = day + timedelta(days=10)
    then = who(county.place, "general", day_ten, late - timedelta(days=10))
    now = who(county.place, "general", day_ten, late)
    assert then.lead is not None and now.lead is not None
    assert then.lead.holders == [] and then.gaps == ["post_vacant"]
    assert [holder.name for holder in now.lead.holders] == ["后任"]
    before = who(county.place, "general", day + timedelta(days=4), late)
    assert before.lead is not None and [one.name for one in before.lead.holders] == [first.person.name]
