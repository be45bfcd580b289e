"""A leaver's handover: the list is read, sent back once, confirmed by both persons, and every case says so."""

from typing import Any

import pytest

from tests.journeys.steps import DESK, FITS, PHONE, sign_in

pytestmark = pytest.mark.journey


def test_a_leaver_hands_over_and_who_stands_in_receives(page: Any) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, "fire.regulator")
    assert "离任交接待您确认" in page.locator("main").inner_text(), "it is said at the door"
    page.goto("/people/handovers/")
    page.click(".row-link >> nth=0")
    page.wait_for_load_state()
    address, leaver = page.url, page.locator(".facts dd").nth(1).inner_text()
    lines = page.locator(".handover-line")
    assert lines.count() > 3 and page.evaluate(FITS)
    assert page.locator(".print-only").is_hidden()
    first = lines.nth(1).locator("a").first
    title = first.inner_text()
    lines.nth(1).locator("input[type=text]").fill("配电室钥匙在值班室，联系李师傅")
    with page.expect_navigation():
        page.get_by_role("button", name="确认清单").click()
    assert "清单已确认" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="确认接收").count() == 0, "nobody confirms both sides"

    page.set_viewport_size(DESK)
    sign_in(page, "fire.inspector1")
    page.goto(address)
    assert "代理" in page.locator(".lead").inner_text(), "who stands in is told as what they confirm"
    page.locator(".handover-line").nth(2).locator("input[type=text]").fill("缺现场照片")
    with page.expect_navigation():
        page.get_by_role("button", name="退回补充").click()
    sign_in(page, "fire.regulator")
    page.goto(address)
    sent_back = page.locator(".handover-line").nth(2)
    assert "缺现场照片" in sent_back.inner_text()
    # With the keyboard alone: into the box, type, on to the button, press.
    sent_back.locator("input[type=text]").focus()
    page.keyboard.type("照片已补入案卷")
    page.get_by_role("button", name="确认清单").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    sign_in(page, "fire.inspector1")
    page.goto(address)
    with page.expect_navigation():
        page.get_by_role("button", name="确认接收").click()
    follower = page.locator(".acting").inner_text().split("·")[-1].strip()
    facts = page.locator(".facts").first.inner_text()
    assert leaver in facts and follower in facts
    page.locator(".handover-line").nth(1).locator("a").first.click()
    page.wait_for_load_state()
    assert title in page.locator("main").inner_text()
    panel = page.locator("#handed-over").inner_text()
    assert leaver in panel and follower in panel, "the case's page shows both confirmations"
    story = page.locator("#timeline").inner_text()
    assert "离任人移交" in story and "接任人接收" in story and "配电室钥匙在值班室" in story


def test_the_office_appoints_and_an_account_begins_with_a_password_of_its_own(page: Any) -> None:
    sign_in(page, "office1")
    page.goto("/people/")
    page.fill("main input[name=q]", "专家组")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    page.click(".row-link >> nth=0")
    page.wait_for_load_state()
    page.click(".row-link >> text=联络岗")
    page.wait_for_load_state()
    assert "无人任职" in page.locator("main").inner_text()
    page.click("a[href$='/appoint/']")
    page.click("a[href*='/persons/new/']")
    page.wait_for_load_state()
    page.fill("input[name=name]", "程远帆")
    page.fill("input[name=phone]", "19900001234")
    page.keyboard.press("Enter")
    page.wait_for_url("**person=*")
    page.fill("input[name=reason]", "任〔2026〕9号")
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/*/")
    assert "程远帆" in page.locator("main").inner_text()
    page.click("main a[href*='/people/persons/'] >> nth=0")
    page.click("a[href$='/account/']")
    page.fill("input[name=username]", "cheng.yuanfan")
    page.keyboard.press("Enter")
    secret = page.locator("code.secret").inner_text()

    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.fill("input[name=username]", "cheng.yuanfan")
    page.fill("input[name=password]", secret)
    page.keyboard.press("Enter")
    page.wait_for_url("**/preferences/password/")
    page.goto("/desk/")
    assert page.url.endswith("/preferences/password/"), "nothing else opens before"
    page.fill("input[name=old]", secret)
    for name in ("new", "again"):
        page.fill(f"input[name={name}]", "柳暗花明又一村二十里")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "password" not in url)
    page.goto("/preferences/sessions/")
    assert page.locator("tr[aria-current]").count() == 1
