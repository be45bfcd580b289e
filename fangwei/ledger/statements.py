"""Statements worked out beforehand, asked of the database alone or together."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import local
from typing import Any, Literal
from weakref import ref

from fangwei.ledger.meeting import meet


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its values in their order, `%s` where each goes.

    To PostgreSQL it goes "kept", prepared once a connection; "anew", planned each time for what its tables hold now; or
    "spelt", its values in its text, so that the server plans for these very values.
    """

    sql: str
    values: Sequence[Any]
    how: Literal["kept", "anew", "spelt"] = "kept"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement found, and how many rows it found or wrote."""

    rows: list[Any]
    count: int


class Later:
    """A statement that nobody waits for yet: it goes out with whatever is asked next, so that it costs no round trip.

    What nobody holds any more by then is not asked.
    """

    def __init__(self, database: Any, statement: Statement) -> None:
        self._database, self.statement = database, statement
        self.found: Answer | None = None
        _WAITING.line.append(ref(self))

    @property
    def answer(self) -> Answer:
        """The answer; when nothing has been asked since, it is asked now."""
        if self.found is None:
            ask(self._database, [])
        if self.found is None:  # asked before, and the database refused
            [self.found] = ask(self._database, [self.statement])
        return self.found


class _Waiting(local):
    def __init__(self) -> None:
        self.line: list[ref[Later]] = []

    def taken(self) -> list[Later]:
        line, self.line = self.line, []
        return [one for waiting in line if (one := waiting()) is not None]


_WAITING = _Waiting()


def ask(database: Any, statements: Sequence[Statement]) -> list[Answer]:
    """Return the answers to statements, asked in this order and in one round trip where the database can.

    Each sees what was committed before it began: the second of two whatever the first has waited for. Those that watch the
    connection, or keep a log of it, are told of each beforehand. What waits goes out behind them.
    """
    waiting = _WAITING.taken()
    answers = _ask(database, [*statements, *(one.statement for one in waiting)])
    for one, answer in zip(waiting, answers[len(statements) :], strict=True):
        one.found = answer
    return answers[: len(statements)]


def _ask(database: Any, statements: Sequence[Statement]) -> list[Answer]:
    if database.vendor != "postgresql":
        return [_asked(database, one) for one in statements]
    if not statements:
        return []
    meet(database)
    database.validate_no_broken_transaction()
    for one in statements:
        _tell(database, one)
    with database.wrap_database_errors:
        return list(database.direct.run(statements))


def _asked(database: Any, one: Statement) -> Answer:
    with database.cursor() as cursor:
        cursor.execute(one.sql, one.values)
        return Answer(cursor.fetchall() if cursor.description else [], cursor.rowcount)


def _tell(database: Any, one: Statement) -> None:
    if database.queries_logged:
        database.queries_log.append({"sql": one.sql, "time": "0.000"})
    for wrapper in database.execute_wrappers:
        wrapper(_nothing, one.sql, one.values, False, {"connection": database, "cursor": None})


def _nothing(sql: str, params: Any, many: bool, context: Any) -> None:
    """Stand where the statement would be executed: it is sent together with the others."""
