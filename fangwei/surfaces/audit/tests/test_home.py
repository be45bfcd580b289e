"""The auditor's page: what it shows, and to whom."""

from datetime import timedelta

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


def test_gaps_and_daily_counts_are_for_who_watches_the_territory(visit: Visit) -> None:
    case = visit.county.ordered()
    integrate(at=visit.county.at + timedelta(hours=3))
    record_reconciliation(at=visit.county.at)
    auditor = visit.client(visit.county.office_duty)
    home = auditor.get("/ledger/").content.decode()
    assert "/ledger/gaps?region=411681" in home and "<svg viewBox" in home
    shown = auditor.get("/ledger/gaps").content.decode()
    assert f"/ledger/proofs/hazard/{case.id}" in shown and "网页办理" in shown
    assert "没有超出" in auditor.get("/ledger/gaps?channel=phone").content.decode()
    assert f"/ledger/proofs/hazard/{case.id}" in auditor.get("/ledger/gaps?region=13").content.decode(), "never outside"
    counts = auditor.get("/ledger/counts").content.decode()
    assert "隐患" in counts and "项城市" in counts
    assert auditor.get("/ledger/counts?kind=hazard.report&after=x").status_code == 200
    timeline = auditor.get(f"/desk/cases/{case.number}/").content.decode()
    assert "时间差超出渠道容许范围" in timeline
    assert "时间差超出渠道容许范围" in auditor.get(f"/ledger/proofs/hazard/{case.id}").content.decode()
    for address in ("/ledger/gaps", "/ledger/counts"):
        assert visit.client(visit.county.officer).get(address).status_code == 403
