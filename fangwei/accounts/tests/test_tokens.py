"""A program acts for a user from one post, until its token ends, and not a moment after the user left the post."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fangwei.accounts import actions
from fangwei.accounts.models import ApiToken
from fangwei.accounts.queries import TokenRefused, actor_of, bearer_of, tokens_of
from fangwei.accounts.tests.factories import user
from fangwei.ledger.queries import history
from fangwei.register import actions as register
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db
BY, AT, DAY = make.SYSTEM, make.AT, make.DAY
LATER = AT + timedelta(days=30)


@pytest.fixture
def held():
    somebody = user("officer")
    return somebody, make.tenure(make.post("inspector", make.organization("emergency")), somebody.person)


def token(held, **more):
    somebody, tenure = held
    given = {"name": "数据交换", "scopes": ["act", "read"], "expires_at": LATER, "by": BY, "at": AT} | more
    return actions.create_token(user=somebody, post_id=tenure.post_id, **given)


def refused(code: str):
    return pytest.raises(
        (actions.AccountRefused, TokenRefused), check=lambda refused: refused.code == code and bool(str(refused))
    )


def test_a_token_is_its_users_actor_within_its_scopes(held, django_assert_num_queries) -> None:
    made, secret = token(held)
    with django_assert_num_queries(1):
        bearer = bearer_of(secret, AT)
    assert bearer.actor == actor_of(held[0], held[1].post_id, DAY)
    assert (bearer.token_id, bearer.scopes) == (made.id, {"read", "act"})


def test_the_secret_is_kept_nowhere(held) -> None:
    made, secret = token(held)
    row = ApiToken.objects.values().get(pk=made.pk)
    assert secret.startswith("fw_") and len(secret) > 40
    assert secret not in str(row) and secret not in str([one.data for one in history(made.id)])
    assert secret.startswith(made.prefix)


def test_a_token_ends(held) -> None:
    made, secret = token(held)
    with refused("token_unknown"):
        bearer_of(secret + "x", AT)
    with refused("token_expired"):
        bearer_of(secret, LATER)
    actions.revoke_token(token=made, reason="不再使用", by=BY, at=AT)
    with refused("token_revoked"):
        bearer_of(secret, AT)
    with refused("token_revoked"):
        actions.revoke_token(token=made, reason="再次", by=BY, at=AT)
    assert [one.fact.verb for one in history(made.id)] == ["revoke", "create"]


def test_who_leaves_the_post_loses_its_tokens_at_once(held) -> None:
    somebody, tenure = held
    _made, secret = token(held)
    register.end_tenure(tenure=tenure, end=DAY, by=BY, at=AT)
    with refused("token_without_post"):
        bearer_of(secret, AT)
    assert len(tokens_of(somebody)) == 1


def test_a_user_shut_out_loses_its_tokens_at_once(held) -> None:
    _made, secret = token(held)
    actions.deactivate(user=held[0], reason="离职", by=BY, at=AT)
    with refused("token_without_post"):
        bearer_of(secret, AT)


def test_what_a_token_cannot_be(held) -> None:
    for code, more in {
        "token_unnamed": {"name": "  "},
        "token_scopeless": {"scopes": []},
        "token_scope_unknown": {"scopes": ["read", "everything"]},
        "token_expires_badly": {"expires_at": AT},
    }.items():
        with refused(code):
            token(held, **more)
    with refused("token_expires_badly"):
        token(held, expires_at=AT + timedelta(days=400))
    with refused("token_not_your_post"):
        actions.create_token(user=held[0], post_id=uuid4(), name="x", scopes=["read"], expires_at=LATER, by=BY, at=AT)
    assert not ApiToken.objects.exists()


def test_a_use_is_noted_coarsely(held) -> None:
    made, secret = token(held)
    for minutes in (0, 1, 6):
        actions.note_use(token_id=made.id, at=AT + timedelta(minutes=minutes))
        made.refresh_from_db()
    assert made.last_used_at == AT + timedelta(minutes=6)
    actions.note_use(token_id=made.id, at=AT + timedelta(minutes=7))
    assert bearer_of(secret, AT).last_used_at == AT + timedelta(minutes=6)


def test_members_of_a_task_force_carry_it_along(held) -> None:
    force = make.organization("task_force", name="专班")
    register.second_member(person=held[0].person, task_force=force, start=DAY, by=BY, at=AT)
    assert bearer_of(token(held)[1], AT).actor.task_forces == (force.id,)
