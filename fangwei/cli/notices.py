"""`fangwei notices`: send what is due to go out, look at what was told."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from fangwei.cli import json_option, refuse, say, speak, start_django

start_django()

from django.utils.translation import gettext as _  # noqa: E402

from fangwei.accounts.queries import user_named  # noqa: E402
from fangwei.cli.sweep import instant_in  # noqa: E402
from fangwei.notices.actions import send as send_due  # noqa: E402
from fangwei.notices.models import Notice  # noqa: E402
from fangwei.notices.queries import FILE, NoticesUnreadable, heading, latest  # noqa: E402


@click.group()
def command() -> None:
    """通知：外发、查看。 / Notices: send, list."""
    speak()


@command.command()
@click.option(
    "--at",
    "at_text",
    metavar="INSTANT",
    help="按哪一时刻发送，默认现在。 / Instant to send at, now by default; without a zone it is Beijing time.",
)
@json_option
def send(at_text: str | None, as_json: bool) -> None:
    """外发到期的通知；有放弃的或结果不明的，退出码为 1。 / Send what is due; exit 1 when any was given up or is in doubt."""
    at = instant_in(at_text, as_json) if at_text is not None else datetime.now(UTC)
    try:
        done = send_due(at=at)
    except NoticesUnreadable:
        told = _("The file {name} in the folder “keys” cannot be read.").format(name=FILE)
        refuse(as_json, "notices_unreadable", told, _("How it is written: docs/operate/notices.md"))
    told = _("{sent} messages sent, {again} to be tried again, {unsure} in doubt, {failed} given up.")
    say(as_json, asdict(done), told.format(**asdict(done)))
    if done.failed or done.unsure:
        raise SystemExit(1)


@command.command("list")
@click.option("--user", "username", metavar="USER", help="只看某账号的。 / Of one user only.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, help="最多几条。 / At most so many.")
@json_option
def list_(username: str | None, limit: int, as_json: bool) -> None:
    """最近的通知，新的在前。 / The latest notices, the newest first."""
    person = None
    if username is not None:
        user = user_named(username)
        if user is None or user.person_id is None:
            refuse(as_json, "user_unknown", _("There is no user “{username}”.").format(username=username))
        person = user.person_id
    at = datetime.now(UTC)
    rows = [_row(one, at) for one in latest(person, limit=limit)]
    lines = [f"{row['at']}  {row['state']:10}  {row['case'] or '':22}  {row['what']}" for row in rows]
    say(as_json, {"notices": rows}, "\n".join(lines) or _("No notices."))


def _row(one: Notice, at: datetime) -> dict[str, Any]:
    state = "superseded" if one.superseded_at else "read" if one.read_at else "unread"
    return {
        "id": str(one.id),
        "at": one.created_at.astimezone(UTC).isoformat(timespec="seconds"),
        "person": str(one.person_id),
        "post": str(one.post_id),
        "case": one.case.number if one.case is not None else None,
        "code": one.code,
        "verb": one.verb,
        "due": one.due_at.astimezone(UTC).isoformat() if one.due_at else None,
        "state": state,
        "what": heading(one, at),
    }
