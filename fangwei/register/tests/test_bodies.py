"""Bodies, posts and persons: who is there, since when, and who was known to be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fangwei.ledger.models import Fact
from fangwei.ledger.queries import history
from fangwei.register import actions, queries
from fangwei.register.models import Organization, Post, Territory
from fangwei.register.refusals import RegisterRefused
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db
BY, AT, DAY = make.SYSTEM, make.AT, make.DAY


def refusal(code: str):
    return pytest.raises(RegisterRefused, check=lambda refused: refused.code == code and bool(refused.message))


def test_a_body_comes_with_the_post_its_cases_go_to() -> None:
    body = make.organization("housing")
    post = queries.duty_post_of(body.id)
    assert post is not None and post.name == "安全监管岗" and post.role == "regulator"
    assert Fact.objects.filter(subject_id__in=[body.id, post.id], verb="establish").count() == 2


def test_a_placeholder_office_is_made_once_and_becomes_the_office() -> None:
    make.territories()
    placeholder = actions.ensure_committee_office(territory_code=make.COUNTY, by=BY, at=AT)
    assert placeholder.placeholder and "待确认" in placeholder.name
    assert actions.ensure_committee_office(territory_code=make.COUNTY, by=BY, at=AT) == placeholder
    office = make.organization("committee_office", name="项城市安委办")
    assert office.pk == placeholder.pk and not office.placeholder and office.name == "项城市安委办"
    with refusal("organization_duplicate"):
        make.organization("committee_office", name="又一个")


def test_a_second_department_of_a_line_is_recorded_so_that_it_can_be_seen() -> None:
    first, second = make.organization("fire", name="甲"), make.organization("fire", name="乙")
    assert first != second
    assert queries.organization_of("fire", make.COUNTY, DAY) == first


def test_nothing_is_established_nowhere() -> None:
    make.territories()
    with refusal("territory_unknown"):
        actions.establish_organization(name="某局", kind="fire", territory_code="990000", by=BY, at=AT)
    with refusal("kind_unknown"):
        actions.establish_organization(name="某局", kind="wizards", territory_code=make.COUNTY, by=BY, at=AT)
    with refusal("one_body"):
        actions.establish_post(name="岗", role="expert", by=BY, at=AT)


def test_a_new_duty_post_takes_over() -> None:
    body = make.organization()
    post = actions.establish_post(name="新岗", role="regulator", organization=body, is_duty_post=True, by=BY, at=AT)
    assert queries.duty_post_of(body.id) == post
    assert Post.objects.filter(organization=body, is_duty_post=True).count() == 1


def test_a_closed_body_is_gone_from_its_day_on() -> None:
    body = make.organization("fire")
    actions.close_organization(organization=body, on=DAY, by=BY, at=AT)
    assert queries.department_of("fire", make.TOWNSHIP, DAY) is None
    assert queries.department_of("fire", make.TOWNSHIP, DAY - timedelta(days=1)) == body


def test_one_ordinary_holder_at_a_time_and_acting_ones_beside() -> None:
    held = make.tenure()
    with refusal("post_taken"):
        make.tenure(held.post)
    stand_in = actions.appoint(person=make.person(), post=held.post, start=DAY, acting=True, by=BY, at=AT)
    assert queries.holders_of([held.post_id], DAY) == {held.post_id: [held, stand_in]}
    with refusal("already_appointed"):
        actions.appoint(person=held.person, post=held.post, start=DAY, by=BY, at=AT)


def test_a_tenure_ends_on_its_day_and_only_once() -> None:
    held = make.tenure()
    ended = actions.end_tenure(tenure=held, end=DAY, by=BY, at=AT)
    assert queries.holders_of([held.post_id], DAY) == {}
    assert queries.holders_of([held.post_id], DAY - timedelta(days=1)) == {held.post_id: [ended]}
    with refusal("tenure_ended"):
        actions.end_tenure(tenure=held, end=DAY, by=BY, at=AT)
    successor = make.tenure(held.post, start=DAY)
    assert queries.holders_of([held.post_id], DAY)[held.post_id] == [successor]


def test_a_late_appointment_never_rewrites_who_was_known_to_answer() -> None:
    held = make.tenure()
    tenth = date(2025, 3, 10)
    known_then = datetime(2025, 3, 10, 12, tzinfo=UTC)
    recorded = datetime(2025, 3, 25, 12, tzinfo=UTC)
    type(held).objects.filter(pk=held.pk).update(recorded_at=datetime(2024, 1, 1, tzinfo=UTC))
    actions.end_tenure(tenure=held, end=date(2025, 3, 5), by=BY, at=recorded)
    successor = actions.appoint(person=make.person(), post=held.post, start=date(2025, 3, 5), by=BY, at=recorded)
    assert queries.holders_of([held.post_id], tenth)[held.post_id] == [successor]
    known = queries.holders_of([held.post_id], tenth, as_known=known_then)
    assert [tenure.person_id for tenure in known[held.post_id]] == [held.person_id]


def test_a_planned_end_is_known_from_the_beginning() -> None:
    post = make.post()
    actions.appoint(person=make.person(), post=post, start=date(2024, 1, 1), planned_end=date(2025, 3, 1), by=BY, at=AT)
    assert queries.holders_of([post.id], DAY) == queries.holders_of([post.id], DAY, as_known=AT) == {}
    make.tenure(post, start=date(2025, 3, 1))


def test_members_are_lent_to_task_forces_only() -> None:
    held = make.tenure()
    force = make.organization("task_force", name="燃气专班")
    lent = actions.second_member(person=held.person, task_force=force, home_post=held.post, start=DAY, by=BY, at=AT)
    assert list(force.members.all()) == [lent]
    with refusal("not_a_task_force"):
        actions.second_member(person=held.person, task_force=make.organization("fire"), start=DAY, by=BY, at=AT)


def test_an_identity_number_belongs_to_one_person() -> None:
    actions.register_person(name="甲", identity_number="41272519900101001X", by=BY, at=AT)
    with refusal("identity_duplicate"):
        actions.register_person(name="乙", identity_number="41272519900101001x", by=BY, at=AT)


def test_facts_hold_no_telephone_and_no_identity_number() -> None:
    person = actions.register_person(name="甲", phone="13800000001", identity_number="41272519900101001X", by=BY, at=AT)
    (told,) = history(person.id)
    assert told.data == {"name": "甲", "phone_given": True, "identity_given": True, "certificate": ""}


def test_delegation_vertical_management_and_zones_beat_the_prefix() -> None:
    county_emergency = make.organization("emergency")
    city_fire = make.organization("fire", "4116")
    zone = make.organization("zone", make.ZONE)
    bureau = make.organization("mine_safety", "41")
    grant = actions.grant_jurisdiction
    grant(territory_code="41", kind="vertical", line="mine_safety", organization=bureau, by=BY, at=AT)
    grant(territory_code=make.ZONE, kind="delegated", line="emergency", organization=zone, by=BY, at=AT)
    of = queries.department_of
    assert of("emergency", make.TOWNSHIP, DAY) == county_emergency
    assert of("fire", make.TOWNSHIP, DAY) is None
    assert of("mine_safety", make.TOWNSHIP, DAY) == bureau
    assert of("emergency", make.ZONE, DAY) == zone
    assert of("fire", make.ZONE, DAY) == city_fire
    assert queries.township_of(make.ZONE, DAY) == zone


def test_a_delegation_that_has_ended_gives_nothing() -> None:
    zone = make.organization("zone", make.ZONE)
    city = make.organization("emergency", "4116")
    actions.grant_jurisdiction(
        territory_code=make.ZONE,
        kind="delegated",
        line="emergency",
        organization=zone,
        valid_from=date(2024, 1, 1),
        valid_to=date(2025, 1, 1),
        by=BY,
        at=AT,
    )
    assert queries.department_of("emergency", make.ZONE, date(2024, 6, 1)) == zone
    assert queries.department_of("emergency", make.ZONE, DAY) == city


def test_a_body_without_its_territory_is_nowhere() -> None:
    assert not Organization.objects.exists() and not Territory.objects.exists()
    assert queries.office_of("411681", DAY) is None
