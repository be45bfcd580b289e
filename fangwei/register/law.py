"""The law in force in this deployment: the shipped files with the deployment's overlays, read once a process."""

from datetime import date, timedelta
from functools import cache

from django.conf import settings

from fangwei.engines.calendar import Calendar
from fangwei.engines.lawbook import Lawbook


@cache
def book() -> Lawbook:
    """Return the lawbook of this deployment; call `book.cache_clear()` after loading another overlay."""
    return Lawbook.load([path for path in settings.FANGWEI_LAW if path.is_dir()])


@cache
def calendar() -> Calendar:
    """Return the working-day calendar of this deployment."""
    return Calendar(book().workdays())


def tolerance_of(channel: str, on: date) -> timedelta:
    """Return how late a channel may bring an act that still counts by its own time; none for a channel not named."""
    return timedelta(hours=int(book().value("channel.tolerance", on).value.get(channel, 0)))
