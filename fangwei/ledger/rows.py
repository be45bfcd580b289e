"""Writing rows as plain values, where building the ORM's statement would cost more than the row."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import JSONField, Model

from fangwei.ledger.statements import Answer, Statement, ask

Part = tuple[type[Model], Sequence[str], Sequence[Sequence[Any]]]
"""New rows of one table: the model, the names of its fields, and the values of each row in that order."""

_KEPT = "_as_kept"
_FEW = 3
"""Up to so many rows of a table are written out one by one."""
_TAKEN: dict[type[Any], type[Any]] = {
    models.BooleanField: bool,
    models.CharField: str,
    models.DateField: date,
    models.IntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.TextField: str,
    models.UUIDField: UUID,
}
"""The type of value that PostgreSQL's driver takes from a field as it is."""


def execute(database: Any, sql: str, values: Sequence[Any]) -> Answer:
    """Execute a statement; a server that fills in values itself keeps it prepared."""
    [answer] = ask(database, [Statement(sql, values)])
    return answer


def insert(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as values in the order of `names`, inside the caller's transaction.

    A field left out has to have a default in the database: what Python would fill in is not filled in here.
    """
    if not rows:
        return
    # The proxy `connection` looks itself up at every touch: half a million times for ten thousand facts.
    database = connections[DEFAULT_DB_ALIAS]
    fields, sql = _insertion(model, tuple(names))
    if len(rows) == 1:
        execute(database, sql, _row(fields, rows[0], database))
        return
    columns_of_values = [
        _prepared(field, column, database) for field, column in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    prepared = list(zip(*columns_of_values, strict=True))
    with database.cursor() as cursor:
        cursor.executemany(sql, prepared)


def insert_all(things: Sequence[Model]) -> None:
    """Insert new instances of one model whose keys are known already, inside the caller's transaction."""
    if things:
        fields = type(things[0])._meta.concrete_fields
        values = [[getattr(thing, field.attname) for field in fields] for thing in things]
        insert(type(things[0]), [field.name for field in fields], values)


def insertions(parts: Sequence[Part]) -> list[tuple[str, list[Any]]]:
    """Return the statements that insert some rows of several tables, with their values: one where the database can."""
    database = connections[DEFAULT_DB_ALIAS]
    filled = [(model, tuple(names), rows) for model, names, rows in parts if rows]
    found: list[tuple[str, list[Any]]] = []
    for model, names, rows in filled:
        if database.vendor == "postgresql" and len(rows) > _FEW and (many := _by_column(model, names, rows, database)):
            found.append(many)
            continue
        fields, sql = _insertion(model, names)
        marks = f", ({', '.join(['%s'] * len(fields))})" * (len(rows) - 1)
        found.append((sql + marks, [value for row in rows for value in _row(fields, row, database)]))
    if database.vendor != "postgresql" or len(found) < 2:
        return found
    return [(_together(tuple(sql for sql, _values in found)), [value for _sql, values in found for value in values])]


def _by_column(
    model: type[Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]], database: Any
) -> tuple[str, list[Any]] | None:
    """Return the statement that inserts many rows with one value a column, or a list where its rows differ.

    However many rows there are it is one text, so that the server plans it once. None when a column that differs holds
    what does not go into lists as it is.
    """
    columns = list(zip(*rows, strict=True))
    differs = tuple(column.count(column[0]) < len(rows) for column in columns)
    fields, sql = _inserting_by_column(model, names, differs)
    if any(
        many and any(type(value) is not _TAKEN.get(type(field)) for value in column)
        for field, column, many in zip(fields, columns, differs, strict=True)
    ):
        return None
    single = _row(fields, [column[0] for column in columns], database)
    return sql, [list(column) if many else one for column, many, one in zip(columns, differs, single, strict=True)]


@lru_cache(maxsize=64)
def _inserting_by_column(
    model: type[Model], names: tuple[str, ...], differs: tuple[bool, ...]
) -> tuple[list[Any], str]:
    fields, sql = _insertion(model, names)
    database = connections[DEFAULT_DB_ALIAS]
    chosen = [
        f"unnest(%s::{field.db_type(database)}[])" if many else f"%s::{field.db_type(database)}"
        for field, many in zip(fields, differs, strict=True)
    ]
    return fields, f"{sql[: sql.rindex(' VALUES (')]} SELECT {', '.join(chosen)}"


def part_of(thing: Model) -> Part:
    """Return a new instance as a row to insert; without the key when the database counts it."""
    fields = [field for field in thing._meta.concrete_fields if thing.pk is not None or not field.primary_key]
    return type(thing), [field.name for field in fields], [[getattr(thing, field.attname) for field in fields]]


