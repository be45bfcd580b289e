"""Queries of the ORM whose SQL is worked out once: to build a statement costs the ORM more than the database needs to run it.

For what every act asks and nothing else. A kept query is an ordinary queryset with named places in it; on PostgreSQL it is
prepared by the server as well. What it reads remembers what stood in the database, so that `rows.save_changes` writes no more
than what changed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

from fangwei.ledger.instances import Related, maker
from fangwei.ledger.statements import Later, Statement, ask

T = TypeVar("T")
_populators: Any = get_related_populators


class Given(Expression):
    """A named place in a kept query, filled in when it is asked; the field says how the database takes the value."""

    def __init__(self, name: str, field: Any) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement worked out: its SQL, its parameters with their places, and how a row becomes what was asked for."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, str, Any], ...]
    converters: tuple[tuple[int, tuple[Any, ...], Any], ...]
    build: Callable[[Any], Any]


class Kept(Generic[T]):
    """One query of the hot path; `ask` builds it the first time, with `Given` where a value differs from call to call."""

    how: ClassVar[Literal["kept", "anew"]] = "kept"

    def __init__(self, ask: Callable[[], QuerySet[Any]]) -> None:
        self._ask = ask
        self._plans: dict[str, _Plan] = {}

    def plan(self, database: Any) -> _Plan:
        """Return the statement for this kind of database, worked out when it is first asked for."""
        known = self._plans.get(database.vendor)
        if known is None:
            known = self._plans[database.vendor] = _planned(self._ask(), database)
        return known

    def statement(self, database: Any, given: Mapping[str, Any]) -> Statement:
        """Return the query with these values."""
        return Statement(*_filled(self.plan(database), given, database), self.how)

    def rows(self, **given: Any) -> list[T]:
        """Return what the query finds for these values."""
        [found] = ask_together((self, given))
        return found

    def later(self, **given: Any) -> "Rows[T]":
        """Return what the query will find for these values: it goes out with whatever is asked next."""
        database = connections[DEFAULT_DB_ALIAS]
        return Rows(self.plan(database), Later(database, self.statement(database, given)), database)

    def first(self, **given: Any) -> T | None:
        """Return the first thing that the query finds, if any."""
        return next(iter(self.rows(**given)), None)


class Rows(Generic[T]):
    """What a kept query finds, once it is needed."""

    def __init__(self, plan: _Plan, later: Later, database: Any) -> None:
        self._plan, self._later, self._database = plan, later, database
        self._rows: list[T] | None = None

    def __call__(self) -> list[T]:
        """Return the rows."""
        if self._rows is None:
            self._rows = _built(self._plan, self._later.answer.rows, self._database)
        return self._rows


class Replanned(Kept[T]):
    """A kept query over what is empty now and long a minute later: no plan fits both, so that each time it is planned anew."""

    how = "anew"


def ask_together(*asked: tuple[Kept[Any], Mapping[str, Any]]) -> list[list[Any]]:
    """Return what each query finds for its values, asked in this order and in one round trip where the database can.

    Each sees what was committed before it began: the second of two whatever the first has waited for.
    """
    database = connections[DEFAULT_DB_ALIAS]
    plans = [kept.plan(database) for kept, _given in asked]
    answers = ask(database, [kept.statement(database, given) for kept, given in asked])
    return [_built(plan, answer.rows, database) for plan, answer in zip(plans, answers, strict=True)]


def _built(plan: _Plan, rows: list[Any], database: Any) -> list[Any]:
    return [plan.build(row) for row in _converted(plan, rows, database)]


def _filled(plan: _Plan, given: Mapping[str, Any], database: Any) -> tuple[str, list[Any]]:
    params = list(plan.params)
    for index, name, field in plan.places:
        params[index] = field.get_db_prep_value(given[name], database, prepared=False)
    return plan.sql, params


def _converted(plan: _Plan, found: list[Any], connection: Any) -> Iterator[Any]:
    for values in found:
        if not plan.converters:
            yield values
            continue
        row = list(values)
        for index, convert, expression in plan.converters:
            value = row[index]
            for one in convert:
                value = one(value, expression, connection)
            row[index] = value
        yield row


def _planned(asked: QuerySet[Any], connection: Any) -> _Plan:
    compiler = asked.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = tuple((index, one.name, one.output_field) for index, one in enumerate(params) if isinstance(one, Given))
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    converters = tuple(
        (index, tuple(convert), expression) for index, (convert, expression) in compiler.get_converters(columns).items()
    )
    return _Plan(sql, tuple(params), places, converters, _builder(asked, compiler, connection))


def _builder(asked: Any, compiler: Any, connection: Any) -> Callable[[Any], Any]:
    """Return what makes of a row what the ORM would make of it: an instance with its relations, or a plain tuple."""
    if asked._iterable_class is not ModelIterable:
        return tuple
    known = compiler.klass_info
    model: type[Model] = known["model"]
    first, last = known["select_fields"][0], known["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[first:last]]
    make = maker(model, names, connection.alias)
    relations = [Related(one, connection.alias) for one in _populators(known, compiler.select, connection.alias)]
    annotations = tuple(compiler.annotation_col_map.items())

    def build(row: Any) -> Any:
        thing = make(row[first:last])
        for relation in relations:
            relation.fill(row, thing)
        for name, index in annotations:
            setattr(thing, name, row[index])
        return thing

    return build
