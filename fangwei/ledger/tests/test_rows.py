"""Rows written as plain values arrive as the ORM's own would, one by one or by column; a lost connection is met anew."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import UUIDField
from uuid_utils.compat import uuid7

from fangwei.ledger import rows
from fangwei.ledger.kept import Given, Replanned
from fangwei.ledger.models import QueueRow
from fangwei.ledger.writes import Writes

POSTGRESQL = connection.vendor == "postgresql"
_OF_FACT: Replanned[tuple[str, str]] = Replanned(
    lambda: (
        QueueRow.objects.filter(fact_id=Given("fact", UUIDField()))
        .order_by("consumer")
        .values_list("consumer", "subject_kind")
    )
)


def queued(fact: UUID, consumers: list[str]) -> list[tuple[str, str]]:
    names = ("consumer", "fact_id", "subject_kind", "subject_id")
    writes = Writes()
    writes.insert([(QueueRow, names, [(name, fact, "100%s 重大", fact) for name in consumers])])
    with transaction.atomic():
        writes.send()
    return _OF_FACT.rows(fact=fact)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 3, 4, 20])
def test_few_rows_and_many_arrive_alike(number: int) -> None:
    consumers = [f"reader{place:02}" for place in range(number)]
    assert queued(uuid7(), consumers) == [(name, "100%s 重大") for name in consumers]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no connection to lose")
def test_a_connection_that_the_server_closed_is_met_anew() -> None:
    fact = uuid7()
    assert queued(fact, ["search"]) == [("search", "100%s 重大")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [ours] = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])
    other.close()
    connection.health_check_enabled, connection.health_check_done = True, False
    assert _OF_FACT.rows(fact=fact) == [("search", "100%s 重大")]


@pytest.mark.django_db
@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no connection to lose")
def test_a_silent_connection_is_not_asked_whether_it_lives(django_assert_num_queries) -> None:
    connection.health_check_enabled, connection.health_check_done = True, False
    with django_assert_num_queries(1):
        rows.execute(connection, "SELECT %s::text", ["x"]).close()
    assert connection.health_check_done
