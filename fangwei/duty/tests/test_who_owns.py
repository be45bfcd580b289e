"""Every danger has one owner: the leading department here, else the township, else the committee office."""

from datetime import timedelta
from typing import Any

import pytest

from fangwei.duty.actions import rebuild
from fangwei.duty.answers import NobodyAnswers, OwnerClass
from fangwei.duty.queries import class_of, domain_known, domains_of, owners_for_classes, who_owns
from fangwei.ledger.consumers import drain
from fangwei.register import actions
from fangwei.register.models import Place
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY


def codes(answer) -> list[str]:
    assert all(reason.text for reason in answer.reasons)
    return [reason.code for reason in answer.reasons]


def test_a_chemical_works_belongs_to_emergency_management_and_its_fire_dangers_to_the_fire_brigade() -> None:
    emergency, fire = make.organization("emergency"), make.organization("fire")
    place = make.site(industry_code="2614").place
    general, burning = who_owns(place, "general", DAY), who_owns(place, "fire", DAY)
    assert (general.lead, burning.lead) == (emergency, fire)
    assert general.owner_post.organization == emergency and general.owner_post.is_duty_post
    assert (
        general.rule.startswith("duty.first#") and general.citation and general.status in {"confirmed", "unconfirmed"}
    )
    assert codes(general) == ["rule", "department"] and not general.stands_in


def test_the_gas_hose_of_a_noodle_shop_goes_to_housing_with_the_others_assisting() -> None:
    housing = make.organization("housing")
    make.organization("commerce")
    township = make.organization("township", make.TOWNSHIP)
    place = make.site(industry_code="6210").place
    answer = who_owns(place, "gas", DAY)
    assert answer.lead == housing and answer.township == township
    assert {"market", "fire", "commerce"} <= set(answer.assisting)
    assert "gas" in domains_of(place, DAY)


def test_without_the_department_the_township_answers_and_the_answer_says_so() -> None:
    township = make.organization("township", make.TOWNSHIP)
    answer = who_owns(make.site(industry_code="2614").place, "general", DAY)
    assert answer.lead == township and answer.lead_kind == "emergency" and answer.stands_in
    assert codes(answer) == ["rule", "department_missing", "township"]


def test_a_county_with_nobody_at_all_still_has_an_owner() -> None:
    answer = who_owns(make.site(industry_code="2614").place, "general", DAY)
    assert answer.lead.kind == "committee_office" and answer.lead.placeholder
    assert codes(answer) == ["rule", "department_missing", "office", "placeholder"]


def test_a_new_trade_without_a_rule_goes_to_the_township() -> None:
    township = make.organization("township", make.TOWNSHIP)
    answer = who_owns(make.site(industry_code="").place, "general", DAY)
    assert answer.lead == township and answer.rule == "duty.none" and answer.lead_kind == ""
    assert codes(answer) == ["no_rule", "township"]


def test_a_zone_leads_by_delegation_while_the_city_keeps_fire() -> None:
    zone, city_fire = make.organization("zone", make.ZONE), make.organization("fire", "4116")
    make.organization("emergency", "4116")
    actions.grant_jurisdiction(
        territory_code=make.ZONE,
        kind="delegated",
        line="emergency",
        organization=zone,
        by=make.SYSTEM,
        at=make.AT,
    )
    place = make.site(territory_code=make.ZONE).place
    assert who_owns(place, "general", DAY).lead == zone
    assert codes(who_owns(place, "general", DAY)) == ["rule", "jurisdiction"]
    assert who_owns(place, "fire", DAY).lead == city_fire


def test_jiyuan_has_departments_of_its_own() -> None:
    emergency = make.organization("emergency", "419001")
    assert who_owns(make.site(territory_code="419001").place, "general", DAY).lead == emergency


def test_a_place_without_a_keeper_has_an_owner_too() -> None:
    forestry = make.organization("forestry")
    forest = make.place("forest")
    assert who_owns(forest, "forest_fire", DAY).lead == forestry
    assert "forest_fire" in domains_of(forest, DAY)


def test_hazardous_chemicals_follow_from_the_column() -> None:
    site = make.site(industry_code="5211")
    assert "hazardous_chemicals" not in domains_of(site.place, DAY)
    actions.update_site(site=site, hazardous_chemicals=True, by=make.SYSTEM, at=make.AT)
    assert "hazardous_chemicals" in domains_of(Place.objects.get(pk=site.pk), DAY)


def test_words_of_the_vocabulary_are_known() -> None:
    assert domain_known("general", DAY) and domain_known("fire", DAY) and not domain_known("dragons", DAY)


def test_a_place_put_past_the_verbs_into_an_unknown_county_is_refused_with_words() -> None:
    place = Place.objects.create(kind="road", name="路", territory_code="411624100", county_code="411624")
    with pytest.raises(NobodyAnswers) as refused:
        who_owns(place, "general", DAY)
    assert "411624100" in str(refused.value)


def test_many_classes_cost_as_many_statements_as_one(django_assert_max_num_queries) -> None:
    make.organization("emergency")
    make.organization("township", make.TOWNSHIP)
    places = [
        make.site(industry_code=code, territory_code=town).place
        for code in ("2614", "6210", "8310", "")
        for town in ("411681001", make.TOWNSHIP, "411681101")
    ]
    classes = {class_of(place, domain) for place in places for domain in ("general", "fire", "gas")}
    assert len(classes) == 36
    with django_assert_max_num_queries(6):
        answers = owners_for_classes(classes, DAY)
    assert set(answers) == classes
    for place in places:
        single = who_owns(place, "fire", DAY)
        assert single == answers[OwnerClass(place.territory_code, place.site.industry_code, "fire")]


def test_a_department_that_will_be_closed_answers_until_then() -> None:
    emergency = make.organization("emergency")
    township = make.organization("township", make.TOWNSHIP)
    place = make.site(industry_code="2614").place
    closing = DAY + timedelta(days=10)
    actions.close_organization(organization=emergency, on=closing, by=make.SYSTEM, at=make.AT)
    assert who_owns(place, "general", DAY).lead == emergency
    assert who_owns(place, "general", closing).lead == township


def test_an_answer_is_remembered_until_the_register_changes_in_whatever_process(
    django_assert_num_queries: Any,
) -> None:
    township = make.organization("township", make.TOWNSHIP)
    place = make.site(industry_code="2614").place
    rebuild(at=make.AT)
    drain(at=make.AT + timedelta(minutes=1))
    assert who_owns(place, "general", DAY).lead == township
    with django_assert_num_queries(1):
        assert who_owns(place, "general", DAY).lead == township
    emergency = make.organization("emergency")
    assert who_owns(place, "general", DAY).lead == emergency  # while the change still waits for duty
    drain(at=make.AT + timedelta(minutes=2))
    assert who_owns(place, "general", DAY).lead == emergency
