"""A post's open cases pass from a leaver to whoever follows: two persons confirm, nothing is ever owned by nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fangwei.accounts.actions import AccountRefused
from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_post, local_day
from fangwei.casework import handover as hand
from fangwei.casework.comparison import compare_cases
from fangwei.casework.models import Case, Handover
from fangwei.casework.sweep import sweep
from fangwei.hazards.tests.factories import County
from fangwei.ledger.queries import history
from fangwei.register import actions as register
from fangwei.register.models import Person, Tenure
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db


def refusal(code: str):
    return pytest.raises(hand.HandoverRefused, check=lambda refused: refused.code == code and bool(str(refused)))


def seen(handover: Handover) -> str:
    return hand.digest_of(hand.belongings(handover.post).values_list("id", flat=True))


def give(county: County, handover: Handover, by: Actor, notes: dict | None = None, note: str = "") -> Handover:
    given = {"seen": seen(handover), "notes": notes or {}, "note": note}
    return hand.confirm_given(handover=handover, by=by, at=county.tick(), **given)


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def case(county: County) -> Case:
    return county.ordered()


@pytest.fixture
def begun(county: County, case: Case) -> Handover:
    """The duty officer of the emergency bureau leaves in five days."""
    tenure = Tenure.objects.get(post=case.owner_post)
    end = local_day(county.at) + timedelta(days=5)
    found = hand.leave_post(tenure=tenure, end=end, reason="调任", by=county.head, at=county.tick())
    assert found is not None
    return found


def successor(county: County, handover: Handover, *, acting: bool = False) -> Actor:
    person = make.person("接任者", phone="13900000008")
    day = local_day(county.at)
    if not acting:
        county.at += timedelta(days=6)
        day = local_day(county.at)
    until = day + timedelta(days=60) if acting else None
    register.appoint(
        person=person, post=handover.post, start=day, acting=acting, planned_end=until, by=make.SYSTEM, at=county.tick()
    )
    return next(one for one in actors_of_post(handover.post_id, day) if one.person_id == person.id)


def test_both_confirm_and_the_case_keeps_its_post(county: County, case: Case, begun: Handover) -> None:
    leaver = county.owner
    assert begun.due_at > county.at and hand.awaiting(leaver, county.at) == [begun]
    begun = give(county, begun, leaver, {case.id: "钥匙在门卫处"})
    item = begun.items.get()
    assert (item.number, item.note, item.state) == (case.number, "钥匙在门卫处", case.state)
    with refusal("own_word"):
        hand.confirm_taken(handover=begun, note="", by=leaver, at=county.tick())
    follower = successor(county, begun)
    assert hand.awaiting(follower, county.at) == [begun]
    begun = hand.confirm_taken(handover=begun, note="已逐件核对", by=follower, at=county.tick())
    assert begun.state == Handover.State.TAKEN and begun.taken_as == Handover.Part.SUCCESSOR
    verbs = [told.fact.verb for told in history(case.id)]
    assert verbs[:2] == ["take_over", "hand_over"] and history(case.id)[1].data["note"] == "钥匙在门卫处"
    assert Case.objects.get(id=case.id).owner_post == begun.post and not list(compare_cases())
    assert [told.fact.verb for told in history(begun.id)] == ["take", "give", "open"]
    assert hand.handovers_of_case(case) == [begun]
    with refusal("ended"):
        hand.confirm_taken(handover=begun, note="", by=follower, at=county.tick())


def test_a_list_that_changed_is_read_again(county: County, begun: Handover) -> None:
    mark = seen(begun)
    county.ordered(description="又一处隐患")
    with refusal("list_changed"):
        hand.confirm_given(handover=begun, seen=mark, notes={}, note="", by=county.owner, at=county.tick())
    assert give(county, begun, county.owner).items.count() == 2


def test_sent_back_with_a_reason_beside_the_case(county: County, case: Case, begun: Handover) -> None:
    begun = give(county, begun, county.owner)
    acting = successor(county, begun, acting=True)
    with refusal("nothing_declined"):
        hand.decline(handover=begun, reasons={}, by=acting, at=county.tick())
    begun = hand.decline(handover=begun, reasons={case.id: "缺现场照片"}, by=acting, at=county.tick())
    assert begun.state == Handover.State.OPEN and hand.awaiting(county.owner, county.at) == [begun]
    with refusal("not_your_turn"):
        hand.confirm_taken(handover=begun, note="", by=acting, at=county.tick())
    begun = give(county, begun, county.owner, {case.id: "照片已补"})
    assert begun.items.get().declined == "缺现场照片" and begun.rounds == 2
    begun = hand.confirm_taken(handover=begun, note="", by=acting, at=county.tick())
    assert begun.taken_as == Handover.Part.ACTING


def test_until_there_is_a_successor_the_leader_of_the_body_receives(county: County, begun: Handover) -> None:
    begun = give(county, begun, county.owner)
    assert [side.part for side in hand.takers(begun, county.at)] == [Handover.Part.LEADER]
    for stranger in (county.officer, county.office_duty, county.housing_duty):
        with refusal("not_yours_to_take"):
            hand.confirm_taken(handover=begun, note="", by=stranger, at=county.tick())
    assert hand.confirm_taken(handover=begun, note="", by=county.head, at=county.tick()).taken_as == "leader"


def test_unanswered_it_goes_to_the_leader_once(county: County, begun: Handover) -> None:
    with refusal("not_yours_to_give"):
        give(county, begun, county.head, note="代为移交")
    county.at += timedelta(days=9)
    assert sweep(at=county.at).ran["handovers"] == 1 and sweep(at=county.tick()).ran["handovers"] == 0
    begun.refresh_from_db()
    assert begun.escalated_to_id == county.head.post_id and hand.awaiting(county.head, county.at) == [begun]
    with refusal("note_missing"):
        give(county, begun, county.head)
    begun = give(county, begun, county.head, note="本人因病未能确认")
    assert begun.given_as == Handover.Part.LEADER
    with refusal("own_word"):
        hand.confirm_taken(handover=begun, note="", by=county.head, at=county.tick())
    follower = successor(county, begun)
    assert hand.confirm_taken(handover=begun, note="", by=follower, at=county.tick()).ended_at


def test_only_who_staffs_the_body_ends_a_term(county: County, case: Case) -> None:
    tenure = Tenure.objects.get(post=case.owner_post)
    for stranger in (county.housing_duty, county.officer, county.clerk):
        with pytest.raises(AccountRefused, check=lambda refused: refused.code == "not_yours_to_staff"):
            hand.leave_post(tenure=tenure, end=local_day(county.at), reason="x", by=stranger, at=county.tick())
    with pytest.raises(AccountRefused, check=lambda refused: refused.code == "own_word"):
        hand.leave_post(tenure=tenure, end=local_day(county.at), reason="x", by=county.owner, at=county.tick())
    quiet = Tenure.objects.get(post_id=county.grid.post_id)
    end = {"end": local_day(county.at), "reason": "离职", "by": county.office_duty}
    assert hand.leave_post(tenure=quiet, at=county.tick(), **end) is None, "nothing open, nothing to hand over"


def test_one_may_begin_ones_own_handover_and_take_it_back(county: County, case: Case) -> None:
    person = Person.objects.get(id=county.owner.person_id)
    opening = {"post": case.owner_post, "person": person, "leaves_on": local_day(county.at)}
    with refusal("not_yours_to_open"):
        hand.open_handover(**opening, reason="轮岗", by=county.housing_duty, at=county.tick())
    begun = hand.open_handover(**opening, reason="轮岗", by=county.owner, at=county.tick())
    with refusal("under_way"):
        hand.open_handover(**opening, reason="轮岗", by=county.head, at=county.tick())
    assert hand.handover_for(county.housing_duty, begun.id, county.at) is None
    for reader in (county.owner, county.head, county.office_duty):
        assert hand.handover_for(reader, begun.id, county.at) == begun
    assert hand.withdraw_handover(handover=begun, reason="不调了", by=county.owner, at=county.tick()).ended_at
    assert hand.awaiting(county.owner, county.at) == []


def test_the_database_lets_nobody_confirm_both_sides(county: County, begun: Handover) -> None:
    begun = give(county, begun, county.owner)
    wrong = {"state": "taken", "ended_at": county.at}
    for person in (begun.from_person_id, begun.given_by, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.filter(id=begun.id).update(taken_by=person, **wrong)
