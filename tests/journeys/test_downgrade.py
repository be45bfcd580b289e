"""A major hazard is stepped down: proposed by one, carried out by another with an expert, read at once by the city."""

from typing import Any

import pytest

from tests.journeys.steps import (
    DESK,
    FITS,
    form,
    grade_major,
    open_place,
    order_major,
    register,
    search,
    send,
    sign_in,
)

pytestmark = pytest.mark.journey


def test_not_by_one_person_and_not_unseen_by_the_city(page: Any) -> None:
    page.set_viewport_size(DESK)
    sign_in(page, "inspector1")
    open_place(page, "化工")
    number = register(page, "储罐区围堰排水阀常开")
    grade_major(page)
    order_major(page)
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

    # It is told to the city as well, not only found by who looks for it.
    for _second in range(40):
        page.goto("/notices/")
        if "储罐区围堰排水阀常开" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(500)
    assert "储罐区围堰排水阀常开" in page.locator("main").inner_text()
