"""Places and sites: where they are, whose they are, and what the ledger is told."""

from datetime import date

import pytest

from fangwei.ledger.models import Fact
from fangwei.ledger.queries import history
from fangwei.register import actions, queries
from fangwei.register.gb18218 import Held
from fangwei.register.models import Enterprise, Lease, Organization, Place, Site
from fangwei.register.refusals import RegisterRefused
from fangwei.register.tests import factories as make
from fangwei.register.tests.test_gb18218 import TABLES

pytestmark = pytest.mark.django_db
BY, AT, DAY = make.SYSTEM, make.AT, make.DAY


def refusal(code: str):
    return pytest.raises(RegisterRefused, check=lambda refused: refused.code == code and bool(refused.message))


def test_an_enterprise_is_found_again_by_code_and_name() -> None:
    firm = make.enterprise("项城市启航化工有限公司")
    typed = f" {str(firm.uscc).lower()} "
    again = actions.register_enterprise(name="项城市启航化工有限公司　", uscc=typed, by=BY, at=AT)
    assert again == firm and Fact.objects.filter(subject_id=firm.id).count() == 1
    with refusal("uscc_duplicate"):
        actions.register_enterprise(name="别的公司", uscc=str(firm.uscc), by=BY, at=AT)
    with refusal("uscc_check_digit"):
        actions.register_enterprise(name="某公司", uscc="91411681MADRUG3BAX", by=BY, at=AT)


def test_a_correction_tells_what_it_was() -> None:
    firm = make.enterprise("旧名")
    actions.correct_enterprise(enterprise=firm, name="新名", principal_phone="13800000001", by=BY, at=AT)
    actions.correct_enterprise(enterprise=firm, name="新名", principal_phone="138 0000 0001", by=BY, at=AT)
    told = history(firm.id)
    assert [one.fact.verb for one in told] == ["correct", "register"]
    assert told[0].data == {"name": ["旧名", "新名"], "phone_changed": True}


def test_where_a_place_is_a_committee_office_is() -> None:
    place = make.place()
    office = Organization.objects.get(kind="committee_office")
    assert office.placeholder and office.territory_code == place.county_code == make.COUNTY
    assert queries.office_of(place.territory_code, DAY) == office


def test_a_place_is_put_right() -> None:
    make.territories()
    doubt = {"code": "coordinates_missing", "message": "没有坐标"}
    place = actions.register_place(
        kind="water", name="景区水塘", territory_code=make.COUNTY, warnings=[doubt], by=BY, at=AT
    )
    actions.move_place(place=place, territory_code=make.TOWNSHIP, lat=33.4, lon=114.9, by=BY, at=AT)
    place.refresh_from_db()
    assert (place.territory_code, place.county_code, place.warnings) == (make.TOWNSHIP, make.COUNTY, [])
    assert place.cell
    assert history(place.id)[0].data["lat"] == [None, "33.400000"]
    with refusal("point_implausible"):
        actions.move_place(place=place, lat=114.9, lon=33.4, by=BY, at=AT)
    with refusal("territory_unknown"):
        actions.register_place(kind="water", name="塘", territory_code="411681999", by=BY, at=AT)


def test_moving_to_the_same_spot_is_not_told() -> None:
    place = make.place()
    actions.move_place(place=place, territory_code=place.territory_code, by=BY, at=AT)
    assert Fact.objects.filter(subject_id=place.id).count() == 1


def test_a_site_changes_and_says_what() -> None:
    site = make.site()
    actions.update_site(site=site, employees=30, industry_code="2614", traits=["dust"], by=BY, at=AT)
    assert history(site.place_id)[0].data == {"employees": [None, 30], "traits": [[], ["dust"]]}


