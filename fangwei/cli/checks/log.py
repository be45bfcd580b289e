"""Checks of the log: facts reach it, its head is signed every day, witnesses vouch for it in time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from fangwei.cli.checks.finding import Finding, error, warning
from fangwei.ledger.gaps import LATE
from fangwei.ledger.models import Checkpoint, Fact, OutboxRow
from fangwei.ledger.queries import log_state, witness_states
from fangwei.ledger.queries.verification import WAITS
from fangwei.ledger.refusals import LedgerRefused

# Every night's comparison is an entry itself, so that even an idle log has a new head each day.
_A_DAY = timedelta(hours=26)


def _outbox(at: datetime) -> Iterator[Finding]:
    oldest = OutboxRow.objects.order_by("id").values_list("fact_id", flat=True).first()
    received = Fact.objects.filter(id=oldest).values_list("received_at", flat=True).first() if oldest else None
    if received is not None and at - received > WAITS:
        told = _("{count} facts wait for the log, the oldest since {since}.")
        shown = told.format(count=OutboxRow.objects.count(), since=received.isoformat(timespec="minutes"))
        hint = _("Is the sequencer running? fangwei up, or fangwei sweep --every 60. If it is: fangwei ledger verify")
        yield error("outbox", shown, hint)


def _checkpoint(at: datetime) -> Iterator[Finding]:
    newest = log_state().newest
    if newest is not None and at - newest.at > _A_DAY:
        told = _("The log’s last head was signed on {at}; every night should bring one.")
        shown = told.format(at=newest.at.isoformat(timespec="minutes"))
        yield warning("checkpoint", shown, _("Is the ticker running? fangwei up, or fangwei sweep --every 60"))


def _witnesses(at: datetime) -> Iterator[Finding]:
    try:
        states = witness_states()
    except LedgerRefused as problem:
        yield error("witness_policy", str(problem), problem.hint)
        return
    if not states:
        return
    published = log_state().published
    since = Checkpoint.objects.filter(size__gt=published.size if published is not None else -1).order_by("size").first()
    if since is not None and at - since.at > LATE:
        told = _("Too few witnesses have signed since {since}: what came later is signed and not published.")
        hint = _("Ask them: fangwei ledger witness. Who is missing stands on the auditor’s page.")
        yield error("quorum", told.format(since=since.at.isoformat(timespec="minutes")), hint)
    silent = [one.name for one in states if one.seen_at is None or at - one.seen_at > _A_DAY]
    if silent:
        told = _("Witnesses that have not signed for a day: {names}")
        yield warning("witnesses", told.format(names="、".join(silent)), _("Ask them: fangwei ledger witness."))


LOG_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (_outbox, _checkpoint, _witnesses)
