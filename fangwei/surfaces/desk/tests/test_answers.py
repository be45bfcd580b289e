"""Who answers here: for a place, on any day, and as it was known then."""

from datetime import timedelta
from typing import Any

from fangwei.duty.actions import catch_up
from fangwei.hazards.tests.factories import member
from fangwei.register.actions import appoint, end_tenure
from fangwei.register.models import Tenure
from fangwei.register.tests import factories as register
from fangwei.register.tests.factories import SYSTEM
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_danger_of_a_place_names_its_lead_and_the_others_with_the_article(visit: Visit) -> None:
    county = visit.county
    shown = text(visit.client(county.officer).get(f"/desk/places/{county.site.place_id}/who/"))
    assert county.officer.organization_name in shown
    assert "安全生产法" in shown and "主要负责人" in shown


def test_a_day_that_is_none_is_said_at_its_field(visit: Visit) -> None:
    county = visit.county
    shown = text(visit.client(county.officer).get(f"/desk/places/{county.site.place_id}/who/?on=gestern"))
    assert "请写成 2026-03-01" in shown


def test_an_officer_of_another_county_finds_no_such_place(visit: Visit) -> None:
    elsewhere = register.organization("emergency", "411624", "沈丘县应急管理局")
    stranger = member(elsewhere, "inspector")
    assert visit.client(stranger).get(f"/desk/places/{visit.county.site.place_id}/who/").status_code == 404


def test_an_enterprise_is_told_where_its_own_door_is(visit: Visit) -> None:
    answer = visit.client(visit.county.safety).get(f"/desk/places/{visit.county.site.place_id}/who/")
    assert answer.status_code == 403


def test_a_successor_from_an_earlier_day_is_not_who_was_known_then(visit: Visit) -> None:
    county = visit.county
    address = f"/desk/places/{county.site.place_id}/who/?domain=general"
    held = Tenure.objects.get(post_id=county.owner.post_id, end=None)
    day, at = county.at.date(), county.tick()
    end_tenure(tenure=held, end=day, by=SYSTEM, at=at)
    later = at + timedelta(days=20)
    successor = register.person(name="继任者甲")
    appoint(person=successor, post=held.post, start=day, by=SYSTEM, at=later)
    county.at = later + timedelta(days=1)
    client, tenth = visit.client(county.office_duty), day + timedelta(days=10)
    assert "继任者甲" in text(client.get(f"{address}&on={tenth}"))
    assert "继任者甲" not in text(client.get(f"{address}&on={tenth}&known={tenth}"))


def test_the_matrix_counts_each_pair_and_names_what_has_to_be_repaired(visit: Visit) -> None:
    county = visit.county
    catch_up(at=county.at)
    shown = text(visit.client(county.office_duty).get("/desk/matrix/?by=division"))
    assert "责任矩阵" in shown and "南顿镇" in shown
    shown = text(visit.client(county.office_duty).get("/desk/matrix/?territory=4105"))
    assert "责任矩阵" in shown, "a territory out of reach is answered with one’s own"


def test_the_matrix_is_not_for_enterprises(visit: Visit) -> None:
    assert visit.client(visit.county.safety).get("/desk/matrix/").status_code == 403
