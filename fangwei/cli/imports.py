"""`fangwei import`: bring officials' register sheets in; every row gets a verdict, refused rows come back in a workbook."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from fangwei.cli import json_option, locale_name, refuse, say, start_django

start_django()

from django.db import DatabaseError  # noqa: E402
from django.utils import timezone, translation  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.accounts.actor import Actor  # noqa: E402
from fangwei.accounts.queries import actor_of, user_named  # noqa: E402
from fangwei.register.models import Territory  # noqa: E402
from fangwei.sheets.actions import import_sheet, try_sheet  # noqa: E402
from fangwei.sheets.refusals import SheetRefused  # noqa: E402
from fangwei.sheets.verdicts import ImportResult, RowVerdict  # noqa: E402

_SHOWN = 20
_FILE = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
_OPTIONS = [
    click.option(
        "--territory",
        default="",
        metavar="CODE",
        help="行政区划代码或名称，默认取自标题或地址。 / Division code or name; by default found in title or addresses.",
    ),
    click.option("--by", "by_name", default="", metavar="USERNAME", help="以谁的名义导入。 / In whose name."),
    click.option("--dry-run", is_flag=True, help="只试算，不写入。 / Try only, write nothing."),
    click.option("--rows", is_flag=True, help="列出每一行的状态。 / Add the state of every row."),
    click.option("--sheet", default=None, metavar="NAME", help="工作表名称。 / Name of the worksheet."),
    click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        metavar="DIR",
        help="退回表存放的文件夹。 / Folder for the error workbook.",
    ),
    click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="语言。 / Language."),
    json_option,
]


def _options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return _FILE(function)


@click.group()
def command() -> None:
    """导入台账：企业名单、隐患台账、机构人员名册、检查问题清单。 / Import register sheets: sites, hazards, an
    organization chart, the problems of an inspection.
    """


@command.command()
@_options
def sites(**options: Any) -> None:
    """导入企业名单（xlsx、xls、ods、csv）。 / Import a register sheet of sites (xlsx, xls, ods, csv).

    全部导入返回 0，有退回行返回 1，无法读取返回 2。 / Exit 0: all rows in; 1: some refused; 2: the file cannot be taken.
    """
    with translation.override(locale_name(options.pop("lang"))):
        _run("sites", **options)


@command.command()
@_options
def hazards(**options: Any) -> None:
    """导入隐患排查治理台账。 / Import a register sheet of hazards.

    先导入企业名单。全部导入返回 0，有退回行返回 1，无法读取返回 2。 / Import the sites first. Exit 0, 1, 2 as for sites.
    """
    with translation.override(locale_name(options.pop("lang"))):
        _run("hazards", **options)


@command.command()
@_options
@click.option(
    "--on",
    "on_text",
    default="",
    metavar="DATE",
    help="名册所述的日期，默认今天。 / The day the chart speaks of, today by default.",
)
def organizations(on_text: str, **options: Any) -> None:
    """导入机构人员名册（单位、岗位、人员、任职、分管、借调、撤销、更名）。 / Import an organization chart.

    名册里没有的人不视为离任，只提示；离任须写明“任职止”，撤销须写明“撤销时间”。 / Whoever is missing stays in office and is
    reported; only a row with its day ends a tenure, a post or a body. Exit 0, 1, 2 as for sites.
    """
    with translation.override(locale_name(options.pop("lang"))):
        _run("organizations", on=_day(on_text, options["as_json"]), **options)


@command.command()
@_options
@click.option(
    "--on",
    "on_text",
    default="",
    metavar="DATE",
    help="没有检查时间一栏时的检查日期，默认今天。 / When was inspected, where no column says so; today by default.",
)
def problems(on_text: str, **options: Any) -> None:
    """导入检查问题清单，每行交办给责任单位（须用 --by 指明安委办人员）。 / Import an inspection’s problem list; needs --by.

    每行成为责任单位的一个案件；再次导入不重复。 / Each row becomes a case of the body that answers; what came in before does not
    come in twice. Exit 0, 1, 2 as for sites.
    """
    with translation.override(locale_name(options.pop("lang"))):
        _run("problems", on=_day(on_text, options["as_json"]), **options)


def _day(text: str, as_json: bool) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text else None
    except ValueError:
        told = _("“{text}” is not a day.").format(text=text[:40])
        refuse(as_json, "day_unreadable", told, _("Write it like 2026-03-01."))


def _run(
    name: str,
    *,
    file: Path,
    territory: str,
    by_name: str,
    dry_run: bool,
    rows: bool,
    sheet: str | None,
    out: Path | None,
    as_json: bool,
    on: date | None = None,
) -> None:
    at = datetime.now(UTC)
    by = author(by_name, at, as_json)
    states: list[dict[str, Any]] = []
    progress = _Progress(quiet=not as_json and not sys.stderr.isatty())

    def on_batch(done: int, verdicts: Sequence[RowVerdict]) -> None:
        progress.show(done)
        if rows:
            states.extend(verdict.as_json() for verdict in verdicts)

    try:
        if dry_run:
            result = try_sheet(
                name, file=file, by=by, at=at, territory=territory, sheet=sheet, on=on, on_batch=on_batch
            )
        else:
            result = import_sheet(
                name, file=file, by=by, at=at, territory=territory, sheet=sheet, on=on, errors_to=out, on_batch=on_batch
            )
    except SheetRefused as problem:
        refuse(as_json, problem.code, problem.message)
    report = result.as_json()
    if dry_run:
        report["dry_run"] = True
    if rows:
        report["rows"] = states
    say(as_json, report, _told(result, dry_run, states if rows else []))
    sys.exit(1 if result.counts["rejected"] else 0)


def author(username: str, at: datetime, as_json: bool) -> Actor:
    """The actor of a user's name, or the system when none is given; ends with exit code 2 when there is no such user."""
    try:
        if not Territory.objects.exists():
            raise DatabaseError
        if not username:
            return Actor.system()
        user = user_named(username)
    except DatabaseError:
        refuse(as_json, "not_set_up", _("The database has not been set up yet."), _("Run: fangwei setup"))
    if user is None:
        refuse(
            as_json, "user_unknown", _("There is no user “{name}”.").format(name=username), _("See: fangwei user list")
        )
    return actor_of(user, None, timezone.localdate(at))


