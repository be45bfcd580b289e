"""A blind spot is one case for one cause: found by itself, repaired by people, ended only when it is really gone."""

from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.casework.queries import may
from fangwei.casework.refusals import Refused
from fangwei.duty import queries
from fangwei.duty.tests import factories as duty
from fangwei.duty.tests.factories import hold
from fangwei.oversight.models import BlindSpot
from fangwei.oversight.queries import pairs_listed, standing_blind_spots
from fangwei.oversight.tests.factories import Watched, told
from fangwei.register import actions as register_actions
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
BY = duty.SYSTEM


@pytest.fixture
def county() -> Watched:
    county = Watched()
    for code in ("2614", "2614", "6210"):
        register.site(industry_code=code)
    assert county.look() == {}
    return county


def the_case() -> Case:
    return Case.objects.get(kind="blind_spot")


def do(county: Watched, case: Case, verb: str, by, **data: object):
    county.at += timedelta(minutes=1)
    one = Act(act_id=uuid7(), case_id=case.id, verb=verb, at=county.at, data=data)
    return act_one(one, by=by, received_at=county.at, channel="web")


def vacate(county: Watched, line: str = "emergency"):
    tenure = duty.duty_post(county.bodies[line]).tenures.get(end=None)
    return register_actions.end_tenure(tenure=tenure, end=county.day, by=BY, at=county.at)


def test_a_fault_becomes_one_case_of_the_office_and_ends_with_its_repair(county: Watched) -> None:
    tenure = vacate(county)
    assert county.look() == {"post_vacant": 1}
    case = the_case()
    spot = case.blind_spot
    assert case.owner_post == duty.duty_post(county.bodies["committee_office"])
    assert spot.pairs == county.coverage().blind_spots["post_vacant"] == len(pairs_listed(spot, county.day))
    assert case.due_at is not None and case.number and case.number.startswith("MQ")
    assert "岗位空缺" in case.title
    assert county.look() == {"post_vacant": 1} and told(case) == ["detect"]
    hold(tenure.post, start=county.day)
    assert county.look() == {}
    case.refresh_from_db()
    assert told(case) == ["detect", "vanish"] and not case.is_open


def test_a_cause_that_comes_back_reopens_its_case(county: Watched) -> None:
    hold_again = vacate(county)
    county.look()
    hold(hold_again.post, start=county.day)
    assert county.look() == {}
    county.look(days=1)
    tenure = vacate(county)
    assert county.look() == {"post_vacant": 1} and BlindSpot.objects.get().times == 2
    hold(tenure.post, start=county.day)
    assert county.look() == {}
    assert told(the_case()) == ["detect", "vanish", "return", "vanish"]


def test_saying_that_it_is_repaired_does_not_end_it(county: Watched) -> None:
    tenure = vacate(county)
    county.look()
    case, office = the_case(), county.office()
    assert {row.verb for row in may(case, office, at=county.at).rows} >= {"assign", "say_repaired", "add_note"}
    do(county, case, "assign", office, to_post=str(duty.duty_post(county.bodies["housing"]).id))
    do(county, case, "say_repaired", office, note="已任命")
    assert county.look() == {"post_vacant": 1}
    assert told(case) == ["detect", "assign", "say_repaired", "persist"]
    with pytest.raises(Refused):
        do(county, case, "vanish", office)
    hold(tenure.post, start=county.day)
    assert county.look() == {}


def test_many_places_and_domains_are_one_cause(county: Watched) -> None:
    for _ in range(10):
        register.site(industry_code="2614")
    county.look()
    register_actions.close_organization(organization=county.bodies["emergency"], on=county.day, by=BY, at=county.at)
    assert county.look() == {"no_organization": 1}
    assert BlindSpot.objects.get().pairs > 10


def test_a_fault_is_found_by_the_calendar_alone(county: Watched) -> None:
    tenure = vacate(county, "fire")
    hold(tenure.post, start=county.day, planned_end=county.day + timedelta(days=10))
    assert county.look() == {}
    assert county.look(days=9) == {}
    assert county.look(days=1) == {"term_ended": 1}


def test_it_climbs_like_any_case_and_the_office_sees_it(county: Watched) -> None:
    vacate(county)
    county.look()
    assert [spot.case.kind for spot in standing_blind_spots(county.office())] == ["blind_spot"]
    county.look(days=60)
    assert the_case().reminders.exists()


def test_a_place_outside_any_territory_goes_to_the_widest_office(county: Watched) -> None:
    place = register.site().place
    type(place).objects.filter(pk=place.pk).update(territory_code="", county_code="")
    register_actions.update_site(site=place.site, employees=9, by=BY, at=county.at)
    assert county.look() == {"outside_territory": 1}
    assert the_case().territory == register.COUNTY


def test_a_county_without_any_organization_gets_a_handful_of_cases() -> None:
    register.territories()
    for code in ("2614", "6210", "2110", "", "9610"):
        for _ in range(4):
            register.site(industry_code=code)
    county = Watched.__new__(Watched)
    county.at = duty.NOW
    standing = county.look()
    found = queries.coverage("", on=county.day)
    assert found.answered == 0 and set(found.blind_spots) == set(standing)
    assert sum(standing.values()) == len(queries.causes("", on=county.day)) < 15
    assert {case.owner_post.organization.placeholder for case in Case.objects.filter(kind="blind_spot")} == {True}
