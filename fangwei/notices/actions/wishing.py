"""How a user wants to hear of things: hours, addresses, groups. It is no act on anything: no fact."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fangwei.accounts.models import User
from fangwei.gateways.chat import token_in
from fangwei.notices.channels import channels_on
from fangwei.notices.models import Channel, Delivery, Group, NoticeAddress, NoticePreference

_MAIL = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?")
_HOURS = range(24)


class NoticeRefused(Exception):
    """A wish that cannot be kept; `code` says why, `field` which answer is meant."""

    MESSAGES = {
        "mail_unreadable": _("This is no mail address; write it like name@example.cn."),
        "robot_unreadable": _(
            "No robot’s token stands in this text; paste the whole address that the chat showed you."
        ),
        "channel_off": _("This channel is not set up here; ask whoever runs the system."),
        "hour_unreadable": _("An hour is a number from 0 to 23."),
    }

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field = code, field

    def __str__(self) -> str:
        return str(self.MESSAGES[self.code])


def keep_preference(
    *,
    user: User,
    quiet_from: int,
    quiet_until: int,
    daily_at: int | None,
    major_passes: bool,
    overdue_passes: bool,
) -> NoticePreference:
    """Keep a user's hours. Raises: NoticeRefused."""
    for name, hour in (("quiet_from", quiet_from), ("quiet_until", quiet_until), ("daily_at", daily_at)):
        if hour is not None and hour not in _HOURS:
            raise NoticeRefused("hour_unreadable", name)
    kept, _made = NoticePreference.objects.update_or_create(
        user=user,
        defaults={
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "daily_at": daily_at,
            "major_passes": major_passes,
            "overdue_passes": overdue_passes,
        },
    )
    return kept


def keep_address(*, user: User, channel: str, value: str, groups: Iterable[str], secret: str = "") -> NoticeAddress:
    """Keep where a channel reaches a user and which groups go there. Raises: NoticeRefused."""
    if channel not in channels_on():
        raise NoticeRefused("channel_off", channel)
    value = value.strip()
    if channel == Channel.MAIL:
        if not _MAIL.fullmatch(value):
            raise NoticeRefused("mail_unreadable", channel)
    else:
        value = token_in(value)
        if not value:
            raise NoticeRefused("robot_unreadable", channel)
    chosen = " ".join(group for group in Group.values if group in set(groups))
    kept, _made = NoticeAddress.objects.update_or_create(
        user=user, channel=channel, defaults={"value": value, "secret": secret.strip()[:120], "groups": chosen}
    )
    return kept


def forget_address(*, user: User, channel: str, at: datetime) -> None:
    """Forget where a channel reaches a user; what was on its way there is not sent."""
    NoticeAddress.objects.filter(user=user, channel=channel).delete()
    Delivery.objects.filter(user=user, channel=channel, next_at__isnull=False).update(
        state=Delivery.State.DROPPED, next_at=None, ended_at=at
    )
