"""Proofs to take away from a case's page: for whoever may read the case, and for nobody else."""

import json

from django.conf import settings

from fangwei.engines import merkle
from fangwei.ledger.actions import integrate
from fangwei.ledger.models import Fact
from fangwei.ledger.signing import policy
from fangwei.ui.tests.visiting import Visit


def test_a_step_s_receipt_and_the_whole_life_can_be_taken_away(visit: Visit) -> None:
    case = visit.county.ordered()
    fact = Fact.objects.filter(subject_id=case.id).order_by("n").first()
    assert fact is not None
    reader = visit.client(visit.county.officer)
    page = reader.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/ledger/lives/{case.id}" in page and "tlog-proof" not in page
    answer = reader.get(f"/ledger/receipts/{fact.id}.tlog-proof")
    assert answer.status_code == 409, "not in the log yet"
    assert reader.get(f"/ledger/lives/{case.number}").status_code == 409
    integrate(at=visit.county.at)
    page = reader.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/ledger/receipts/{fact.id}.tlog-proof" in page
    receipt = merkle.parse_receipt(reader.get(f"/ledger/receipts/{fact.id}.tlog-proof").content)
    assert merkle.check_receipt(receipt, receipt.extra, policy())
    answer = reader.get(f"/ledger/lives/{case.number}")
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    assert merkle.check_life(told, policy()) == []
    assert len(told["facts"]) == Fact.objects.filter(subject_id=case.id).count()


def test_who_may_not_read_the_case_gets_no_proof_of_it(visit: Visit) -> None:
    case = visit.county.report()
    integrate(at=visit.county.at)
    fact = Fact.objects.filter(subject_id=case.id).order_by("n").first()
    assert fact is not None
    stranger = visit.client(visit.county.housing_duty)
    for address in (f"/ledger/receipts/{fact.id}.tlog-proof", f"/ledger/lives/{case.number}", "/ledger/lives/x"):
        assert stranger.get(address).status_code == 404
    signed_out = type(stranger)()
    assert signed_out.get(f"/ledger/lives/{case.number}")["Location"].startswith(settings.LOGIN_URL)


def test_a_register_fact_is_no_case(visit: Visit) -> None:
    fact = Fact.objects.exclude(subject_kind="hazard").first()
    assert fact is not None
    answer = visit.client(visit.county.officer).get(f"/ledger/receipts/{fact.id}.tlog-proof")
    assert answer.status_code == 404
