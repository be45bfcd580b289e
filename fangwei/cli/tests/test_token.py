"""`fangwei token` makes a token whose secret is shown once, lists it without, and ends it."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from fangwei.accounts.queries import TokenRefused, bearer_of
from fangwei.accounts.tests.factories import user
from fangwei.cli.token import command
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db


def run(*words: str):
    return CliRunner().invoke(command, list(words))


def test_a_token_is_made_listed_and_revoked() -> None:
    somebody = user("officer")
    post = make.tenure(make.post("inspector"), somebody.person).post
    made = json.loads(
        run("create", "officer", "--name", "数据交换", "--scope", "read", "--scope", "act", "--json").stdout
    )
    assert (made["scopes"], made["post"]) == ("read act", post.name)
    assert bearer_of(made["secret"], datetime.now(UTC)).actor.post_id == post.id
    listed = run("list", "officer", "--json").stdout
    assert json.loads(listed)["tokens"][0]["prefix"] == made["prefix"] and made["secret"] not in listed
    assert run("revoke", made["prefix"], "--reason", "不再使用").exit_code == 0
    with pytest.raises(TokenRefused):
        bearer_of(made["secret"], datetime.now(UTC))
    assert run("revoke", made["id"], "--reason", "再次").exit_code == 2


def test_bad_input_ends_with_two() -> None:
    user("idle")
    assert run("create", "nobody", "--name", "x").exit_code == 2
    assert run("create", "idle", "--name", "x").exit_code == 2
    assert run("create", "idle", "--name", "x", "--days", "100000").exit_code == 2
    assert run("revoke", "fw_nothing", "--reason", "x").exit_code == 2
    for words in (["--help"], ["create", "--help"], ["list", "--help"], ["revoke", "--help"]):
        assert " / " in run(*words).output
