"""`fangwei export`: take register sheets out as officials keep them; what is taken out can be imported again."""

from datetime import UTC, datetime
from pathlib import Path

import click

from fangwei.cli import language, refuse, say, start_django

start_django()

from django.utils import translation  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.cli.imports import author  # noqa: E402
from fangwei.sheets.actions import export_sheet  # noqa: E402
from fangwei.sheets.refusals import SheetRefused  # noqa: E402


@click.command()
@click.argument("kind", type=click.Choice(["sites", "hazards", "organizations"]))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="写到哪个文件（.xlsx 或 .csv）。 / File to write (.xlsx or .csv).",
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
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。 / Print JSON.")
def command(kind: str, out: Path, territory: str, by_name: str, lang: str | None, as_json: bool) -> None:
    """导出台账：企业名单（sites）、隐患台账（hazards）、机构人员名册（organizations）。 / Export a register sheet or the chart."""
    with translation.override("en" if (lang or language()) == "en" else "zh-hans"):
        at = datetime.now(UTC)
        by = author(by_name, at, as_json)
        if not out.parent.is_dir():
            refuse(as_json, "folder_missing", _("There is no folder “{folder}”.").format(folder=out.parent))
        try:
            count = export_sheet(kind, file=out, territory=territory, by=by, at=at, language=lang or language())
        except SheetRefused as problem:
            refuse(as_json, problem.code, problem.message)
        told = _("{count} rows written to {path}.").format(count=count, path=out)
        say(as_json, {"rows": count, "file": str(out), "territory": territory or None}, told)
