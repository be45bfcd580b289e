"""`fangwei user` makes, lists and shuts out users, and takes no password from the command line."""

import json

import pytest
from click.testing import CliRunner

from fangwei.accounts.models import User
from fangwei.cli.user import command
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db


def run(*words: str, password: str = "a-long-secret-phrase\n"):
    return CliRunner().invoke(command, list(words), input=password)


def test_a_user_is_added_with_post_and_listed(monkeypatch) -> None:
    post = make.post("inspector")
    added = run("add", "LiMing", "--name", "李明", "--post", str(post.id), "--json")
    assert added.exit_code == 0, added.output
    told = json.loads(added.stdout)
    assert (told["username"], told["name"], told["posts"]) == ("liming", "李明", [post.name])
    assert User.objects.get(username="liming").check_password("a-long-secret-phrase")
    listed = json.loads(run("list", "--json").stdout)
    assert [one["username"] for one in listed["users"]] == ["liming"]
    assert run("password", "liming", password="yet-another-secret\n").exit_code == 0
    assert User.objects.get(username="liming").check_password("yet-another-secret")
    assert run("deactivate", "liming", "--reason", "离职").exit_code == 0
    assert not User.objects.get(username="liming").is_active


def test_bad_input_ends_with_two_and_changes_nothing(monkeypatch) -> None:
    weak = run("add", "x", "--name", "某人", "--json", password="123\n")
    assert weak.exit_code == 2 and json.loads(weak.stdout.splitlines()[0])["error"]["code"] == "password_weak"
    assert not User.objects.exists() and not type(make.person()).objects.filter(name="某人").exists()
    assert run("deactivate", "nobody", "--reason", "x").exit_code == 2
    assert run("add", "x", "--post", "01890000-0000-7000-8000-000000000000").exit_code == 2


def test_the_environment_may_hold_the_password(monkeypatch) -> None:
    monkeypatch.setenv("FANGWEI_PASSWORD", "from-the-environment")
    assert run("add", "op", "--operator", password="").exit_code == 0
    assert User.objects.get(username="op").check_password("from-the-environment")


def test_help_speaks_both_languages() -> None:
    for words in (["--help"], ["add", "--help"], ["list", "--help"], ["password", "--help"], ["deactivate", "--help"]):
        text = CliRunner().invoke(command, words).output
        assert " / " in text and any("\u4e00" <= sign <= "\u9fff" for sign in text)
