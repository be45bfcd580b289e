"""One order's life through three pairs of hands: the inspector's, the enterprise's, and the inspector's again."""

from typing import Any

import pytest

from tests.journeys.steps import (
    DESK,
    FITS,
    PHONE,
    day,
    draft_and_issue,
    find_and_grade,
    firm_of,
    form,
    open_place,
    photo,
    search,
    send,
    sign_in,
)

pytestmark = pytest.mark.journey

WINDOWS = pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])


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


def hand_in(page: Any, numbers: list[str], note: str) -> None:
    """Hand in, as the enterprise that is signed in, what was done about some hazards, each with a photo."""
    for number in numbers:
        page.goto(f"/enterprise/cases/{number}/")
        handing = form(page, "submit")
        handing.locator("textarea[name=note]").fill(note)
        handing.locator("input[name=files]").set_input_files(photo("整改后.jpg"))
        send(handing)
        assert "待复查" in page.locator(".case-marks").inner_text()


def reinspect(page: Any, order: str, results: list[tuple[str, str]]) -> None:
    """Record a re-inspection: for each item of the order, in its order, a result and what was seen."""
    page.goto(f"/desk/cases/{order}/")
    checking = form(page, "reinspect")
    for place, (result, note) in enumerate(results):
        checking.locator("fieldset").nth(place).locator(f"input[value={result}]").check()
        checking.locator("input[name^=note_]").nth(place).fill(note)
    checking.locator("select[name=with_second_officer]").select_option(index=1)
    checking.locator("input[name=files]").set_input_files(photo("复查.jpg"))
    send(checking)


def states(page: Any, numbers: list[str]) -> list[str]:
    """Return what the marks of some cases say."""
    found = []
    for number in numbers:
        page.goto(f"/desk/cases/{number}/")
        found.append(str(page.locator(".case-marks").inner_text()))
    return found


@WINDOWS
def test_from_the_order_to_the_closed_case_and_its_papers(page: Any, window: dict[str, int]) -> None:
    name = firm_of(page, "enterprise1")
    page.set_viewport_size(window)
    sign_in(page, "inspector1")
    open_place(page, name)
    described = [f"{word}层消防栓无水压（{window['width']}）" for word in ("一", "二")]
    numbers = [find_and_grade(page, one) for one in described]
    order = draft_and_issue(page, numbers)

    # The enterprise needs longer for one of the two, and asks before its day.
    sign_in(page, "enterprise1")
    page.goto(f"/enterprise/cases/{numbers[1]}/")
    asking = form(page, "request_extension")
    asking.locator("input[name=until]").fill(day(page, 14))
    asking.locator("textarea[name=reason]").fill("水泵配件到货需两周")
    send(asking)
    sign_in(page, "inspector1")
    page.goto(f"/desk/cases/{numbers[1]}/")
    assert "水泵配件到货需两周" in page.locator("main").inner_text()
    granting = form(page, "grant_extension")
    granting.locator("textarea[name=reason]").fill("理由成立，同意延期")
    send(granting)

    sign_in(page, "enterprise1")
    page.goto(f"/enterprise/cases/{numbers[1]}/")
    assert "已延期" in page.locator(".case-head").inner_text(), "the longer period is seen by whoever asked for it"
    hand_in(page, numbers, "已维修并试水")
    page.goto(f"/enterprise/cases/{order}/")
    assert page.locator("form[action*='/acts/reinspect/']").count() == 0

    sign_in(page, "inspector1")
    reinspect(page, order, [("pass", "压力正常"), ("fail", "压力仍不足")])
    mixed = states(page, numbers)
    assert any("已销号" in state for state in mixed)
    assert any("整改中" in state for state in mixed)
    left = numbers[0] if "整改中" in mixed[0] else numbers[1]

    sign_in(page, "enterprise1")
    hand_in(page, [left], "已更换水泵，压力合格")
    sign_in(page, "inspector1")
    reinspect(page, order, [("pass", "压力正常")])
    assert all("已销号" in state for state in states(page, numbers))
    page.goto(f"/desk/cases/{order}/")
    assert "指令执行中" not in page.locator(".case-marks").inner_text(), "an order ends with its last item"

    # Two characters are enough to find it again; its papers are taken along as files.
    search(page, "水压", described[1]).click()
    page.wait_for_load_state()
    assert page.locator(".case-number").inner_text() == numbers[1]
    page.goto(f"/desk/cases/{order}/")
    for paper in ("责令限期整改指令书", "整改复查意见书"):
        row = page.locator(".paper-row", has_text=paper).first
        address = row.locator("a", has_text="PDF").get_attribute("href")
        answer = page.request.get(address)
        assert answer.ok
        assert answer.headers["content-type"].startswith("application/pdf")
        assert answer.body().startswith(b"%PDF-") and len(answer.body()) > 5_000
    assert page.evaluate(FITS)


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