def test_leases_follow_each_other_and_never_run_in_a_circle() -> None:
    factory, workshop, stall = make.site(), make.site(), make.site()
    lease = actions.lease_site
    lease(site=workshop, landlord=factory.enterprise, let_from=factory, by=BY, at=AT)
    lease(site=stall, landlord=workshop.enterprise, let_from=workshop, by=BY, at=AT)
    with refusal("lease_in_circle"):
        lease(site=factory, landlord=stall.enterprise, let_from=stall, by=BY, at=AT)
    with refusal("landlord_is_tenant"):
        lease(site=stall, landlord=stall.enterprise, by=BY, at=AT)
    lease(site=stall, landlord_name="王某", safety_agreement_on=DAY, valid_from=DAY, by=BY, at=AT)
    assert Lease.objects.filter(site=stall, valid_to=DAY).count() == 1
    stall.refresh_from_db()
    assert stall.landlord is None
    file = queries.place_file(stall.place_id)
    assert file is not None and file.leases[0].landlord_name == "王某"


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    places = [make.place() for _ in range(5)]
    elsewhere = make.place(territory_code="411624")
    first = queries.page_of_places(make.COUNTY, limit=3)
    rest = queries.page_of_places(make.COUNTY, after=first[-1].id, limit=3)
    assert [*first, *rest] == places
    assert queries.page_of_places("4116", limit=9) == [*places, elsewhere]
    assert queries.page_of_places(make.TOWNSHIP, limit=9) == places
    actions.close_place(place=places[0], on=DAY, by=BY, at=AT)
    assert places[0] not in queries.page_of_places(make.COUNTY)


def rows(count: int) -> list[actions.SiteRow]:
    return [
        actions.SiteRow(
            enterprise_name=f"项城市第{n}厂",
            uscc=make.make_uscc(make.COUNTY, 1000 + n),
            territory_code=make.TOWNSHIP,
            address=f"工业路{n}号",
            lat=33.4,
            lon=114.9,
            industry_code="2614",
            principal_phone="13800000001",
            warnings=({"code": "coordinates_swapped", "message": "经纬度颠倒"},),
        )
        for n in range(count)
    ]


def test_a_sheet_is_registered_once_however_often_it_comes() -> None:
    make.territories()
    given = rows(7)
    first = actions.register_sites(given, by=BY, at=AT)
    facts = Fact.objects.count()
    assert [one.verdict for one in first] == ["imported"] * 7
    again = actions.register_sites(given, by=BY, at=AT)
    assert [one.verdict for one in again] == ["unchanged"] * 7
    assert [one.place_id for one in again] == [one.place_id for one in first]
    assert Fact.objects.count() == facts
    assert Enterprise.objects.count() == Site.objects.count() == Place.objects.count() == 7
    assert Enterprise.objects.first().principal_phone == "13800000001"


def test_rows_are_rejected_one_by_one_with_their_code() -> None:
    make.territories()
    good, other = rows(2)
    bad = [
        actions.SiteRow(enterprise_name=" ", territory_code=make.TOWNSHIP),
        actions.SiteRow(enterprise_name="甲", uscc="91411681MADRUG3BAX", territory_code=make.TOWNSHIP),
        actions.SiteRow(enterprise_name="乙", territory_code="411681999"),
        actions.SiteRow(enterprise_name="丙", territory_code=make.TOWNSHIP, lat=0.0, lon=0.0),
        actions.SiteRow(enterprise_name="丁", uscc=good.uscc, territory_code=make.TOWNSHIP),
    ]
    outcomes = actions.register_sites([good, *bad, other], by=BY, at=AT)
    codes = ["name_missing", "uscc_check_digit", "territory_unknown", "point_implausible", "uscc_duplicate"]
    assert [one.code for one in outcomes] == ["", *codes, ""]
    assert outcomes[5].params == {"given": good.uscc, "name": good.enterprise_name}
    assert Enterprise.objects.count() == 2


def test_one_enterprise_may_have_several_sites_in_one_sheet() -> None:
    make.territories()
    (row,) = rows(1)
    branch = actions.SiteRow(
        enterprise_name=row.enterprise_name, uscc=row.uscc, territory_code="411681101", address="另一地址"
    )
    outcomes = actions.register_sites([row, branch, row], by=BY, at=AT)
    assert [one.verdict for one in outcomes] == ["imported", "imported", "unchanged"]
    assert Enterprise.objects.count() == 1 and Site.objects.count() == 2


