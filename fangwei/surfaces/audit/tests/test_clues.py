"""The auditor begins at the ledger, reads cases and received clues, and finds nowhere a button that acts."""

import re
from typing import Any

from fangwei.accounts.actor import Actor
from fangwei.hazards.tests.factories import member
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit


def text(answer: Any) -> str:
    return str(answer.content.decode())


def auditor(visit: Visit) -> Actor:
    return member(register.organization("discipline"), "auditor")


def test_an_auditor_begins_at_the_ledger_with_the_clues_received(visit: Visit) -> None:
    answer = visit.client(auditor(visit)).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/ledger/"
    assert "没有移交给本机关的问题线索" in text(answer)
    assert "收到的问题线索" not in text(visit.client(visit.county.office_duty).get("/ledger/"))


def test_no_page_of_a_case_offers_an_auditor_an_act(visit: Visit) -> None:
    county, reader = visit.county, auditor(visit)
    cases = [county.report("应急灯损坏"), county.ordered("major", description="储罐区未设围堰"), county.submitted()]
    client = visit.client(reader)
    for case in cases:
        shown = text(client.get(f"/desk/cases/{case.id}/"))
        assert str(case.number) in shown
        assert not re.search(r'action="[^"]*/acts/', shown)
        answer = visit.act(reader, case, "add_note", note="试")
        assert answer.status_code in (403, 404, 409, 422), "the door refuses whoever finds the address"
    for page in ("/desk/", "/desk/hazards/", "/desk/places/", f"/desk/places/{county.place.id}/", "/desk/problems/"):
        assert not re.search(r'action="[^"]*(/acts/|chosen/act|report)', text(client.get(page))), page
