"""Beside the ticker: facts get their place in the log, queues are drained, witnesses are asked, nights are for comparing."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import close_old_connections

from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.actions import collect_cosignatures, integrate, record_reconciliation
from fangwei.ledger.consumers import drain
from fangwei.ledger.queries import last_reconciliation
from fangwei.ledger.refusals import LedgerRefused

SECONDS = 1
_QUEUE_SECONDS = 2
_WITNESS_SECONDS = 5
_NIGHT_SECONDS = 600
_NIGHT_HOUR = 2
_REFUSED_SECONDS = 60

log = logging.getLogger("fangwei.ledger")


def start(stop: threading.Event) -> None:
    """Integrate, drain queues, ask witnesses and reconcile until told to stop, each in a thread of its own.

    So neither a long sweep nor a slow witness delays a receipt.
    """
    jobs: tuple[tuple[str, Callable[..., object], int], ...] = (
        ("sequencer", integrate, SECONDS),
        # Who answers, what is found and who is told follow at once and not with the next sweep.
        ("queues", drain, _QUEUE_SECONDS),
        ("witnesses", collect_cosignatures, _WITNESS_SECONDS),
        ("reconciliation", reconcile_at_night, _NIGHT_SECONDS),
    )
    for name, work, seconds in jobs:
        threading.Thread(target=_run, args=(work, seconds, stop), name=name, daemon=True).start()


def reconcile_at_night(*, at: datetime) -> None:
    """Compare rows, facts and log once a night, after two o'clock."""
    now = at.astimezone(SHANGHAI)
    due = now.replace(hour=_NIGHT_HOUR, minute=0, second=0, microsecond=0)
    last = last_reconciliation()
    if now >= due and (last is None or last.at < due):
        record_reconciliation(at=at)


def _run(work: Callable[..., object], seconds: int, stop: threading.Event) -> None:
    while not stop.is_set():
        stop.wait(_once(work, seconds))


def _once(work: Callable[..., object], seconds: int) -> int:
    """Do the work once and return the seconds until the next time."""
    close_old_connections()
    try:
        work(at=datetime.now(UTC))
    except LedgerRefused as problem:
        # The work goes on and the outbox keeps everything; somebody must mend the log before it is signed again.
        log.error("%s %s", problem, problem.hint)
        return _REFUSED_SECONDS
    except Exception:
        # Whatever it was, facts wait in the outbox and rows in their queues, and the next turn tries again.
        log.exception("%s failed and will be tried again", getattr(work, "__name__", work))
    finally:
        close_old_connections()
    return seconds
