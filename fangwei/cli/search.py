"""`fangwei search`: what somebody would find by words, and writing the search rows anew."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from fangwei.cli import json_option, say, speak, start_django

start_django()

from django.utils.translation import gettext as _  # noqa: E402

from fangwei.accounts.queries import actor_of  # noqa: E402
from fangwei.casework.kinds import all_kinds  # noqa: E402
from fangwei.casework.models import Case  # noqa: E402
from fangwei.cli.users import known_user  # noqa: E402
from fangwei.register.models import Place  # noqa: E402
from fangwei.situation.actions import rebuild  # noqa: E402
from fangwei.situation.queries import find_cases, find_places  # noqa: E402


@click.group(help="检索：按词查找，重建检索。 / Search: find by words, write the rows anew.")
def command() -> None:
    """Hold the commands about search."""
    speak()


@command.command(help="以某账号的权限查找案件和场所。 / Find cases and places as a user may read them.")
@click.argument("words", nargs=-1, required=True)
@click.option("--as", "username", required=True, metavar="USER", help="以谁的权限。 / As whom.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, help="每类最多几条。 / At most so many of each.")
@json_option
def find(words: tuple[str, ...], username: str, limit: int, as_json: bool) -> None:
    """Print what the words find; exit 1 when that is nothing."""
    actor = actor_of(known_user(username, as_json), None, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    text = " ".join(words)
    cases = Case.objects.in_bulk(found := find_cases(actor, text, kinds=all_kinds(), limit=limit).ids)
    places = Place.objects.in_bulk(located := find_places(actor, text, limit=limit).ids)
    said = {
        "cases": [
            {"id": str(id_), "kind": cases[id_].kind, "number": cases[id_].number, "title": cases[id_].title}
            for id_ in found
        ],
        "places": [{"id": str(id_), "name": places[id_].name} for id_ in located],
    }
    lines = [f"{cases[id_].number}  {cases[id_].title}" for id_ in found] + [places[id_].name for id_ in located]
    say(as_json, said, "\n".join(lines) or _("Nothing was found among what you may read."))
    raise SystemExit(0 if found or located else 1)


@command.command("rebuild", help="重写全部检索行。 / Write every search row anew.")
@json_option
def write_anew(as_json: bool) -> None:
    """Drop and write anew all search rows, saying how far it is."""
    shown: list[int] = []

    def progress(done: int) -> None:
        if not as_json and done // 20_000 > len(shown):
            shown.append(done)
            click.echo(_("{n} rows written").format(n=done), err=True)

    done = rebuild(at=datetime.now(UTC), progress=progress)
    say(as_json, {"rows": done}, _("{n} rows written").format(n=done))
