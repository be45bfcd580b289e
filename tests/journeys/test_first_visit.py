"""A newcomer opens the demo: offered the roles, understood in both languages, on a phone and on a desk."""

from typing import Any

import pytest

pytestmark = pytest.mark.journey

# Width of the page must not exceed the window's: nothing to be found by scrolling sideways.
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


def test_the_door_offers_the_roles(page: Any) -> None:
    page.goto("/sign-in/")
    assert page.locator("html").get_attribute("lang").lower().startswith("zh")
    assert page.locator("form button, form [type=submit]").count() >= 3


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_door_fits_the_screen(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/sign-in/")
    assert page.evaluate(FITS)


def test_chinese_is_drawn_with_glyphs(page: Any) -> None:
    page.goto("/sign-in/")
    widths = page.evaluate(
        """() => ["安", "全", "\\uE000"].map((text) => {
            const context = document.createElement("canvas").getContext("2d");
            context.font = "40px " + getComputedStyle(document.body).fontFamily;
            context.fillText(text, 0, 40);
            return context.getImageData(0, 0, 60, 60).data.reduce((sum, value) => sum + value, 0);
        })"""
    )
    assert len(set(widths)) == 3, "two characters with the same picture are two empty boxes: install a Chinese font"
