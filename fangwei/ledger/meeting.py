"""Seeing that there is a connection to the database before something is asked of it."""

import sys
from select import POLLIN, poll
from typing import Any


def meet(database: Any) -> None:
    """See that there is a connection that the server has not closed meanwhile: by its silent socket, without asking the server.

    A server that ends a connection says so there; whatever stands there unread is left to Django's own question.
    """
    if database.connection is not None and database.health_check_enabled and not database.health_check_done:
        if _silent(database.connection.pgconn):
            database.health_check_done = True
        else:
            database.close_if_health_check_failed()
    database.ensure_connection()


def _silent(raw: Any) -> bool:
    try:
        watched = poll()
        watched.register(raw.socket, POLLIN)
        return not watched.poll(0)
    except (OSError, ValueError, sys.modules["psycopg"].Error):
        return False
