"""Visits on the desk: applied for on a place's page, approved by the leader, shown at the gate, recorded with hazards."""

from typing import Any

import pytest
from django.test import Client

from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import member
from fangwei.inspections.tests.factories import certify
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


@pytest.fixture
def certified(visit: Visit) -> Visit:
    certify(visit.county.officer, visit.county.second)
    return visit


def form(visit: Visit, **change: Any) -> dict[str, Any]:
    county = visit.county
    return {
        "type": "daily",
        "trigger": "plan",
        "basis": "2026年度监督检查计划",
        "matters": "动火作业",
        "planned_on": county.day(1),
        "inspectors": [str(county.officer.person_id), str(county.second.person_id)],
    } | change


def applied(visit: Visit, **change: Any) -> Case:
    county = visit.county
    answer = visit.client(county.officer).post(f"/desk/places/{county.place.id}/visit/", form(visit, **change))
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(kind="visit")


def test_from_the_form_to_the_record(certified: Visit) -> None:
    county = certified.county
    shown = certified.client(county.officer).get(f"/desk/places/{county.place.id}/visit/").content.decode()
    assert "上限 2 次" in shown or "上限为 2 次" in shown
    assert "豫P16010001" in shown
    case = applied(certified)
    queue = certified.client(county.head).get("/desk/").content.decode()
    assert "待审批的入企检查" in queue
    assert certified.act(county.head, case, "approve_visit").status_code == 302
    assert certified.act(county.officer, case, "notify_visit").status_code == 302
    assert certified.act(county.officer, case, "begin_visit").status_code == 302
    answer = certified.act(
        county.officer,
        case,
        "record_visit",
        checked="查看动火作业",
        findings="作业票未签字\n\n灭火器过期",
        signature="refused",
        with_second_officer=str(county.second.person_id),
        with_representative="赵国强",
    )
    assert answer.status_code == 302, answer.content.decode()
    page = certified.client(county.officer).get(f"/desk/cases/{case.id}/").content.decode()
    for words in ("检查已结束", "作业票未签字", "灭火器过期", "赵国强", "2026年度监督检查计划"):
        assert words in page
    assert Case.objects.filter(kind="hazard", origin_id=case.id).count() == 2
    file = certified.client(county.officer).get(f"/desk/places/{county.place.id}/").content.decode()
    assert "2026年已日常检查 1 次，上限 2 次" in file
    assert certified.client(county.officer).get("/desk/visits/").status_code == 200


def test_a_refused_application_comes_back_with_every_word(certified: Visit) -> None:
    county = certified.county
    sent = form(certified, inspectors=[str(county.officer.person_id)], basis="2026年计划第三批")
    answer = certified.client(county.officer).post(f"/desk/places/{county.place.id}/visit/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "2026年计划第三批" in shown
    assert "执法人员不得少于 2 人" in shown
    assert "行政处罚法" in shown


def test_the_same_form_sent_twice_is_one_visit(certified: Visit) -> None:
    ids = {"act_id": "0198f000-0000-7000-8000-000000000001", "case_id": "0198f000-0000-7000-8000-000000000002"}
    county = certified.county
    at = county.at
    applied(certified, **ids)
    county.at = at
    certified.client(county.officer).post(f"/desk/places/{county.place.id}/visit/", form(certified, **ids))
    assert Case.objects.filter(kind="visit").count() == 1


@pytest.mark.parametrize("role", ["office_duty", "head", "expert", "grid", "safety"])
def test_only_who_inspects_is_let_in_to_apply(certified: Visit, role: str) -> None:
    county = certified.county
    address = f"/desk/places/{county.place.id}/visit/"
    assert certified.client(getattr(county, role)).get(address).status_code == 403
    assert certified.client(getattr(county, role)).post(address, form(certified)).status_code == 403
    assert not Case.objects.filter(kind="visit").exists()


def test_a_place_elsewhere_and_one_without_an_enterprise_have_no_form(certified: Visit) -> None:
    elsewhere = register.site(territory_code="411624")
    client = certified.client(certified.county.officer)
    assert client.get(f"/desk/places/{elsewhere.place_id}/visit/").status_code == 404
    assert client.get(f"/desk/places/{register.place().id}/visit/").status_code == 404


def test_the_code_is_for_ones_own_unit_once_approved(certified: Visit) -> None:
    county = certified.county
    case = applied(certified)
    address = f"/desk/visits/{case.id}/code/"
    assert certified.client(county.officer).get(address).status_code == 404
    certified.act(county.head, case, "approve_visit")
    assert "data:image/svg+xml" in certified.client(county.officer).get(address).content.decode()
    certified.act(county.officer, case, "notify_visit")
    assert certified.client(county.housing_duty).get(address).status_code == 404
    assert certified.client(county.safety).get(address).status_code == 403


def test_an_inspector_has_a_code_and_who_has_no_certificate_has_none(certified: Visit) -> None:
    county = certified.county
    assert "data:image/svg+xml" in certified.client(county.officer).get("/desk/visits/badge/").content.decode()
    assert "data:image/svg+xml" not in certified.client(county.owner).get("/desk/visits/badge/").content.decode()
    assert certified.client(county.office_duty).get("/desk/visits/badge/").status_code == 403


def test_the_leader_replaces_an_inspector_and_everybody_sees_who_comes(certified: Visit) -> None:
    county = certified.county
    third = member(county.emergency, "inspector")
    certify(county.officer, county.second, third)
    case = applied(certified)
    certified.act(county.head, case, "approve_visit")
    certified.act(county.officer, case, "notify_visit")
    page = certified.client(county.head).get(f"/desk/cases/{case.id}/").content.decode()
    assert "更换检查人员" in page and f'<option value="{third.person_id}">' in page
    assert "/acts/replace_inspector/" in page
    own = certified.client(county.officer).get(f"/desk/cases/{case.id}/").content.decode()
    assert "/acts/replace_inspector/" not in own
    code = Case.objects.get(id=case.id).visit.code
    given = {"leaves": str(county.second.person_id), "comes": str(third.person_id)}
    assert certified.act(county.head, case, "replace_inspector", **given).status_code == 422, "the reason is missing"
    assert certified.act(county.head, case, "replace_inspector", reason="回避", **given).status_code == 302
    told = certified.client(county.safety).get(f"/enterprise/cases/{case.id}/").content.decode()
    assert "豫P16010003" in told
    assert "检查人员已更换" in told
    client = Client()
    assert client.get(f"/v/{code}/").status_code == 404
    shown = client.get(f"/v/{Case.objects.get(id=case.id).visit.code}/").content.decode()
    assert "豫P16010003" in shown and "豫P16010002" not in shown
