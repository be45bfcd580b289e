"""`fangwei documents`: the Word templates of official papers, taken out to be edited and checked before they are used."""

from pathlib import Path

import click

from fangwei.cli import json_option, refuse, say, speak, start_django

start_django()

from django.utils.translation import gettext as _  # noqa: E402

from fangwei.documents.kinds import document_kinds  # noqa: E402
from fangwei.documents.queries import built_in, template_faults  # noqa: E402


@click.group()
def command() -> None:
    """执法文书模板：取出、检查。 / Document templates: take out, check."""
    speak()


@command.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="FOLDER",
    help="写到哪个文件夹；已有的文件不覆盖。 / Folder to write to; files that are there stay.",
)
@json_option
def templates(out: Path, as_json: bool) -> None:
    """取出内置的 Word 模板供修改。 / Write the built-in Word templates, to be edited."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = [kind.name for kind in document_kinds() if _write(out / f"{kind.name}.docx", built_in(kind).word)]
    except OSError as problem:
        refuse(as_json, "folder_unusable", _("The folder cannot be written: {why}.").format(why=problem))
    told = _("{count} templates written to {path}.").format(count=len(written), path=out)
    say(as_json, {"written": written, "folder": str(out)}, told)


def _write(path: Path, content: bytes) -> bool:
    if path.exists():
        return False
    path.write_bytes(content)
    return True


@command.command()
@json_option
def check(as_json: bool) -> None:
    """试填部署自己的模板。 / Fill in each template of the deployment with a sample."""
    found = template_faults()
    lines = [f"{'=' if not why else '!'} {name}{f': {why}' if why else ''}" for name, why in found.items()]
    told = "\n".join(lines) or _("No templates of your own: the built-in ones are used.")
    say(as_json, {"templates": found}, told)
    if any(found.values()):
        raise SystemExit(1)
