"""What anybody sees: the first page, a visit's code, an inspector's code, a gate's code; and nothing that is guessed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from fangwei.inspections.tests import factories
from fangwei.register.models import Person
from fangwei.surfaces.entrance import middleware
from fangwei.surfaces.public import rates
from fangwei.ui.present.gate import gate_code
from fangwei.ui.tests.visiting import Visit


@pytest.fixture(autouse=True)
def _fresh_rates() -> None:
    rates.forget()


@pytest.fixture
def county(visit: Visit) -> factories.County:
    visit.county.__class__ = factories.County
    factories.certify(visit.county.officer, visit.county.second)
    Person.objects.filter(id=visit.county.officer.person_id).update(name="陈渑生", phone="13800000000")
    return visit.county  # type: ignore[return-value]


def test_a_visitor_is_told_whom_to_call_first(visit: Visit) -> None:
    shown = Client().get("/").content.decode()
    assert shown.index("119") < shown.index("/sign-in/", shown.index("<main"))
    for words in ("12350", "12345", "执法人员", "防微"):
        assert words in shown
    with override("en"):
        assert "Danger now? Call." in Client(headers={"accept-language": "en"}).get("/").content.decode()


def test_the_numbers_are_the_deployments(visit: Visit, settings: Any) -> None:
    settings.FANGWEI_PHONES = ["119", "0394-4321000"]
    shown = Client().get("/").content.decode()
    assert "tel:0394-4321000" in shown
    assert "tel:110" not in shown


def test_a_visits_code_shows_who_may_come_without_an_account(county: factories.County) -> None:
    case = county.approved(unannounced=True)
    answer = Client().get(f"/v/{case.visit.code}/")
    shown = answer.content.decode()
    for words in ("陈渑生", "豫P16010001", "年度监督检查计划", county.emergency.name, str(case.number)):
        assert words in shown
    assert "13800000000" not in shown
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_after_the_visit_its_code_names_nobody(county: factories.County) -> None:
    case = county.recorded()
    shown = Client().get(f"/v/{case.visit.code}/").content.decode()
    assert "陈渑生" not in shown
    assert "检查已结束" in shown
    off = county.go(county.approved(), "call_off", county.officer, reason="停产")
    assert "已取消" in Client().get(f"/v/{off.visit.code}/").content.decode()


def test_a_clue_behind_a_visit_is_not_told_at_the_gate(county: factories.County) -> None:
    case = county.approved(type="individual", trigger="tip", basis="12350举报第0311号", unannounced=True)
    shown = Client().get(f"/v/{case.visit.code}/").content.decode()
    assert "0311" not in shown
    assert "线索核查" in shown


def test_an_enterprise_of_the_visit_is_led_to_its_own_page(visit: Visit, county: factories.County) -> None:
    case = county.begun()
    assert f"/enterprise/cases/{case.id}/" in visit.client(county.safety).get(f"/v/{case.visit.code}/").content.decode()
    assert f"/cases/{case.id}/" not in Client().get(f"/v/{case.visit.code}/").content.decode()


def badge(visit: Visit) -> str:
    shown = visit.client(visit.county.officer).get("/desk/visits/badge/").content.decode()
    start = shown.index("/i/")
    return shown[start : shown.index('"', start)]


def test_an_inspectors_code_is_good_for_some_minutes(visit: Visit, county: factories.County) -> None:
    path = badge(visit)
    shown = Client().get(path).content.decode()
    for words in ("陈渑生", "豫P16010001", county.emergency.name):
        assert words in shown
    assert "13800000000" not in shown
    county.at += timedelta(minutes=11)
    assert Client().get(path).status_code == 404


def test_a_lapsed_certificate_is_said_at_once(visit: Visit, county: factories.County) -> None:
    path = badge(visit)
    factories.certify(county.officer, until=date(2026, 3, 1))
    shown = Client().get(path).content.decode()
    assert "已过有效期" in shown


def test_a_code_that_was_tampered_with_is_not_found(visit: Visit, county: factories.County) -> None:
    path = badge(visit)
    changed = path[:5] + ("A" if path[5] != "A" else "B") + path[6:]
    for wrong in (changed, "/i/x/", "/i/%F0%9F%98%80/", "/v/none/", "/g/none/", f"/v/{'a' * 24}/"):
        assert Client().get(wrong).status_code == 404, wrong


def test_a_gate_shows_open_major_hazards_and_nothing_else(county: factories.County, settings: Any) -> None:
    county.ordered("major", description="可燃气体报警器未投用")
    county.ordered("general", description="一般问题不公开")
    path = f"/g/{gate_code(county.place.id, settings.SECRET_KEY.encode())}/"
    assert Client().get(path).status_code == 404
    settings.FANGWEI_GATE_QR = True
    shown = Client().get(path).content.decode()
    assert "可燃气体报警器未投用" in shown
    assert county.emergency.name in shown
    for hidden in ("一般问题不公开", "陈渑生", "生产副总", "5,000", "现场处置方案"):
        assert hidden not in shown


def test_a_gates_code_opens_no_other_gate(county: factories.County, settings: Any) -> None:
    settings.FANGWEI_GATE_QR = True
    assert Client().get(f"/g/{gate_code(county.place.id, b'another key')}/").status_code == 404


def test_codes_are_not_tried_by_the_thousand(county: factories.County, monkeypatch: pytest.MonkeyPatch) -> None:
    case = county.approved()
    answers = [Client().get(f"/v/{case.visit.code}/").status_code for _try in range(rates.TRIES * 2)]
    # The county's clock moves a minute a request, so a bucket is filled again each time: stop it.
    assert set(answers) == {200}
    moment = county.at
    monkeypatch.setattr(middleware, "clock", lambda: moment)
    answers = [Client().get(f"/v/{case.visit.code}/").status_code for _try in range(rates.TRIES * 2)]
    assert answers.count(200) <= rates.TRIES
    assert 429 in answers
    assert Client(REMOTE_ADDR="10.0.0.9").get(f"/v/{case.visit.code}/").status_code == 200
