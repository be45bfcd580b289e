"""Times, spans and numbers in the words of the reader's language.

Every instant taken here is an aware datetime (UTC inside); every text is local time in Asia/Shanghai. The page's
instant `at` is passed in: nothing here reads a clock.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def local(instant: datetime) -> datetime:
    """The instant on the wall clock of the people who read the screen."""
    return instant.astimezone(ZONE)


def moment(instant: datetime, at: datetime | None = None) -> str:
    """Date and time to the minute; the year is left out when it is the page's own year."""
    return moment_in(instant, local(at).year if at is not None else None)


def moment_in(instant: datetime, year: int | None) -> str:
    """Date and time to the minute; the year is left out when it is this one."""
    here = local(instant)
    return _written(here.replace(second=0, microsecond=0), _("j M, H:i") if here.year == year else _("j M Y, H:i"))


def day(value: date | datetime, at: datetime | None = None) -> str:
    """The date alone; the year is left out when it is the page's own year."""
    here = local(value) if isinstance(value, datetime) else value
    same_year = at is not None and local(at).year == here.year
    return _written(date(here.year, here.month, here.day), _("j M") if same_year else _("j M Y"))


@lru_cache(maxsize=8192)
def _written(value: date, pattern: str) -> str:
    # Deadlines end at the same minutes and pages share their days. A pattern belongs to one language.
    return dateformat.format(value, pattern)


def days(first: date, last: date, at: datetime | None = None) -> str:
    """A stretch of days: both ends, or the one day; the year is left out when it is the page's own year."""
    return day(first, at) if first == last else f"{day(first, at)} – {day(last, at)}"


def clock_time(instant: datetime) -> str:
    """Hours and minutes alone, for a row below a day's heading."""
    return dateformat.format(local(instant), "H:i")


def weekday(value: date | datetime) -> str:
    """The day of the week, short."""
    return dateformat.format(local(value) if isinstance(value, datetime) else value, "D")


def full(instant: datetime) -> str:
    """Everything about an instant to the second, for the hint shown over a shorter text."""
    return f"{moment(instant)}:{local(instant):%S} (UTC+8)"


Unit = Literal["day", "hour", "minute"]


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit: days, else hours, else minutes (at least one)."""
    return _counted("day", length.days) if length >= DAY else _counted(*_below_a_day(length))


def _below_a_day(length: timedelta) -> tuple[Unit, int]:
    hours = length // HOUR
    return ("hour", hours) if hours else ("minute", max(1, length // MINUTE))


def _counted(unit: Unit, count: int) -> str:
    match unit:
        case "day":
            return ngettext("%(n)s day", "%(n)s days", count) % {"n": thousands(count)}
        case "hour":
            return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}
        case "minute":
            return ngettext("%(n)s minute", "%(n)s minutes", count) % {"n": count}


def ago(instant: datetime, at: datetime) -> str:
    """How long before the page's instant something was: "3 days ago"; older than 30 days it is the date."""
    gap = at - instant
    if abs(gap) < MINUTE:
        return _("just now")
    if gap < timedelta(0):
        return _("in %(span)s") % {"span": span(-gap)}
    if gap >= 30 * DAY:
        return day(instant, at)
    return _("%(span)s ago") % {"span": span(gap)}


def days_between(earlier: datetime, later: datetime) -> int:
    """Calendar days from one instant to another as a person counts them on the wall calendar."""
    return (local(later).date() - local(earlier).date()).days


class Gap(NamedTuple):
    """How far off a deadline is, as it is said."""

    late: bool
    unit: Unit
    number: int

    @property
    def near(self) -> bool:
        """Whether less than a day is left."""
        return not self.late and self.unit != "day"


def gap(due: datetime, at: datetime) -> Gap:
    """How far off a deadline is at an instant: in calendar days, else hours, else minutes.

    Days are counted once a midnight has passed since, but only when a whole day is left before.
    """
    return _behind(due, at) if at > due else _ahead(due, at)


def _ahead(due: datetime, at: datetime) -> Gap:
    length = due - at
    return Gap(False, "day", days_between(at, due)) if length >= DAY else Gap(False, *_below_a_day(length))


def _behind(due: datetime, at: datetime) -> Gap:
    days = days_between(due, at)
    return Gap(True, "day", days) if days >= 1 else Gap(True, *_below_a_day(at - due))


def said(off: Gap) -> str:
    """The words of a gap."""
    if off.unit == "day":
        n = {"n": thousands(off.number)}
        if off.late:
            return ngettext("%(n)s day overdue", "%(n)s days overdue", off.number) % n
        return ngettext("%(n)s day left", "%(n)s days left", off.number) % n
    span = {"span": _counted(off.unit, off.number)}
    return _("%(span)s overdue") % span if off.late else _("%(span)s left") % span


def left(due: datetime, at: datetime) -> str:
    """What remains: calendar days when a day or more is left, else hours, else minutes."""
    return said(_ahead(due, at))


def overdue(due: datetime, at: datetime) -> str:
    """How far behind: calendar days once a midnight has passed, else hours, else minutes."""
    return said(_behind(due, at))


def thousands(number: int | float) -> str:
    """A number with a comma at every third digit."""
    return f"{number:,}"


def yuan(fen: int) -> str:
    """Money held as integer fen, in yuan; the fen are shown only when there are any."""
    sign, whole, rest = ("-" if fen < 0 else ""), abs(fen) // 100, abs(fen) % 100
    return f"{sign}¥{whole:,}.{rest:02d}" if rest else f"{sign}¥{whole:,}"


def file_size(octets: int) -> str:
    """A file's size in the largest fitting unit."""
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024 * 1024:
        return f"{octets / 1024:.0f} KB"
    return f"{octets / 1024 / 1024:.1f} MB"
