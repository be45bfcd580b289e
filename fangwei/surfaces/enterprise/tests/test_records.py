"""Records of an enterprise: good faith, the quarter's sheet, internal rewards, and a landlord's tenants."""

from datetime import date
from typing import Any

from fangwei.casework.models import Case
from fangwei.hazards.models import InternalReward
from fangwei.hazards.tests.factories import NOW, holder_of
from fangwei.register import actions as acts
from fangwei.register.tests import factories as register
from fangwei.register.tests.factories import SYSTEM
from fangwei.ui.tests.visiting import Visit, photo

PAGES = ("", "statistics/", "rewards/", "tenants/")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def own_finding(visit: Visit, description: str = "砂光机护罩松动") -> Case:
    county = visit.county
    given = {"description": description, "grade": "general", "due_on": county.day(5), "measures": "加固护罩"}
    visit.client(county.safety).post("/enterprise/report/", given | {"found_on": county.day()})
    return Case.objects.get(title=description)


def test_what_was_found_by_ourselves_is_counted_and_proven(visit: Visit) -> None:
    county = visit.county
    case = own_finding(visit)
    visit.act(county.safety, case, "submit", "enterprise", note="已加固", files=photo())
    visit.act(county.principal, case, "self_close", "enterprise", note="现场确认")
    county.ordered(description="检查发现的隐患")
    client = visit.client(county.safety)
    shown = text(client.get("/enterprise/records/"))
    assert "砂光机护罩松动" in shown
    assert "检查发现的隐患" not in shown
    assert f"/ledger/proofs/hazard/{case.id}" in shown
    assert client.get(f"/ledger/proofs/hazard/{case.id}").status_code == 200
    assert "本单位已销号" in text(client.get("/enterprise/"))


def test_the_sheet_of_the_quarter_is_the_last_one_that_ended_with_its_deadline(visit: Visit) -> None:
    client = visit.client(visit.county.principal)
    shown = text(client.get("/enterprise/records/statistics/"))
    assert "2025年第4季度" in shown
    assert "1月15日" in shown
    assert "主要负责人（签字）" in shown
    own_finding(visit)
    now = text(client.get("/enterprise/records/statistics/?quarter=2026Q1"))
    assert "本季度尚未结束" in now
    assert client.get("/enterprise/records/statistics/?quarter=nonsense").status_code == 200


def test_a_reward_is_recorded_and_paid_on_the_page(visit: Visit) -> None:
    client = visit.client(visit.county.safety)
    given = {"reporter": "王五", "what": "护罩松动", "reported_on": visit.county.day(), "amount": "199.50"}
    assert client.post("/enterprise/records/rewards/", given).status_code == 302
    reward = InternalReward.objects.get()
    assert reward.amount_fen == 19950
    assert (
        client.post(f"/enterprise/records/rewards/{reward.id}/pay/", {"paid_on": visit.county.day()}).status_code == 302
    )
    shown = text(client.get("/enterprise/records/rewards/"))
    assert "王五" in shown
    assert "累计已发放：¥199.50" in shown
    client.post(f"/enterprise/records/rewards/{reward.id}/strike/", {"reason": "重复登记"})
    assert "已作废：重复登记" in text(client.get("/enterprise/records/rewards/"))


def test_a_wrong_reward_comes_back_with_what_was_typed(visit: Visit) -> None:
    client = visit.client(visit.county.safety)
    answer = client.post("/enterprise/records/rewards/", {"reporter": "王五", "what": "", "amount": "许多"})
    assert answer.status_code == 422
    assert 'value="王五"' in text(answer)
    late = {"reporter": "王五", "what": "x", "reported_on": "2030-01-01", "amount": "5"}
    assert "还没有到" in text(client.post("/enterprise/records/rewards/", late))
    assert not InternalReward.objects.exists()


def test_another_firm_pays_nothing_here(visit: Visit) -> None:
    client = visit.client(visit.county.safety)
    given = {"reporter": "王五", "what": "护罩松动", "reported_on": visit.county.day(), "amount": "10"}
    client.post("/enterprise/records/rewards/", given)
    stranger = holder_of(register.post("enterprise_principal", register.enterprise()))
    reward = InternalReward.objects.get()
    other = visit.client(stranger)
    other.post(f"/enterprise/records/rewards/{reward.id}/pay/", {})
    reward.refresh_from_db()
    assert reward.paid_on is None
    assert "王五" not in text(other.get("/enterprise/records/rewards/"))


def test_a_landlord_sees_lines_but_not_the_case(visit: Visit) -> None:
    county = visit.county
    landlord = register.enterprise()
    officer = holder_of(register.post("enterprise_safety_officer", landlord))
    acts.lease_site(site=county.site, landlord=landlord, valid_from=date(2026, 1, 1), by=SYSTEM, at=NOW)
    case = county.ordered(description="安全出口被货物堵塞")
    client = visit.client(officer)
    shown = text(client.get("/enterprise/records/tenants/"))
    assert "安全出口被货物堵塞" in shown
    assert "未签安全生产管理协议" in shown
    assert str(case.id) not in shown
    assert client.get(f"/enterprise/cases/{case.id}/").status_code == 404
    assert "安全出口被货物堵塞" not in text(visit.client(county.safety).get("/enterprise/records/tenants/"))


def test_officers_have_no_door_here(visit: Visit) -> None:
    county = visit.county
    for other in (county.officer, county.office_duty, county.head, county.grid):
        for name in PAGES:
            assert visit.client(other).get(f"/enterprise/records/{name}").status_code == 403
