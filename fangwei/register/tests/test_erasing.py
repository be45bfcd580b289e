"""A person is lawfully erased: the facts' content and the live columns go together, posts and the log stay."""

from datetime import date
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from fangwei.ledger.actions import grant_erasure, integrate, request_record_erasure
from fangwei.ledger.models import ErasureRequest, Fact, FactPayload
from fangwei.ledger.queries import check_whole_log, history, reconcile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.register.actions import (
    appoint,
    change_telephone,
    close_place,
    correct_enterprise,
    end_tenure,
    name_keeper,
    register_enterprise,
    register_person,
    register_place,
    register_site,
)
from fangwei.register.actions.erasing import ERASED
from fangwei.register.models import Enterprise, Person, Place
from fangwei.register.tests.factories import AT, SYSTEM, organization, post, territories

pytestmark = pytest.mark.django_db

ONE, OTHER = uuid7(), uuid7()
SECRET = "13900001234"


def asked(person: Person) -> ErasureRequest:
    return request_record_erasure(person.id, kind="person", basis="PIPL 47", by=ONE, at=AT)


def test_live_columns_go_with_the_facts_content() -> None:
    person = register_person(name="王某某", phone=SECRET, identity_number="110101199003077758", by=SYSTEM, at=AT)
    request = asked(person)
    change_telephone(person=person, phone="13900005678", by=SYSTEM, at=AT)
    assert Person.objects.get(id=person.id).phone, "asking erases nothing"
    grant_erasure(request.id, by=OTHER, at=AT)
    integrate(at=AT)
    left = Person.objects.get(id=person.id)
    assert (left.name, left.phone, left.phone_digest, left.identity_number, left.identity_digest) == (
        ERASED,
        "",
        "",
        "",
        "",
    )
    facts = Fact.objects.filter(subject_id=person.id)
    assert facts.count() == 2 and not FactPayload.objects.filter(fact_id__in=facts.values("id")).exists()
    assert [*reconcile(), *check_whole_log()] == []
    told = history(request.id)[0].data
    assert told is not None and told["record"] == f"person:{person.id}" and len(told["facts"]) == 2


def test_what_comes_back_after_an_erasure_is_found() -> None:
    person = register_person(name="王某某", phone=SECRET, by=SYSTEM, at=AT)
    grant_erasure(asked(person).id, by=OTHER, at=AT)
    integrate(at=AT)
    Person.objects.filter(id=person.id).update(name="王某某")
    assert [fault.code for fault in reconcile()] == ["row_not_erased"]


def test_whoever_holds_a_post_is_not_erased() -> None:
    person = register_person(name="王某某", by=SYSTEM, at=AT)
    request = asked(person)
    tenure = appoint(person=person, post=post("inspector", organization()), start=date(2025, 1, 1), by=SYSTEM, at=AT)
    for refused in (lambda: asked(person), lambda: grant_erasure(request.id, by=OTHER, at=AT)):
        with pytest.raises(LedgerRefused) as problem:
            refused()
        assert problem.value.code == "record_in_use"
    assert Person.objects.get(id=person.id).name == "王某某"
    assert FactPayload.objects.filter(fact_id__in=Fact.objects.filter(subject_id=person.id).values("id")).exists()
    end_tenure(tenure=tenure, end=date(2025, 3, 1), by=SYSTEM, at=AT)
    grant_erasure(request.id, by=OTHER, at=AT)
    assert Person.objects.get(id=person.id).name == ERASED


def ask_and_grant(kind: str, subject: UUID) -> None:
    request = request_record_erasure(subject, kind=kind, basis="PIPL 47", by=ONE, at=AT)
    grant_erasure(request.id, by=OTHER, at=AT)
    integrate(at=AT)


def test_an_enterprises_principal_goes_when_it_runs_no_site_and_the_enterprise_stays() -> None:
    territories()
    firm = register_enterprise(name="周口粮油厂", principal_name="王某某", principal_phone=SECRET, by=SYSTEM, at=AT)
    correct_enterprise(enterprise=firm, name="周口粮油有限公司", by=SYSTEM, at=AT)
    correct_enterprise(enterprise=firm, principal_name="李某某", by=SYSTEM, at=AT)
    here = register_site(enterprise=firm, name="厂区", territory_code="411681", by=SYSTEM, at=AT)
    with pytest.raises(LedgerRefused) as problem:
        ask_and_grant("principal", firm.id)
    assert problem.value.code == "principal_in_use"
    close_place(place=here.place, on=date(2025, 3, 1), by=SYSTEM, at=AT)
    ask_and_grant("principal", firm.id)
    left = Enterprise.objects.get(id=firm.id)
    assert (left.name, left.principal_name, left.principal_phone) == ("周口粮油有限公司", ERASED, "")
    said = [one.data for one in history(firm.id)]
    assert said[0] is None and said[1] == {"name": ["周口粮油厂", "周口粮油有限公司"]} and said[2] is None
    assert [*reconcile(), *check_whole_log()] == []
    Enterprise.objects.filter(id=firm.id).update(principal_name="王某某")
    assert [fault.code for fault in reconcile()] == ["row_not_erased"]
    Enterprise.objects.filter(id=firm.id).update(principal_name=ERASED)
    correct_enterprise(enterprise=Enterprise.objects.get(id=firm.id), principal_name="新负责人", by=SYSTEM, at=AT)
    integrate(at=AT)
    assert [*reconcile()] == [], "whoever is registered later is registered lawfully"


def test_a_places_keeper_goes_when_somebody_else_keeps_it() -> None:
    territories()
    spot = register_place(
        kind="water", name="村东水塘", territory_code="411681", keeper_name="王某某", by=SYSTEM, at=AT
    )
    with pytest.raises(LedgerRefused) as problem:
        ask_and_grant("keeper", spot.id)
    assert problem.value.code == "keeper_in_use"
    name_keeper(place=spot, keeper_organization=organization("village_committee"), by=SYSTEM, at=AT)
    ask_and_grant("keeper", spot.id)
    assert [one.data for one in history(spot.id)] == [None, None]
    assert Place.objects.get(id=spot.id).keeper_organization is not None
    assert [*reconcile()] == []
    Place.objects.filter(id=spot.id).update(keeper_name="王某某")
    assert [fault.code for fault in reconcile()] == ["row_not_erased"]
