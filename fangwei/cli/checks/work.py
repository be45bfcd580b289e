"""Checks of what should be moving: queues and due clocks; and that evidence is where the records say."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from fangwei.casework.evidence import path_of
from fangwei.casework.models import Evidence, RunningClock
from fangwei.cli.checks.finding import Finding, error, warning
from fangwei.ledger.models import Fact, QueueRow
from fangwei.register.models import Organization

_QUEUE_AGE = timedelta(minutes=15)
_SWEEP_AGE = timedelta(minutes=15)
_LATEST_FILES = 20


def _queues(at: datetime) -> Iterator[Finding]:
    oldest = QueueRow.objects.order_by("id").values_list("fact_id", flat=True).first()
    fact = Fact.objects.filter(id=oldest).first() if oldest else None
    if fact is not None and at - fact.received_at > _QUEUE_AGE:
        told = _("{count} queue rows wait, the oldest since {since}.")
        shown = told.format(count=QueueRow.objects.count(), since=fact.received_at.isoformat(timespec="minutes"))
        yield warning("queues", shown, _("Is the ticker running? fangwei up, or fangwei sweep --every 60"))


def _clocks(at: datetime) -> Iterator[Finding]:
    late = RunningClock.objects.filter(next_at__lt=at - _SWEEP_AGE)
    count = late.count()
    if count:
        told = _("{count} reminders are due and were not sent.").format(count=count)
        yield warning("ticker", told, _("Is the ticker running? fangwei up, or fangwei sweep --every 60"))


def _evidence_there(at: datetime) -> Iterator[Finding]:
    store = storages["evidence"]
    latest = Evidence.objects.order_by("-id").values_list("sha256", flat=True)[:_LATEST_FILES]
    lost = [sha256 for sha256 in latest if not store.exists(path_of(sha256))]
    if lost:
        told = _("{count} of the latest evidence files are not in the store.").format(count=len(lost))
        yield error("evidence", told, _("Restore the folder “evidence” from its copy."))


def _placeholders(at: datetime) -> Iterator[Finding]:
    names = list(Organization.objects.standing().filter(placeholder=True).values_list("name", flat=True)[:3])
    if names:
        told = _("Committee offices that somebody must confirm: {names}").format(names="、".join(names))
        yield warning("placeholders", told)


WORK_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _queues,
    _clocks,
    _evidence_there,
    _placeholders,
)
