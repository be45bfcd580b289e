"""Each role's main pages before axe-core: in both languages, on a phone and a desk, light and dark, nothing serious found."""

import re
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.journeys.steps import DESK, FITS, PHONE, sign_in

pytestmark = pytest.mark.journey

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run({resultTypes: ["violations"]}).then((found) => found.violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => one.id + ": " + one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")))"""

# Language, window and theme; two to a page, turned with the page and the role, so that every pairing is met.
TURNS = (
    (("zh-hans", PHONE, "dark"), ("en", DESK, "light")),
    (("zh-hans", DESK, "dark"), ("en", PHONE, "light")),
    (("zh-hans", PHONE, "light"), ("en", DESK, "dark")),
    (("zh-hans", DESK, "light"), ("en", PHONE, "dark")),
)

# What a role's day is made of; "~" pages are found by the first link of that shape on the page named before it.
DAYS = {
    "inspector1": ["/desk/", "/desk/places/", "~/desk/places/[0-9a-f-]{36}/", "~/desk/places/.*/order/"],
    "regulator1": ["/desk/hazards/", "~/desk/cases/", "/desk/places/", "~/desk/places/[0-9a-f-]{36}/", "~.*/report/"],
    "township1": ["/desk/", "/grid/report/", "/desk/inherited/", "/desk/import/"],
    "grid1": ["/grid/", "/grid/report/", "~/grid/report/.+/"],
    "office1": [
        "/command/office/",
        "/people/",
        "/desk/problems/",
        "~/desk/problems/[0-9a-f-]{36}/",
        "/desk/matrix/",
        "/desk/problems/new/",
    ],
    "leader1": ["/command/", "/notices/", "/desk/duties/", "/desk/diligence/"],
    "auditor1": ["/desk/", "/ledger/", "/ledger/gaps", "/ledger/check"],
    "expert1": ["/desk/", "/search/?q=配电", "/preferences/tokens/"],
    "enterprise1": ["/enterprise/", "~/enterprise/cases/", "/enterprise/report/", "/enterprise/file/"],
    "shop1": ["/enterprise/", "/enterprise/hazards/", "/search/?q=配电"],
    "regulator2": ["/desk/places/", "~/desk/places/[0-9a-f-]{36}/", "~/desk/places/.*/who/"],
    "inspector2": ["/search/?q=ZG411681", "~/desk/cases/", "~/documents/[0-9a-f-]{36}/"],
}


def address(page: Any, wanted: str) -> str:
    """Return an address as it stands, or the first link of a shape on the page that is open."""
    if not wanted.startswith("~"):
        return wanted
    links = page.eval_on_selector_all("main a[href]", "all => all.map((one) => one.getAttribute('href'))")
    fits = [link for link in links if re.match(wanted[1:] + "(?:$|[^/])", link) or re.match(wanted[1:], link)]
    assert fits, f"{page.url} leads to no {wanted[1:]}"
    return str(fits[0])


def look(page: Any, href: str, language: str, window: dict[str, int], scheme: str) -> list[str]:
    """Open a page as one reader sees it and return what axe-core objects to, and whether it is too wide."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
    page.set_viewport_size(window)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    answer = page.goto(href)
    assert answer.ok, f"{href}: {answer.status}"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = list(page.evaluate(RUN))
    return found if page.evaluate(FITS) else [*found, "wider than its window"]


@pytest.mark.parametrize("role", DAYS)
def test_nothing_serious_stands_in_anybodys_way(page: Any, role: str) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core on this machine: `make install` brings it")
    sign_in(page, role)
    problems = []
    for number, wanted in enumerate(DAYS[role]):
        href = address(page, wanted)
        for turn in TURNS[(number + list(DAYS).index(role)) % len(TURNS)]:
            language, window, scheme = turn
            problems += [f"{href} {turn}: {one}" for one in look(page, href, language, window, scheme)]
    assert not problems, "\n".join(problems)
