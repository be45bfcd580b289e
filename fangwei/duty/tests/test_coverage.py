"""Every pair of place and danger is answered or counted once, and a planted fault appears and goes with its repair."""

from datetime import date, timedelta

import pytest

from fangwei.duty import actions, queries
from fangwei.duty.models import DutyClass
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County, hold
from fangwei.register import actions as register_actions
from fangwei.register.models import Place
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
BY = make.SYSTEM


def spots(county: County, days: int = 0) -> dict[str, int]:
    return county.run(days).blind_spots


@pytest.fixture
def county() -> County:
    county = County()
    register.site(industry_code="2614")
    register.site(industry_code="6210")
    register.place("road", keeper_name="公路段")
    assert spots(county) == {}
    return county


def test_a_county_in_order_has_no_blind_spot(county: County) -> None:
    found = county.coverage()
    assert (
        found.pairs
        == found.answered
        == sum(len(queries.domains_of(place, county.day)) for place in Place.objects.all())
    )


def test_a_vacated_post_is_one_cause_and_a_new_holder_ends_it(county: County) -> None:
    tenure = make.duty_post(county.bodies["emergency"]).tenures.get()
    register_actions.end_tenure(tenure=tenure, end=county.day, by=BY, at=county.at)
    assert list(spots(county)) == ["post_vacant"]
    assert len(county.causes("post_vacant")) == 1
    hold(tenure.post, start=county.day)
    assert spots(county) == {}


def test_a_term_that_has_run_out_is_another_kind_than_a_vacant_post(county: County) -> None:
    tenure = make.duty_post(county.bodies["fire"]).tenures.get()
    register_actions.end_tenure(tenure=tenure, end=county.day, by=BY, at=county.at)
    hold(tenure.post, start=county.day, planned_end=county.day + timedelta(days=5))
    assert spots(county) == {}
    assert list(spots(county, days=5)) == ["term_ended"]


def test_a_holder_whom_nobody_can_reach(county: County) -> None:
    person = make.duty_post(county.bodies["market"]).tenures.get().person
    register_actions.change_telephone(
        person=make.duty_post(county.bodies["housing"]).tenures.get().person, phone="", by=BY, at=county.at
    )
    assert list(spots(county)) == ["no_contact"]
    assert person.phone
    register_actions.change_telephone(
        person=make.duty_post(county.bodies["housing"]).tenures.get().person, phone="13900000002", by=BY, at=county.at
    )
    assert spots(county) == {}


def test_a_deleted_department_is_missing_until_it_is_registered_again(county: County) -> None:
    body = county.bodies["emergency"]
    register_actions.close_organization(organization=body, on=county.day, by=BY, at=county.at)
    assert list(spots(county)) == ["no_organization"]
    assert [cause.about for cause in county.causes("no_organization")] == ["emergency"]
    county.establish("emergency")
    assert spots(county) == {}


def test_a_department_closed_for_a_later_day_is_missing_from_that_day(county: County) -> None:
    body = county.bodies["commerce"]
    on = county.day + timedelta(days=3)
    register_actions.close_organization(organization=body, on=on, by=BY, at=county.at)
    assert spots(county) == {}
    assert spots(county, days=2) == {}
    assert list(spots(county, days=1)) == ["no_organization"]


def test_two_departments_of_one_line_never_pass_as_answered(county: County) -> None:
    double = county.establish("emergency")
    found = county.run()
    assert list(found.blind_spots) == ["two_leads"] and len(county.causes("two_leads")) == 1
    assert not DutyClass.objects.filter(lead_kind="emergency", gap="").exists()
    register_actions.close_organization(organization=double, on=county.day, by=BY, at=county.at)
    assert spots(county) == {}


def test_a_new_trade_has_no_rule_and_a_near_one_is_presumed_until_the_office_confirms(county: County) -> None:
    new = register.site(industry_code="9610")
    assert list(spots(county)) == ["no_rule"]
    register_actions.update_site(site=new, industry_code="7291", by=BY, at=county.at)
    assert list(spots(county)) == ["presumed"]
    assert [cause.about for cause in county.causes("presumed")] == ["N10"]
    settled = actions.confirm_presumed(
        territory_code=register.COUNTY, row="N10", reason="县政府常务会议明确", by=BY, at=county.at
    )
    assert spots(county) == {}
    actions.withdraw_confirmation(confirmation=settled, on=county.day, reason="机构改革", by=BY, at=county.at)
    assert list(spots(county)) == ["presumed"]


def test_the_office_may_name_another_line(county: County) -> None:
    site = register.site(industry_code="7291")
    actions.confirm_presumed(
        territory_code=register.COUNTY, row="N10", lead="industry", reason="三定规定", by=BY, at=county.at
    )
    assert spots(county) == {}
    answer = queries.who_owns(site.place, "general", county.day)
    assert answer.lead == county.bodies["industry"] and answer.status == "local" and "commerce" in answer.assisting


def test_a_chain_of_three_sublets_and_a_lease_without_agreement(county: County) -> None:
    sites = [register.site() for _ in range(3)]
    upper = None
    signed = date(2026, 1, 5)
    leases = []
    for site in sites:
        leases.append(
            register_actions.lease_site(
                site=site, landlord_name="产权人", let_from=upper, safety_agreement_on=signed, by=BY, at=county.at
            )
        )
        upper = site
    pairs = spots(county)
    assert list(pairs) == ["sublet_chain"]
    assert len(county.causes("sublet_chain")) == 1
    register_actions.lease_site(site=sites[2], landlord_name="产权人", valid_from=county.day, by=BY, at=county.at)
    assert list(spots(county)) == ["lease_without_agreement"]
    direct = sites[2].leases.get(valid_to=None)
    register_actions.agree_on_safety(lease=direct, on=county.day, by=BY, at=county.at)
    assert spots(county) == {}


