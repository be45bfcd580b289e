"""The sequencer beside the ticker: every second what was committed gets its place in the log; witnesses are asked."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import close_old_connections

from fangwei.ledger.actions import collect_cosignatures, integrate
from fangwei.ledger.refusals import LedgerRefused

SECONDS = 1
_WITNESS_SECONDS = 5
_REFUSED_SECONDS = 60

log = logging.getLogger("fangwei.ledger")


def start(stop: threading.Event) -> None:
    """Integrate and ask witnesses until told to stop, each in a thread of its own.

    So neither a long sweep nor a slow witness delays a receipt.
    """
    threading.Thread(target=_run, args=(integrate, SECONDS, stop), name="sequencer", daemon=True).start()
    threading.Thread(
        target=_run, args=(collect_cosignatures, _WITNESS_SECONDS, stop), name="witnesses", daemon=True
    ).start()


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
        # Whatever it was, facts wait in the outbox and the next second tries again.
        log.exception("the log was not brought forward and will be tried again")
    finally:
        close_old_connections()
    return seconds
