"""Everybody who answers for a place and a danger: enterprise, installation, keeper, department, township, leaders."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from fangwei.duty import actions, queries
from fangwei.duty.refusals import DutyRefused
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County, hold
from fangwei.register import actions as register_actions
from fangwei.register.gb18218 import Held
from fangwei.register.law import book
from fangwei.register.queries import gb18218_tables
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
BY = make.SYSTEM


@pytest.fixture
def county() -> County:
    return County()


def leader(county: County, kind: str, name: str, rank: int, territory: str = register.COUNTY):
    body = county.bodies.get(kind) or county.establish(kind, territory)
    post = register_actions.establish_post(
        name=name, role="leader", organization=body, rank=rank, by=BY, at=register.AT
    )
    hold(post)
    return post


def test_leaders_of_party_and_government_and_the_one_in_charge_of_the_line(county: County) -> None:
    leader(county, "party_committee", "书记", 10)
    leader(county, "government", "县长", 10)
    deputy = leader(county, "government", "常务副县长", 8)
    builder = leader(county, "government", "副县长（城建）", 5)
    day = county.day
    actions.give_portfolio(post=deputy, line="", valid_from=day, by=BY, at=county.at)
    charge = actions.give_portfolio(post=builder, line="housing", valid_from=day, by=BY, at=county.at)
    place = register.site(industry_code="4710").place
    found = queries.who(place, "construction", day)
    posts = {part.rule: part.post for part in found.parts if part.part == "leader"}
    assert posts == {
        "duty.leaders#L1": "书记",
        "duty.leaders#L2": "县长",
        "duty.leaders#L3": "常务副县长",
        "duty.leaders#L4": "副县长（城建）",
    }
    assert all(part.holders and part.citation for part in found.parts if part.part == "leader")
    other = queries.who(place, "fire", day)
    assert "duty.leaders#L4" not in {part.rule for part in other.parts}
    actions.end_portfolio(portfolio=charge, on=day, by=BY, at=county.at)
    assert "duty.leaders#L4" not in {part.rule for part in queries.who(place, "construction", day).parts}


def test_an_installation_has_three_persons_in_charge(county: County) -> None:
    firm = register.enterprise()
    site = register.site(firm, industry_code="2614")
    posts = {name: register.post("enterprise_safety_officer", firm, name=name) for name in ("总", "技", "操")}
    hold(posts["技"])
    register_actions.declare_installation(
        site=site,
        name="液氨罐区",
        unit_kind="storage",
        held=[Held("氨", "30")],
        exposed_people=10,
        tables=gb18218_tables(book(), county.day),
        main_post=posts["总"],
        technical_post=posts["技"],
        operating_post=posts["操"],
        on=county.day - timedelta(days=1),
        by=BY,
        at=county.at,
    )
    county.run()
    assert "major_installation" in queries.domains_of(site.place, county.day)
    found = {part.part: part for part in queries.who(site.place, "major_installation", county.day).parts}
    assert [found[part].post for part in ("main", "technical", "operating")] == ["总", "技", "操"]
    assert found["technical"].holders and not found["operating"].holders
    assert found["main"].status == "unconfirmed" and found["main"].citation


def test_a_keeper_answers_for_what_is_no_site(county: County) -> None:
    place = register.place("road")
    assert queries.who(place, "general", county.day).gaps == ["no_keeper"]
    register_actions.name_keeper(place=place, keeper_organization=county.bodies["transport"], by=BY, at=county.at)
    found = queries.who(place, "general", county.day)
    assert [part.organization for part in found.parts if part.part == "keeper"] == [county.bodies["transport"].name]
    assert found.gaps == []


def test_the_answer_speaks_the_readers_language_and_says_why(county: County) -> None:
    place = register.site(industry_code="7291").place
    with translation.override("en"):
        told = queries.who(place, "general", county.day).as_json()
        assert told["gaps"][0]["label"] == "Presumed only" and any("presumes" in step for step in told["because"])
        assert any(part["title"] == "principal" for part in told["others"])
    with translation.override("zh-hans"):
        told = queries.who(place, "general", county.day).as_json()
        assert told["gaps"][0]["label"] == "仅为推定"


def test_what_the_office_settles_is_refused_to_others(county: County) -> None:
    from_fire = make.Actor(
        None, None, organization_id=county.bodies["fire"].id, organization_kind="fire", territory_code=register.COUNTY
    )
    given = {"territory_code": register.COUNTY, "row": "N10", "reason": "会议纪要", "at": county.at}
    for by, change, code in (
        (from_fire, {}, "not_the_office"),
        (BY, {"row": "N99"}, "row_unknown"),
        (BY, {"lead": "dragons"}, "line_unknown"),
        (BY, {"reason": " "}, "reason_missing"),
        (BY, {"valid_from": date(2021, 1, 1)}, "row_unknown"),
    ):
        with pytest.raises(DutyRefused) as refused:
            actions.confirm_presumed(by=by, **(given | change))
        assert refused.value.code == code and str(refused.value)
    actions.confirm_presumed(by=BY, **given)
    with pytest.raises(DutyRefused):
        actions.confirm_presumed(by=BY, **given)
    with pytest.raises(DutyRefused):
        actions.give_portfolio(
            post=make.duty_post(county.bodies["fire"]), line="fire", valid_from=county.day, by=BY, at=county.at
        )
