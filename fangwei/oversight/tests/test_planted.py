"""Each planted fault is one case of the right kind after one sweep, gone after its repair, and its history shows both."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fangwei.casework.models import Case
from fangwei.duty import actions as duty_actions
from fangwei.duty.tests import factories as duty
from fangwei.duty.tests.factories import duty_post, hold
from fangwei.oversight.models import BlindSpot
from fangwei.oversight.tests.factories import Watched, told
from fangwei.register import actions as register_actions
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
BY = duty.SYSTEM
Repair = Callable[[], object]


@pytest.fixture
def county() -> Watched:
    county = Watched()
    for code in ("2614", "2614", "6210"):
        register.site(industry_code=code)
    assert county.look() == {}
    return county


def vacated_post(county: Watched) -> tuple[str, Repair]:
    tenure = duty_post(county.bodies["emergency"]).tenures.get(end=None)
    register_actions.end_tenure(tenure=tenure, end=county.day, by=BY, at=county.at)
    return "post_vacant", lambda: hold(tenure.post, start=county.day)


def deleted_department(county: Watched) -> tuple[str, Repair]:
    register_actions.close_organization(organization=county.bodies["emergency"], on=county.day, by=BY, at=county.at)
    return "no_organization", lambda: county.establish("emergency")


def double_lead(county: Watched) -> tuple[str, Repair]:
    second = county.establish("emergency")
    end = register_actions.close_organization
    return "two_leads", lambda: end(organization=second, on=county.day, by=BY, at=county.at)


def new_trade(county: Watched) -> tuple[str, Repair]:
    site = register.site(industry_code="9610")
    return "no_rule", lambda: register_actions.update_site(site=site, industry_code="6210", by=BY, at=county.at)


def three_link_chain(county: Watched) -> tuple[str, Repair]:
    sites, upper = [register.site() for _ in range(3)], None
    for site in sites:
        last = register_actions.lease_site(
            site=site, landlord_name="产权人", let_from=upper, safety_agreement_on=date(2026, 1, 5), by=BY, at=county.at
        )
        upper = site
    assert last.site_id == sites[2].pk

    def let_directly() -> object:
        return register_actions.lease_site(
            site=sites[2], landlord_name="产权人", safety_agreement_on=county.day, valid_from=county.day, by=BY,
            at=county.at,
        )  # fmt: skip

    return "sublet_chain", let_directly


def ended_term(county: Watched) -> tuple[str, Repair]:
    tenure = duty_post(county.bodies["fire"]).tenures.get(end=None)
    register_actions.end_tenure(tenure=tenure, end=county.day, by=BY, at=county.at)
    held = hold(tenure.post, start=county.day, planned_end=county.day + timedelta(days=5))
    county.look()
    county.at += timedelta(days=5)

    def renew() -> object:
        register_actions.end_tenure(tenure=held, end=county.day, by=BY, at=county.at)
        return hold(tenure.post, start=county.day)

    return "term_ended", renew


def merged_county(county: Watched) -> tuple[str, Repair]:
    register_actions.merge_territories({register.COUNTY: "411624"}, on=county.day, by=BY, at=county.at)

    def found_bodies() -> object:
        return [county.establish(line, "411624") for line in (*duty.LINES, "committee_office")]

    return "no_organization", found_bodies


def removed_delegation(county: Watched) -> tuple[str, Repair]:
    zone = county.establish("zone", register.ZONE)
    given = {"territory_code": register.ZONE, "kind": "delegated", "line": "", "organization": zone, "by": BY}
    granted = register_actions.grant_jurisdiction(**given, at=county.at)
    register.site(territory_code=register.ZONE)
    assert county.look() == {}
    register_actions.end_jurisdiction(jurisdiction=granted, on=county.day, by=BY, at=county.at)
    return "no_organization", lambda: register_actions.grant_jurisdiction(**given, at=county.at)


def presumed_trade(county: Watched) -> tuple[str, Repair]:
    register.site(industry_code="7291")
    confirm = duty_actions.confirm_presumed
    return "presumed", lambda: confirm(
        territory_code=register.COUNTY, row="N10", reason="县政府常务会议明确", by=BY, at=county.at
    )


FAULTS = (
    vacated_post, deleted_department, double_lead, new_trade, three_link_chain, ended_term, merged_county,
    removed_delegation, presumed_trade,
)  # fmt: skip


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_a_case_until_it_is_repaired(
    county: Watched, plant: Callable[[Watched], tuple[str, Repair]]
) -> None:
    kind, repair = plant(county)
    standing = county.look()
    assert set(standing) == {kind} and county.coverage().blind_spots.keys() == {kind}
    # A merged county lacks each of its departments: as many causes as departments, not as places.
    assert standing[kind] <= len(duty.LINES)
    cases = list(Case.objects.filter(kind="blind_spot", is_open=True))
    assert county.look() == standing, "looking twice opens nothing twice"
    repair()
    assert county.look() == {} and county.coverage().blind_spots == {}
    for case in cases:
        assert told(case) == ["detect", "vanish"], "its history shows both"
    assert BlindSpot.objects.count() == len(cases)
