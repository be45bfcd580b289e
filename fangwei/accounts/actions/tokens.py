"""Giving and revoking API tokens."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fangwei.accounts.models import ApiToken, User
from fangwei.accounts.queries import TOKEN_MARK, TOKEN_SCOPES, NotYourPost, actor_of, local_day, token_digest
from fangwei.accounts.refusals import AccountRefused
from fangwei.ledger.actions import append
from fangwei.register.author import Author, told

LONGEST_TOKEN = timedelta(days=366)
"""How long a token may be valid at most; whoever needs it longer makes the next one."""

USE_NOTED_EVERY = timedelta(minutes=5)
"""How coarse a token's last use is: it is not written at each request."""


@transaction.atomic
def create_token(
    *, user: User, post_id: UUID, name: str, scopes: Collection[str], expires_at: datetime, by: Author, at: datetime
) -> tuple[ApiToken, str]:
    """Give a user's program a token for one of the user's posts; returns it with its secret, which is never shown again.

    Raises: AccountRefused `token_unnamed`, `token_scopeless`, `token_scope_unknown`, `token_expires_badly`,
    `token_not_your_post`.
    """
    wanted = [scope for scope in TOKEN_SCOPES if scope in scopes]
    unknown = sorted(set(scopes) - set(TOKEN_SCOPES))
    if not name.strip():
        raise AccountRefused("token_unnamed")
    if unknown:
        raise AccountRefused("token_scope_unknown", given=unknown[0][:40], known=", ".join(TOKEN_SCOPES))
    if not wanted:
        raise AccountRefused("token_scopeless")
    if not at < expires_at <= at + LONGEST_TOKEN:
        raise AccountRefused("token_expires_badly", days=LONGEST_TOKEN.days)
    try:
        actor_of(user, post_id, local_day(at))
    except NotYourPost:
        raise AccountRefused("token_not_your_post", username=user.username) from None
    secret = TOKEN_MARK + token_urlsafe(32)
    token = ApiToken(
        user=user,
        post_id=post_id,
        name=name.strip()[:60],
        prefix=secret[: len(TOKEN_MARK) + 8],
        digest=token_digest(secret),
        scopes=" ".join(wanted),
        created_at=at,
        created_by=by.person_id,
        expires_at=expires_at,
    )
    token.save(force_insert=True)
    data = {
        "user": str(user.id),
        "post": str(post_id),
        "prefix": token.prefix,
        "scopes": wanted,
        "expires_at": expires_at.isoformat(),
    }
    append([told("api_token", token.id, "create", data, territory="", by=by, at=at)], fresh=True)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, reason: str, by: Author, at: datetime) -> ApiToken:
    """End a token at once. Raises: AccountRefused `token_revoked`."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.person_id)
    if not revoked:
        raise AccountRefused("token_revoked")
    token.revoked_at, token.revoked_by = at, by.person_id
    append([told("api_token", token.id, "revoke", {"reason": reason}, territory="", by=by, at=at)])
    return token


def note_use(*, token_id: UUID, at: datetime) -> None:
    """Note that a token was used, at most every few minutes; nothing of which the ledger is told."""
    since = at - USE_NOTED_EVERY
    ApiToken.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=since), pk=token_id).update(last_used_at=at)
