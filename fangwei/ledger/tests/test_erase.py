"""A lawful erasure: two persons, logged, and everything still verifies except what was said."""

import pytest
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from fangwei.engines import merkle
from fangwei.ledger.actions import grant_erasure, integrate, refuse_erasure, request_erasure, request_record_erasure
from fangwei.ledger.models import ErasureRequest, Fact, FactPayload, LogEntry
from fangwei.ledger.queries import check_log, check_whole_log, history, life, open_erasures, reconcile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import policy
from fangwei.ledger.tests.factories import AT, appended

pytestmark = pytest.mark.django_db

ONE, OTHER = uuid7(), uuid7()


def refused(code: str) -> object:
    return pytest.raises(LedgerRefused, check=lambda problem: problem.code == code)  # type: ignore[call-overload]


def test_what_was_said_goes_and_everything_else_verifies() -> None:
    first = appended(data={"姓名": "王某", "说明": "举报"})
    second = appended(first.subject_id, verb="submit")
    integrate(at=AT)
    leaf = bytes(LogEntry.objects.get(fact_id=first.id).leaf)
    request = request_erasure([first.id], basis="个人信息保护法 第四十七条", by=ONE, at=AT)
    assert [one.id for one in open_erasures()] == [request.id]
    assert FactPayload.objects.filter(fact_id=first.id).exists(), "asking erases nothing"
    grant_erasure(request.id, by=OTHER, at=AT)
    integrate(at=AT)
    assert not FactPayload.objects.filter(fact_id=first.id).exists()
    assert [told.data is None for told in history(first.subject_id)] == [False, True]
    assert bytes(LogEntry.objects.get(fact_id=first.id).leaf) == leaf
    assert [*reconcile(), *check_log(at=AT), *check_whole_log()] == []
    told = life(first.subject_id)
    assert [len(fact["opened"]) > 0 for fact in told["facts"]] == [False, True]
    assert merkle.check_life(told, policy()) == []
    chain = [(told.fact.verb, told.fact.actor) for told in history(request.id)]
    assert chain == [("grant", OTHER), ("ask", ONE)]
    said = history(request.id)[0].data
    assert said is not None and said["facts"] == [{"fact": str(first.id), "subject": str(first.subject_id), "n": 1}]
    assert Fact.objects.filter(id=second.id).exists()


def test_nobody_decides_on_their_own_request() -> None:
    request = request_erasure([appended().id], basis="x", by=ONE, at=AT)
    with refused("erasure_same_person"):
        grant_erasure(request.id, by=ONE, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.update(decided_by=ONE, decided_at=AT, granted=True)
    assert FactPayload.objects.count() == 2


def test_a_refused_request_erases_nothing_and_is_final() -> None:
    fact = appended()
    request = request_erasure([fact.id], basis="x", by=ONE, at=AT)
    refuse_erasure(request.id, by=OTHER, at=AT)
    assert FactPayload.objects.filter(fact_id=fact.id).exists()
    with refused("erasure_unknown"):
        grant_erasure(request.id, by=OTHER, at=AT)


def test_what_cannot_be_erased_is_said() -> None:
    fact = appended()
    with refused("basis_missing"):
        request_erasure([fact.id], basis=" ", by=ONE, at=AT)
    for facts in ([], [uuid7()], [fact.id, uuid7()]):
        with refused("nothing_to_erase"):
            request_erasure(facts, basis="x", by=ONE, at=AT)


def test_nothing_is_cleared_where_nobody_knows_how() -> None:
    with refused("nothing_to_clear"):
        request_record_erasure(appended().subject_id, kind="thing", basis="x", by=ONE, at=AT)
