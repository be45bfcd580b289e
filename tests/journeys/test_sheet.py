"""A register sheet comes in, is looked at first, runs with progress, and its cases are confirmed."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.journeys.steps import FITS, firm_of, sign_in

pytestmark = pytest.mark.journey


def sheet(firm: str) -> dict[str, Any]:
    """A sheet as an office keeps it: a title, heads of its own, a blank row, a signature."""
    book = openpyxl.Workbook()
    for row in (
        ("项城市事故隐患排查治理台账",),
        ("企业名称", "隐患描述", "排查时间", "隐患等级", "整改期限", "是否销号"),
        (firm, "台账甲：化学品储罐围堰破损", "2026年3月5日", "一般", "2026.12.30", "否"),
        (firm, "台账乙：消防通道堆物", "2026-03-06", "一般隐患", "", "否"),
        (),
        ("没有这家企业", "台账丙：灭火器过期", "2026/3/7", "一般", "", "否"),
        ("填表人：",),
    ):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "隐患台账.xlsx", "mimeType": kind, "buffer": file.getvalue()}


def test_from_the_sheet_to_the_confirmed_baseline(page: Any) -> None:
    firm = firm_of(page, "enterprise1")
    sign_in(page, "regulator1")
    page.click("a[href='/desk/import/'] >> nth=0")
    page.check("input[name=spec][value=hazards]")
    page.set_input_files("input[name=sheet]", sheet(firm))
    page.click("text=先试读")
    page.wait_for_load_state()
    shown = page.locator("main").inner_text()
    assert "试读结果" in shown
    assert "将被退回的行" in shown
    assert page.evaluate(FITS)
    page.click("text=开始导入")
    page.wait_for_url("**/desk/import/jobs/**", timeout=30_000)
    assert "确认存量" in page.locator("main").inner_text()
    with page.expect_download() as kept:
        page.click("text=下载退回行")
    assert kept.value.suggested_filename.endswith(".xlsx")
    page.click("text=确认存量 >> nth=-1")
    page.wait_for_load_state()
    row = page.locator("tr", has_text="台账甲：化学品储罐围堰破损")
    row.locator("input[name=chosen]").check()
    page.click("button[value=confirm_baseline]")
    page.wait_for_load_state()
    assert "已确认 1 条" in page.locator("main").inner_text()
    assert page.locator("tr", has_text="台账甲：化学品储罐围堰破损").count() == 0
    page.goto("/desk/hazards/?q=%E5%9B%B4%E5%A0%B0%E7%A0%B4%E6%8D%9F")
    for _second in range(40):
        if page.locator(".row-link", has_text="台账甲：化学品储罐围堰破损").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.locator(".row-link", has_text="台账甲：化学品储罐围堰破损").first.click()
    page.wait_for_load_state()
    assert "存量" in page.locator("#timeline").inner_text(), "who confirmed it, and when, stays with the case"
    assert page.locator(".owner-holder").first.inner_text()


def test_a_picture_is_no_sheet(page: Any) -> None:
    sign_in(page, "regulator1")
    page.goto("/desk/import/")
    page.check("input[name=spec][value=sites]")
    page.set_input_files("input[name=sheet]", {"name": "照片.xlsx", "mimeType": "image/png", "buffer": b"\x89PNG...."})
    page.click("text=先试读")
    page.wait_for_load_state()
    assert "还不能导入" in page.locator("main").inner_text()
