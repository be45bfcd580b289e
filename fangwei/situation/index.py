"""The database's own index over the words of search rows: how it is made, kept and asked on each of the two."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from fangwei.situation.words import Query, as_match, as_tsquery

MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE situation_searchindex USING fts5"
        "(words, content='situation_searchrow', content_rowid='id', tokenize='ascii')",
    ),
    "postgresql": (
        "ALTER TABLE situation_searchrow ADD COLUMN found tsvector"
        " GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
        "CREATE INDEX situation_search_words ON situation_searchrow USING gin (found)",
    ),
}
DROP = {
    "sqlite": ("DROP TABLE IF EXISTS situation_searchindex",),
    "postgresql": ("ALTER TABLE situation_searchrow DROP COLUMN IF EXISTS found",),
}
_FORGET = "INSERT INTO situation_searchindex(situation_searchindex, rowid, words) VALUES ('delete', %s, %s)"
_LEARN = "INSERT INTO situation_searchindex(rowid, words) VALUES (%s, %s)"
_EMPTY = "INSERT INTO situation_searchindex(situation_searchindex) VALUES ('rebuild')"
_FOUND = {
    "sqlite": "SELECT r.subject_kind, r.subject_id, r.id FROM situation_searchindex x"
    " JOIN situation_searchrow r ON r.id = x.rowid"
    " WHERE x.words MATCH %s AND x.rowid < %s AND r.subject_kind IN ({kinds}) ORDER BY x.rowid DESC LIMIT %s",
    "postgresql": "SELECT subject_kind, subject_id, id FROM situation_searchrow"
    " WHERE found @@ to_tsquery('simple', %s) AND id < %s AND subject_kind IN ({kinds}) ORDER BY id DESC LIMIT %s",
}
_LANGUAGE = {"sqlite": as_match, "postgresql": as_tsquery}


def is_told() -> bool:
    """Whether the index has to be told of every row; PostgreSQL keeps its own by itself."""
    return connection.vendor == "sqlite"


def forget(rows: Sequence[tuple[int, str]]) -> None:
    """Take rows, as (id, words), out of SQLite's index before they change; PostgreSQL keeps its index by itself."""
    if is_told() and rows:
        with connection.cursor() as cursor:
            cursor.executemany(_FORGET, rows)


def learn(rows: Sequence[tuple[int, str]]) -> None:
    """Put rows, as (id, words), into SQLite's index after they were written."""
    if is_told() and rows:
        with connection.cursor() as cursor:
            cursor.executemany(_LEARN, rows)


def empty() -> None:
    """Empty SQLite's index after its rows are gone."""
    if is_told():
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY)


def candidates(query: Query, kinds: Collection[str], *, below: int, limit: int) -> list[tuple[str, UUID, int]]:
    """Return the newest subjects of some kinds that a query finds, as (kind, id, row), whose row is below a number, at most so
    many.

    Kinds are asked of the rows: as words they would stand in nearly all of them, and the index would read them all.
    """
    if not query or not kinds:
        return []
    vendor = connection.vendor
    found = _FOUND[vendor].format(kinds=", ".join(["%s"] * len(kinds)))
    with connection.cursor() as cursor:
        cursor.execute(found, [_LANGUAGE[vendor](query), below, *sorted(kinds), limit])
        return [(kind, _uuid(subject), row) for kind, subject, row in cursor.fetchall()]


def _uuid(stored: Any) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(stored)
