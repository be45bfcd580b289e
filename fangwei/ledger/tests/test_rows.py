"""Rows written as plain values arrive as the ORM's own would, one by one or by column; a lost connection is met anew."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import UUIDField
from uuid_utils.compat import uuid7

from fangwei.ledger import rows
from fangwei.ledger.kept import Given, Replanned
from fangwei.ledger.models import QueueRow
from fangwei.ledger.statements import Statement, ask
from fangwei.ledger.writes import Writes

POSTGRESQL = connection.vendor == "postgresql"
short_way = pytest.mark.skipif(not POSTGRESQL, reason="the short way is PostgreSQL's")
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
        rows.execute(connection, "SELECT %s::text", ["x"])
    assert connection.health_check_done


def one(sql: str, *values: object, how: Literal["kept", "anew", "spelt"] = "kept") -> Statement:
    return Statement(sql, values, how)


@pytest.mark.django_db(transaction=True)
@short_way
def test_what_goes_out_together_is_one_transaction_and_undone_as_one() -> None:
    fact = uuid7()
    add = "INSERT INTO ledger_queuerow (consumer, fact_id, subject_kind, subject_id) VALUES (%s, %s, '50%%', %s)"
    with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
        ask(connection, [one(add, "a", fact, fact), one("SELECT 1 / %s", 0)])
    assert _OF_FACT.rows(fact=fact) == []
    with transaction.atomic():
        written = ask(connection, [one(add, "a", fact, fact), one("SELECT 1"), one(add, "b", fact, fact)])
    assert [answer.count for answer in written] == [1, 1, 1]
    assert _OF_FACT.rows(fact=fact) == [("a", "50%"), ("b", "50%")]


@pytest.mark.django_db(transaction=True)
@short_way
def test_a_statement_is_asked_alike_in_every_way() -> None:
    asked = "SELECT %s::text || '%%', %s::timestamptz, %s::int, %s::uuid[]"
    values = ("它的'名", datetime(2026, 3, 1, 8, tzinfo=UTC), None, [UUID(int=7)])
    ways: tuple[Literal["kept", "anew", "spelt"], ...] = ("kept", "anew", "spelt")
    alone = [ask(connection, [one(asked, *values, how=way)])[0].rows for way in ways]
    together = [answer.rows for answer in ask(connection, [one(asked, *values, how=way) for way in ways])]
    assert alone == together == [[("它的'名%", values[1], None, [UUID(int=7)])]] * 3
    [answer] = ask(connection, [one("SELECT 'infinity'::timestamptz IS NOT NULL, now() - now() = interval '0'")])
    assert answer.rows == [(True, True)]


@pytest.mark.django_db(transaction=True)
@short_way
def test_a_refused_statement_leaves_the_connection_as_it_was() -> None:
    for asked in ([one("SELECT 1 / %s", 0)], [one("SELECT 1"), one("SELECT 1 / %s", 0), one("SELECT 2")]):
        with pytest.raises(DatabaseError, match="division by zero"):
            ask(connection, asked)
        assert ask(connection, [one("SELECT 3"), one("SELECT 4")])[1].rows == [(4,)]


@pytest.mark.django_db(transaction=True)
@short_way
def test_old_statements_make_room() -> None:
    for number in range(900):
        ask(connection, [one(f"SELECT {number}")] * (1 + number % 2))
    held = ask(connection, [one("SELECT count(*) FROM pg_prepared_statements", how="anew")])[0].rows[0][0]
    assert 300 < held <= 401
    assert ask(connection, [one("SELECT 0")])[0].rows == [(0,)]


@pytest.mark.django_db(transaction=True)
@short_way
def test_a_pool_that_loses_statements_is_given_none(settings) -> None:
    settings.FANGWEI_PREPARE = False
    connection.close()
    assert ask(connection, [one("SELECT %s::int", 5)])[0].rows == [(5,)]
    assert ask(connection, [one("SELECT count(*) FROM pg_prepared_statements"), one("SELECT 1")])[0].rows == [(0,)]
    connection.close()


@pytest.mark.django_db(transaction=True)
@short_way
def test_a_connection_lost_between_answers_is_not_used_again() -> None:
    [answer] = ask(connection, [one("SELECT pg_backend_pid()")])
    [[ours]] = answer.rows
    with pytest.raises(OperationalError):
        ask(connection, [one("SELECT 1"), one("SELECT pg_terminate_backend(%s)", ours), one("SELECT 2")])
    connection.close_if_unusable_or_obsolete()
    assert ask(connection, [one("SELECT 3"), one("SELECT 4")])[1].rows == [(4,)]


@pytest.mark.django_db
def test_what_waits_goes_out_with_whatever_is_asked_next(django_assert_num_queries) -> None:
    fact = uuid7()
    assert queued(fact, ["search"]) == [("search", "100%s 重大")]
    waits = _OF_FACT.later(fact=fact)
    with django_assert_num_queries(2):
        assert _OF_FACT.rows(fact=uuid7()) == []
    with django_assert_num_queries(0):
        assert waits() == [("search", "100%s 重大")]
        assert waits() == [("search", "100%s 重大")]


@pytest.mark.django_db
def test_what_waits_is_asked_alone_when_it_is_needed_first(django_assert_num_queries) -> None:
    fact = uuid7()
    queued(fact, ["search"])
    first, second = _OF_FACT.later(fact=fact), _OF_FACT.later(fact=uuid7())
    with django_assert_num_queries(2):
        assert first() == [("search", "100%s 重大")]
    with django_assert_num_queries(0):
        assert second() == []


@pytest.mark.django_db
def test_what_nobody_waits_for_any_more_is_not_asked(django_assert_num_queries) -> None:
    _OF_FACT.later(fact=uuid7())
    with django_assert_num_queries(1):
        assert _OF_FACT.rows(fact=uuid7()) == []


@pytest.mark.django_db(transaction=True)
def test_what_waits_outlives_a_question_that_fails() -> None:
    fact = uuid7()
    queued(fact, ["search"])
    waits = _OF_FACT.later(fact=fact)
    with pytest.raises(DatabaseError):
        ask(connection, [one("SELECT no_such_column FROM ledger_queuerow")])
    assert waits() == [("search", "100%s 重大")]
