"""`fangwei ledger erasures`: lawful requests to erase what facts said; one person asks, another decides."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from fangwei.accounts.queries import user_named
from fangwei.cli import json_option, refuse, say
from fangwei.cli.ledger.words import spoken
from fangwei.ledger import actions
from fangwei.ledger.models import ErasureRequest
from fangwei.ledger.queries import open_erasures

_BY = click.option("--by", "by_name", required=True, metavar="USERNAME", help="以谁的名义。 / In whose name.")


@click.group(name="erasures", context_settings={"help_option_names": ["-h", "--help"]})
def erasures() -> None:
    """依法删除事实内容：一人申请，另一人决定。 / Erase what facts said: one person asks, another decides."""


def _person(username: str, as_json: bool) -> UUID:
    user = user_named(username)
    if user is None or user.person_id is None:
        hint = _("Users that stand for a person: fangwei user list")
        refuse(as_json, "user_unknown", _("There is no person behind “{name}”.").format(name=username), hint)
    found: UUID = user.person_id
    return found


def _as_dict(request: ErasureRequest) -> dict[str, Any]:
    record = [request.subject_kind, str(request.subject_id)] if request.subject_id else None
    return {
        "request": str(request.id),
        "facts": request.facts,
        "record": record,
        "basis": request.basis,
        "granted": request.granted,
    }


@erasures.command()
@click.argument("facts", nargs=-1, type=click.UUID)
@click.option(
    "--record",
    nargs=2,
    type=(str, click.UUID),
    metavar="KIND ID",
    help="整条记录，如 person ID：全部事实内容连同现行个人信息栏。 / "
    "A whole record, like person ID: what all its facts said, and its live personal columns.",
)
@click.option(
    "--basis", required=True, help="法律依据和案卷，不得含个人信息。 / Legal basis and file, without personal data."
)
@_BY
@json_option
def ask(facts: tuple[UUID, ...], record: tuple[str, UUID] | None, basis: str, by_name: str, as_json: bool) -> None:
    """申请删除这些事实（或整条记录）的内容。 / Ask that what these facts, or a whole record, said be erased."""
    if bool(facts) == bool(record):
        raise click.UsageError(_("Give either the ids of facts, or one --record."))
    with spoken(as_json):
        by, at = _person(by_name, as_json), datetime.now(UTC)
        if record:
            made = actions.request_record_erasure(record[1], kind=record[0], basis=basis, by=by, at=at)
        else:
            made = actions.request_erasure(list(facts), basis=basis, by=by, at=at)
        told = _("Asked: {request}. Another person decides: fangwei ledger erasures grant {request}")
        say(as_json, _as_dict(made), told.format(request=made.id))


def _decision(decide: Callable[..., ErasureRequest], request: UUID, by_name: str, told: str, as_json: bool) -> None:
    made = decide(request, by=_person(by_name, as_json), at=datetime.now(UTC))
    say(as_json, _as_dict(made), told)


@erasures.command()
@click.argument("request", type=click.UUID)
@_BY
@json_option
def grant(request: UUID, by_name: str, as_json: bool) -> None:
    """准予删除并立即执行；不可恢复。 / Grant it and carry it out; there is no way back."""
    with spoken(as_json):
        _decision(
            actions.grant_erasure, request, by_name, _("Erased. The entries stay, and so does this decision."), as_json
        )


@erasures.command("refuse")
@click.argument("request", type=click.UUID)
@_BY
@json_option
def refuse_request(request: UUID, by_name: str, as_json: bool) -> None:
    """不予删除。 / Refuse it."""
    with spoken(as_json):
        _decision(actions.refuse_erasure, request, by_name, _("Refused. Nothing was erased."), as_json)


@erasures.command("list")
@json_option
def list_requests(as_json: bool) -> None:
    """列出待决定的申请。 / List what waits for a decision."""
    with spoken(as_json):
        waiting = open_erasures()
        lines = [f"{one.id}  {one.basis}  {len(one.facts)}" for one in waiting]
        say(
            as_json,
            {"open": [_as_dict(one) for one in waiting]},
            "\n".join(lines) or _("Nothing waits for a decision."),
        )
