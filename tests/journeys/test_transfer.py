"""A danger that nobody wants: refused by one body, given to another, refused again, decided for good."""

from typing import Any

import pytest

from tests.journeys.steps import DESK, FITS, form, open_place, register, send, sign_in

pytestmark = pytest.mark.journey


def offer(page: Any, number: str, body: str, reason: str) -> None:
    """Offer a case to the duty post of another body."""
    page.goto(f"/desk/cases/{number}/")
    offering = form(page, "propose_transfer")
    offering.locator("select[name=to_post]").select_option(value=post_of(offering, body))
    offering.locator("textarea[name=reason]").fill(reason)
    send(offering)


def post_of(found: Any, body: str) -> str:
    """Return the choice of the post that a body has, from the list of a form."""
    return str(found.locator("option", has_text=body).first.get_attribute("value"))


def refuse(page: Any, number: str, reason: str) -> None:
    """Refuse a case from one's own queue."""
    page.goto("/desk/")
    assert number in page.content(), "what is offered stands on the desk of whoever has to answer"
    page.goto(f"/desk/cases/{number}/")
    refusing = form(page, "refuse_transfer")
    refusing.locator("textarea[name=reason]").fill(reason)
    send(refusing)


def decide(page: Any, number: str, body: str, reason: str) -> None:
    """Decide as the committee office which body answers."""
    sign_in(page, "office1")
    assert number in page.content(), "the committee office’s first screen says what it has to decide"
    page.goto("/desk/")
    page.click(f".queue a[href*='{number}']")
    page.wait_for_load_state()
    deciding = form(page, "arbitrate")
    deciding.locator("select[name=to_post]").select_option(value=post_of(deciding, body))
    deciding.locator("textarea[name=reason]").fill(reason)
    send(deciding)


def test_refused_twice_and_decided_by_the_committee_office(page: Any) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, "regulator1")
    open_place(page, "家具")
    number = register(page, "院内充电棚与厂房贴邻，权属不清")

    offer(page, number, "市场监督管理局", "属特种设备管理")
    sign_in(page, "market.regulator")
    refuse(page, number, "充电设施不是特种设备")
    decide(page, number, "住房和城乡建设局", "属建筑物使用安全")

    sign_in(page, "housing.regulator")
    assert number in page.content(), "the decision binds: it stands on the new owner's desk"
    offer(page, number, "消防救援大队", "属消防安全")
    sign_in(page, "fire.regulator")
    refuse(page, number, "未改变消防设施，不属本队")
    page.goto(f"/desk/cases/{number}/")
    assert page.locator("form[action$='/acts/refuse_transfer/']").count() == 0, "it is not refused a third time"
    decide(page, number, "消防救援大队", "电动自行车充电按消防监督检查办理")

    sign_in(page, "fire.regulator")
    page.goto(f"/desk/cases/{number}/")
    assert "项城市消防救援大队" in page.locator(".owner").first.inner_text()
    told = page.locator("#timeline").inner_text()
    assert "充电设施不是特种设备" in told, "both refusals stay on record with their reasons"
    assert "未改变消防设施，不属本队" in told
    assert "电动自行车充电按消防监督检查办理" in told
    assert page.evaluate(FITS)
