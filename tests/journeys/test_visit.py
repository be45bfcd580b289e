"""A visit through four pairs of hands: applied for, approved, checked by its code at the gate, recorded with a hazard."""

from typing import Any

import pytest

from tests.journeys.steps import DESK, FITS, PHONE, day, firm_of, form, open_place, send, sign_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_a_visit_from_the_application_to_the_record(page: Any, window: dict[str, int]) -> None:
    name = firm_of(page, "enterprise1")
    page.set_viewport_size(window)
    sign_in(page, "inspector1")
    open_place(page, name)
    page.click("a[href$='/visit/']")
    page.check("input[name=type][value=individual]")
    page.select_option("select[name=trigger]", "own_request")
    page.fill("input[name=basis]", f"企业申请指导检查（{window['width']}）")
    page.fill("textarea[name=matters]", "罐区和装卸作业")
    page.fill("input[name=planned_on]", day(page, 1))
    boxes = page.locator("input[name=inspectors]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    assert page.evaluate(FITS)
    page.click(".form-foot button[type=submit]")
    page.wait_for_load_state()
    number = str(page.locator(".case-number").inner_text())
    people = page.locator("main").inner_text()

    sign_in(page, "enterprise1")
    page.goto("/enterprise/visits/")
    assert number not in page.locator("main").inner_text()

    sign_in(page, "emergency.head")
    page.goto(f"/desk/cases/{number}/")
    send(form(page, "approve_visit"))
    assert "已批准" in page.locator(".case-marks").inner_text()

    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{number}/")
    send(form(page, "notify_visit"))
    page.click("a[href$='/code/']")
    page.wait_for_load_state()
    assert page.locator("img.qr").evaluate("one => one.naturalWidth") > 0
    code = page.locator("a[href^='/v/']").get_attribute("href")

    page.context.clear_cookies()
    page.goto(code)
    assert page.evaluate(FITS)
    shown = page.locator("main").inner_text()
    assert number in shown
    assert all(one in people for one in page.locator(".inspectors-list strong").all_inner_texts())

    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{number}/")
    send(form(page, "begin_visit"))

    sign_in(page, "enterprise1")
    page.goto(f"/enterprise/cases/{number}/")
    send(form(page, "confirm_entry"))

    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{number}/")
    record = form(page, "record_visit")
    record.locator("textarea[name=checked]").fill("查看罐区")
    record.locator("textarea[name=findings]").fill(f"罐区围堰破损（{window['width']}）")
    record.locator("input[value=signed]").check()
    record.locator("select[name=with_second_officer]").select_option(index=1)
    record.locator("input[name=with_representative]").fill("吴某")
    send(record)
    done = page.locator("main").inner_text()
    assert "检查已结束" in done
    assert f"罐区围堰破损（{window['width']}）" in done
    assert page.evaluate(FITS)

    page.context.clear_cookies()
    page.goto(code)
    assert not page.locator(".inspectors-list").count()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_first_page_is_for_everybody(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    assert page.evaluate(FITS)
    assert page.locator("a[href='tel:119']").is_visible()
    assert page.locator("a[href='/sign-in/']").first.is_visible()
