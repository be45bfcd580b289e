"""Reading notices: one's own, for the post one acts from, and only as long as the case may be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField

from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.casework.queries import visible
from fangwei.ledger.kept import Given, Kept
from fangwei.notices.channels import FILE, NoticesUnreadable, channels_on, read_channels
from fangwei.notices.models import Delivery, Notice, NoticeAddress, NoticePreference
from fangwei.notices.texts import heading, remaining
from fangwei.notices.timing import Wish

PAGE = 40
COUNTED = 99
_UNREAD, _READ = "u", "r"
_SHOWN = (
    "person_id", "post_id", "case_id", "code", "params", "verb", "clock", "due_at", "created_at", "read_at",
    "case__number", "case__title", "case__place__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, the unread first, each part the newest first; `after` leads on, empty at the end."""

    notices: list[Notice]
    after: str


def _told_to(actor: Actor) -> QuerySet[Notice]:
    if actor.person_id is None or actor.post_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=actor.person_id, post_id=actor.post_id)


def _mine(actor: Actor) -> QuerySet[Notice]:
    return _told_to(actor).filter(superseded_at__isnull=True)


def unread_later(actor: Actor) -> Callable[[], int]:
    """Return what tells how many notices stand unread for an actor, at most one more than is counted; one walk along an index.

    The question goes out with whatever is asked next.
    """
    if actor.person_id is None or actor.post_id is None:
        return int
    ones = _UNREAD_ONES.later(person=actor.person_id, post=actor.post_id)
    return lambda: len(ones())


def _unread_ones() -> QuerySet[Any]:
    told = Notice.objects.filter(person_id=Given("person", UUIDField()), post_id=Given("post", UUIDField()))
    return told.filter(superseded_at__isnull=True, read_at__isnull=True).values_list("read_at")[: COUNTED + 1]


_UNREAD_ONES: Kept[tuple[None]] = Kept(_unread_ones)


def page_of(actor: Actor, after: str = "", *, limit: int = PAGE) -> Page:
    """Return the page that begins after a mark; a notice about a case that may not be read any more is left out."""
    part, created, last = _marked(after)
    found: list[Notice] = []
    for name, unread in ((_UNREAD, True), (_READ, False)):
        if part == _READ and unread:
            continue
        rows = _mine(actor).filter(read_at__isnull=unread).select_related("case__place").only(*_SHOWN)
        if last is not None and created is not None and part == name:
            rows = rows.filter(Q(created_at__lt=created) | Q(created_at=created, id__lt=last))
        found += rows.order_by("-created_at", "-id")[: limit + 1 - len(found)]
    more, found = len(found) > limit, found[:limit]
    mark = _mark(found[-1]) if more else ""
    return Page(_readable(actor, found), mark)


def _readable(actor: Actor, notices: list[Notice]) -> list[Notice]:
    cases = {one.case_id for one in notices if one.case_id is not None}
    seen = set(visible(actor).filter(id__in=cases).values_list("id", flat=True)) if cases else set()
    return [one for one in notices if one.case_id is None or one.case_id in seen]


def _mark(one: Notice) -> str:
    return f"{_READ if one.read_at else _UNREAD}~{one.created_at.isoformat()}~{one.id}"


def _marked(after: str) -> tuple[str, datetime | None, UUID | None]:
    part, _tilde, rest = after.partition("~")
    created, _tilde, last = rest.partition("~")
    try:
        return part, datetime.fromisoformat(created), UUID(last)
    except ValueError:
        return "", None, None


def notice_for(actor: Actor, notice_id: UUID) -> Notice | None:
    """Return one of the reader's own notices, superseded or not, if they may still read what it is about."""
    found = _told_to(actor).filter(id=notice_id).select_related("case").first()
    return next(iter(_readable(actor, [found])), None) if found is not None else None


def addresses_of(user: User) -> dict[str, NoticeAddress]:
    """Return where each channel reaches a user."""
    return {one.channel: one for one in NoticeAddress.objects.filter(user=user)}


def preference_of(user: User) -> NoticePreference:
    """Return what a user prefers, the house's own choice where they said nothing."""
    return getattr(user, "notice_preference", None) or NoticePreference(user=user)


def wish_of(user: User) -> Wish:
    """Return a user's hours."""
    kept = preference_of(user)
    return Wish(kept.quiet_from, kept.quiet_until, kept.daily_at)


def passes(user: User, notice: Notice) -> bool:
    """Say whether a notice does not wait for the user's hours."""
    if not notice.urgent:
        return False
    kept = preference_of(user)
    pressing = notice.params.get("step", -1) >= 0
    return (pressing and kept.overdue_passes) or (not pressing and kept.major_passes)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is on its way out: how many are late and since when the oldest was told; how many were given up or are in doubt."""

    late: int
    oldest: datetime | None
    failed: int
    unsure: int


def on_the_way(*, late: datetime, since: datetime) -> Waiting:
    """Return what should have left before `late`, tried or not, and what ended badly since an instant.

    What waits for its user's hour is not late; nor is what no channel takes any more.
    """
    due = Q(next_at__isnull=False) & (Q(tries__gt=0) | Q(next_at__lt=late))
    waiting = Delivery.objects.filter(due, created_at__lt=late, channel__in=channels_on())
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    bad = Delivery.objects.filter(state__in=("failed", "unsure"), ended_at__gte=since)
    states = list(bad.values_list("state", flat=True))
    return Waiting(waiting.count(), oldest, states.count("failed"), states.count("unsure"))


def latest(person_id: UUID | None = None, *, limit: int = 50) -> Iterable[Notice]:
    """Return the latest notices, of everybody or of one person, for the operator's command line."""
    rows = Notice.objects.select_related("case", "person")
    return (rows.filter(person_id=person_id) if person_id else rows).order_by("-created_at", "-id")[:limit]


__all__ = [
    "FILE",
    "NoticePreference",
    "NoticesUnreadable",
    "Page",
    "Waiting",
    "addresses_of",
    "channels_on",
    "heading",
    "latest",
    "notice_for",
    "on_the_way",
    "page_of",
    "passes",
    "preference_of",
    "read_channels",
    "remaining",
    "unread_later",
    "wish_of",
]
