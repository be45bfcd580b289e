"""`fangwei export`: take register sheets out as officials keep them, or one case bound into a file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from fangwei.cli import json_option, language, locale_name, refuse, say, start_django

start_django()

from django.utils import translation  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.accounts.actor import Actor  # noqa: E402
from fangwei.casework.models import Case  # noqa: E402
from fangwei.casework.queries import case_for  # noqa: E402
from fangwei.casework.refusals import Refused  # noqa: E402
from fangwei.casework.refusals import refuse as refused_by  # noqa: E402
from fangwei.cli.imports import author  # noqa: E402
from fangwei.documents.refusals import DocumentRefused  # noqa: E402
from fangwei.sheets.actions import export_sheet  # noqa: E402
from fangwei.sheets.refusals import SheetRefused  # noqa: E402
from fangwei.ui.present.binding import case_file  # noqa: E402


@click.command()
@click.argument("kind", type=click.Choice(["sites", "hazards", "organizations", "problems", "case"]))
@click.argument("number", default="")
@click.option(
    "--out",
    "--file",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="写到哪个文件（.xlsx、.csv；案卷为 .pdf）。 / File to write (.xlsx, .csv; .pdf for a case).",
)
@click.option(
    "--territory",
    default="",
    metavar="CODE",
    help="行政区划代码或名称，默认全部。 / Division code or name; everything by default.",
)
@click.option("--by", "by_name", default="", metavar="USERNAME", help="以谁的名义导出。 / In whose name.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=None, help="表头和提示的语言。 / Language of heads and messages."
)
@json_option
def command(kind: str, number: str, out: Path, territory: str, by_name: str, lang: str | None, as_json: bool) -> None:
    """导出台账（sites、hazards、organizations、problems）或一个案件的案卷（case 编号）。 / Export a sheet, or a case as PDF."""
    with translation.override(locale_name(lang)):
        at = datetime.now(UTC)
        by = author(by_name, at, as_json)
        if not out.parent.is_dir():
            refuse(as_json, "folder_missing", _("There is no folder “{folder}”.").format(folder=out.parent))
        if kind == "case":
            _export_case(number, out, by, at, as_json)
            return
        try:
            count = export_sheet(kind, file=out, territory=territory, by=by, at=at, language=lang or language())
        except SheetRefused as problem:
            refuse(as_json, problem.code, problem.message)
        told = _("{count} rows written to {path}.").format(count=count, path=out)
        say(as_json, {"rows": count, "file": str(out), "territory": territory or None}, told)


def _export_case(number: str, out: Path, by: Actor, at: datetime, as_json: bool) -> None:
    try:
        case = _case(number, by)
        made = case_file(case, by, at=at)
    except Refused as problem:
        refuse(as_json, problem.code, " ".join(problem.texts()))
    except DocumentRefused as problem:
        refuse(as_json, problem.code, problem.message)
    out.write_bytes(made)
    told = _("The case file of {number} was written to {path}.").format(number=case.number, path=out)
    say(as_json, {"case": case.number, "file": str(out), "bytes": len(made)}, told)


def _case(number: str, by: Actor) -> Case:
    # The operator at the machine speaks for the system and reads every case; a user reads what the user may.
    if not by.is_system:
        return case_for(by, number)
    found = Case.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise refused_by("case_unknown")
    return found
