"""Writes of one act, put down one after another and sent together: in one round trip where the database can, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from fangwei.ledger import rows
from fangwei.ledger.statements import Statement, ask


@dataclass(frozen=True, slots=True)
class _Write:
    sql: str
    params: list[Any]
    count: int
    otherwise: Exception | None


class Writes:
    """What an act has still to write. Until it is sent nobody reads it, so whoever reads sends first."""

    def __init__(self) -> None:
        self._waiting: list[_Write] = []
        self._parts: list[rows.Part] = []

    def insert(self, parts: Sequence[rows.Part]) -> None:
        """Put down new rows of some tables; they go after every update, so that what ends makes room for what begins."""
        self._parts += parts

    def insert_new(self, thing: Model) -> None:
        """Put down a new instance; a key that the database counts is left to it."""
        self.insert([rows.part_of(thing)])
        thing._state.adding, thing._state.db = False, DEFAULT_DB_ALIAS

    def update(
        self,
        model: type[Model],
        values: Mapping[str, Any],
        *,
        where: Mapping[str, Any],
        count: int = 0,
        otherwise: Exception | None = None,
    ) -> None:
        """Put down an update; when it writes another number of rows than `count`, sending raises `otherwise`."""
        self._waiting.append(_Write(*rows.updating(model, values, where), count, otherwise))

    def save_changes(self, thing: Model) -> None:
        """Put down what changed on an instance since it was read, nothing when nothing did."""
        if changed := rows.changes_of(thing):
            self.update(type(thing), changed, where=rows.key_of(thing))
            rows.remember(thing)

    def send(self) -> None:
        """Send everything that waits, inside the caller's transaction. Raises: what an update that missed was told to."""
        waiting = [*self._waiting, *(_Write(*one, 0, None) for one in rows.insertions(self._parts))]
        self._waiting, self._parts = [], []
        answers = ask(connections[DEFAULT_DB_ALIAS], [Statement(one.sql, one.params) for one in waiting])
        for one, answer in zip(waiting, answers, strict=True):
            if one.otherwise is not None and answer.count != one.count:
                raise one.otherwise
