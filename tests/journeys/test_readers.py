"""Those who do not order anything: the leader, the auditor, the expert, the enterprise's principal."""

import re
from typing import Any

import pytest

from tests.journeys.steps import (
    DESK,
    FITS,
    PHONE,
    form,
    grade_major,
    open_place,
    order_major,
    photo,
    register,
    send,
    sign_in,
)

pytestmark = pytest.mark.journey


def test_a_leader_opens_the_cases_behind_each_number_and_reaches_whoever_answers(page: Any) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, "leader1")
    assert page.locator("main a[href^='tel:']").count(), "who is late can be called from the first screen"
    assert page.evaluate(FITS)
    numbers = page.locator(".figures").last.locator("a")
    assert numbers.count() == 5
    for href in [one.get_attribute("href") for one in numbers.all()]:
        page.goto(href)
        assert page.locator("h1").count() == 1
        assert page.evaluate(FITS)
    page.goto("/desk/hazards/?need=overdue")
    page.click(".row-link >> nth=0")
    page.wait_for_load_state()
    assert page.locator(".owner a[href^='tel:']").count(), "one tap to call whoever answers"
    assert page.locator(".may form").count() == page.locator(".may-rare form").count(), "a leader orders nothing here"
    page.goto("/desk/duties/")
    assert "我的职责" in page.locator("h1").inner_text()
    page.click("a[href='/desk/diligence/']")
    assert page.evaluate(FITS)


def test_an_auditor_reads_everything_changes_nothing_and_takes_the_proof_along(page: Any) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, "auditor1")
    page.goto("/desk/hazards/")
    page.click(".row-link >> nth=0")
    page.wait_for_load_state()
    assert page.locator(".may form[action*='/acts/']").count() == 0
    number = page.locator(".case-number").inner_text()
    life = page.request.get(page.locator("#timeline a[href^='/ledger/lives/']").get_attribute("href"))
    assert life.ok
    assert len(life.body()) > 500
    page.goto("/ledger/")
    assert "未发现问题" in page.locator("main").inner_text()
    page.fill("input[name=case]", number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert number in page.locator("main").inner_text()


def test_the_expert_comes_before_the_officers_and_the_principal_may_object(page: Any) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, "principal1")
    firm = page.locator("h1").inner_text()
    sign_in(page, "inspector1")
    open_place(page, firm)
    number = register(page, "一级重大危险源紧急切断阀失效")
    grade_major(page)

    sign_in(page, "principal1")
    page.goto(f"/enterprise/cases/{number}/")
    objecting = form(page, "dispute_grade")
    objecting.locator("textarea[name=reason]").fill("该阀已停用并拆除管线")
    send(objecting)
    assert not re.search("风险分|排名|下次检查", page.locator("main").inner_text()), "no score, no rank, no next visit"

    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{number}/")
    deciding = form(page, "decide_dispute")
    deciding.locator("select[name=with_second_officer]").select_option(index=1)
    deciding.locator("select[name=with_expert]").select_option(index=1)
    deciding.locator("input[value=major]").check()
    deciding.locator("input[name=criterion]").first.check()
    deciding.locator("textarea[name=reason]").fill("阀门仍在系统中，维持重大")
    send(deciding)
    assert "重大隐患" in page.locator(".case-marks").inner_text()

    order_major(page)
    sign_in(page, "principal1")
    page.goto(f"/enterprise/cases/{number}/")
    handing = form(page, "submit")
    handing.locator("textarea[name=note]").fill("已更换切断阀并联调")
    handing.locator("input[name=files]").set_input_files(photo("整改后.jpg"))
    send(handing)

    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{number}/")
    assert page.locator("form[action$='/acts/verify/']").count() == 0, "the officers wait for the expert"

    sign_in(page, "expert1")
    page.click(f".queue a[href*='{number}']")
    page.wait_for_load_state()
    accepting = form(page, "expert_accept")
    accepting.locator("textarea[name=note]").fill("现场查看，符合要求")
    accepting.locator("input[name=files]").set_input_files(photo("验收.jpg"))
    send(accepting)
    assert page.locator("form[action$='/acts/expert_accept/']").count() == 0
    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{number}/")
    assert form(page, "verify").count() == 1
