"""Checks of notices on their way out: the file of the channels, what waits too long, what was given up."""

import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from fangwei.cli.checks.finding import Finding, error, warning
from fangwei.notices.queries import FILE, NoticesUnreadable, on_the_way, read_channels

_LATE = timedelta(minutes=15)
_A_WEEK = timedelta(days=7)


def _channels(at: datetime) -> Iterator[Finding]:
    path = settings.FANGWEI_KEYS / FILE
    try:
        channels = read_channels()
    except NoticesUnreadable:
        told = _("The file {name} in the folder “keys” cannot be read.").format(name=FILE)
        yield error("notices", told, _("How it is written: docs/operate/notices.md"))
        return
    if channels.on and not channels.address:
        told = _("Messages that leave the system carry no link: {name} names no address.").format(name=FILE)
        yield warning("notices", told, _('Add: address = "https://…"'))
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield error("notices", _("The key {name} can be read by others.").format(name=FILE), f"chmod 600 {path}")


def _outgoing(at: datetime) -> Iterator[Finding]:
    way = on_the_way(late=at - _LATE, since=at - _A_WEEK)
    if way.oldest is not None:
        told = _("{count} notices should have gone out and did not, the oldest since {since}.")
        shown = told.format(count=way.late, since=way.oldest.isoformat(timespec="minutes"))
        yield warning("outgoing", shown, _("Is the ticker running? Try: fangwei notices send"))
    if way.failed or way.unsure:
        told = _("In the last seven days {failed} notices could not be sent and {unsure} are in doubt.")
        hint = _("On the screen everybody has them. Look at the mail server and at keys/{name}.").format(name=FILE)
        yield warning("outgoing", told.format(failed=way.failed, unsure=way.unsure), hint)


OUTGOING_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (_channels, _outgoing)
