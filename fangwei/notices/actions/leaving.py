"""Putting new notices on their way out of the house: a delivery for each channel that the reader's user chose for their group."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fangwei.accounts.models import User
from fangwei.notices.channels import channels_on
from fangwei.notices.models import Delivery, Notice, NoticeAddress
from fangwei.notices.queries import passes, wish_of
from fangwei.notices.timing import leaves_at


def leave(notices: Sequence[Notice], *, at: datetime) -> int:
    """Write the deliveries of new notices and return how many; nothing leaves by a channel that is not set up."""
    on = channels_on()
    if not notices or not on:
        return 0
    users = User.objects.filter(person_id__in={one.person_id for one in notices}, is_active=True)
    by_person = {user.person_id: user for user in users.select_related("notice_preference")}
    addresses: dict[UUID, list[NoticeAddress]] = {}
    for one in NoticeAddress.objects.filter(user__in=users, channel__in=on):
        addresses.setdefault(one.user_id, []).append(one)
    waiting = [
        Delivery(
            notice=one,
            user=user,
            channel=address.channel,
            created_at=at,
            next_at=leaves_at(at, wish_of(user), passes=passes(user, one)),
        )
        for one in notices
        if (user := by_person.get(one.person_id)) is not None
        for address in addresses.get(user.id, ())
        if one.group in address.group_names
    ]
    Delivery.objects.bulk_create(waiting, ignore_conflicts=True)
    return len(waiting)
