"""Sending what waits: due deliveries of one user and channel leave as one message, are tried again when they surely did not
arrive, and once more when nobody knows.

No transaction is open while the other side is waited for. Before a message is handed over it is noted that nobody knows what
became of it; a machine that dies just then leaves that note, so the worst is one duplicate and nothing is lost in silence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from uuid_utils.compat import uuid7

from fangwei.accounts.queries import actors_of_post
from fangwei.casework.clocks import LOCAL
from fangwei.casework.queries import kind_seen
from fangwei.gateways import chat, mail
from fangwei.gateways.chat import ChatServer
from fangwei.gateways.mail import Letter, MailServer
from fangwei.gateways.outcome import NotSent, Unsure
from fangwei.notices.channels import Channels, read_channels
from fangwei.notices.models import Channel, Delivery, Notice, NoticeAddress
from fangwei.notices.texts import message_of

LEASE = timedelta(minutes=10)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long a message waits after each try that surely failed; after the last one it is given up."""
MOST_UNSURE = 2
BATCH = 200


@dataclass(frozen=True, slots=True)
class Gates:
    """The ways out, as functions that hand a message over; tests put verified fakes here."""

    mail: Callable[[MailServer, Letter], None] = mail.send
    chat: Callable[[ChatServer, str, str, str, datetime], None] = chat.say


@dataclass(slots=True)
class Sending:
    """What a run did, in messages: sent, to be tried again, perhaps sent, given up, not needed any more."""

    sent: int = 0
    again: int = 0
    unsure: int = 0
    failed: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class _Batch:
    key: UUID
    channel: str
    rows: list[Delivery]


def send(*, at: datetime, gates: Gates | None = None) -> Sending:
    """Send everything that is due. Raises: NoticesUnreadable when the file of the channels cannot be read."""
    channels, done = read_channels(), Sending()
    while batches := _claim(at, channels.on, done):
        for batch in batches:
            _deliver(batch, channels, gates or Gates(), at, done)
    return done


def _claim(at: datetime, on: Sequence[str], done: Sending) -> list[_Batch]:
    """Take due deliveries, so that no other machine takes them, and note on each that its fate is not known."""
    with transaction.atomic():
        due = Delivery.objects.filter(next_at__lte=at, channel__in=on).order_by("next_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        rows = list(due.select_related("notice", "user__person")[:BATCH])
        whole: dict[tuple[object, ...], list[Delivery]] = {}
        for row in rows:
            whole.setdefault((row.batch or (row.user_id, row.channel),), []).append(row)
        return [batch for found in whole.values() if (batch := _leased(found, at, done)) is not None]


def _leased(rows: list[Delivery], at: datetime, done: Sending) -> _Batch | None:
    if rows[0].unsure >= MOST_UNSURE:
        _end(rows, Delivery.State.UNSURE, at)
        done.unsure += 1
        return None
    key = rows[0].batch or uuid7()
    for row in rows:
        row.batch, row.tries, row.unsure, row.next_at = key, row.tries + 1, row.unsure + 1, at + LEASE
    Delivery.objects.bulk_update(rows, ["batch", "tries", "unsure", "next_at"])
    return _Batch(key, rows[0].channel, rows)


def _deliver(batch: _Batch, channels: Channels, gates: Gates, at: datetime, done: Sending) -> None:
    wanted = [row for row in batch.rows if _is_wanted(row, at)]
    needless = [row for row in batch.rows if row not in wanted]
    if needless:
        _end(needless, Delivery.State.DROPPED, at)
    address = NoticeAddress.objects.filter(user_id=batch.rows[0].user_id, channel=batch.channel).first()
    if not wanted or address is None:
        _end(wanted, Delivery.State.DROPPED, at)
        done.dropped += 1
        return
    try:
        _hand_over(batch, [row.notice for row in wanted], address, channels, gates, at)
    except NotSent as problem:
        _again(wanted, problem.reason, at, done)
    except Unsure as problem:
        # Noted already; the second time it ends here, so that nobody gets it three times.
        if wanted[0].unsure >= MOST_UNSURE:
            _end(wanted, Delivery.State.UNSURE, at, problem.reason)
            done.unsure += 1
        else:
            _later(wanted, at + WAITS[0], problem.reason)
            done.again += 1
    else:
        _end(wanted, Delivery.State.SENT, at)
        done.sent += 1


def _is_wanted(row: Delivery, at: datetime) -> bool:
    """Say whether a notice still stands and its reader still holds the post and may read the case."""
    notice = row.notice
    fresh = Notice.objects.filter(id=notice.id, superseded_at__isnull=True, read_at__isnull=True).exists()
    if not fresh or not row.user.is_active:
        return False
    holders = actors_of_post(notice.post_id, at.astimezone(LOCAL).date())
    reader = next((one for one in holders if one.person_id == row.user.person_id), None)
    return reader is not None and (notice.case_id is None or kind_seen(reader, notice.case_id) is not None)


def _hand_over(
    batch: _Batch, notices: Sequence[Notice], address: NoticeAddress, channels: Channels, gates: Gates, at: datetime
) -> None:
    with translation.override(batch.rows[0].user.language):
        subject, text = message_of(notices, at=at, address=channels.address)
    if batch.channel == Channel.MAIL:
        if channels.mail is None:
            raise NotSent("off")
        gates.mail(channels.mail, Letter(address.value, subject, text, str(batch.key), at))
    else:
        gates.chat(channels.chats[batch.channel], address.value, address.secret, f"{subject}\n{text}", at)


def _again(rows: Sequence[Delivery], reason: str, at: datetime, done: Sending) -> None:
    """It surely did not arrive: take the doubt back and try again later, or give up."""
    for row in rows:
        row.unsure -= 1
    Delivery.objects.bulk_update(rows, ["unsure"])
    if rows[0].tries > len(WAITS):
        _end(rows, Delivery.State.FAILED, at, reason)
        done.failed += 1
    else:
        _later(rows, at + WAITS[rows[0].tries - 1], reason)
        done.again += 1


def _later(rows: Sequence[Delivery], when: datetime, reason: str) -> None:
    Delivery.objects.filter(id__in=[row.id for row in rows]).update(next_at=when, problem=reason[:80])


def _end(rows: Sequence[Delivery], state: str, at: datetime, reason: str = "") -> None:
    Delivery.objects.filter(id__in=[row.id for row in rows]).update(
        state=state, next_at=None, ended_at=at, problem=reason[:80]
    )
