"""`fangwei demo`: fill an empty system with one invented county on real divisions."""

import secrets
import time
from datetime import UTC, date, datetime

import click

from fangwei.cli import json_option, refuse, say, speak, start_django

start_django()

from django.db import DatabaseError  # noqa: E402 Django is loaded above
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.accounts.models import User  # noqa: E402
from fangwei.casework.sweep import sweep  # noqa: E402
from fangwei.demo.county import LEAST_SITES, Wish, fewest_hazards, fill  # noqa: E402
from fangwei.demo.marker import kept_password, recorded_fill, write_marker  # noqa: E402
from fangwei.demo.roles import ROLES  # noqa: E402
from fangwei.engines.calendar import SHANGHAI  # noqa: E402
from fangwei.register.models import Place, Territory  # noqa: E402


@click.command()
@click.option(
    "--sites",
    type=click.IntRange(min=LEAST_SITES),
    default=2000,
    help="企业和其他场所的个数。 / Sites and other places.",
)
@click.option("--hazards", type=click.IntRange(min=1), default=4000, help="隐患个数。 / Hazards.")
@click.option(
    "--seed", type=int, default=1, help="种子，相同种子生成相同内容。 / Seed; the same one makes the same county."
)
@click.option(
    "--as-of",
    "as_of",
    metavar="DATE",
    help="演示数据截止到哪一天的前一日，默认今天。 / Nothing is dated on or after this day; today by default.",
)
@json_option
def command(sites: int, hazards: int, seed: int, as_of: str | None, as_json: bool) -> None:
    """在空系统中生成演示县：真实区划，虚构人员。 / Fill an empty system with a county: real divisions, invented people."""
    speak()
    now = datetime.now(UTC)
    base = _day(as_of, as_json) if as_of else now.astimezone(SHANGHAI).date()
    if hazards < fewest_hazards():
        told = _("It takes at least {count} hazards to tell every story once.").format(count=fewest_hazards())
        refuse(as_json, "too_few", told, f"fangwei demo --hazards {fewest_hazards()}")
    filled = _filled(as_json)
    if filled is not None:
        told = _("The demo county is here already.")
        say(as_json, {"filled": False, **filled, "users": len(ROLES), "password": kept_password()}, told)
        return
    begun = time.monotonic()
    password = secrets.token_urlsafe(9)
    counts = fill(Wish(sites, hazards, seed, base), password=password, at=now)
    write_marker(password)
    if base == now.astimezone(SHANGHAI).date():
        sweep(at=now)
    seconds = round(time.monotonic() - begun, 1)
    result = {
        "filled": True,
        "sites": sites,
        "hazards": hazards,
        "seed": seed,
        "base": base.isoformat(),
        "users": len(ROLES),
        "password": password,
        "seconds": seconds,
        **counts,
    }
    told = _("{sites} places and {hazards} hazards made in {seconds} s. Users such as {names}; password: {password}")
    names = "、".join(role.username for role in ROLES[:3])
    shown = told.format(sites=sites, hazards=hazards, seconds=seconds, names=names, password=password)
    say(as_json, result, shown)


def _day(text: str, as_json: bool) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        refuse(as_json, "date_unreadable", _("“{text}” is not a date.").format(text=text[:40]), "2026-03-01")


def _filled(as_json: bool) -> dict[str, object] | None:
    """Return with what the demo was filled; refuse on a system without set-up or with somebody's own data."""
    try:
        ready = Territory.objects.exists()
        filled = recorded_fill() if ready else None
        taken = ready and filled is None and (Place.objects.exists() or User.objects.exists())
    except DatabaseError:
        ready = taken = False
        filled = None
    if not ready:
        refuse(as_json, "not_set_up", _("The database has not been set up yet."), _("Run: fangwei setup"))
    if taken:
        told = _("This system holds data of its own; the demo goes into an empty one only.")
        refuse(as_json, "not_empty", told, "FANGWEI_HOME=./.fangwei-demo fangwei setup")
    return filled
