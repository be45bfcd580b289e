"""Steps that several journeys take: signing in as one of the demo's people, taking a photo, opening a form."""

from io import BytesIO
from itertools import count
from typing import Any

import pytest
from PIL import Image

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
_shades = count(1)


def sign_in(page: Any, username: str) -> None:
    """Come in as one of the roles that the demo's door offers; whoever was in is out."""
    # Off the page first: a picture that it still loads would ask as a stranger, and its answer bring another form token.
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto("/sign-in/")
    with page.expect_navigation():
        page.click(f"button[name=username][value='{username}']")
    if "/sign-in/" in page.url:
        pytest.fail(f"{username} was not let in: {page.locator('body').inner_text()}")


def photo(name: str = "现场.jpg") -> dict[str, Any]:
    """A photo as a phone takes it, different each time."""
    file, shade = BytesIO(), next(_shades)
    Image.new("RGB", (640, 480), (shade * 37 % 256, shade * 11 % 256, 90)).save(file, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def form(page: Any, verb: str) -> Any:
    """Open the form of a verb on a case's page and return it."""
    found = page.locator(f"form[action$='/acts/{verb}/']")
    if not found.is_visible():
        rare = page.locator("details.may-rare")
        if (
            rare.count()
            and rare.locator(f"form[action$='/acts/{verb}/']").count()
            and rare.get_attribute("open") is None
        ):
            rare.locator("> summary").click()
    if not found.is_visible():
        found.locator("xpath=..").locator("> summary").click()
    return found


def send(found: Any) -> None:
    """Send a form and wait for the page that answers."""
    page = found.page
    with page.expect_navigation():
        found.locator("button[type=submit]").last.click()
    assert page.locator(".errors").count() == 0, page.locator(".errors").all_inner_texts()


def day(page: Any, days: int) -> str:
    """A day from today on, as a date box takes it."""
    return str(page.evaluate(f"new Date(Date.now() + {days} * 864e5 + 8 * 36e5).toISOString().slice(0, 10)"))


def firm_of(page: Any, username: str) -> str:
    """The name of an enterprise user's own enterprise, read off their first screen."""
    sign_in(page, username)
    return str(page.locator("h1").inner_text())


def open_place(page: Any, name: str) -> None:
    """Find a place by name on the desk and open its file."""
    page.goto("/desk/places/")
    page.fill("main input[name=q]", name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator(".row-link").first.click()


def register(page: Any, description: str) -> str:
    """Register a danger at the place whose file is open and return its number; the case stays open."""
    page.click("a[href$='/report/']")
    page.fill("textarea[name=description]", description)
    page.select_option("select[name=how_found]", "inspection")
    page.set_input_files("input[name=files]", photo())
    for _again in range(2):
        with page.expect_navigation():
            page.click(".form-foot button[type=submit]")
        if not page.locator("input[name=anyway]").count():
            break
    return str(page.locator(".case-number").inner_text())


def find_and_grade(page: Any, description: str) -> str:
    """Register a danger at the place whose file is open, grade it general, and return its number."""
    place = page.url
    number = register(page, description)
    grading = form(page, "grade")
    grading.locator("input[value=general]").check()
    send(grading)
    page.goto(place)
    return number


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


def search(page: Any, typed: str, expected: str) -> Any:
    """Type into the one box on top of every page, or on a phone into the page behind its icon; return the expected link.

    The search takes new cases in a moment after they are registered: it is asked again until then.
    """
    box = page.locator("input[data-find]")
    if not box.is_visible():
        page.click(".bar-find")
        box = page.locator("main input[name=q]")
    box.fill(typed)
    with page.expect_navigation():
        box.press("Enter")
    found = page.locator(".found a", has_text=expected)
    for _second in range(40):
        if found.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return found.first


def grade_major(page: Any) -> None:
    """Grade the hazard whose page is open as major, by the first criterion that is offered for its sector."""
    grading = form(page, "grade")
    grading.locator("input[value=major]").check()
    grading.locator("input[name=criterion]").first.check()
    send(grading)


def order_major(page: Any) -> None:
    """Order a major hazard with its five settled things."""
    ordering = form(page, "order")
    for name, text in (
        ("measures", "停用并更换，专人看守"),
        ("responsible", "主要负责人"),
        ("contingency", "专人看守"),
    ):
        ordering.locator(f"[name={name}]").fill(text)
    ordering.locator("input[name=due_on]").fill(day(page, 20))
    ordering.locator("input[name=funds_fen]").fill("2000")
    ordering.locator("input[name=on_spot]").first.check()
    send(ordering)
