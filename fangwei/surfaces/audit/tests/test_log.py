"""The published log over HTTP, as programs written by others ask for it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from uuid_utils.compat import uuid7

from fangwei.engines import merkle
from fangwei.ledger.actions import append, integrate
from fangwei.ledger.events import NewFact
from fangwei.ledger.signing import signers

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.urls("fangwei.surfaces.audit.tests.addresses")]


def filled(count: int) -> None:
    with transaction.atomic():
        append(
            [
                NewFact("thing", uuid7(), "happen", None, None, None, AT, AT, "web", "411681", {"n": n})
                for n in range(count)
            ]
        )
    integrate(at=AT)


def test_anybody_can_check_the_served_log(client: Client) -> None:
    filled(300)
    policy = merkle.parse_policy(client.get("/ledger/policy").content)
    head = merkle.trust(merkle.parse_note(client.get("/ledger/checkpoint").content), policy).checkpoint
    assert head.size == 300

    def read(name: str) -> bytes:
        answer = client.get(f"/ledger/{name}")
        if answer.status_code == 404:
            raise merkle.Missing(name)
        assert answer["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer["Cache-Control"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        return bytes(answer.content)

    assert list(merkle.check_copy(merkle.Files(read), head)) == []


def test_the_checkpoint_is_plain_text_and_soon_stale(client: Client) -> None:
    filled(1)
    answer = client.get("/ledger/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=5"
    assert client.get("/ledger/vkeys").content.decode().split("\n")[0] == str(signers()[0].key)
    assert client.get("/ledger/pending").content == answer.content


def test_a_log_that_nobody_signed_is_not_there(client: Client) -> None:
    assert client.get("/ledger/checkpoint").status_code == 404
    assert client.get("/ledger/pending").status_code == 404
    assert client.get("/ledger/tile/0/000").status_code == 404


@pytest.mark.parametrize("name", ["0/000.p/6", "0/001", "0/0", "x", "0/../000", "64/000", "entries/000", "1/000.p/1"])
def test_tiles_that_the_published_tree_does_not_have_are_not_there(client: Client, name: str) -> None:
    filled(5)
    assert client.get(f"/ledger/tile/{name}").status_code == 404
    assert client.get("/ledger/tile/entries/000.p/5").status_code == 200


def test_the_published_log_is_only_read(client: Client) -> None:
    assert client.post("/ledger/checkpoint").status_code == 405
