"""A major hazard is stepped down: proposed by one, carried out by another with an expert, read at once by the city."""

from typing import Any

import pytest

from tests.journeys.steps import DESK, FITS, day, form, open_place, register, search, send, sign_in

pytestmark = pytest.mark.journey


def test_not_by_one_person_and_not_unseen_by_the_city(page: Any) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, "inspector1")
    open_place(page, "化工")
    number = register(page, "储罐区围堰排水阀常开")
    grading = form(page, "grade")
    grading.locator("input[value=major]").check()
    grading.locator("input[name=criterion]").first.check()
    send(grading)
    ordering = form(page, "order")
    for name, text in (("measures", "排水阀常闭并上锁"), ("responsible", "吴某丁"), ("contingency", "专人看守")):
        ordering.locator(f"[name={name}]").fill(text)
    ordering.locator("input[name=due_on]").fill(day(page, 20))
    ordering.locator("input[name=funds_fen]").fill("2000")
    ordering.locator("input[name=on_spot]").first.check()
    send(ordering)
    assert "重大隐患" in page.locator(".case-marks").inner_text()
    proposing = form(page, "propose_downgrade")
    proposing.locator("textarea[name=reason]").fill("复核认定不满足判定情形")
    send(proposing)
    assert page.locator("form[action$='/acts/downgrade/']").count() == 0, "nobody carries out what they proposed"

    sign_in(page, "inspector2")
    page.click(f".queue a[href*='{number}']")
    page.wait_for_load_state()
    agreeing = form(page, "downgrade")
    agreeing.locator("select[name=with_expert]").select_option(index=1)
    agreeing.locator("textarea[name=reason]").fill("现场复核，同意")
    send(agreeing)
    assert "重大隐患" not in page.locator(".case-marks").inner_text()

    sign_in(page, "city.office1")
    search(page, number, "储罐区围堰排水阀常开").click()
    page.wait_for_load_state()
    told = page.locator("#timeline").inner_text()
    assert "已降为一般隐患" in told or "同意降级" in told
    assert "复核认定不满足判定情形" in told, "the city reads who said what, not only the outcome"
    assert page.evaluate(FITS)
