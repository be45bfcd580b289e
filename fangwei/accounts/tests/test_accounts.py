"""Users sign in as persons, act from posts they hold, and wait after failures."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from fangwei.accounts import actions
from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.accounts.queries import (
    EVERY_AUDIENCE,
    NotYourPost,
    Scope,
    actor_of,
    actors_of_post,
    place_in_reach,
    places_in_reach,
    posts_of,
    scope_of,
    user_named,
    waiting,
)
from fangwei.accounts.tests.factories import PASSWORD, actor, user
from fangwei.ledger.queries import history
from fangwei.register import actions as register
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db
BY, AT, DAY = make.SYSTEM, make.AT, make.DAY


def refusal(code: str):
    return pytest.raises(actions.AccountRefused, check=lambda refused: refused.code == code and bool(str(refused)))


def sign_in(username: str, password: str, at=AT):
    return authenticate(None, username=username, password=password, at=at)


def test_a_user_signs_in_by_name_and_password_however_the_name_is_written() -> None:
    somebody = user("Li.Ming")
    assert sign_in("LI.MING ", PASSWORD) == somebody == user_named("li.Ming")
    assert sign_in("li.ming", "wrong") is None
    assert sign_in("nobody", PASSWORD) is None
    assert authenticate(None, username="li.ming", password=PASSWORD) is None


def test_one_person_one_user_one_name() -> None:
    somebody = user("one")
    with refusal("username_taken"):
        user("ONE")
    with refusal("person_has_user"):
        user("two", person=somebody.person)
    with refusal("person_missing"):
        actions.create_user(username="x", password=PASSWORD, person=None, by=BY, at=AT)
    with refusal("password_weak"):
        user("weak", password="12345678")
    with refusal("language_unknown"):
        actions.create_user(username="x", password=PASSWORD, person=make.person(), language="fr", by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="nobody")


def test_failures_cost_time_and_a_success_forgives_them() -> None:
    user("slow")
    for _ in range(actions.FREE_TRIES):
        assert sign_in("slow", "wrong") is None
    assert waiting("slow", AT) is None
    sign_in("slow", "wrong")
    assert sign_in("slow", PASSWORD) is None, "the right password does not help while waiting"
    later = AT + actions.FIRST_WAIT
    sign_in("slow", "wrong", later)
    wait = waiting("slow", later)
    assert wait is not None and wait.until == later + 2 * actions.FIRST_WAIT
    assert sign_in("slow", PASSWORD, wait.until) is not None
    assert waiting("slow", wait.until) is None


def test_unknown_names_wait_alike_and_yesterdays_failures_are_forgotten() -> None:
    for _ in range(actions.FREE_TRIES + 1):
        sign_in("ghost", "x")
    assert waiting("ghost", AT) is not None
    tomorrow = AT + actions.FORGOTTEN_AFTER + timedelta(minutes=5)
    assert actions.count_failure("ghost", at=tomorrow) is None


def test_whoever_is_shut_out_cannot_sign_in_and_acts_from_nothing() -> None:
    somebody = user("gone")
    make.tenure(who=somebody.person)
    actions.deactivate(user=somebody, reason="离职", by=BY, at=AT)
    assert sign_in("gone", PASSWORD) is None
    assert posts_of(User.objects.get(pk=somebody.pk), DAY) == []
    assert [told.fact.verb for told in history(somebody.id)] == ["deactivate", "create"]


def test_passwords_never_reach_the_ledger() -> None:
    somebody = user("quiet")
    actions.set_password(user=somebody, password="another-long-secret", by=BY, at=AT)
    assert "secret" not in str([told.data for told in history(somebody.id)])


def test_an_actor_acts_from_a_post_held_on_the_day() -> None:
    somebody = user("officer")
    body = make.organization("emergency")
    held = make.tenure(make.post("inspector", body), somebody.person)
    acting = register.appoint(
        person=somebody.person, post=make.post("regulator", body), start=DAY, acting=True, by=BY, at=AT
    )
    assert posts_of(somebody, DAY) == [held.post, acting.post]
    one = actor_of(somebody, None, DAY)
    assert (one.post_id, one.role, one.organization_kind, one.territory_code) == (
        held.post_id,
        "inspector",
        "emergency",
        make.COUNTY,
    )
    assert actor_of(somebody, acting.post_id, DAY).acting
    assert actors_of_post(held.post_id, DAY) == [one]
    with pytest.raises(NotYourPost):
        actor_of(somebody, uuid4(), DAY)
    with pytest.raises(NotYourPost):
        actor_of(somebody, acting.post_id, DAY - timedelta(days=1))


def test_nobody_acts_from_a_closed_post() -> None:
    somebody = user("late")
    body = make.organization("fire")
    make.tenure(make.post("inspector", body), somebody.person)
    register.close_organization(organization=body, on=DAY, by=BY, at=AT)
    assert posts_of(somebody, DAY) == []
    assert actor_of(somebody, None, DAY).post_id is None


def test_members_of_a_task_force_carry_it_along() -> None:
    somebody = user("lent")
    make.tenure(who=somebody.person)
    force = make.organization("task_force", name="专班")
    register.second_member(person=somebody.person, task_force=force, start=DAY, by=BY, at=AT)
    assert actor_of(somebody, None, DAY).task_forces == (force.id,)


def test_reading_scopes() -> None:
    firm = make.enterprise()
    assert scope_of(actor("enterprise_principal", firm)) == (Scope("enterprise", "", firm.id),)
    assert scope_of(actor("inspector", make.organization("fire"))) == (Scope("fire", make.COUNTY),)
    township = make.organization("township", make.TOWNSHIP)
    assert scope_of(actor("township_officer", township)) == (Scope(EVERY_AUDIENCE, make.TOWNSHIP),)
    assert scope_of(actor("leader", make.organization("government"))) == (Scope(EVERY_AUDIENCE, make.COUNTY),)
    assert scope_of(Actor.system()) == ()


def test_one_place_is_within_reach_exactly_when_it_is_among_those_within_reach() -> None:
    firm, other = make.enterprise("一厂"), make.enterprise("二厂")
    places = [
        make.site(firm).place,
        make.site(other, "411681101").place,
        make.place(territory_code=make.TOWNSHIP),
        make.place(territory_code="411624", keeper_name="村民"),
    ]
    bodies = [make.organization("emergency", code) for code in ("41", "4116", make.COUNTY, make.TOWNSHIP, make.ZONE)]
    readers = [actor("inspector", body) for body in bodies] + [actor("enterprise_safety_officer", firm)]
    for reader in [*readers, Actor.system()]:
        among = set(places_in_reach(reader).values_list("id", flat=True))
        assert among == {place.id for place in places if place_in_reach(reader, place.id)}
    assert place_in_reach(readers[0], uuid4()) is None
    found = place_in_reach(readers[-1], places[0].id)
    assert found is not None
    assert (found.site.enterprise, places_in_reach(readers[-1]).count()) == (firm, 1)