def test_a_sheet_fills_what_was_unknown_and_leaves_what_an_officer_put_right() -> None:
    make.territories()
    (row,) = rows(1)
    bare = actions.SiteRow(enterprise_name=row.enterprise_name, territory_code=make.COUNTY, address=row.address)
    actions.register_sites([bare], by=BY, at=AT)
    (outcome,) = actions.register_sites([row], by=BY, at=AT)
    assert outcome.verdict == "updated"
    place = Place.objects.get(pk=outcome.place_id)
    assert place.territory_code == make.TOWNSHIP and place.site.enterprise.uscc == row.uscc and place.lat == 33.4
    actions.move_place(place=place, lat=33.5, lon=114.8, by=BY, at=AT)
    assert actions.register_sites([row], by=BY, at=AT)[0].verdict == "unchanged"
    place.refresh_from_db()
    assert place.lat == 33.5


def test_a_thousand_rows_cost_a_handful_of_statements(django_assert_max_num_queries) -> None:
    make.territories()
    given = rows(1000)
    with django_assert_max_num_queries(130):
        actions.register_sites(given, by=BY, at=AT)
    with django_assert_max_num_queries(20):
        actions.register_sites(given, by=BY, at=AT)


def test_an_installation_is_declared_with_its_working_and_declared_anew() -> None:
    site = make.site()

    def declare(tonnes: str, on: date):
        return actions.declare_installation(
            site=site,
            name="液氯库",
            unit_kind="storage",
            held=[Held("氯", tonnes)],
            exposed_people=30,
            tables=TABLES,
            on=on,
            by=BY,
            at=AT,
        )

    first = declare("50", date(2024, 1, 1))
    assert first.level == 3 and first.working[-1]["R"] == "48"
    second = declare("1", DAY)
    first.refresh_from_db()
    assert first.valid_to == DAY and second.level is None
    actions.withdraw_installation(installation=second, on=DAY, reason="拆除", by=BY, at=AT)
    assert [one.fact.verb for one in history(second.id)] == ["withdraw", "declare"]
    file = queries.place_file(site.place_id)
    assert file is not None and len(file.installations) == 2


def test_places_of_merged_divisions_move_and_facts_keep_the_old_code() -> None:
    here, there = make.place(territory_code=make.TOWNSHIP), make.place(territory_code="411681101")
    moved = actions.merge_territories({make.TOWNSHIP: "411681101"}, on=DAY, citation="豫政〔2025〕1号", by=BY, at=AT)
    here.refresh_from_db()
    there.refresh_from_db()
    assert moved == 1 and here.territory_code == there.territory_code == "411681101"
    assert Fact.objects.get(subject_id=here.id).territory == make.TOWNSHIP
    division = queries.division_of(make.TOWNSHIP)
    assert division is not None and division.code == "411681101"


def test_a_county_that_becomes_a_district_takes_its_townships_along() -> None:
    place = make.place()
    actions.merge_territories(
        {make.COUNTY: "411605", make.TOWNSHIP: "411605100"},
        names={"411605": "项城区", "411605100": "南顿镇"},
        on=DAY,
        by=BY,
        at=AT,
    )
    other = Place.objects.get(pk=place.pk)
    assert (other.territory_code, other.county_code) == ("411605100", "411605")
    assert queries.office_of("411605100", DAY) is not None


@pytest.mark.slow
def test_the_whole_country_loads_once(settings) -> None:
    folder = settings.FANGWEI_LAW[0] / "divisions"
    first = actions.load_divisions(folder, by=BY, at=AT)
    assert first.given == 31 + 342 + 2978 + 41352 == first.created
    again = actions.load_divisions(folder, by=BY, at=AT)
    assert (again.created, again.updated, again.successions, again.sha256) == (0, 0, 0, first.sha256)
    assert Fact.objects.count() == 1
    assert queries.chain_of_command("419001") == ("419001", "41")
    zone = queries.division_of("411671")
    assert zone is not None and zone.kind == "zone"
    assert queries.names_of(["411681", "441900"]) == {"411681": "项城市", "441900": "东莞市"}
