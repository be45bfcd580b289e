"""`fangwei sweep`: handle what is due, once or every so often; touches due rows only, safe twice and on two machines."""

import logging
import signal
import threading
import time
from dataclasses import asdict
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import click

from fangwei.cli import json_option, refuse, say, speak, start_django

start_django()

from django.db import DatabaseError, close_old_connections  # noqa: E402 Django is loaded above
from django.utils.dateparse import parse_datetime  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.casework.sweep import Swept, sweep  # noqa: E402
from fangwei.cli import posting, sequencing  # noqa: E402
from fangwei.engines.calendar import SHANGHAI  # noqa: E402

log = logging.getLogger("fangwei.sweep")


@click.command()
@click.option(
    "--at",
    "at_text",
    metavar="INSTANT",
    help="按哪一时刻处理，默认现在，如 2026-03-01T08:00；无时区时按北京时间。 / Instant to act at, now by default; "
    "without a zone it is Beijing time.",
)
@click.option(
    "--every",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="每隔若干秒运行一次，直到停止。 / Run every so many seconds until stopped.",
)
@json_option
def command(at_text: str | None, every: int | None, as_json: bool) -> None:
    """处理到期的时限、提醒和队列；可重复运行。 / Handle due clocks, reminders and queues; safe to repeat."""
    speak()
    if every is not None:
        if at_text is not None:
            refuse(as_json, "every_or_at", _("Give --at or --every, not both."))
        _until_stopped(every)
        return
    at = instant_in(at_text, as_json) if at_text is not None else datetime.now(UTC)
    begun = time.monotonic()
    try:
        swept = sweep(at=at)
    except DatabaseError as problem:
        told = _("The database cannot be used: {problem}").format(problem=str(problem).strip().splitlines()[0])
        refuse(as_json, "database_unusable", told, _("Run: fangwei setup"))
    say(as_json, as_dict(swept, at) | {"seconds": round(time.monotonic() - begun, 3)}, _told(swept))


def instant_in(text: str, as_json: bool) -> datetime:
    """Return the instant that somebody typed, in Beijing time where no zone is said."""
    try:
        # A day alone is its first instant.
        at = parse_datetime(text.strip()) or datetime.fromisoformat(text.strip())
    except ValueError:
        told = _("“{text}” is not an instant.").format(text=text[:40])
        refuse(as_json, "instant_unreadable", told, _("Write it like 2026-03-01T08:00 or 2026-03-01T00:00Z."))
    return at if at.tzinfo is not None else at.replace(tzinfo=SHANGHAI)


def as_dict(swept: Swept, at: datetime) -> dict[str, Any]:
    """Return what a sweep did as the command prints it."""
    return {"at": at.astimezone(UTC).isoformat(), **asdict(swept)}


def _told(swept: Swept) -> str:
    told = _("{clocks} due clocks: {reminders} reminders, {climbed} overdue steps; {rows} queue rows.")
    return told.format(
        clocks=swept.clocks, reminders=swept.reminders, climbed=swept.climbed, rows=sum(swept.drained.values())
    )


def tick(seconds: int, stop: threading.Event) -> None:
    """Sweep at once and then every so many seconds until told to stop; a failure is logged and tried again."""
    while not stop.is_set():
        close_old_connections()
        try:
            swept = sweep(at=datetime.now(UTC))
        except Exception:
            # Whatever it was, the next minute's sweep must still come: a dead ticker is silence about deadlines.
            log.exception("the sweep failed and will be tried again")
        else:
            if swept.clocks:
                log.info("%s", as_dict(swept, datetime.now(UTC)))
        finally:
            close_old_connections()
        stop.wait(seconds)


def _until_stopped(seconds: int) -> None:
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    sequencing.start(stop)
    posting.start(stop)
    tick(seconds, stop)
