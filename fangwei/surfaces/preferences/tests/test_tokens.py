"""Officers make and revoke their own tokens; the secret is on the screen once."""

import re

import pytest

from fangwei.accounts.models import ApiToken
from fangwei.accounts.queries import bearer_of

pytestmark = pytest.mark.django_db
NEW = {"name": "市级平台", "scopes": ["read", "act"], "days": "90"}


def test_a_secret_is_shown_once(visit) -> None:
    client = visit.client(visit.county.officer)
    made = client.post("/preferences/tokens/new/", NEW)
    secret = re.search(r"fw_[\w-]{40,}", made.content.decode())[0]
    assert "no-store" in made["Cache-Control"]
    assert bearer_of(secret, visit.county.at).actor == visit.county.officer
    listed = client.get("/preferences/tokens/").content.decode()
    assert secret not in listed and "市级平台" in listed and secret[:11] in listed


def test_what_is_missing_is_said_and_what_was_typed_is_kept(visit) -> None:
    client = visit.client(visit.county.officer)
    back = client.post("/preferences/tokens/new/", {"name": "市级平台", "days": "90"})
    assert back.status_code == 422 and "市级平台" in back.content.decode()
    assert client.post("/preferences/tokens/new/", NEW | {"days": "9999"}).status_code == 422
    assert not ApiToken.objects.exists()


def test_only_ones_own_tokens_can_be_revoked(visit) -> None:
    mine, other = visit.client(visit.county.officer), visit.client(visit.county.second)
    mine.post("/preferences/tokens/new/", NEW)
    token = ApiToken.objects.get()
    other.post("/preferences/tokens/revoke/", {"chosen": str(token.id), "verb": "revoke"})
    assert "市级平台" not in other.get("/preferences/tokens/").content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None
    mine.post("/preferences/tokens/revoke/", {"chosen": str(token.id), "verb": "revoke"})
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_others_have_no_such_page(visit, client) -> None:
    for actor in (visit.county.safety, visit.county.grid):
        assert visit.client(actor).get("/preferences/tokens/").status_code == 403
    assert client.get("/preferences/tokens/").status_code == 302
