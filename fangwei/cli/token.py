"""`fangwei token`: secrets with which programs act for a user; shown once, kept as a hash, ended at once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import click

from fangwei.cli import json_option, language, refuse, say, speak, start_django

start_django()


from fangwei.accounts import actions  # noqa: E402
from fangwei.accounts.actor import Actor  # noqa: E402
from fangwei.accounts.models import ApiToken  # noqa: E402
from fangwei.accounts.queries import TOKEN_SCOPES, local_day, posts_of, tokens_of  # noqa: E402
from fangwei.cli.users import known_user  # noqa: E402


@click.group(
    help="接口令牌：别的系统以某人的岗位办事所用。 / API tokens: with which other programs act from somebody's post."
)
def command() -> None:
    """Hold the commands about tokens."""
    speak()


@command.command(help="新建令牌；密钥只显示这一次。 / Make a token; its secret is shown this once.")
@click.argument("username")
@click.option("--name", required=True, help="用途。 / What it is for.")
@click.option("--post", "post_id", type=click.UUID, help="岗位，默认第一个。 / The post; the user's first by default.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(TOKEN_SCOPES),
    default=["read"],
    help="可做之事，可多次，默认只读。 / What it may do, several times; reading by default.",
)
@click.option("--days", default=90, show_default=True, help="有效天数。 / Valid for so many days.")
@json_option
def create(username: str, name: str, post_id: UUID | None, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token for one of a user's posts."""
    at, user = datetime.now(UTC), known_user(username, as_json)
    held = posts_of(user, local_day(at))
    chosen = post_id or (held[0].id if held else None)
    try:
        if chosen is None:
            raise actions.AccountRefused("token_not_your_post", username=user.username)
        token, secret = actions.create_token(
            user=user,
            post_id=chosen,
            name=name,
            scopes=scopes,
            expires_at=at + timedelta(days=max(0, min(days, 100_000))),
            by=Actor.system(),
            at=at,
        )
    except actions.AccountRefused as refused:
        refuse(as_json, refused.code, str(refused))
    say(as_json, {**_shown(token), "secret": secret}, secret)


@command.command("list", help="列出令牌。 / List tokens.")
@click.argument("username", required=False)
@json_option
def list_tokens(username: str | None, as_json: bool) -> None:
    """List the tokens of one user, or of all."""
    tokens = (
        tokens_of(known_user(username, as_json))
        if username
        else list(ApiToken.objects.select_related("user", "post").order_by("-id"))
    )
    shown = [_shown(token) for token in tokens]
    lines = [
        "  ".join(
            str(one[key] or "-") for key in ("prefix", "username", "post", "scopes", "expires_at", "revoked_at", "name")
        )
        for one in shown
    ]
    say(as_json, {"tokens": shown}, "\n".join(lines))


@command.command(help="撤销令牌，立即失效。 / Revoke a token; it ends at once.")
@click.argument("prefix")
@click.option("--reason", required=True, help="理由。 / The reason.")
@json_option
def revoke(prefix: str, reason: str, as_json: bool) -> None:
    """Revoke the one token with this id or prefix."""
    try:
        found = list(ApiToken.objects.filter(id=UUID(prefix)))
    except ValueError:
        found = list(ApiToken.objects.filter(prefix=prefix))
    if len(found) != 1:
        zh, en = f"没有令牌 {prefix}。", f"There is no token {prefix}."
        refuse(as_json, "token_unknown", zh if language() == "zh" else en, "fangwei token list")
    try:
        token = actions.revoke_token(token=found[0], reason=reason, by=Actor.system(), at=datetime.now(UTC))
    except actions.AccountRefused as refused:
        refuse(as_json, refused.code, str(refused))
    say(as_json, _shown(token), token.prefix)


def _shown(token: ApiToken) -> dict[str, Any]:
    return {
        "id": str(token.id),
        "prefix": token.prefix,
        "name": token.name,
        "username": token.user.username,
        "post": token.post.name,
        "scopes": token.scopes,
        "created_at": token.created_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
        "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
    }