def test_an_unsigned_link_further_up_reaches_everybody_below(county: County) -> None:
    first, second = register.site(), register.site()
    upper = register_actions.lease_site(
        site=first, landlord_name="产权人", safety_agreement_on=date(2026, 1, 1), by=BY, at=county.at
    )
    register_actions.lease_site(
        site=second, landlord_name="二房东", let_from=first, safety_agreement_on=date(2026, 1, 1), by=BY, at=county.at
    )
    assert spots(county) == {}
    register_actions.lease_site(site=first, landlord_name="新产权人", valid_from=county.day, by=BY, at=county.at)
    assert set(spots(county)) == {"sublet_chain", "lease_without_agreement"}
    assert upper.site_id == first.pk


def test_a_place_without_a_keeper(county: County) -> None:
    place = register.place("road")
    assert list(spots(county)) == ["no_keeper"]
    register_actions.name_keeper(place=place, keeper_organization=county.bodies["transport"], by=BY, at=county.at)
    assert spots(county) == {}
    register_actions.close_organization(organization=county.bodies["transport"], on=county.day, by=BY, at=county.at)
    assert "no_keeper" in spots(county)


def test_a_merged_county_leaves_its_places_without_departments_until_the_new_one_has_them(county: County) -> None:
    before = county.coverage().pairs
    register_actions.merge_territories({register.COUNTY: "411624"}, on=county.day, by=BY, at=county.at)
    found = county.run()
    assert found.pairs == before and list(found.blind_spots) == ["no_organization"]
    assert county.coverage(register.COUNTY).pairs == 0 and county.coverage("411624").pairs == before
    for line in make.LINES:
        county.establish(line, "411624")
    assert spots(county) == {}


def test_a_place_in_a_division_that_has_ended_lies_outside(county: County) -> None:
    place = Place.objects.order_by("id").first()
    Place.objects.filter(pk=place.pk).update(territory_code="", county_code="")
    register_actions.update_site(site=place.site, employees=12, by=BY, at=county.at)  # some fact about it
    assert list(spots(county)) == ["outside_territory"]
    register_actions.move_place(
        place=Place.objects.get(pk=place.pk), territory_code=register.TOWNSHIP, by=BY, at=county.at
    )
    assert spots(county) == {}


def test_a_delegation_that_ends_falls_back_and_is_missing_without_a_department(county: County) -> None:
    zone = county.establish("zone", register.ZONE)
    granted = register_actions.grant_jurisdiction(
        territory_code=register.ZONE, kind="delegated", line="", organization=zone, by=BY, at=county.at
    )
    register.site(territory_code=register.ZONE)
    assert spots(county) == {}
    register_actions.end_jurisdiction(jurisdiction=granted, on=county.day, by=BY, at=county.at)
    assert list(spots(county)) == ["no_organization"]
    register_actions.grant_jurisdiction(
        territory_code=register.ZONE, kind="delegated", line="", organization=zone, by=BY, at=county.at
    )
    assert spots(county) == {}


def test_two_delegations_of_one_line_are_two_leads(county: County) -> None:
    zone = county.establish("zone", register.ZONE)
    register.site(territory_code=register.ZONE)
    for body in (zone, county.bodies["emergency"]):
        register_actions.grant_jurisdiction(
            territory_code=register.ZONE, kind="delegated", line="emergency", organization=body, by=BY, at=county.at
        )
    assert "two_leads" in spots(county)


def test_a_county_without_any_organization_is_counted_too() -> None:
    register.territories()
    for code in ("2614", "6210", "", "9610"):
        register.site(industry_code=code)
    county = County.__new__(County)
    county.at = make.NOW
    found = county.run()
    assert found.answered == 0 and set(found.blind_spots) == {"no_rule", "no_organization"}
    assert len(county.causes("no_organization")) < 10


def test_closed_places_count_no_more_and_installations_bring_their_domain(county: County) -> None:
    place = Place.objects.order_by("id").first()
    before = county.coverage().pairs
    here = len(queries.domains_of(place, county.day))
    register_actions.close_place(place=place, on=county.day, by=BY, at=county.at)
    assert county.run().pairs == before - here


def test_what_was_resolved_bit_by_bit_is_what_is_resolved_at_once(county: County) -> None:
    register.site(industry_code="2110")
    register_actions.close_organization(organization=county.bodies["fire"], on=county.day, by=BY, at=county.at)
    county.establish("emergency")
    register.place("forest")
    county.run(days=2)
    before = make.picture()
    actions.rebuild(at=county.at)
    assert make.picture() == before


def test_pairs_of_a_cause_can_be_listed(county: County) -> None:
    register_actions.close_organization(organization=county.bodies["emergency"], on=county.day, by=BY, at=county.at)
    county.run()
    (cause,) = county.causes("no_organization")
    pairs = queries.pairs_of(cause.kind, cause.key, on=county.day)
    assert len(pairs) == cause.pairs == cause.counted
