"""Scratch tables of one run: what changed, and what is wanted instead, compared with what stands by a few statements.

They are temporary tables of the connection, made anew at each use and never read outside the transaction that fills them.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from fangwei.register.models import Place

_MANY = 5000
_ROOM = "192MB"

UUID_ = "uuid"
TEXT = "text"
NUMBER = "bigint"


def start(name: str, **columns: str) -> None:
    """Make a scratch table with nothing in it."""
    kinds = {UUID_: str(Place._meta.pk.db_type(connections["default"]))}
    listed = ", ".join(f"{column} {kinds.get(kind, kind)}" for column, kind in columns.items())
    run(f"DROP TABLE IF EXISTS {name}")
    run(f"CREATE TEMPORARY TABLE {name} ({listed})")


def fill(name: str, width: int, rows: Iterable[Sequence[Any]]) -> None:
    """Stream rows of `width` values, as the database takes them, into a scratch table."""
    database = connections["default"]
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            with cursor.copy(f"COPY {name} FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            return
        waiting = iter(rows)
        marks = ", ".join(["%s"] * width)
        while some := list(islice(waiting, _MANY)):
            cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", some)  # noqa: S608  # our own names


def fill_from(name: str, chosen: QuerySet[Any, Any]) -> None:
    """Put what a query chooses into a scratch table, without carrying it through this process."""
    try:
        sql, values = chosen.query.sql_with_params()
    except EmptyResultSet:
        return
    run(f"INSERT INTO {name} {sql}", values)  # our own names


def run(sql: str, values: Sequence[Any] = ()) -> int:
    """Execute a statement and return how many rows it touched."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return max(int(cursor.rowcount), 0)


def rows_of(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return list(cursor.fetchall())


def take_room() -> None:
    """Let the statements of this transaction sort and join in memory: as much as one large job may take beside others."""
    if connections["default"].vendor == "postgresql":
        run(f"SET LOCAL work_mem = '{_ROOM}'")


def measure(*tables: str) -> None:
    """Let the planner know how many rows just came in; PostgreSQL would guess until its own round."""
    if connections["default"].vendor == "postgresql":
        for table in tables:
            run(f"ANALYZE {table}")


def prepared(value: Any) -> Any:
    """Return an identifier as the database takes it."""
    return Place._meta.pk.get_db_prep_value(value, connections["default"])
