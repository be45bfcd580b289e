"""Papers in the browser: seen and downloaded by readers of the case, drawn up and served by the authority's officers alone."""

from typing import Any
from uuid import uuid4

import pytest

from fangwei.casework.models import Case
from fangwei.documents.models import Document, Service
from fangwei.engines.calendar import SHANGHAI
from fangwei.hazards.tests.factories import holder_of
from fangwei.hazards.tests.papers import graded, issued, paper
from fangwei.register.tests import factories as register
from fangwei.ui.tests.visiting import Visit, photo


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def order(visit: Visit) -> Case:
    return issued(visit.county, *graded(visit.county, "安全出口被货物堵塞", "灭火器过期"))


def test_a_case_lists_its_papers_for_every_reader(visit: Visit, order: Case) -> None:
    document = paper(order, "order")
    for reader, surface in ((visit.county.officer, "desk"), (visit.county.safety, "enterprise")):
        shown = text(visit.client(reader).get(f"/{surface}/cases/{order.id}/"))
        assert document.number in shown
        assert f"/documents/{document.id}/file.pdf" in shown
        assert "未送达" in shown
    assert "现场检查记录" in text(visit.client(visit.county.officer).get(f"/desk/cases/{order.id}/"))
    assert "现在可以制作" not in text(visit.client(visit.county.safety).get(f"/enterprise/cases/{order.id}/"))


def test_files_are_for_readers_of_the_case(visit: Visit, order: Case) -> None:
    document = paper(order, "order")
    stranger = holder_of(register.post("enterprise_safety_officer", register.site(industry_code="2614").enterprise))
    kinds = {"docx": b"PK", "pdf": b"%PDF-", "png": b"\x89PNG"}
    for form, head in kinds.items():
        for reader in (visit.county.officer, visit.county.safety, visit.county.head, visit.county.grid):
            answer = visit.client(reader).get(f"/documents/{document.id}/file.{form}")
            assert answer.status_code == 200
            assert answer.content.startswith(head)
            assert "no-store" in answer["Cache-Control"]
        assert visit.client(stranger).get(f"/documents/{document.id}/file.{form}").status_code == 404
    assert visit.client(stranger).get(f"/documents/{document.id}/").status_code == 404
    assert visit.client(stranger).get(f"/documents/cases/{order.id}/file.pdf").status_code == 404
    assert visit.client(visit.county.officer).get(f"/documents/{document.id}/file.exe").status_code == 404
    assert visit.client(visit.county.officer).get(f"/documents/{uuid4()}/").status_code == 404
    assert visit.client(visit.county.safety).get(f"/documents/cases/{order.id}/file.pdf").content.startswith(b"%PDF-")


def test_drawing_up_twice_by_the_same_form_is_one_paper(visit: Visit, order: Case) -> None:
    given = {"kind": "order_record", "fact": "", "document_id": str(uuid4())}
    officer = visit.client(visit.county.officer)
    for _time in range(2):
        assert officer.post(f"/documents/draw/{order.id}/", given).status_code == 302
    assert Document.objects.filter(kind="order_record").count() == 1
    again = officer.post(f"/documents/draw/{order.id}/", {"kind": "order", "document_id": str(uuid4())})
    assert again.status_code == 409
    assert "已经制作" in text(again)
    assert visit.client(visit.county.safety).post(f"/documents/draw/{order.id}/", given).status_code == 403
    other = visit.client(visit.county.housing_duty).post(f"/documents/draw/{order.id}/", given | {"document_id": ""})
    assert other.status_code in {403, 404}


def test_service_is_recorded_with_its_receipt_and_a_refusal_keeps_what_was_typed(visit: Visit, order: Case) -> None:
    document = paper(order, "order")
    officer = visit.client(visit.county.officer)
    shown = text(officer.get(f"/documents/{document.id}/"))
    assert "登记送达" in shown
    assert "田军" in shown, "who signed the order is offered as the receiver"
    local = visit.county.tick().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    given = {"how": "direct", "receiver": "田军", "relation": "安全总监", "served_at": local, "outcome": "refused"}
    answer = officer.post(f"/documents/{document.id}/serve/", given | {"files": photo()})
    assert answer.status_code == 422
    assert "见证人" in text(answer)
    assert "安全总监" in text(answer)
    kept = text(answer).split('name="kept" value="')[1].split('"')[0]
    second = {"second": str(visit.county.second.person_id), "witness": "村干部甲", "kept": kept}
    assert officer.post(f"/documents/{document.id}/serve/", given | second).status_code == 302
    service = Service.objects.get()
    assert (service.witness, service.receipt_id is not None) == ("村干部甲", True)
    assert "村干部甲" in text(officer.get(f"/documents/{document.id}/"))
    unreadable = officer.post(f"/documents/{document.id}/serve/", given | second | {"served_at": "昨天"})
    assert unreadable.status_code == 422
    assert "无法识别" in text(unreadable)
    for outsider in (visit.county.safety, visit.county.head, visit.county.housing_duty):
        assert visit.client(outsider).post(f"/documents/{document.id}/serve/", given).status_code in {403, 404}


def test_a_new_edition_and_a_withdrawal(visit: Visit, order: Case) -> None:
    document = paper(order, "order")
    officer = visit.client(visit.county.officer)
    assert officer.post(f"/documents/{document.id}/redraw/", {"reason": ""}).status_code == 422
    assert officer.post(f"/documents/{document.id}/redraw/", {"reason": "负责人有误"}).status_code == 302
    new = paper(order, "order")
    assert new.edition == 2
    assert officer.post(f"/documents/{new.id}/withdraw/", {"reason": "下达有误"}).status_code == 302
    shown = text(officer.get(f"/documents/{new.id}/"))
    assert "下达有误" in shown
    assert "登记送达" not in shown
    assert officer.get(f"/documents/{new.id}/file.pdf").status_code == 200
    assert (
        visit.client(visit.county.office_duty).post(f"/documents/{new.id}/withdraw/", {"reason": "x"}).status_code
        == 403
    )


def test_a_template_that_cannot_be_filled_says_so(visit: Visit, order: Case, tmp_path: Any, settings: Any) -> None:
    settings.FANGWEI_TEMPLATES = tmp_path
    (tmp_path / "order.docx").write_bytes(b"broken")
    answer = visit.client(visit.county.officer).get(f"/documents/{paper(order, 'order').id}/file.docx")
    assert answer.status_code == 422
    assert "order.docx" in text(answer)
