"""The auditor's page: what it shows, and to whom."""

import pytest
from django.conf import settings
from django.db import connection

from fangwei.ledger import guards
from fangwei.ledger.actions import integrate, record_reconciliation
from fangwei.ledger.models import FactPayload, Tile
from fangwei.ui.tests.visiting import Visit


def test_the_state_of_an_honest_log(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FANGWEI_DEMO", True)  # its past is invented, so nothing counts as logged late
    case = visit.county.ordered()
    integrate(at=visit.county.at)
    record_reconciliation(at=visit.county.at)
    integrate(at=visit.county.at)
    reader = visit.client(visit.county.office_duty)
    shown = reader.get("/ledger/").content.decode()
    assert "快速核验未发现问题" in shown and "没有见证人" in shown and "无不一致" in shown
    shown = reader.get(f"/ledger/?case={case.number}").content.decode()
    assert f"/ledger/lives/{case.id}" in shown and "tlog-proof" in shown
    assert "看不到" in reader.get("/ledger/?case=nonsense").content.decode()


def test_what_is_wrong_is_said_on_top(visit: Visit) -> None:
    case = visit.county.report()
    integrate(at=visit.county.at)
    guards.remove(connection)
    FactPayload.objects.filter(fact_id=case.id).delete()
    FactPayload.objects.order_by("fact_id").filter(data__description__isnull=False).update(data={"description": "无"})
    Tile.objects.update(data=bytes(32))
    record_reconciliation(at=visit.county.at)
    shown = visit.client(visit.county.office_duty).get("/ledger/").content.decode()
    assert "与已签名的根不符" in shown or "缺少" in shown
    assert "与入账内容不符" in shown


def test_a_log_that_never_signed_has_a_page_too(visit: Visit) -> None:
    shown = visit.client(visit.county.office_duty).get("/ledger/")
    assert shown.status_code == 200


def test_others_have_no_business_here(visit: Visit) -> None:
    assert visit.client(visit.county.officer).get("/ledger/").status_code == 403
    assert visit.client(visit.county.safety).get("/ledger/").status_code == 403
    assert type(visit.client(visit.county.officer))().get("/ledger/")["Location"].startswith(settings.LOGIN_URL)
