"""Appending: chains without gaps, entries that commit to every field, nothing outside a transaction."""

import json
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from fangwei.engines import merkle
from fangwei.ledger import consumers
from fangwei.ledger.actions import AppendOutsideTransaction, append
from fangwei.ledger.commitments import committed_fields
from fangwei.ledger.models import Fact, FactPayload, OutboxRow, QueueRow
from fangwei.ledger.queries import history
from fangwei.ledger.tests.factories import appended, new_fact, together


def leaf_of(fact: Fact) -> bytes:
    return bytes(OutboxRow.objects.get(fact_id=fact.id).leaf)


@pytest.mark.django_db
def test_a_fact_brings_its_payload_and_its_final_entry() -> None:
    fact = appended()
    payload = FactPayload.objects.get(fact_id=fact.id)
    assert payload.data == {"word": "隐患", "count": 3}
    assert len(bytes(payload.seed)) == 32
    leaf = leaf_of(fact)
    assert len(leaf) == merkle.ENTRY_LENGTH
    assert merkle.leaf_hash(leaf) == bytes(fact.leaf_hash)
    told = json.loads(leaf)
    assert (told["k"], told["n"], told["prev"], told["org"]) == ("thing.happen", 1, "", "411681")
    assert str(fact.subject_id) not in leaf.decode(), "the log names nothing in clear"


@pytest.mark.django_db
def test_the_entry_commits_to_what_the_fact_says() -> None:
    fact = appended()
    payload = FactPayload.objects.get(fact_id=fact.id)
    new = new_fact(fact.subject_id, actor=fact.actor)
    said = committed_fields(new, fact.id, new.data)
    assert merkle.commitment(bytes(payload.seed), said).hex() == json.loads(leaf_of(fact))["c"]
    lied = said | {"count": 4}
    assert merkle.commitment(bytes(payload.seed), lied).hex() != json.loads(leaf_of(fact))["c"]


@pytest.mark.django_db
def test_a_chain_counts_from_one_and_points_back() -> None:
    subject = uuid7()
    facts = [appended(subject, verb=f"step{number}") for number in range(3)]
    with transaction.atomic():
        facts += append([new_fact(subject, verb="step3"), new_fact(), new_fact(subject, verb="step4")])[::2]
    assert [fact.n for fact in facts] == [1, 2, 3, 4, 5]
    entries = [json.loads(leaf_of(fact)) for fact in facts]
    assert [entry["prev"] for entry in entries] == ["", *(bytes(fact.leaf_hash).hex() for fact in facts[:-1])]
    assert [told.fact.n for told in history(subject, limit=2)] == [5, 4]
    assert [told.fact.n for told in history(subject, before=4, limit=9)] == [3, 2, 1]


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=5), min_size=1, max_size=5))
def test_every_chain_is_whole_however_facts_are_batched(batches: list[list[int]]) -> None:
    subjects = [uuid7() for _subject in range(4)]
    for batch in batches:
        with transaction.atomic():
            append([new_fact(subjects[which]) for which in batch])
    for which, subject in enumerate(subjects):
        chain = list(Fact.objects.filter(subject_id=subject).order_by("n"))
        assert [fact.n for fact in chain] == list(range(1, sum(batch.count(which) for batch in batches) + 1))
        previous = ""
        for fact in chain:
            assert json.loads(leaf_of(fact))["prev"] == previous
            previous = bytes(fact.leaf_hash).hex()


@pytest.mark.django_db
def test_a_chain_has_one_fact_at_each_place() -> None:
    subject = uuid7()
    appended(subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        append([new_fact(subject)], fresh=True)  # a promise that was not kept


@pytest.mark.django_db(transaction=True)
def test_nothing_is_appended_outside_a_transaction() -> None:
    with pytest.raises(AppendOutsideTransaction):
        append([new_fact()])
    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_failed_leaves_no_fact() -> None:
    with transaction.atomic():
        append([new_fact()])
        transaction.set_rollback(True)
    assert not (Fact.objects.exists() or FactPayload.objects.exists() or OutboxRow.objects.exists())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_append_to_one_chain_at_once_none_is_lost_unnoticed() -> None:
    subject = uuid7()
    appended(subject)

    def one_more() -> Fact:
        return appended(subject)

    results = together(*[one_more] * 4)
    assert all(isinstance(result, Fact | IntegrityError) for result in results), results
    done = [result for result in results if isinstance(result, Fact)]
    assert sorted(Fact.objects.filter(subject_id=subject).values_list("n", flat=True)) == list(range(1, len(done) + 2))
    assert OutboxRow.objects.count() == FactPayload.objects.count() == len(done) + 1
    if connection.vendor == "sqlite":
        assert len(done) == 4, "one write lock: they take turns"


# ---- consumers' queues ---------------------------------------------------------------------------------------------


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """What a consumer of facts about things has digested."""
    facts: list[UUID] = []
    monkeypatch.setattr(consumers, "_consumers", {})
    consumers.register_consumer(
        "listener", frozenset({"thing"}), lambda rows, at: facts.extend(row.fact_id for row in rows)
    )
    return facts


@pytest.mark.django_db
def test_each_consumer_hears_of_its_own_subjects_once(heard: list[UUID]) -> None:
    facts = [appended() for _fact in range(5)]
    appended(subject_kind="other")
    assert QueueRow.objects.count() == 5
    assert consumers.drain(at=facts[0].at, batch=2) == {"listener": 5}
    assert heard == [fact.id for fact in facts]
    assert consumers.drain(at=facts[0].at) == {"listener": 0}
    assert len(heard) == 5


@pytest.mark.django_db
def test_what_a_consumer_failed_to_digest_waits_for_it(monkeypatch: pytest.MonkeyPatch, heard: list[UUID]) -> None:
    fact = appended()
    good = consumers._consumers["listener"]

    def fail(rows: list[QueueRow], at: object) -> None:
        raise RuntimeError("not now")

    consumers.register_consumer("listener", good[0], fail)
    with pytest.raises(RuntimeError):
        consumers.drain(at=fact.at)
    assert QueueRow.objects.count() == 1
    consumers.register_consumer("listener", *good)
    consumers.drain(at=fact.at)
    assert heard == [fact.id]


@pytest.mark.django_db(transaction=True)
def test_two_machines_that_drain_at_once_take_each_row_once(heard: list[UUID]) -> None:
    facts = [appended() for _fact in range(60)]

    def drain() -> dict[str, int]:
        return consumers.drain(at=facts[0].at, batch=7)

    results = together(drain, drain, drain)
    assert all(isinstance(result, dict) for result in results), results
    assert sorted(heard) == sorted(fact.id for fact in facts)
    assert not QueueRow.objects.exists()