class _Progress:
    """Says on the error stream how far an import is, at most once a second."""

    def __init__(self, quiet: bool) -> None:
        self._quiet, self._last = quiet, time.monotonic()

    def show(self, done: int) -> None:
        now = time.monotonic()
        if not self._quiet and now - self._last >= 1:
            self._last = now
            click.echo(_("{done} rows").format(done=done), err=True)


def _told(result: ImportResult, dry_run: bool, states: list[dict[str, Any]]) -> str:
    counts = _("{given} rows: {imported} imported, {updated} updated, {unchanged} unchanged, {rejected} refused.")
    lines = [counts.format(given=result.given, **result.counts)]
    if dry_run:
        lines.append(_("Tried only: nothing was written."))
    if result.other_sheets:
        others = _("Read was the worksheet “{sheet}”. Others fit too, each to be imported with --sheet: {others}.")
        lines.append(others.format(sheet=result.sheet, others=", ".join(result.other_sheets)))
    for row, faults in result.errors[:_SHOWN]:
        lines.append(_("Row {row}: {reason}").format(row=row, reason=" ".join(fault.message for fault in faults)))
    if len(result.errors) > _SHOWN:
        lines.append(_("… and {more} more.").format(more=len(result.errors) - _SHOWN))
    doubts: dict[str, list[int]] = {}
    for row, doubt in result.warnings:
        doubts.setdefault(doubt.message, []).append(row)
    for message, at_rows in list(doubts.items())[:_SHOWN]:
        of_rows = _("{count} rows (first: row {row}): {reason}")
        said = of_rows.format(count=len(at_rows), row=at_rows[0], reason=message)
        lines.append(said if at_rows[0] else message)
    if result.error_workbook:
        lines.append(_("Refused rows, to be corrected and imported again: {path}").format(path=result.error_workbook))
    lines += [
        f"{state['row']}\t{state['verdict']}\t{state['state'] or ''}\t{state['rejected'] or state['warning'] or ''}"
        for state in states
    ]
    return "\n".join(lines)
