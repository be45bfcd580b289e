"""The 尽职 record: what I knew and when, what I did, what I asked for; sealed, and nobody else's to take."""

from datetime import date, timedelta

import pytest

from fangwei.hazards.tests.factories import County, member
from fangwei.ledger.actions import integrate
from fangwei.oversight.diligence import (
    Record,
    cases_for_record,
    diligence_record,
    may_take_record,
    receipts_of,
)
from fangwei.oversight.dossier import sha256_of
from fangwei.oversight.quarters import Span
from fangwei.register.models import Person
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))


def record(county: County, who, *cases) -> Record:
    return diligence_record(Person.objects.get(id=who.person_id), cases, SPAN)


def lines(found: Record, side: str) -> list[str]:
    return [entry.code for entry in found.of(side)]  # type: ignore[arg-type]


def test_the_owner_knows_what_came_to_it_and_what_happened_meanwhile() -> None:
    county = County()
    case = county.ordered()
    county.do(case, "propose_transfer", county.officer, to_post=str(county.housing_duty.post_id), reason="属房屋")
    county.do(case, "accept_transfer", county.housing_duty)
    county.do(case, "add_note", county.officer, note="交接后补充")
    owner = record(county, county.owner, case)
    assert lines(owner, "knew") == ["mine:report", "seen:grade", "seen:order", "seen:propose_transfer"], "no later"
    assert not lines(owner, "did")
    officer = record(county, county.officer, case)
    assert lines(officer, "did") == ["report", "grade", "order", "add_note"]
    assert lines(officer, "asked") == ["propose_transfer"]
    taker = record(county, county.housing_duty, case)
    assert lines(taker, "knew") == ["readable:report", "offered:propose_transfer", "seen:add_note"]
    assert lines(taker, "did") == ["accept_transfer"]
    bystander = record(county, county.market_duty, case)
    assert lines(bystander, "knew") in (["readable:report"], [])


def test_a_second_officer_did_it_too_and_a_reminder_is_known() -> None:
    county = County()
    case = county.submitted()
    county.do(case, "verify", county.officer, photos=1, note="已清空", **county.with_second())
    assert "with:verify" in lines(record(county, county.second, case), "did")


def test_it_is_sealed_by_the_log_and_its_own_hash() -> None:
    county = County()
    case = county.ordered()
    before = record(county, county.officer, case)
    assert before.sealed == 0 and not receipts_of(before)
    integrate(at=county.tick())
    found = record(county, county.officer, case)
    told = found.as_json()
    assert found.sealed == len(found.seals) == 3
    assert all(line["log_index"] is not None and line["leaf_sha256"] for line in told["did"])
    assert set(receipts_of(found)) == {line["fact"] for side in ("knew", "did", "asked") for line in told[side]}
    digest = told.pop("sha256")
    assert digest == sha256_of(told)


def test_only_oneself_and_the_auditor_of_the_territory_take_it() -> None:
    county = County()
    case = county.ordered()
    mine = county.officer.person_id
    assert mine is not None
    auditor = member(register.organization("discipline"), "auditor")
    elsewhere = member(register.organization("discipline", "411624"), "auditor")
    assert may_take_record(county.officer, mine, case.territory)
    assert may_take_record(auditor, mine, case.territory)
    for other in (county.second, county.head, county.office_duty, elsewhere):
        assert not may_take_record(other, mine, case.territory)


def test_who_has_moved_on_still_gets_the_record_of_the_old_post() -> None:
    county = County()
    case = county.ordered()
    gone = member(register.organization("education", "411624"), "inspector")
    assert not cases_for_record(gone, gone.person_id, case_key=str(case.number))  # type: ignore[arg-type]
    moved = type(gone)(
        **{name: getattr(gone, name) for name in gone.__slots__} | {"person_id": county.officer.person_id}
    )
    assert cases_for_record(moved, moved.person_id, case_key=str(case.number)) == [case]  # type: ignore[arg-type]
    assert cases_for_record(county.officer, mine := county.officer.person_id, place_id=case.place_id) == [case]  # type: ignore[arg-type]
    assert mine
    county.at += timedelta(days=1)
