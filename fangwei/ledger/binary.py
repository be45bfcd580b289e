"""PostgreSQL's own form of bytes: entries go and come as they are, where hexadecimal would cost more than hashing them."""

from typing import Any

from django.db import connection


def binary_cursor() -> Any:
    """Return a cursor of the driver on this connection, inside its transaction; only on PostgreSQL.

    Parameters marked `%b` are sent in binary; `execute(..., binary=True)` reads the answer so.
    """
    connection.ensure_connection()
    driver: Any = connection
    return driver.Database.Cursor(driver.connection)
