"""Attacks with the database in hand: each is found by the check that is named for it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from uuid_utils.compat import uuid7

from fangwei.engines import merkle
from fangwei.ledger import guards
from fangwei.ledger.actions import integrate, record_reconciliation
from fangwei.ledger.commitments import committed_fields
from fangwei.ledger.models import Checkpoint, Erasure, Fact, FactPayload, LogEntry, OutboxRow, Tile
from fangwei.ledger.queries import check_log, check_whole_log, history, reconcile
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import signers
from fangwei.ledger.tests.factories import AT, appended
from fangwei.ledger.tests.test_integrate import turn_back

pytestmark = pytest.mark.django_db

SUBJECT = uuid7()


@pytest.fixture
def facts() -> list[Fact]:
    """A chain of three facts, logged, and a database that no longer defends itself."""
    made = [appended(SUBJECT, verb=verb) for verb in ("report", "submit", "close")]
    appended()
    integrate(at=AT, batch=2)
    guards.remove(connection)
    return made


def found() -> set[str]:
    """The names of every check that reconciliation, the daily check and the whole check raise."""
    faults = [*reconcile(), *check_log(at=AT), *check_whole_log()]
    return {fault.code for fault in faults}


def test_an_honest_database_raises_nothing(facts: list[Fact]) -> None:
    appended()
    assert found() == set(), "also with a fact on its way"


def update(model: Any, **changes: Any) -> Callable[[list[Fact]], Any]:
    def attack(facts: list[Fact]) -> Any:
        rows = model.objects.filter(fact_id=facts[1].id) if model is not Fact else Fact.objects.filter(id=facts[1].id)
        return rows.update(**changes)

    return attack


ATTACKS: dict[str, tuple[Callable[[list[Fact]], Any], str]] = {
    "delete a fact in the middle": (lambda facts: Fact.objects.filter(id=facts[1].id).delete(), "chain_gap"),
    "delete the last fact": (lambda facts: Fact.objects.filter(id=facts[2].id).delete(), "entry_without_fact"),
    "delete all facts of an object": (
        lambda facts: Fact.objects.filter(subject_id=SUBJECT).delete(),
        "entry_without_fact",
    ),
    "delete what a fact said": (
        lambda facts: FactPayload.objects.filter(fact_id=facts[1].id).delete(),
        "payload_missing",
    ),
    "edit what a fact said": (update(FactPayload, data={"word": "无隐患", "count": 3}), "fact_differs"),
    "edit the salt": (update(FactPayload, seed=bytes(32)), "fact_differs"),
    "edit the verb": (update(Fact, verb="inspect"), "fact_differs"),
    "edit the actor": (update(Fact, actor=uuid7()), "fact_differs"),
    "edit the authority": (update(Fact, authority=uuid7()), "fact_differs"),
    "edit the channel": (update(Fact, channel="phone"), "fact_differs"),
    "edit the territory": (update(Fact, territory="411600"), "fact_differs"),
    "edit the participants": (update(Fact, participants=[{"role": "witness"}]), "fact_differs"),
    "back-date what was claimed": (update(Fact, at=AT - timedelta(days=3)), "fact_differs"),
    "back-date the receipt": (update(Fact, received_at=AT - timedelta(days=3)), "fact_differs"),
    "give a fact to another object": (update(Fact, subject_id=uuid7(), n=1), "fact_differs"),
    "edit the leaf": (update(LogEntry, leaf=b"doctored"), "leaf_differs"),
    "edit leaf and hash": (
        lambda facts: (
            LogEntry.objects.filter(fact_id=facts[1].id).update(leaf=b"{}"),
            Fact.objects.filter(id=facts[1].id).update(leaf_hash=merkle.leaf_hash(b"{}")),
        ),
        "entry_differs",
    ),
    "delete an entry": (lambda facts: LogEntry.objects.filter(fact_id=facts[1].id).delete(), "not_logged"),
    "log a fact twice": (
        lambda facts: OutboxRow.objects.create(fact_id=facts[1].id, kind="", leaf=b"again"),
        "logged_twice",
    ),
    "log what nobody did": (
        lambda facts: OutboxRow.objects.create(fact_id=uuid7(), kind="", leaf=b"x"),
        "waiting_without_fact",
    ),
    "drop the tail": (lambda facts: turn_back(2), "highest_differs"),
    "drop the checkpoint": (lambda facts: Checkpoint.objects.all().delete(), "no_checkpoint"),
    "edit a tile": (lambda facts: Tile.objects.update(data=bytes(4 * 32)), "root_differs"),
    "claim an erasure": (
        lambda facts: Erasure.objects.create(fact_id=facts[1].id, by_fact=uuid7()),
        "payload_not_erased",
    ),
    "edit the signed head": (lambda facts: Checkpoint.objects.update(root=bytes(32)), "checkpoint_differs"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_is_found_by_its_check(facts: list[Fact], attack: str) -> None:
    carry_out, check = ATTACKS[attack]
    carry_out(facts)
    assert check in found()


def forge(facts: list[Fact], said: dict[str, Any]) -> None:
    """Rewrite a fact with its salt, its entry and the whole tree, as whoever owns database and code can."""
    fact = facts[2]
    payload = FactPayload.objects.get(fact_id=fact.id)
    entry = LogEntry.objects.get(fact_id=fact.id)
    told = json.loads(bytes(entry.leaf))
    told["c"] = merkle.commitment(bytes(payload.seed), committed_fields(fact, fact.id, said)).hex()
    leaf = merkle.canonical(told)
    FactPayload.objects.filter(fact_id=fact.id).update(data=said)
    LogEntry.objects.filter(number=entry.number).update(leaf=leaf)
    Fact.objects.filter(id=fact.id).update(leaf_hash=merkle.leaf_hash(leaf))
    leaves = [merkle.leaf_hash(bytes(row.leaf)) for row in LogEntry.objects.order_by("number")]
    growth = merkle.grow(0, lambda *_: b"", leaves)
    Tile.objects.update(data=growth.tiles[0, 0])
    Checkpoint.objects.filter(size__lt=growth.size).delete()
    text = merkle.Checkpoint(signers()[0].key.name, growth.size, growth.root).text
    Checkpoint.objects.update(root=growth.root, note=str(merkle.sign_note(text, signers())))


def test_a_fork_signed_with_the_stolen_key_is_found_by_the_store(facts: list[Fact]) -> None:
    forge(facts, {"word": "无隐患"})
    assert found() == {"highest_differs"}, "everything inside the database agrees with itself"
    appended()
    with pytest.raises(LedgerRefused) as refused:
        integrate(at=AT)
    assert refused.value.code == "log_forked"


def test_something_else_logged_than_shown_is_found(facts: list[Fact], monkeypatch: pytest.MonkeyPatch) -> None:
    real = merkle.commitment
    monkeypatch.setattr(merkle, "commitment", lambda seed, fields: real(seed, {**fields, "word": "另一回事"}))
    lied = appended()
    monkeypatch.undo()
    assert next(fault for fault in reconcile() if str(lied.id) in fault.where).code == "fact_differs"


def test_facts_written_back_into_the_past_are_found(facts: list[Fact]) -> None:
    appended(received_at=AT - timedelta(hours=3), at=AT - timedelta(hours=3))
    integrate(at=AT)
    assert "logged_late" in found()


def test_a_lawful_erasure_raises_nothing(facts: list[Fact]) -> None:
    Erasure.objects.create(fact_id=facts[1].id, by_fact=uuid7())
    FactPayload.objects.filter(fact_id=facts[1].id).delete()
    assert found() == set()


def test_what_was_found_is_logged_itself(facts: list[Fact]) -> None:
    FactPayload.objects.filter(fact_id=facts[0].id).update(data={})
    done = record_reconciliation(at=AT)
    assert (done.facts, done.entries, done.faults) == (4, 4, 1)
    assert done.first == [{"check": "fact_differs", "where": f"thing.report {facts[0].id}"}]
    fact = Fact.objects.get(id=done.fact_id)
    (told,) = history(fact.subject_id)
    assert told.data is not None
    assert told.data["faults"] == {"fact_differs": 1} and told.data["counts"]["thing.report"] == 1
    guards.install(connection)
    integrate(at=AT)
    assert LogEntry.objects.filter(fact_id=fact.id).exists()


def test_batches_do_not_break_chains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fangwei.ledger.queries.reconciliation.BATCH", 3)
    subject = uuid7()
    for number in range(10):
        appended(subject, verb=f"step{number}")
        appended()
    integrate(at=AT)
    assert found() == set()
    guards.remove(connection)
    Fact.objects.filter(subject_id=subject, n=7).delete()
    assert [fault.where for fault in reconcile() if fault.code == "chain_gap"] == [f"thing {subject} 7"]


def test_the_store_is_named_where_it_lies(facts: list[Fact]) -> None:
    (settings.FANGWEI_LEDGER / "highest").unlink()
    assert "highest_differs" in found()
