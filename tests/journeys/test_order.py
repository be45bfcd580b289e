"""One order's life through three pairs of hands: the inspector's, the enterprise's, and the inspector's again."""

from typing import Any

import pytest

from tests.journeys.steps import DESK, FITS, PHONE, day, firm_of, form, open_place, photo, send, sign_in

pytestmark = pytest.mark.journey

WINDOWS = pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])


def find_and_grade(page: Any, description: str) -> str:
    """Register a danger at the place whose file is open, grade it general, and return its number."""
    place = page.url
    page.click("a[href$='/report/']")
    page.fill("textarea[name=description]", description)
    page.select_option("select[name=how_found]", "inspection")
    page.set_input_files("input[name=files]", photo())
    page.click(".form-foot button[type=submit]")
    page.wait_for_load_state()
    if page.locator("input[name=anyway]").count():
        page.click(".form-foot button[type=submit]")
        page.wait_for_load_state()
    number = page.locator(".case-number").inner_text()
    grading = form(page, "grade")
    grading.locator("input[value=general]").check()
    send(grading)
    page.goto(place)
    return str(number)


def draft_and_issue(page: Any, numbers: list[str]) -> str:
    """Put graded hazards on one order and issue it, with a witness because nobody signs."""
    page.click("a[href$='/order/']")
    page.fill("input[name=due_on_all]", day(page, 10))
    for box in page.locator("input[name=chosen]").all():
        wanted = any(number in box.locator("xpath=..").inner_text() for number in numbers)
        box.set_checked(wanted)
        if wanted:
            page.fill(f"textarea[name=measures_{box.input_value()}]", "按规范整改并留存照片")
    assert page.evaluate(FITS)
    page.click(".form-foot button[type=submit]")
    page.wait_for_load_state()
    issuing = form(page, "issue")
    issuing.locator("select[name=with_second_officer]").select_option(index=1)
    issuing.locator("input[value=refused]").check()
    issuing.locator("input[name=with_representative]").fill("赵国强")
    send(issuing)
    return str(page.locator(".case-number").inner_text())


@WINDOWS
def test_an_order_for_two_is_issued_with_a_witness(page: Any, window: dict[str, int]) -> None:
    name = firm_of(page, "enterprise1")
    page.set_viewport_size(window)
    sign_in(page, "inspector1")
    open_place(page, name)
    numbers = [find_and_grade(page, f"{word}号设备防护罩缺失（{window['width']}）") for word in ("甲", "乙")]
    draft_and_issue(page, numbers)
    assert page.evaluate(FITS)
    shown = page.locator("main").inner_text()
    assert "指令执行中" in shown
    assert "赵国强" in shown
    page.click("a[href$='/print/']")
    assert "责令限期整改指令书" in page.locator("main").inner_text()


@WINDOWS
def test_submitted_and_reinspected_with_mixed_results(page: Any, window: dict[str, int]) -> None:
    name = firm_of(page, "enterprise1")
    page.set_viewport_size(window)
    sign_in(page, "inspector1")
    open_place(page, name)
    numbers = [find_and_grade(page, f"{word}层消防栓无水压（{window['width']}）") for word in ("一", "二")]
    order = draft_and_issue(page, numbers)

    sign_in(page, "enterprise1")
    for number in numbers:
        page.goto(f"/enterprise/cases/{number}/")
        handing = form(page, "submit")
        handing.locator("textarea[name=note]").fill("已维修并试水")
        handing.locator("input[name=files]").set_input_files(photo("整改后.jpg"))
        send(handing)
        assert "待复查" in page.locator(".case-marks").inner_text()
    page.goto(f"/enterprise/cases/{order}/")
    assert page.locator("form[action*='/acts/reinspect/']").count() == 0

    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{order}/")
    checking = form(page, "reinspect")
    results = checking.locator("fieldset")
    results.nth(0).locator("input[value=pass]").check()
    results.nth(1).locator("input[value=fail]").check()
    notes = checking.locator("input[name^=note_]")
    notes.nth(0).fill("压力正常")
    notes.nth(1).fill("压力仍不足")
    checking.locator("select[name=with_second_officer]").select_option(index=1)
    checking.locator("input[name=files]").set_input_files(photo("复查.jpg"))
    send(checking)
    states = []
    for number in numbers:
        page.goto(f"/desk/cases/{number}/")
        states.append(page.locator(".case-marks").inner_text())
    assert any("已销号" in state for state in states)
    assert any("整改中" in state for state in states)


def test_a_refusal_keeps_the_photo_and_the_words(page: Any) -> None:
    name = firm_of(page, "enterprise1")
    sign_in(page, "inspector1")
    open_place(page, name)
    numbers = [find_and_grade(page, "三层疏散指示灯损坏")]
    draft_and_issue(page, numbers)
    sign_in(page, "enterprise1")
    page.goto(f"/enterprise/cases/{numbers[0]}/")
    handing = form(page, "submit")
    handing.locator("input[name=files]").set_input_files(photo("整改后.jpg"))
    with page.expect_navigation():
        handing.locator("button[type=submit]").last.click()
    assert "已上传并保留：整改后.jpg" in page.locator("main").inner_text()
    again = form(page, "submit")
    again.locator("textarea[name=note]").fill("已更换")
    send(again)
    assert page.locator(".evidence img").count() >= 1
