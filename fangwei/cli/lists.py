"""`fangwei lists`: writing anew on which lists each case stands."""

import click

from fangwei.cli import json_option, say, speak, start_django

start_django()

from django.utils.translation import gettext as _  # noqa: E402

from fangwei.casework.scopes import rebuild_scopes  # noqa: E402


@click.group(help="列表：重建案件可见范围。 / Lists: write anew who sees each case.")
def command() -> None:
    """Hold the commands about lists."""
    speak()


@command.command(help="重写每个案件所在的列表。 / Write anew on which lists each case stands.")
@json_option
def rebuild(as_json: bool) -> None:
    """Write every case's list rows anew and print how many cases were looked at."""
    count = rebuild_scopes()
    say(as_json, {"cases": count}, _("{count} cases stand on their lists again.").format(count=count))
