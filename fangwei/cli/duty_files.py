"""`fangwei duty performance` and `fangwei duty file`: what a post owes and did, and the yearly files about it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from fangwei.cli import json_option, refuse, say, start_django

start_django()

from django.utils.translation import gettext as _  # noqa: E402

from fangwei.cli.imports import author  # noqa: E402
from fangwei.engines.calendar import SHANGHAI  # noqa: E402
from fangwei.oversight.actions.files import DutyFileRefused, draw_up_duty_file  # noqa: E402
from fangwei.oversight.models import DutyFile  # noqa: E402
from fangwei.oversight.performance import performance  # noqa: E402
from fangwei.oversight.quarters import quarter_named, quarter_of  # noqa: E402
from fangwei.register.models import Person, Post  # noqa: E402
from fangwei.register.queries import holders_of  # noqa: E402

_post = click.option("--post", "post_id", required=True, type=click.UUID, help="岗位编号。 / Id of the post.")


@click.command("performance", help="岗位一个季度的应做与已做。 / What a post owes and did in a quarter.")
@_post
@click.option("--quarter", default="", metavar="2026Q3", help="季度，默认本季。 / Quarter, this one by default.")
@json_option
def performance_command(post_id: UUID, quarter: str, as_json: bool) -> None:
    """Print the counts of a quarter, from the post's own cases and facts."""
    post = _known(post_id, as_json)
    now = datetime.now(UTC)
    try:
        span = quarter_named(quarter) if quarter else quarter_of(now.astimezone(SHANGHAI).date())
    except ValueError:
        told = _("“{text}” is not a quarter.").format(text=quarter[:40])
        refuse(as_json, "quarter_unreadable", told, _("Write it like 2026Q3."))
    found = performance(post.id, span, known=now)
    counts = [(name, count) for side in (found.owed, found.did) for name, count in side.items() if count]
    lines = [f"{post} {span.name}", *[f"{count:>8}  {name}" for name, count in counts]]
    say(as_json, {"post": str(post.id), **found.as_json()}, "\n".join(lines))


@click.group("file", help="履职档案：生成、列出、导出。 / Duty files: draw up, list, take out.")
def file_group() -> None:
    """Hold the commands about yearly duty files; signing is done by the holder on the desk."""


@file_group.command(
    "draw-up", help="生成某岗位现任人员某年的履职档案新版。 / Draw up the next edition for a post’s holder."
)
@_post
@click.option("--year", type=int, default=0, help="年度，默认今年。 / Year, this one by default.")
@click.option(
    "--person", "person_id", type=click.UUID, default=None, help="人员编号，默认现任。 / Person; the holder by default."
)
@click.option("--by", "by_name", default="", metavar="USERNAME", help="以谁的名义。 / In whose name.")
@json_option
def draw_up(post_id: UUID, year: int, person_id: UUID | None, by_name: str, as_json: bool) -> None:
    """Draw up an edition from the facts as they are now."""
    post, now = _known(post_id, as_json), datetime.now(UTC)
    today = now.astimezone(SHANGHAI).date()
    held = holders_of([post.id], today).get(post.id, [])
    person = Person.objects.filter(id=person_id).first() if person_id else (held[0].person if held else None)
    if person is None:
        refuse(as_json, "person_unknown", _("Nobody holds this post; name the person with --person."))
    by = author(by_name, now, as_json)
    try:
        file = draw_up_duty_file(person=person, post=post, year=year or today.year, by=by, at=now)
    except DutyFileRefused as problem:
        refuse(as_json, problem.code, str(problem))
    say(as_json, _told(file), f"{file.id}  {file.year}-{file.edition}  sha256:{file.sha256}")


@file_group.command("list", help="列出某岗位的履职档案。 / List a post’s duty files.")
@_post
@json_option
def list_files(post_id: UUID, as_json: bool) -> None:
    """List every edition with how far it is."""
    post = _known(post_id, as_json)
    files = [_told(file) for file in DutyFile.objects.filter(post=post).order_by("year", "person_id", "edition")]
    lines = [
        f"{one['id']}  {one['year']}-{one['edition']}  {one['signed_at'] or '—'}  {one['countersigned_at'] or '—'}"
        for one in files
    ]
    say(as_json, {"files": files}, "\n".join(lines))


@file_group.command("show", help="导出一份履职档案（JSON）。 / Take one duty file out as JSON.")
@click.argument("file_id", type=click.UUID, metavar="ID")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="写到文件，默认打印。 / File to write; printed by default.",
)
@json_option
def show(file_id: UUID, out: Path | None, as_json: bool) -> None:
    """Print or write the frozen content with its signatures."""
    file = DutyFile.objects.filter(id=file_id).first()
    if file is None:
        refuse(as_json, "file_unknown", _("There is no duty file {id}.").format(id=file_id))
    told = {**_told(file), "content": file.content, "statement": file.statement, "review": file.review}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    if out is None:
        click.echo(text)
        return
    out.write_text(text + "\n", encoding="utf-8")
    say(as_json, {"file": str(out), "sha256": file.sha256}, str(out))


def _known(post_id: UUID, as_json: bool) -> Post:
    post = Post.objects.filter(id=post_id).first()
    if post is None:
        refuse(as_json, "post_unknown", _("There is no post {id}.").format(id=post_id))
    return post


def _told(file: DutyFile) -> dict[str, Any]:
    return {
        "id": str(file.id),
        "post": str(file.post_id),
        "person": str(file.person_id),
        "year": file.year,
        "edition": file.edition,
        "until": file.until.isoformat(),
        "sha256": file.sha256,
        "drawn_up_at": file.drawn_up_at.isoformat(),
        "signed_at": file.signed_at.isoformat() if file.signed_at else None,
        "countersigned_at": file.countersigned_at.isoformat() if file.countersigned_at else None,
    }
