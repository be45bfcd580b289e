"""The queue, the list and the place's file, as different people see them."""

from datetime import timedelta
from typing import Any

from fangwei.casework.models import Case
from fangwei.ledger.consumers import drain
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_queue_is_grouped_by_what_it_needs(visit: Visit) -> None:
    county = visit.county
    county.report("未定级的隐患")
    graded = county.report("已定级的隐患")
    county.do(graded, "grade", county.officer, grade="general")
    county.submitted(description="待复查的隐患")
    asked = county.ordered(description="要求延期的隐患")
    county.do(asked, "request_extension", county.safety, until=county.day(30), reason="缺配件")
    shown = text(visit.client(county.officer).get("/desk/"))
    for words in ("待定级", "待下令或定期限", "待复查", "申请延期"):
        assert words in shown
    assert shown.index("未定级的隐患") < shown.index("待复查的隐患")


def test_an_empty_desk_says_how_things_come_to_it(visit: Visit) -> None:
    assert "没有待办事项" in text(visit.client(visit.county.officer).get("/desk/"))


def test_a_township_sees_the_small_places_that_it_may_confirm(visit: Visit) -> None:
    county = visit.county
    county.site.employees = 3
    county.site.save()
    county.submitted(description="面馆软管老化")
    assert "面馆软管老化" in text(visit.client(county.township_officer).get("/desk/"))


def test_handovers_reach_the_offered_unit_and_the_office(visit: Visit) -> None:
    county = visit.county
    case = county.report("不知归谁的隐患")
    county.do(case, "propose_transfer", county.officer, to_post=str(county.housing_duty.post_id), reason="属燃气")
    assert "拟移交我单位" in text(visit.client(county.housing_duty).get("/desk/"))
    county.do(case, "refuse_transfer", county.housing_duty, reason="不属燃气")
    assert "待裁定移交" in text(visit.client(county.office_duty).get("/desk/"))
    answer = visit.act(
        county.office_duty, case, "arbitrate", to_post=str(county.housing_duty.post_id), reason="由住建牵头"
    )
    assert answer.status_code == 302
    assert Case.objects.get(id=case.id).owner_post_id == county.housing_duty.post_id


def test_overdue_reaches_those_who_coordinate_not_only_the_owner(visit: Visit) -> None:
    county = visit.county
    case = county.ordered(description="早该整改的隐患")
    county.at += timedelta(days=60)
    assert case.title in text(visit.client(county.office_duty).get("/desk/"))
    assert case.title in text(visit.client(county.officer).get("/desk/hazards/?due=overdue"))
    assert case.title not in text(visit.client(county.housing_duty).get("/desk/"))


def test_a_leader_gets_five_numbers_that_lead_to_the_cases(visit: Visit) -> None:
    county = visit.county
    county.ordered("major", description="粉尘爆炸隐患")
    government = register.organization("government")
    from fangwei.hazards.tests.factories import member

    leader = member(government, "leader")
    shown = text(visit.client(leader).get("/desk/"))
    assert shown.count('class="figure"') == 5
    assert "粉尘爆炸隐患" in text(visit.client(leader).get("/desk/hazards/?need=major"))


def test_the_list_goes_on_where_it_ended_and_counts_to_its_cap(visit: Visit, monkeypatch: Any) -> None:
    from fangwei.ui.present import case_list, keyset

    county = visit.county
    names = {f"隐患第{number:02}号" for number in range(9)}
    for number, name in enumerate(sorted(names)):
        case = county.report(name)
        if number % 3 == 0:
            county.do(case, "grade", county.officer, grade="general")
    monkeypatch.setattr(keyset.page_of_walk, "__kwdefaults__", {"limit": 4, "order": "due", "loaded": ()})
    monkeypatch.setattr(case_list, "CAP", 5)
    client, address, seen = visit.client(county.officer), "/desk/hazards/", []
    for _page in range(4):
        shown = text(client.get(address))
        found = [name for name in names if name in shown]
        seen += found
        assert len(found) <= 4
        if 'rel="next"' not in shown:
            break
        address = "/desk/hazards/" + shown.split('rel="next"')[0].rpartition('href="')[2].rpartition('"')[0].replace(
            "&amp;", "&"
        )
    assert sorted(seen) == sorted(names), "no case twice, none left out"
    assert "超过 5 条" in text(client.get("/desk/hazards/"))


def test_filters_are_chips_and_nonsense_does_no_harm(visit: Visit) -> None:
    county = visit.county
    county.report("化学品泄漏")
    county.ordered(description="消防通道占用")
    drain(at=county.tick())
    client = visit.client(county.officer)
    shown = text(client.get("/desk/hazards/?state=ordered&q=消防"))
    assert "消防通道占用" in shown
    assert "化学品泄漏" not in shown
    assert "filter-chip" in shown
    text(client.get("/desk/hazards/?state=x&grade=y&township=z&after=~&need=q&due=w&whose=v"))


def test_the_place_file_shows_who_answers_what_is_open_and_what_ended(visit: Visit) -> None:
    county = visit.county
    county.report("罐区围堰开裂")
    done = county.submitted(description="已清空的通道")
    county.do(done, "verify", county.officer, note="现场核实")
    shown = text(visit.client(county.officer).get(f"/desk/places/{county.place.id}/"))
    for words in ("谁负责", "罐区围堰开裂", "已清空的通道", "统一社会信用代码", county.site.enterprise.name):
        assert words in shown


def test_places_are_found_by_name_code_and_township(visit: Visit) -> None:
    county, client = visit.county, visit.client(visit.county.officer)
    firm = county.site.enterprise
    for query in (firm.name[:6], firm.uscc, "工业路"):
        assert county.place.name in text(client.get("/desk/places/", {"q": query}))
    assert county.place.name not in text(client.get("/desk/places/", {"q": "绝无此名"}))
    assert county.place.name in text(client.get("/desk/places/", {"township": register.TOWNSHIP}))


def test_a_place_of_another_county_has_no_file_here(visit: Visit) -> None:
    elsewhere = register.site(territory_code="411624")
    assert visit.client(visit.county.officer).get(f"/desk/places/{elsewhere.place_id}/").status_code == 404


def test_reporting_shows_what_looks_alike_before_it_registers_again(visit: Visit) -> None:
    county = visit.county
    county.report("安全出口被货物堵塞")
    address = f"/desk/places/{county.place.id}/report/"
    given = {"description": "安全出口被货物堵塞了", "how_found": "inspection", "found_on": county.day()}
    client = visit.client(county.officer)
    first = client.post(address, given)
    assert first.status_code == 422
    assert "可能已经登记" in first.content.decode()
    assert client.post(address, given | {"anyway": "yes"}).status_code == 302
    assert Case.objects.filter(kind="hazard").count() == 2


def test_a_report_without_words_comes_back_with_its_reasons(visit: Visit) -> None:
    answer = visit.client(visit.county.officer).post(
        f"/desk/places/{visit.county.place.id}/report/", {"spot": "三车间", "how_found": "inspection"}
    )
    assert answer.status_code == 422
    assert "隐患描述" in answer.content.decode()
    assert "三车间" in answer.content.decode()
