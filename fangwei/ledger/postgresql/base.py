"""The backend itself; Django finds it by this module's name."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg.adapt import Loader
from psycopg.types.datetime import TimestamptzLoader

from fangwei.ledger.postgresql.direct import Direct


class _Instant(Loader):
    """Reads an instant as ISO writes it, in UTC, as Django's own loader returns it."""

    timezone = UTC
    """Asked by Django, which puts its own in this one's place where the connection speaks of another."""

    def load(self, data: Any) -> datetime:
        text = bytes(data).decode()
        try:
            return datetime.fromisoformat(text)
        except ValueError:  # infinity, or a year of five digits: told as the driver tells it
            return TimestamptzLoader(self.oid, self.connection).load(data)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection as Django's, but for how instants are read; `direct` is the short way for statements worked out before."""

    direct: Direct

    def get_new_connection(self, conn_params: Any) -> Any:
        """Connect, say how instants are read, and open the short way."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", _Instant)
        # The driver's own way of keeping statements would throw ours away with every rollback.
        connection.prepare_threshold = None
        self.direct = Direct(connection, keeps=settings.FANGWEI_PREPARE)
        return connection
