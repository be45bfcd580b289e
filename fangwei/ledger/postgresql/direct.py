"""Statements handed to libpq as they are: what every page and act asks costs less than a driver's cursor around it would.

A statement is prepared by the server when a connection first sends it. Several go out together and cost one round trip, the
beginning of a transaction with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from re import compile as pattern
from typing import Any, NamedTuple

from psycopg import ClientCursor, capabilities
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, TransactionStatus

from fangwei.ledger.statements import Answer, Statement

_MOST = 400
"""How many statements a connection keeps prepared; the oldest makes room."""

_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK, ExecStatus.EMPTY_QUERY)
_MARK = pattern("%[s%]")


class _Key(NamedTuple):
    """The server prepares a text for types of values."""

    text: bytes
    types: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement with its values as the server takes them; `key` None where it is not kept."""

    key: _Key | None
    text: bytes
    values: Sequence[Any]
    types: Sequence[int]
    formats: Sequence[Any]


class Direct:
    """One connection's way to its server, with what it has prepared there, unless it `keeps` nothing.

    The connection must not be in a pipeline of its own.
    """

    def __init__(self, connection: Any, *, keeps: bool) -> None:
        self._connection, self._raw, self._keeps = connection, connection.pgconn, keeps
        self._adapt: Any = Transformer(connection)
        self._prepared: dict[_Key, bytes] = {}
        self._numbers = count(1)

    def run(self, statements: Sequence[Statement]) -> list[Answer]:
        """Return the answers in the order of the statements, of which none is begun after one that fails.

        Raises: the driver's errors.
        """
        ready = [self._ready(one) for one in statements]
        begins = not self._connection.autocommit and self._raw.transaction_status == TransactionStatus.IDLE
        if len(ready) > 1 or begins:
            return self._together(ready, begins=begins)
        return [self._alone(one) for one in ready]

    def _ready(self, one: Statement) -> _Ready:
        if one.how == "spelt":
            return _Ready(None, ClientCursor(self._connection).mogrify(one.sql, one.values).encode(), (), (), ())
        adapt, text = self._adapt, _numbered(one.sql)
        values = adapt.dump_sequence(one.values, _formats(len(one.values)))
        types = adapt.types or ()
        key = _Key(text, types) if self._keeps and one.how == "kept" else None
        return _Ready(key, text, values, types, adapt.formats or ())

    def _alone(self, one: _Ready) -> Answer:
        if one.key is None:
            return self._answer(self._raw.exec_params(one.text, one.values, one.types, one.formats))
        name = self._prepared.get(one.key)
        if name is None:
            self._make_room()
            name = self._name()
            self._answer(self._raw.prepare(name, one.text, one.types))
            self._prepared[one.key] = name
        return self._answer(self._raw.exec_prepared(name, one.values, one.formats))

    def _together(self, ready: Sequence[_Ready], *, begins: bool) -> list[Answer]:
        self._make_room()
        raw, wanted = self._raw, []
        new: dict[_Key, bytes] = {}
        raw.enter_pipeline_mode()
        try:
            if begins:
                raw.send_query_params(b"BEGIN", None)
                wanted.append(False)
            for one in ready:
                if one.key is None:
                    raw.send_query_params(one.text, one.values, one.types, one.formats)
                else:
                    name = self._prepared.get(one.key) or new.get(one.key)
                    if name is None:
                        name = new[one.key] = self._name()
                        raw.send_prepare(name, one.text, one.types)
                        wanted.append(False)
                    raw.send_query_prepared(name, one.values, one.formats)
                wanted.append(True)
            raw.pipeline_sync()
            found = self._connection.wait(_fetched(raw, len(wanted)))
        except BaseException:
            # Nobody knows which answers are still to come: whoever asks next begins with a new connection.
            self._connection.close()
            raise
        raw.exit_pipeline_mode()
        answers = [self._answer(one) for one in found]
        self._prepared |= new
        return [answer for answer, one in zip(answers, wanted, strict=True) if one]

    def _answer(self, result: Any) -> Answer:
        if result.status not in _DONE:
            raise error_from_result(result, encoding=self._connection.info.encoding)
        if result.status != ExecStatus.TUPLES_OK:
            return Answer([], result.command_tuples or 0)
        self._adapt.set_pgresult(result)
        rows = self._adapt.load_rows(0, result.ntuples, tuple)
        self._adapt.set_pgresult(None)
        return Answer(rows, result.ntuples)

    def _name(self) -> bytes:
        return b"fangwei_%d" % next(self._numbers)

    def _make_room(self) -> None:
        while len(self._prepared) >= _MOST:
            name = self._prepared.pop(next(iter(self._prepared)))
            # As a message and not as a statement, where libpq can: a pool between knows it under another name.
            if capabilities.has_send_close_prepared():
                self._answer(self._raw.close_prepared(name))
            else:
                self._answer(self._raw.exec_(b"DEALLOCATE " + name))


def _fetched(raw: Any, number: int) -> Any:
    """Send what was put together and read as many answers, for the driver's loop that waits for the server."""
    yield from send(raw)
    found = []
    for _one in range(number):
        found.append((yield from fetch_many(raw))[0])
    yield from fetch_many(raw)  # the mark at the end
    return found


@lru_cache(maxsize=2048)
def _numbered(sql: str) -> bytes:
    """Return a statement in the server's own writing: its places numbered."""
    number = count(1)
    return _MARK.sub(lambda found: f"${next(number)}" if found[0] == "%s" else "%", sql).encode()


@lru_cache(maxsize=256)
def _formats(number: int) -> list[PyFormat]:
    return [PyFormat.AUTO] * number
