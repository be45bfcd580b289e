"""One order for many hazards: each item has its own deadline and end, and the order ends with the last of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.casework.refusals import Refused
from fangwei.casework.scopes import rebuild_scopes
from fangwei.hazards import actions
from fangwei.hazards.models import OrderItem
from fangwei.hazards.tests.factories import NOW, County, duty_actor, holder_of, photo
from fangwei.register.models import Place
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db

REFUSED = {"signature": "refused"}


@pytest.fixture
def county() -> County:
    return County()


def nine(county: County) -> list[Case]:
    cases = [county.report(f"第{number}处隐患：应急灯损坏") for number in range(8)]
    for case in cases:
        county.do(case, "grade", county.officer, grade="general")
    major = county.report("可燃气体报警器未投用")
    county.do(major, "grade", county.officer, grade="major", criterion="chem17/12")
    return [*cases, major]


def item(county: County, case: Case, days: int) -> dict[str, Any]:
    grade = "major" if case.severity == 2 else "general"
    return {"hazard": str(case.id)} | county.treatment(grade, days)


def test_an_order_of_nine_lives_through_refusal_extension_mixed_results_and_referral(county: County) -> None:
    cases = [Case.objects.get(id=case.id) for case in nine(county)]
    major = cases[-1]
    items = [item(county, case, 5 + number) for number, case in enumerate(cases)]
    drafted = actions.draft_order(place=county.place, items=items, by=county.officer, at=county.tick())
    order = Case.objects.get(id=drafted.case_id)

    second = {"role": "second_officer", "person": str(county.second.person_id)}
    with pytest.raises(Refused) as refused:
        county.do(order, "issue", county.officer, participants=(second,), **REFUSED)
    assert refused.value.code == "participant_missing"
    witness = {"role": "witness", "name": "村干部甲", "note": "企业负责人拒签"}
    order = county.do(order, "issue", county.officer, participants=(second, witness), **REFUSED)
    assert order.state == "issued"
    assert {Case.objects.get(id=case.id).state for case in cases} == {"ordered"}
    dues = OrderItem.objects.filter(order_id=order.id).values_list("due_on", flat=True)
    assert len(set(dues)) == 9, "each item has a deadline of its own"

    in_time, too_late = cases[0], cases[1]
    county.do(in_time, "request_extension", county.safety, until=county.day(12), reason="配件在途")
    county.do(in_time, "grant_extension", county.officer, reason="同意")
    county.tick(days=7)
    with pytest.raises(Refused) as late:
        county.do(too_late, "request_extension", county.safety, until=county.day(9), reason="来不及")
    assert late.value.code == "condition"

    for case in [*cases[:4], major]:
        county.do(case, "submit", county.safety, photos=1, note="已整改")
    results = [{"hazard": str(case.id), "result": "pass", "note": "合格"} for case in cases[:3]]
    results.append({"hazard": str(cases[3].id), "result": "fail", "note": "未更换"})
    whole = [*results, {"hazard": str(major.id), "result": "pass", "note": "合格"}]
    with pytest.raises(Refused) as alone:
        reinspect(county, order, whole, second)
    assert alone.value.code == "condition", "two officers alone cannot pass a major hazard"
    assert Case.objects.get(id=cases[0].id).state == "submitted", "the refused list changed nothing"
    reinspect(county, order, results, second)
    assert [Case.objects.get(id=case.id).state for case in cases[:4]] == ["closed", "closed", "closed", "ordered"]

    county.do(cases[4], "refer", county.officer, to_unit="综合执法大队", articles="第一百零二条", reason="拒不整改")
    assert OrderItem.objects.get(hazard_id=cases[4].id).result == "referred"
    for case in [cases[3], *cases[5:8]]:
        county.do(case, "submit", county.safety, photos=1, note="已整改")
        county.do(case, "verify", county.officer, note="合格")
    order.refresh_from_db()
    assert order.state == "issued", "the major item is still open"
    county.do(major, "expert_accept", county.expert, photos=1, note="有效")
    county.do(major, "verify", county.officer, photos=1, note="合格", participants=(second,))
    county.do(major, "request_resumption", county.safety, photos=1, note="申请复产")
    county.do(major, "approve_resumption", county.officer, photos=1, note="同意", participants=(second,))
    county.do(major, "close", county.officer, note="销号", participants=(second,))
    order.refresh_from_db()
    assert (order.state, order.is_open) == ("ended", False)


def reinspect(county: County, order: Case, results: list[dict[str, str]], second: dict[str, str]) -> None:
    at = county.tick()
    actions.do(
        order.id,
        verb="reinspect",
        by=county.officer,
        at=at,
        evidence=(photo(county.officer, at),),
        participants=(second,),
        results=results,
    )


def test_a_draft_takes_only_hazards_of_its_place_and_its_unit(county: County) -> None:
    case = county.report()
    elsewhere = register.site(industry_code="2614")
    other = county.report("另一处", place=Place.objects.get(id=elsewhere.place_id))
    for wrong in (other, county.ordered()):
        with pytest.raises(Refused):
            actions.draft_order(place=county.place, items=[item(county, wrong, 5)], by=county.officer, at=county.tick())
    assert actions.draft_order(
        place=county.place, items=[item(county, case, 5)], by=county.officer, at=county.tick()
    ).done


def test_a_perished_hose_at_a_noodle_shop_needs_no_county_officer(county: County) -> None:
    shop = register.site(industry_code="6210")
    shop.employees = 3
    shop.save()
    place = Place.objects.get(id=shop.place_id)
    case = county.report(
        "燃气软管老化龟裂", by=county.grid, place=place, category="gas", how_found="grid", found_on=date(2026, 3, 2)
    )
    assert case.owner_post.organization is not None
    assert case.owner_post.organization.kind == "housing", "gas in a restaurant is the gas regulator's"
    county.do(case, "grade", county.township_officer, grade="general")
    county.do(case, "order", county.township_officer, due_on=county.day(3), measures="更换软管")
    owner = holder_of(register.post("enterprise_principal", shop.enterprise))
    case = county.do(case, "submit", owner, photos=1, note="已换新管")
    assert case.state == "submitted", "the owner's photo alone does not close it"
    with pytest.raises(Refused):
        county.do(case, "self_close", owner, note="好了")
    case = county.do(case, "verify", county.township_officer, note="现场确认")
    assert case.state == "closed"


def test_an_enterprise_closes_its_own_general_finding_by_another_person(county: County) -> None:
    outcome = actions.self_report(
        place=county.place,
        description="配电箱门未关",
        due_on=(NOW + timedelta(days=5)).date(),
        measures="关闭并上锁",
        by=county.safety,
        at=county.tick(),
    )
    case = Case.objects.get(id=outcome.case_id)
    assert case.state == "ordered"
    county.do(case, "submit", county.safety, photos=1, note="已上锁")
    with pytest.raises(Refused) as own:
        county.do(case, "self_close", county.safety, note="好了")
    assert own.value.code == "own_word"
    assert county.do(case, "self_close", county.principal, note="核实").state == "closed"


def test_a_stranger_learns_nothing(county: County) -> None:
    case = county.report()
    neighbour = duty_actor(register.organization("emergency", "411624"))
    with pytest.raises(Refused) as unknown:
        county.do(case, "grade", neighbour, grade="general")
    assert unknown.value.code == "case_unknown"


def test_a_place_that_nobody_keeps_is_verified_by_the_committee_office(county: County) -> None:
    register.place("other")
    nobody = Place.objects.filter(kind="other").latest("id")
    case = county.report("废弃水井无盖", by=county.township_officer, place=nobody, category="general")
    assert case.owner_post.organization == county.township
    county.do(case, "grade", county.township_officer, grade="general")
    county.do(case, "order", county.township_officer, due_on=county.day(5), measures="加盖封闭")
    case = county.do(case, "submit", county.clerk, photos=1, note="已封盖")
    with pytest.raises(Refused) as own:
        county.do(case, "verify", county.township_officer, photos=1, note="合格")
    assert own.value.code == "own_word"
    assert county.do(case, "verify", county.office_duty, photos=1, note="核实").state == "closed"


def test_whoever_has_a_duty_on_the_place_reads_and_only_the_owner_acts(county: County) -> None:
    fire = duty_actor(register.organization("fire"))
    health = duty_actor(register.organization("health"))
    case = county.report("储罐区紧急切断阀失效", category="hazardous_chemicals")
    assert visible(fire).filter(id=case.id).exists(), "the fire officer sees the chemical officer's hazard"
    assert not visible(health).filter(id=case.id).exists(), "a department without a duty there does not"
    with pytest.raises(Refused) as acting:
        county.do(case, "grade", fire, grade="general")
    assert acting.value.code == "not_yours"


def test_a_draft_that_was_withdrawn_stays_with_the_issuing_line(county: County) -> None:
    case = county.report()
    drafted = actions.draft_order(
        place=county.place, items=[item(county, case, 5)], by=county.officer, at=county.tick()
    )
    order = county.do(Case.objects.get(id=drafted.case_id), "withdraw", county.officer, reason="重开")
    rebuild_scopes()
    assert order in set(visible(county.officer))
    for other in (county.safety, county.clerk, county.market_duty):
        assert order not in set(visible(other)), "nobody else was ever told of it"
