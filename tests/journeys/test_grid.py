"""A perished gas hose at a shop of three: found by a grid worker, removed by its owner, confirmed by the township."""

from typing import Any

import pytest

from tests.journeys.steps import FITS, PHONE, day, firm_of, form, photo, send, sign_in

pytestmark = pytest.mark.journey


def test_the_noodle_shop_needs_no_county_officer(page: Any) -> None:
    name = firm_of(page, "shop1")
    page.set_viewport_size(PHONE)
    sign_in(page, "grid1")
    page.click("main a[href$='/grid/report/'] >> nth=0")
    assert "119" in page.locator("main").inner_text()
    page.fill("main input[name=q]", name)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.click(".pick a >> nth=0")
    page.fill("textarea[name=description]", "灶台燃气软管龟裂漏气")
    page.fill("input[name=spot]", "后厨左侧灶台")
    page.set_input_files("input[name=files]", photo())
    assert page.evaluate(FITS)
    page.click(".form-foot button[type=submit]")
    page.wait_for_load_state()
    number = page.locator(".case-number").inner_text()
    assert page.locator(".owner-holder").inner_text(), "who answers is named at once"
    page.goto("/grid/")
    assert "灶台燃气软管龟裂漏气" in page.locator("main").inner_text()

    sign_in(page, "township1")
    page.goto(f"/desk/cases/{number}/")
    grading = form(page, "grade")
    grading.locator("input[value=general]").check()
    send(grading)
    ordering = form(page, "order")
    ordering.locator("input[name=due_on]").fill(day(page, 3))
    ordering.locator("textarea[name=measures]").fill("更换金属软管，加装熄火保护")
    send(ordering)

    sign_in(page, "shop1")
    assert "灶台燃气软管龟裂漏气" in page.locator("main").inner_text()
    page.goto(f"/enterprise/cases/{number}/")
    handing = form(page, "submit")
    handing.locator("textarea[name=note]").fill("换好了")
    handing.locator("input[name=files]").set_input_files(photo("换好.jpg"))
    send(handing)
    assert "待复查" in page.locator(".case-marks").inner_text(), "the owner's photo alone does not close it"

    sign_in(page, "township1")
    page.goto("/grid/")
    page.click("text=灶台燃气软管龟裂漏气")
    page.wait_for_load_state()
    checking = form(page, "verify")
    checking.locator("textarea[name=note]").fill("现场看过，已更换")
    send(checking)
    assert "已销号" in page.locator(".case-marks").inner_text()

    sign_in(page, "grid1")
    card = page.locator(".card", has_text="灶台燃气软管龟裂漏气").first
    assert "已销号" in card.inner_text(), "whoever reported it reads what became of it"
    assert page.evaluate(FITS)
