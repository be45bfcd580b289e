"""A township and a development zone see what is open in their own territory, whoever answers for it."""

from typing import Any

from fangwei.hazards.tests.factories import member
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_township_reads_its_numbers_and_they_open_its_list(visit: Visit) -> None:
    county = visit.county
    county.ordered("major", description="储罐区未设围堰")
    client = visit.client(county.township_officer)
    shown = text(client.get("/desk/"))
    assert "本地未销号隐患" in shown
    assert "储罐区未设围堰" in text(client.get(f"/desk/hazards/?township={register.TOWNSHIP}"))


def test_a_zone_sees_its_own_territory_alone(visit: Visit) -> None:
    county = visit.county
    zone = register.organization("zone", register.ZONE)
    officer = member(zone, "township_officer")
    inside = county.report("园区管道锈蚀", by=officer, place=register.site(territory_code=register.ZONE).place)
    outside = county.ordered(description="安全出口被货物堵塞")
    client = visit.client(officer)
    listed = text(client.get(f"/desk/hazards/?township={register.ZONE}"))
    assert "园区管道锈蚀" in listed
    assert client.get(f"/desk/cases/{inside.id}/").status_code == 200
    assert client.get(f"/desk/cases/{outside.id}/").status_code == 404
