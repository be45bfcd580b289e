"""What I answer for: the page of every post, duty files signed and countersigned on screen, the record of diligence."""

import json

import pytest

from fangwei.duty.actions import catch_up
from fangwei.hazards.tests.factories import member
from fangwei.ledger.actions import integrate
from fangwei.ledger.consumers import drain
from fangwei.ledger.models import Fact
from fangwei.oversight.models import DutyFile
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


@pytest.fixture(autouse=True)
def _resolved(visit: Visit) -> None:
    drain(at=visit.county.at)
    catch_up(at=visit.county.at)


def drawn(visit: Visit) -> DutyFile:
    officer = visit.county.officer
    answer = visit.client(officer).post(
        f"/desk/duties/posts/{officer.post_id}/draw-up/", {"person": str(officer.person_id), "year": "2026"}
    )
    assert answer.status_code == 302
    return DutyFile.objects.get()


def test_every_role_of_the_desk_sees_what_it_answers_for(visit: Visit) -> None:
    county = visit.county
    county.ordered()
    shown = visit.client(county.owner).get("/desk/duties/").content.decode()
    duties = shown.partition('id="duties"')[2]
    assert "我的职责" in shown and "为什么" in duties and "安委〔2020〕10号" in duties
    assert "安全出口被货物堵塞" in shown
    for actor in (county.officer, county.head, county.clerk, county.office_duty):
        assert visit.client(actor).get("/desk/duties/?quarter=2025Q4").status_code == 200
    assert visit.client(county.grid).get("/desk/duties/").status_code == 403
    assert visit.client(county.safety).get("/desk/duties/").status_code == 403


def test_another_post_is_looked_at_by_those_who_oversee_it_only(visit: Visit) -> None:
    county = visit.county
    address = f"/desk/duties/posts/{county.officer.post_id}/"
    assert visit.client(county.office_duty).get(address).status_code == 200
    assert visit.client(county.head).get(address).status_code == 200, "the head of the same department"
    assert visit.client(county.housing_duty).get(address).status_code == 404
    other_head = member(county.housing, "leader")
    assert visit.client(other_head).get(address).status_code == 404
    elsewhere = member(register.organization("committee_office", "411624"), "committee_office")
    assert visit.client(elsewhere).get(address).status_code == 404


def test_a_duty_file_is_drawn_up_signed_and_countersigned_on_screen(visit: Visit) -> None:
    county = visit.county
    county.ordered()
    file = drawn(visit)
    page = f"/desk/duties/files/{file.id}/"
    mine, office = visit.client(county.officer), visit.client(county.office_duty)
    assert "签字" in mine.get(page).content.decode()
    assert visit.client(county.second).get(page).status_code == 404
    assert visit.client(county.second).post(page + "sign/").status_code == 404
    assert "只能由本人签字" in office.post(page + "sign/", follow=True).content.decode()
    mine.post(page + "sign/", {"statement": "属实"})
    assert "待复核" in office.get("/desk/duties/").content.decode()
    office.post(page + "countersign/", {"review": "已核对案件"})
    file.refresh_from_db()
    assert file.countersigned_by == county.office_duty.person_id
    assert "已核对案件" in mine.get(page).content.decode()
    told = json.loads(mine.get(page + "download/").content)
    assert told["sha256"] == file.sha256 and told["content"]["year"] == 2026
    again = mine.post(
        f"/desk/duties/posts/{county.officer.post_id}/draw-up/",
        {"person": str(county.officer.person_id), "year": "2026"},
        follow=True,
    )
    assert "没有变化" in again.content.decode()


def test_the_record_of_diligence_is_ones_own_and_taking_it_is_told(visit: Visit) -> None:
    county = visit.county
    case = county.ordered()
    integrate(at=county.tick())
    mine = visit.client(county.officer)
    shown = mine.get(f"/desk/diligence/?case={case.number}").content.decode()
    assert ("尽职记录" in shown and "/ledger/receipts/" in shown) or "叶" in shown
    taken = mine.post("/desk/diligence/take/", {"case": case.number})
    told = json.loads(taken.content)
    assert len(told["receipts"]) == 3 and told["sha256"]
    assert Fact.objects.filter(subject_kind="diligence", verb="take", actor=county.officer.person_id).count() == 1
    colleague = visit.client(county.second)
    asked = {"case": case.number, "person": str(county.officer.person_id)}
    assert "没有你的" in colleague.get("/desk/diligence/", asked).content.decode()
    assert colleague.post("/desk/diligence/take/", asked).status_code == 404
    auditor = member(register.organization("discipline"), "auditor")
    assert visit.client(auditor).post("/desk/diligence/take/", asked).status_code == 200
    assert mine.post("/desk/diligence/take/", {"case": "没有"}).status_code == 404


def test_the_record_about_a_place_is_offered_to_those_who_may_draw_it(visit: Visit) -> None:
    county = visit.county
    address = f"/desk/places/{county.place.id}/"
    link = f"/desk/diligence/?place={county.place.id}"
    assert f'{link}"' in visit.client(county.officer).get(address).content.decode()
    assert f'href="{link}"' not in visit.client(county.officer).get(link).content.decode(), "nothing happened here yet"
    county.ordered()
    mine = visit.client(county.officer)
    shown = mine.get(link).content.decode()
    assert f'href="{link}"' in shown and "person=" not in shown
    assert "/desk/cases/" in shown
    auditor = visit.client(member(register.organization("discipline"), "auditor"))
    asked = f"{link}&amp;person={county.officer.person_id}"
    assert asked in auditor.get(link).content.decode()
    assert (
        auditor.post(
            "/desk/diligence/take/", {"place": str(county.place.id), "person": str(county.officer.person_id)}
        ).status_code
        == 200
    )
    elsewhere = member(register.organization("discipline", "411624"), "auditor")
    assert visit.client(elsewhere).get(address).status_code == 404
    colleague = visit.client(county.second)
    assert "person=" not in colleague.get(link).content.decode()
