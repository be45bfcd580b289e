"""An order from the first danger to the issued paper without a mouse, and at each stop one sees where one is."""

from typing import Any

import pytest

from tests.journeys.steps import DESK, day, firm_of, photo

pytestmark = pytest.mark.journey

SEEN = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return {drawn, inside, what: here.outerHTML.slice(0, 120)};
}"""


def tab_to(page: Any, selector: str, most: int = 120) -> Any:
    """Press Tab until the focus stands on what `selector` names; each stop on the way must show itself."""
    for _press in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        assert seen["drawn"], f"the focus cannot be seen: {seen['what']}"
        assert seen["inside"], f"the focus is outside the window: {seen['what']}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return page.locator(":focus")
    raise AssertionError(f"no way by Tab to {selector}")


def enter(page: Any) -> None:
    """Press Enter on a link or button that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def put_date(page: Any, selector: str, value: str) -> None:
    """Type a day into a date box; which part comes first is the browser's own custom."""
    year, month, number = value.split("-")
    for keys in (f"{month}{number}{year}", f"{year}{month}{number}", f"{number}{month}{year}"):
        tab_to(page, selector)
        page.keyboard.type(keys)
        if page.locator(selector).input_value() == value:
            return
        page.reload()
    raise AssertionError(f"{selector} takes no day by keyboard")


def take_photo(page: Any) -> None:
    """Open the file box that has the focus and take a photo; a busy browser may not hear the first press."""
    from playwright.sync_api import TimeoutError as TooSlow

    for key in ("Space", "Enter", "Space"):
        try:
            with page.expect_file_chooser(timeout=5_000) as chosen:
                page.keyboard.press(key)
        except TooSlow:
            continue
        chosen.value.set_files(photo())
        return
    raise AssertionError("the file box does not open by keyboard")


def choose(page: Any, selector: str) -> None:
    """Walk to a choice box and take its first real choice."""
    tab_to(page, selector)
    page.keyboard.press("ArrowDown")
    assert page.locator(selector).input_value(), selector


def test_an_order_without_a_mouse(page: Any) -> None:
    name = firm_of(page, "enterprise1")
    page.set_viewport_size(DESK)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    tab_to(page, "button[name=username][value=inspector1]")
    enter(page)

    # The slash leads into the one box from anywhere.
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('input[data-find]')")
    page.keyboard.type(name)
    enter(page)
    tab_to(page, "main a[href^='/desk/places/']")
    enter(page)
    place = page.url
    tab_to(page, "a[href$='/report/']")
    enter(page)
    tab_to(page, "textarea[name=description]")
    page.keyboard.type("反应釜温度计失灵（键盘）")
    choose(page, "select[name=how_found]")
    tab_to(page, "input[name=files]")
    take_photo(page)
    tab_to(page, ".form-foot button[type=submit]")
    enter(page)
    if page.locator("input[name=anyway]").count():
        tab_to(page, ".form-foot button[type=submit]")
        enter(page)
    number = page.locator(".case-number").inner_text()
    tab_to(page, "form[action$='/acts/grade/'] input[name=grade]")
    page.keyboard.press("Space")
    if page.locator(":focus").get_attribute("value") != "general":
        page.keyboard.press("ArrowDown")
    tab_to(page, "form[action$='/acts/grade/'] button[type=submit]")
    enter(page)

    page.goto(place)
    tab_to(page, "a[href$='/order/']")
    enter(page)
    put_date(page, "input[name=due_on_all]", day(page, 9))
    for key in [box.get_attribute("value") for box in page.locator("input[name=chosen]").all()]:
        box = page.locator(f"#chosen-{key}")
        wanted = number in box.locator("xpath=..").inner_text()
        if box.is_checked() != wanted:
            tab_to(page, f"#chosen-{key}")
            page.keyboard.press("Space")
        if wanted:
            tab_to(page, f"textarea[name=measures_{key}]")
            page.keyboard.type("更换温度计并校验")
    tab_to(page, ".form-foot button[type=submit]")
    enter(page)
    tab_to(page, "form[action$='/acts/issue/'] input[name=signature]")
    page.keyboard.press("Space")
    if page.locator(":focus").get_attribute("value") != "refused":
        page.keyboard.press("ArrowDown")
    choose(page, "form[action$='/acts/issue/'] select[name=with_second_officer]")
    tab_to(page, "form[action$='/acts/issue/'] input[name=with_representative]")
    page.keyboard.type("赵国强")
    tab_to(page, "form[action$='/acts/issue/'] button[type=submit]")
    enter(page)
    assert page.locator(".errors").count() == 0, page.locator(".errors").all_inner_texts()
    assert "指令执行中" in page.locator(".case-marks").inner_text()


def test_a_list_is_walked_and_chosen_from_by_keys(page: Any) -> None:
    page.set_viewport_size(DESK)
    page.goto("/sign-in/")
    tab_to(page, "button[name=username][value=regulator1]")
    enter(page)
    page.goto("/desk/hazards/")
    for key in "jjk":
        page.keyboard.press(key)
        seen = page.evaluate(SEEN)
        assert seen["drawn"] and seen["inside"], seen["what"]
    assert page.evaluate("document.activeElement.closest('[data-row]') === document.querySelectorAll('[data-row]')[0]")
    page.keyboard.press("x")
    assert page.locator("input[name=chosen]:checked").count() == 1
    assert page.locator("[data-chosen-count]").inner_text() == "1"
    page.keyboard.press("j")
    title = page.locator(":focus").inner_text()
    enter(page)
    assert title.split("\n")[0] in page.locator("h1").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')"), "the first stop leads past the menu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id === 'main' || location.hash === '#main'")
