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


def proof_of(kind: str, subject: object) -> str:
    return f"/ledger/proofs/{kind}/{subject}"


def test_any_record_that_one_may_read_offers_its_proof(visit: Visit) -> None:
    county = visit.county
    place = county.site.place_id
    integrate(at=county.at)
    reader = visit.client(county.officer)
    assert proof_of("place", place) in reader.get(f"/desk/places/{place}/").content.decode()
    shown = reader.get(proof_of("place", place)).content.decode()
    fact = Fact.objects.get(subject_id=place, n=1)
    assert "已登记" in shown and f"/ledger/receipts/{fact.id}.tlog-proof" in shown
    receipt = merkle.parse_receipt(reader.get(f"/ledger/receipts/{fact.id}.tlog-proof").content)
    assert merkle.check_receipt(receipt, receipt.extra, policy())
    answer = reader.get(f"/ledger/lives/place/{place}")
    assert merkle.check_life(json.loads(answer.content), policy()) == []
    assert f"place-{place}.json" in answer["Content-Disposition"]


def test_a_proof_is_for_whoever_may_read_the_record(visit: Visit) -> None:
    county = visit.county
    integrate(at=county.at)
    officer, person = visit.client(county.officer), county.officer.person_id
    assert officer.get(proof_of("person", person)).status_code == 200, "one's own"
    other = visit.client(county.housing_duty)
    post = county.officer.post_id
    assert other.get(proof_of("person", person)).status_code == 404
    assert visit.client(county.office_duty).get(proof_of("person", person)).status_code == 200, (
        "who watches the territory"
    )
    assert other.get(proof_of("post", post)).status_code == 200, "a colleague's post"
    assert other.get(proof_of("organization", county.officer.organization_id)).status_code == 200
    for kind in ("place", "sheet_import", "user", "nonsense", "hazard"):
        assert officer.get(proof_of(kind, person)).status_code == 404
        assert officer.get(f"/ledger/lives/{kind}/{person}").status_code == 404
    user = Fact.objects.filter(subject_kind="user").first()
    assert user is not None, "a visitor's account was told"
    assert officer.get(f"/ledger/receipts/{user.id}.tlog-proof").status_code == 404
    signed_out = type(officer)()
    assert signed_out.get(proof_of("person", person))["Location"].startswith(settings.LOGIN_URL)
