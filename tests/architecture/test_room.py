"""The strict test room is strict: each of its refusals is seen to refuse."""

import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path
from uuid_utils.compat import uuid7

from fangwei.ledger import guards
from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import Fact

SOME_TABLE = "django_content_type"


def reads_and_writes(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {SOME_TABLE} WHERE id < 0")
    return HttpResponse("written")


urlpatterns = [path("write/", reads_and_writes)]


@pytest.fixture
def write_view(settings: object) -> str:
    settings.ROOT_URLCONF = sys.modules[__name__]  # type: ignore[attr-defined]
    settings.MIDDLEWARE = []  # type: ignore[attr-defined]
    return "/write/"


def test_the_data_folder_is_a_throw_away_one() -> None:
    assert "fangwei-test-" in str(settings.FANGWEI_HOME)
    assert not Path(settings.FANGWEI_HOME).is_relative_to(Path.cwd())


def test_the_network_is_closed() -> None:
    with socket.socket() as probe, pytest.raises(AssertionError, match="reached for the network"):
        probe.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_a_get_that_writes_fails(client: Client, write_view: str) -> None:
    with pytest.raises(AssertionError, match="a GET wrote to"):
        client.get(write_view)


@pytest.mark.django_db
@pytest.mark.get_may_write(SOME_TABLE)
def test_a_get_may_write_what_the_test_names(client: Client, write_view: str) -> None:
    assert client.get(write_view).content == b"written"


@pytest.mark.django_db
def test_a_post_may_write(client: Client, write_view: str) -> None:
    assert client.post(write_view).content == b"written"


def test_an_unknown_template_variable_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        engines["django"].from_string("{{ nobody_gave_this }}").render({})


@pytest.mark.django_db
def test_the_tables_are_guarded_as_in_real_life() -> None:
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_facts_are_refused_to_users_and_emptied_between_tests(round_: int) -> None:
    assert Fact.objects.count() == 0, "the test before left its facts behind"
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    fact = NewFact(
        subject_kind="probe",
        subject_id=uuid7(),
        verb="seen",
        actor=None,
        acting_post=None,
        authority=None,
        at=at,
        received_at=at,
        channel="web",
        territory="410102",
        data={},
    )
    with transaction.atomic():
        append([fact])
    for change in (lambda: Fact.objects.update(verb="unseen"), lambda: Fact.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert guards.missing(connection) == []


@pytest.mark.django_db
def test_foreign_keys_and_real_files_are_on() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
