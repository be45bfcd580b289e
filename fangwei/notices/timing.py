"""When a notice may leave the house: quiet hours, one message a day, and what passes both."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fangwei.engines.calendar import SHANGHAI


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wishes, in local hours: quiet from one hour until another (equal: never), one message a day at an hour."""

    quiet_from: int = 22
    quiet_until: int = 7
    daily_at: int | None = None


def is_quiet(at: datetime, wish: Wish) -> bool:
    """Say whether an instant lies in the quiet hours."""
    hour = at.astimezone(SHANGHAI).hour
    if wish.quiet_from <= wish.quiet_until:
        return wish.quiet_from <= hour < wish.quiet_until
    return hour >= wish.quiet_from or hour < wish.quiet_until


def leaves_at(at: datetime, wish: Wish, *, passes: bool) -> datetime:
    """Return when a notice of this instant leaves: at once if it passes, else at the daily hour or the end of the quiet ones.

    A daily hour that lies in the quiet hours was chosen by the user, so it counts.
    """
    if passes:
        return at
    if wish.daily_at is not None:
        return _next(at, wish.daily_at)
    return _next(at, wish.quiet_until) if is_quiet(at, wish) else at


def _next(at: datetime, hour: int) -> datetime:
    here = at.astimezone(SHANGHAI)
    wanted = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (wanted if wanted >= here else wanted + timedelta(days=1)).astimezone(at.tzinfo)
