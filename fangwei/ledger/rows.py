"""Inserting many rows of one table as plain values, where a model instance for each would cost more than the row."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


def insert(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as values in the order of `names`, inside the caller's transaction.

    A field left out has to have a default in the database: what Python would fill in is not filled in here.
    """
    if not rows:
        return
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    # The proxy `connection` looks itself up at every touch: half a million times for ten thousand facts.
    database = connections[DEFAULT_DB_ALIAS]
    quote = database.ops.quote_name
    columns = ", ".join(quote(field.column or field.name) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    columns_of_values = [
        _prepared(field, column, database) for field, column in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    prepared = list(zip(*columns_of_values, strict=True))
    with database.cursor() as cursor:
        table = quote(model._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", prepared)  # noqa: S608  # our own names


def _prepared(field: Any, values: Sequence[Any], database: Any) -> Iterator[Any]:
    """Yield a column's values as the database takes them; what repeats the value before it is prepared once."""
    last: Any = _prepared
    ready: Any = None
    for value in values:
        if value is not last:
            ready, last = field.get_db_prep_save(value, database), value
        yield ready


def insert_all(things: Sequence[Model]) -> None:
    """Insert new instances of one model whose keys are known already, inside the caller's transaction."""
    if things:
        fields = type(things[0])._meta.concrete_fields
        values = [[getattr(thing, field.attname) for field in fields] for thing in things]
        insert(type(things[0]), [field.name for field in fields], values)
