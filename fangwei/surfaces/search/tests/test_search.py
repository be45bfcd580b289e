"""The one box as its readers use it."""

from typing import Any

from fangwei.ledger.consumers import drain
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_two_characters_find_the_case_and_lead_to_it(visit: Visit) -> None:
    case = visit.county.report("配电箱未接地")
    drain(at=visit.county.tick())
    shown = text(visit.client(visit.county.officer).get("/search/?q=电箱"))
    assert f"/desk/cases/{case.id}/" in shown and "配电箱未接地" in shown


def test_an_enterprise_finds_its_own_and_is_led_to_its_own_pages(visit: Visit) -> None:
    case = visit.county.ordered(description="配电箱未接地")
    drain(at=visit.county.tick())
    shown = text(visit.client(visit.county.safety).get("/search/?q=电箱"))
    assert f"/enterprise/cases/{case.id}/" in shown


def test_the_law_is_found_by_its_words(visit: Visit) -> None:
    assert "法规" in text(visit.client(visit.county.officer).get("/search/?q=事故等级"))


def test_nothing_found_says_what_to_try(visit: Visit) -> None:
    assert "没有找到" in text(visit.client(visit.county.officer).get("/search/?q=齉龘"))
    assert "没有找到" not in text(visit.client(visit.county.officer).get("/search/"))


def test_a_stranger_is_asked_to_sign_in(visit: Visit, client: Any) -> None:
    assert client.get("/search/?q=电箱").status_code == 302
