"""A person is lawfully erased: the facts' content and the live columns go together, posts and the log stay."""

from datetime import date

import pytest
from uuid_utils.compat import uuid7

from fangwei.ledger.actions import grant_erasure, integrate, request_record_erasure
from fangwei.ledger.models import ErasureRequest, Fact, FactPayload
from fangwei.ledger.queries import check_whole_log, history, reconcile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.register.actions import appoint, change_telephone, end_tenure, register_person
from fangwei.register.actions.erasing import ERASED
from fangwei.register.models import Person
from fangwei.register.tests.factories import AT, SYSTEM, organization, post

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
