"""A leader's first page: the map and the numbers lead to cases, the late ones name whom to call, and others stay out."""

import re
from typing import Any

from fangwei.accounts.actor import Actor
from fangwei.engines import geo
from fangwei.hazards.tests.factories import member
from fangwei.register.models import Person
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    return str(answer.content.decode())


def locate(visit: Visit) -> None:
    place = visit.county.place
    place.lat, place.lon, place.cell = 33.4, 114.9, geo.cell(33.4, 114.9)
    place.save()


def mayor(visit: Visit) -> Actor:
    locate(visit)
    return member(register.organization("government"), "leader")


def test_a_leader_begins_with_what_they_answer_for_the_numbers_and_the_map(visit: Visit) -> None:
    leader = mayor(visit)
    visit.county.ordered("major", description="储罐区未设围堰")
    visit.county.ordered(description="通道堵塞")
    answer = visit.client(leader).get("/", follow=True)
    shown = text(answer)
    assert answer.redirect_chain[-1][0] == "/command/"
    assert shown.index("我的职责</h2>") < shown.index("总体情况") < shown.index('class="map"')
    assert "南顿镇：未销号 2 条，重大 1 条，逾期 0 条" in shown
    assert f"township={register.TOWNSHIP}" in shown


def test_every_number_opens_the_cases_behind_it(visit: Visit) -> None:
    leader = mayor(visit)
    visit.county.ordered("major", description="储罐区未设围堰")
    client = visit.client(leader)
    shown = text(client.get("/command/"))
    for href in set(re.findall(r'class="figure" href="([^"#]+)', shown)) | set(
        re.findall(r'<a href="([^"]+)" class="map-spot', shown)
    ):
        assert client.get(href.replace("&amp;", "&")).status_code == 200, href
    listed = text(client.get(f"/desk/hazards/?township={register.TOWNSHIP}"))
    assert "储罐区未设围堰" in listed


def test_who_is_late_is_called_with_one_tap(visit: Visit) -> None:
    leader, county = mayor(visit), visit.county
    county.ordered(description="通道堵塞")
    owner = Person.objects.get(id=county.owner.person_id)
    owner.phone = "13800000001"
    owner.save()
    assert "没有逾期" in text(visit.client(leader).get("/command/"))
    county.tick(days=40)
    shown = text(visit.client(leader).get("/command/"))
    assert "通道堵塞" in shown
    assert 'href="tel:13800000001"' in shown
    assert "逾期 1 条" in shown


def test_a_deadline_is_as_far_off_on_every_page(visit: Visit) -> None:
    county = visit.county
    county.ordered(description="通道堵塞")
    county.tick(days=40)
    said = [
        re.findall(r"逾期 (\d+) 天", text(visit.client(actor).get(address)))
        for actor, address in (
            (county.office_duty, "/command/office/"),
            (county.officer, "/desk/hazards/"),
            (county.officer, "/desk/"),
            (county.safety, "/enterprise/hazards/"),
        )
    ]
    assert all(said)
    assert len({days for found in said for days in found}) == 1


def test_a_department_head_sees_the_hazards_of_the_own_line_alone(visit: Visit) -> None:
    locate(visit)
    head = member(register.organization("education"), "leader")
    visit.county.ordered(description="通道堵塞")
    shown = text(visit.client(head).get("/command/"))
    assert "南顿镇：未销号 0 条" in shown
    own = text(visit.client(visit.county.head).get("/command/"))
    assert "南顿镇：未销号 1 条" in own


def test_nobody_else_has_this_page(visit: Visit) -> None:
    county = visit.county
    for other in (county.officer, county.grid, county.safety, county.expert, county.township_officer):
        assert visit.client(other).get("/command/").status_code == 403
    assert visit.client(county.officer).get("/", follow=True).redirect_chain[-1][0] == "/desk/"


def test_the_map_review_number_is_printed_when_it_is_set(visit: Visit, settings: Any) -> None:
    locate(visit)
    settings.FANGWEI_MAP_NUMBER = "GS(2026)0001号"
    assert "审图号：GS(2026)0001号" in text(visit.client(mayor(visit)).get("/command/"))


def test_what_came_to_the_post_and_what_it_did_stand_below(visit: Visit) -> None:
    leader = visit.county.head
    case = visit.county.ordered(description="通道堵塞")
    visit.county.tick()
    visit.act(leader, case, "add_note", note="已约谈企业负责人")
    shown = text(visit.client(leader).get("/command/"))
    assert str(case.number) in shown.split("我做过的")[1]


def test_the_office_begins_with_what_it_decides_and_who_is_late(visit: Visit) -> None:
    county = visit.county
    case = county.ordered(description="通道堵塞")
    client = visit.client(county.office_duty)
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/command/office/"
    assert "没有等待安委办决定的事项" in text(answer)
    offered = {"to_post": str(county.housing_duty.post_id), "reason": "职责不属本单位"}
    assert visit.act(county.owner, case, "propose_transfer", **offered).status_code == 302
    visit.act(county.housing_duty, case, "refuse_transfer", reason="不属于住建职责")
    shown = text(client.get("/command/office/"))
    assert "交接争议" in shown or str(case.number) in shown
    assert f"/desk/cases/{case.id}/" in shown, "one tap to the case, the second is the verb"
    county.tick(days=40)
    late = text(client.get("/command/office/"))
    assert f"/desk/duties/posts/{county.owner.post_id}/#open" in late
    assert visit.client(county.officer).get("/command/office/").status_code == 403
    assert visit.client(mayor(visit)).get("/command/office/").status_code == 403
