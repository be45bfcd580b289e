"""Notices on their way out, beside the ticker: a slow mail server delays no reminder."""

import logging
import threading
from datetime import UTC, datetime

from django.db import close_old_connections

from fangwei.notices.actions import send
from fangwei.notices.queries import FILE, NoticesUnreadable

SECONDS = 30
log = logging.getLogger("fangwei.notices")


def start(stop: threading.Event) -> None:
    """Send what is due every half minute until told to stop, in a thread of its own."""
    threading.Thread(target=_run, args=(stop,), name="notices", daemon=True).start()


def _run(stop: threading.Event) -> None:
    while not stop.wait(SECONDS):
        once()


def once() -> None:
    """Send what is due now; whatever goes wrong, it waits for the next time."""
    close_old_connections()
    try:
        send(at=datetime.now(UTC))
    except NoticesUnreadable:
        log.error("keys/%s cannot be read: nothing is sent", FILE)
    except Exception as problem:
        # No traceback: it may carry an address.
        log.error("sending stopped (%s) and will be tried again", type(problem).__name__)
    finally:
        close_old_connections()
