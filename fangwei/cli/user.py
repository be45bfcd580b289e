"""`fangwei user`: accounts from the command line; passwords come from a prompt, the environment or a pipe, never argv."""

import os
import sys
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

import click

from fangwei.cli import json_option, language, refuse, say, speak, start_django

start_django()

from django.db import transaction  # noqa: E402 Django is loaded above

from fangwei.accounts import actions  # noqa: E402
from fangwei.accounts.actor import Actor  # noqa: E402
from fangwei.accounts.models import User  # noqa: E402
from fangwei.accounts.queries import posts_of  # noqa: E402
from fangwei.cli.users import known_user  # noqa: E402
from fangwei.register.actions import appoint, register_person  # noqa: E402
from fangwei.register.models import Person, Post  # noqa: E402
from fangwei.register.refusals import RegisterRefused  # noqa: E402

PASSWORD = "FANGWEI_PASSWORD"  # noqa: S105 the name of a variable, not a password
_SHANGHAI = ZoneInfo("Asia/Shanghai")


@click.group(
    help="管理账号；密码取自环境变量 FANGWEI_PASSWORD、管道或提示，从不取自参数。 / "
    "Manage accounts; a password comes from FANGWEI_PASSWORD, a pipe or a prompt, never from an argument."
)
def command() -> None:
    """Hold the commands about accounts."""
    speak()


@command.command(help="新建账号。 / Make a user.")
@click.argument("username")
@click.option("--name", default="", help="新登记人员的姓名。 / Name of a person to register.")
@click.option("--person", "person_id", type=click.UUID, help="已登记人员的编号。 / Id of a registered person.")
@click.option("--post", "post_id", type=click.UUID, help="今日起任该岗位。 / Appoint to this post from today.")
@click.option("--operator", is_flag=True, help="运维人员，不承办案件。 / An operator, who handles no case.")
@click.option(
    "--language", "speaks", type=click.Choice(["zh-hans", "en"]), default="zh-hans", help="语言。 / Language."
)
@json_option
def add(
    username: str,
    name: str,
    person_id: UUID | None,
    post_id: UUID | None,
    operator: bool,
    speaks: str,
    as_json: bool,
) -> None:
    """Make a user of a registered or a new person."""
    by, at = Actor.system(), datetime.now(UTC)
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    post = Post.objects.filter(pk=post_id).first() if post_id else None
    if person_id and person is None:
        _unknown(as_json, "person_unknown", person_id)
    if post_id and post is None:
        _unknown(as_json, "post_unknown", post_id)
    password = _read_password()
    try:
        with transaction.atomic():
            if person is None and name.strip():
                person = register_person(name=name, by=by, at=at)
            user = actions.create_user(
                username=username,
                password=password,
                person=person,
                by=by,
                at=at,
                language=speaks,
                is_operator=operator,
            )
            if post is not None and person is not None:
                appoint(person=person, post=post, start=at.astimezone(_SHANGHAI).date(), by=by, at=at)
    except (actions.AccountRefused, RegisterRefused) as refused:
        refuse(as_json, refused.code, str(refused))
    say(as_json, _shown(user), f"{user.username}  {user.id}")


@command.command("list", help="列出账号。 / List the users.")
@json_option
def list_users(as_json: bool) -> None:
    """List every user with the posts held today."""
    users = [_shown(user) for user in User.objects.select_related("person").order_by("username")]
    lines = [
        "  ".join(
            [
                str(user["username"]),
                str(user["name"]),
                "、".join(map(str, user["posts"])),
                "" if user["active"] else "×",
            ]
        )
        for user in users
    ]
    say(as_json, {"users": users}, "\n".join(line.rstrip() for line in lines))


@command.command(help="设置密码。 / Set a password.")
@click.argument("username")
@json_option
def password(username: str, as_json: bool) -> None:
    """Set a user's password and forgive earlier failures."""
    user = known_user(username, as_json)
    try:
        actions.set_password(user=user, password=_read_password(), by=Actor.system(), at=datetime.now(UTC))
    except actions.AccountRefused as refused:
        refuse(as_json, refused.code, str(refused))
    say(as_json, _shown(user), user.username)


@command.command(help="停用账号；人员、任职和所做的一切保留。 / Shut a user out; what they did stays.")
@click.argument("username")
@click.option("--reason", required=True, help="理由。 / The reason.")
@json_option
def deactivate(username: str, reason: str, as_json: bool) -> None:
    """Shut a user out."""
    user = actions.deactivate(
        user=known_user(username, as_json), reason=reason, by=Actor.system(), at=datetime.now(UTC)
    )
    say(as_json, _shown(user), user.username)


def _unknown(as_json: bool, code: str, given: UUID) -> NoReturn:
    zh = {"person_unknown": f"没有编号为 {given} 的人员。", "post_unknown": f"没有编号为 {given} 的岗位。"}
    en = {"person_unknown": f"There is no person {given}.", "post_unknown": f"There is no post {given}."}
    refuse(as_json, code, (zh if language() == "zh" else en)[code])


def _shown(user: User) -> dict[str, Any]:
    today = datetime.now(_SHANGHAI).date()
    return {
        "id": str(user.id),
        "username": user.username,
        "name": user.person.name if user.person else "",
        "operator": user.is_operator,
        "active": user.is_active,
        "language": user.language,
        "posts": [post.name for post in posts_of(user, today)],
    }


def _read_password() -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 / Password", hide_input=True, confirmation_prompt=True))
