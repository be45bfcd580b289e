"""Signing in, choosing a post, and the pages that say what went wrong."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from fangwei.accounts.actions import FREE_TRIES
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import PASSWORD, Visit


def test_a_stranger_is_asked_to_sign_in(visit: Visit) -> None:
    assert Client().get("/desk/hazards/?state=closed").headers["Location"].startswith("/sign-in/?next=/desk/hazards/")


def test_signing_in_leads_to_where_one_wanted_to_go(visit: Visit) -> None:
    user = visit.user(visit.county.officer)
    client, given = Client(), {"username": user.username, "password": PASSWORD, "next": "/desk/places/"}
    assert client.post("/sign-in/", given).headers["Location"] == "/desk/places/"
    assert Client().post("/sign-in/", given | {"next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(visit: Visit) -> None:
    user = visit.user(visit.county.officer)
    wrong = Client().post("/sign-in/", {"username": user.username, "password": "no"}).content.decode()
    unknown = Client().post("/sign-in/", {"username": "nobody", "password": "no"}).content.decode()
    assert "用户名或密码不正确" in wrong
    assert "用户名或密码不正确" in unknown


def test_after_many_failures_one_waits_and_is_told_until_when(visit: Visit) -> None:
    user = visit.user(visit.county.officer)
    for _try in range(FREE_TRIES + 1):
        Client().post("/sign-in/", {"username": user.username, "password": "no"})
    right = {"username": user.username, "password": PASSWORD}
    visit.county.at -= timedelta(seconds=50)
    assert "尝试次数过多" in Client().post("/sign-in/", right).content.decode()
    visit.county.at += timedelta(hours=2)
    assert Client().post("/sign-in/", right).status_code == 302


def test_each_role_begins_at_its_own_screen(visit: Visit) -> None:
    county = visit.county
    homes = {
        county.officer: "/desk/",
        county.township_officer: "/desk/",
        county.office_duty: "/command/office/",
        county.expert: "/desk/",
        county.head: "/command/",
        county.grid: "/grid/",
        county.safety: "/enterprise/",
        county.principal: "/enterprise/",
    }
    for actor, home in homes.items():
        assert visit.client(actor).get("/").headers["Location"] == home, actor.role


@pytest.mark.parametrize("role", ["officer", "grid", "safety", "township_officer", "expert", "head"])
def test_every_role_is_let_in_at_its_own_doors_only(visit: Visit, role: str) -> None:
    actor = getattr(visit.county, role)
    doors = {
        "/desk/": {"officer", "township_officer", "expert", "head"},
        "/desk/hazards/": {"officer", "township_officer", "expert", "head"},
        "/desk/places/": {"officer", "township_officer", "expert", "head"},
        "/desk/inherited/": {"officer", "township_officer"},
        "/desk/import/": {"officer", "township_officer"},
        "/enterprise/": {"safety"},
        "/enterprise/hazards/": {"safety"},
        "/enterprise/report/": {"safety"},
        "/enterprise/file/": {"safety"},
        "/grid/": {"grid", "township_officer"},
        "/grid/report/": {"grid", "township_officer"},
    }
    client = visit.client(actor)
    for door, allowed in doors.items():
        answer = client.get(door)
        assert answer.status_code == (200 if role in allowed else 403), door
        if role not in allowed:
            assert "当前身份不能打开此页面" in answer.content.decode()


def test_the_other_door_is_told_in_english_too(visit: Visit) -> None:
    with override("en"):
        answer = visit.client(visit.county.grid).get("/desk/", headers={"Accept-Language": "en"})
    assert "another role" in answer.content.decode()


def test_one_acts_from_another_own_post_but_from_no_strangers(visit: Visit) -> None:
    county = visit.county
    client, other = visit.client(county.officer), register.post("township_officer", county.township)
    refused = client.post("/acting-as/", {"post": str(other.id)}, follow=True)
    assert "您今天不任该岗位" in refused.content.decode()
    register.tenure(other, register.Person.objects.get(id=county.officer.person_id))
    taken = client.post("/acting-as/", {"post": str(other.id)}, follow=True)
    assert other.name in taken.content.decode()
    assert client.get("/grid/").status_code == 200


def test_signing_out_ends_the_session_and_is_no_link(visit: Visit) -> None:
    client = visit.client(visit.county.officer)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/desk/").status_code == 302


def test_roles_are_offered_in_a_demonstration_only(visit: Visit, settings: object) -> None:
    user = visit.user(visit.county.officer)
    assert "选择一个身份体验" not in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/role/", {"username": user.username}).status_code == 404
    settings.FANGWEI_DEMO = True  # type: ignore[attr-defined]
    assert "选择一个身份体验" in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/role/", {"username": user.username}).status_code == 404


def test_a_missing_token_is_said_kindly(visit: Visit) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "表单已过期" in answer.content.decode()


def test_what_is_not_there_says_what_to_do(visit: Visit) -> None:
    answer = visit.client(visit.county.officer).get("/desk/cases/YH000000-2026-000001/")
    assert answer.status_code == 404
    assert "没有此内容" in answer.content.decode()


def test_a_text_beyond_measure_is_refused_with_413(visit: Visit) -> None:
    answer = visit.client(visit.county.officer).post("/acting-as/", {"post": "x" * 3_000_000})
    assert answer.status_code in {400, 413}
    assert "过大" in answer.content.decode()


@pytest.mark.parametrize("address", ["/desk/hazards/?q=%00", "/desk/places/?q=%00", "/desk/?case=%00"])
def test_a_null_in_a_text_is_no_failure_of_ours(visit: Visit, address: str) -> None:
    answer = visit.client(visit.county.officer).get(address)
    assert answer.status_code == 400
    assert "请求无法识别" in answer.content.decode()
