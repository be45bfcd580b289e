"""What tests need of a ledger: facts ready to be appended, and threads that start at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from uuid_utils.compat import uuid7

from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import Fact

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def new_fact(subject: UUID | None = None, **given: Any) -> NewFact:
    """A fact about something, by default about something new."""
    return NewFact(
        **{
            "subject_kind": "thing",
            "subject_id": subject or uuid7(),
            "verb": "happen",
            "actor": uuid7(),
            "acting_post": None,
            "authority": None,
            "at": AT,
            "received_at": AT,
            "channel": "web",
            "territory": "411681",
            "data": {"word": "隐患", "count": 3},
        }
        | given
    )


def appended(subject: UUID | None = None, **given: Any) -> Fact:
    """A fact in the ledger."""
    with transaction.atomic():
        return append([new_fact(subject, **given)])[0]


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run each call in a thread of its own, all from the same instant; an error is returned in its place."""
    start = Barrier(len(calls), timeout=30)

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return call()
        except BaseException as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
