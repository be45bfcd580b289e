"""The database refuses to rewrite what happened, whoever asks it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from uuid_utils.compat import uuid7

from fangwei.ledger import guards
from fangwei.ledger.models import Erasure, Fact, FactPayload, OutboxRow
from fangwei.ledger.tests.factories import appended

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: Any) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_every_guard_is_installed() -> None:
    assert guards.missing(connection) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: Fact.objects.update(verb="other"),
        lambda: Fact.objects.all().delete(),
        lambda: FactPayload.objects.update(data={}),
        lambda: FactPayload.objects.all().delete(),
    ],
)
def test_facts_and_payloads_stay_as_they_are(change: Callable[[], Any]) -> None:
    fact = appended()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert Fact.objects.get().verb == "happen"
    assert FactPayload.objects.get(fact_id=fact.id).data == {"word": "隐患", "count": 3}


def test_no_statement_of_ones_own_gets_around_them() -> None:
    appended()
    refused("UPDATE ledger_fact SET n = n + 100")
    refused("UPDATE ledger_fact SET verb = verb")
    refused("DELETE FROM ledger_fact WHERE n = 1")
    if connection.vendor == "postgresql":
        for table in ("ledger_fact", "ledger_factpayload", "ledger_erasure"):
            refused(f"TRUNCATE {table} CASCADE")
        refused("DELETE FROM ONLY ledger_fact")
    assert Fact.objects.count() == 1


def test_a_payload_leaves_only_under_its_own_licence() -> None:
    kept, erased = appended(), appended()
    Erasure.objects.create(fact_id=erased.id, by_fact=appended(verb="erase").id)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FactPayload.objects.filter(fact_id=kept.id).delete()
    assert FactPayload.objects.filter(fact_id=erased.id).delete()[0] == 1
    assert Fact.objects.filter(id=erased.id).exists(), "that it happened stays"
    assert OutboxRow.objects.filter(fact_id=erased.id).exists(), "and so does its entry in the log"


def test_a_licence_is_as_final_as_the_fact() -> None:
    Erasure.objects.create(fact_id=uuid7(), by_fact=uuid7())
    for change in (lambda: Erasure.objects.update(by_fact=uuid7()), lambda: Erasure.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_guards_that_are_gone_are_noticed_and_put_back() -> None:
    guards.remove(connection)
    gone = guards.missing(connection)
    assert "guard_fact_update" in gone and "guard_entry_delete" in gone
    guards.install(connection)
    guards.install(connection)
    assert guards.missing(connection) == []
    appended()
    refused("DELETE FROM ledger_fact")
