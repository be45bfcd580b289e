"""The sequencer beside the ticker: every second what was committed gets its place in the log."""

import logging
import threading
from datetime import UTC, datetime

from django.db import close_old_connections

from fangwei.ledger.actions import integrate
from fangwei.ledger.refusals import LedgerRefused

SECONDS = 1
_REFUSED_SECONDS = 60

log = logging.getLogger("fangwei.ledger")


def start(stop: threading.Event) -> threading.Thread:
    """Integrate in a thread of its own until told to stop, so that a long sweep never delays a receipt."""
    thread = threading.Thread(target=_run, args=(stop,), name="sequencer", daemon=True)
    thread.start()
    return thread


def _run(stop: threading.Event) -> None:
    while not stop.is_set():
        stop.wait(_once())


def _once() -> int:
    """Integrate what waits and return the seconds until the next look."""
    close_old_connections()
    try:
        integrate(at=datetime.now(UTC))
    except LedgerRefused as problem:
        # The work goes on and the outbox keeps everything; somebody must mend the log before it is signed again.
        log.error("%s %s", problem, problem.hint)
        return _REFUSED_SECONDS
    except Exception:
        # Whatever it was, facts wait in the outbox and the next second tries again.
        log.exception("the log was not integrated and will be tried again")
    finally:
        close_old_connections()
    return SECONDS