def update(model: type[Model], values: Mapping[str, Any], *, where: Mapping[str, Any]) -> int:
    """Write these columns (by attribute name) of the rows that `where` finds; return how many rows there were.

    A condition is a value, None for a column that holds nothing, or a tuple of values of which one must be there.
    """
    sql, given = updating(model, values, where)
    return execute(connections[DEFAULT_DB_ALIAS], sql, given).count


def updating(model: type[Model], values: Mapping[str, Any], where: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return the statement of `update` with its values."""
    fields, sql = _updating(model, tuple(values), tuple((name, _count(value)) for name, value in where.items()))
    given = list(values.values())
    for value in where.values():
        given += value if isinstance(value, tuple) else () if value is None else (value,)
    return sql, _row(fields, given, connections[DEFAULT_DB_ALIAS])


def _count(value: Any) -> int:
    return len(value) if isinstance(value, tuple) else 0 if value is None else 1


def remember(thing: Model) -> None:
    """Note that an instance is now as the database has it."""
    state = vars(thing)
    keep(thing, {name: state[name] for name in _attributes(type(thing)) if name in state})


def keep(thing: Model, kept: dict[str, Any]) -> None:
    """Note what the database has of an instance, by attribute name; of a row that was read in part, that part."""
    for name in _mutable(type(thing)):
        if name in kept:
            kept[name] = copy(kept[name])
    vars(thing)[_KEPT] = kept


def changes_of(thing: Model) -> dict[str, Any]:
    """Return the columns, by attribute name, in which an instance differs from what the database had when it was read.

    All but the key, when nobody remembers what that was.
    """
    state = vars(thing)
    kept = state.get(_KEPT)
    if kept is None:
        return {name: state[name] for name in _attributes(type(thing)) if name not in key_of(thing)}
    return {name: state[name] for name in _attributes(type(thing)) if state[name] != kept[name]}


def save_changes(thing: Model) -> None:
    """Write what changed on an instance, nothing when nothing did."""
    if changed := changes_of(thing):
        update(type(thing), changed, where=key_of(thing))
        remember(thing)


def key_of(thing: Model) -> dict[str, Any]:
    """Return the condition that finds an instance's row."""
    return {thing._meta.pk.attname: thing.pk}


def _prepared(field: Any, values: Sequence[Any], database: Any) -> Iterator[Any]:
    """Yield a column's values as the database takes them; what repeats the value before it is prepared once."""
    last: Any = _prepared
    ready: Any = None
    for value in values:
        if value is not last:
            ready, last = field.get_db_prep_save(value, database), value
        yield ready


def _row(fields: Sequence[Any], values: Sequence[Any], database: Any) -> list[Any]:
    if database.vendor != "postgresql":
        return [field.get_db_prep_save(value, database) for field, value in zip(fields, values, strict=True)]
    # Most values are there in the type that its driver takes as it is: to ask each field costs more than to send them.
    return [
        value if value is None or type(value) is _TAKEN.get(type(field)) else field.get_db_prep_save(value, database)
        for field, value in zip(fields, values, strict=True)
    ]


@lru_cache(maxsize=256)
def _attributes(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@lru_cache(maxsize=256)
def _mutable(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if isinstance(field, JSONField))


@lru_cache(maxsize=256)
def _insertion(model: type[Model], names: tuple[str, ...]) -> tuple[list[Any], str]:
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return fields, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608  # our own names


@lru_cache(maxsize=256)
def _together(statements: tuple[str, ...]) -> str:
    *before, last = statements
    return f"WITH {', '.join(f'part{number} AS ({sql})' for number, sql in enumerate(before))} {last}"


@lru_cache(maxsize=1024)
def _updating(model: type[Model], names: tuple[str, ...], where: tuple[tuple[str, int], ...]) -> tuple[list[Any], str]:
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names] + [known[name] for name, count in where for _one in range(count)]
    settings = ", ".join(f'"{known[name].column}" = %s' for name in names)
    found = " AND ".join(_condition(str(known[name].column), count) for name, count in where)
    return fields, f'UPDATE "{model._meta.db_table}" SET {settings} WHERE {found}'  # noqa: S608  # our own names


def _condition(column: str, count: int) -> str:
    if not count:
        return f'"{column}" IS NULL'
    return f'"{column}" IN ({", ".join(["%s"] * count)})' if count > 1 else f'"{column}" = %s'
