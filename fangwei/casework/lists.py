"""Long lists of cases: walked in order by the index that also gives permission, never gathered and sorted.

A `Walk` names the readers and the shelves of whose rows a list is made. Each pair of them is one stretch of the index that is
in order already; a page takes the beginnings of all stretches and merges them, so that it costs the same among ten thousand
cases as among a million.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Literal
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BigIntegerField, BooleanField, CharField, Exists, F, Func, OuterRef, Q, QuerySet, UUIDField

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import scope_of
from fangwei.casework.models import Case, CaseScope
from fangwei.casework.queries import hidden_from, kept_from, losing, readers_of
from fangwei.casework.scopes import UNDATED, UNIT, shelves
from fangwei.ledger.kept import Given
from fangwei.ledger.keyed import Keyed
from fangwei.ledger.statements import Later, Statement, ask

Order = Literal["due", "newest"]
_AUDIENCE, _TERRITORY, _SHELF = (Given(name, CharField()) for name in ("audience", "territory", "shelf"))
_DOOR = {_AUDIENCE.name: 0, _TERRITORY.name: 1, _SHELF.name: 2}
_COLUMN = {_AUDIENCE.name: "reader.audience", _TERRITORY.name: "reader.territory", _SHELF.name: "shelf.name"}
_SINCE, _UNTIL, _RANK = (Given(name, BigIntegerField()) for name in ("since", "until", "rank"))
_LAST = Given("last", UUIDField())
LINE = (
    "kind", "number", "state", "version", "is_open", "title", "severity", "inherited", "territory", "owner_post_id",
    "opened_at", "due_at", "closed_at", "place__name",
)  # fmt: skip
"""What a line of a list shows of a case."""
_TOGETHER = 400
"""How many stretches SQLite joins into one statement; its limit is 500."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Some stretches of the index: every shelf of every reader.

    `shelves` None means all of them, for a walk that `narrowed` (over scope rows; `case__…` reaches the case) cuts to a few.
    `since` and `until` bound the rank: from, and before. `major` True keeps to major cases by an index of their own,
    False to all others.
    """

    readers: tuple[tuple[str, str], ...]
    shelves: tuple[str, ...] | None
    narrowed: Q = field(default_factory=Q)
    since: int | None = None
    until: int | None = None
    major: bool | None = None

    @property
    def is_plain(self) -> bool:
        """Whether every row of the stretches counts, so that counting some is cheap."""
        return not self.narrowed


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the rank, 0 among the newest, and the case that stood last."""

    rank: int
    case_id: UUID

    def __str__(self) -> str:
        return f"{self.rank}~{self.case_id}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Return the mark that an address carries, None when it carries none that can be read."""
        rank, _tilde, case_id = text.partition("~")
        try:
            return cls(int(rank), UUID(case_id))
        except ValueError:
            return None


def before(at: datetime) -> int:
    """Return the rank before which cases stand whose deadline has passed at an instant."""
    return -int(-at.timestamp() // 1)


def walk(
    actor: Actor,
    *,
    kinds: Iterable[str] = (),
    states: Iterable[str] = (),
    ended: bool | None = False,
    inherited: bool | None = None,
) -> Walk:
    """Return the walk over everything of some kinds and states that an actor may read."""
    return Walk(readers_of(actor), shelves(kinds, states=states, ended=ended, inherited=inherited))


def own(walked: Walk) -> Walk:
    """Return the same walk over the cases alone that the actor's unit answers for."""
    return replace(walked, readers=tuple(pair for pair in walked.readers if pair[0].startswith(UNIT)))


def of_body(walked: Walk, organization_id: UUID) -> Walk:
    """Return the same walk over the cases alone that one body answers for, of those that the walk's readers may read.

    The body's own stretch is walked, and each of its rows asks whether a reader has one of the same case: one look by key.
    """
    own_pair = (f"{UNIT}{organization_id}", "")
    if own_pair in walked.readers:  # its own people read whatever it answers for
        return replace(walked, readers=(own_pair,))
    granted = Q()
    for audience, territory in walked.readers:
        granted |= Q(audience=audience, territory=territory)
    read = Exists(CaseScope.objects.filter(granted, case_id=OuterRef("case_id")))
    return replace(walked, readers=(own_pair,), narrowed=walked.narrowed & Q(read)) if walked.readers else walked


def marks(walks: Sequence[Walk], *, limit: int, after: Mark | None = None, order: Order = "due") -> list[Mark]:
    """Return the first marks behind another one of all walks together, each case once."""
    found = _run([_Merge(walks, limit, after, order)])
    return found[0]


def heads(groups: Sequence[Sequence[Walk]], limit: int) -> list[list[Mark]]:
    """Return the first marks of each of several lists, by deadline, with one query for all."""
    return _run([_Merge(walks, limit, None, "due") for walks in groups])


def counted_later(walks: Sequence[Walk], cap: int) -> Callable[[], tuple[int, bool]]:
    """Return what tells how many cases the walks meet, at most `cap`, and whether there are more.

    The question goes out with whatever is asked next.
    """
    merge = _Merge(walks, cap + 1, None, None)
    if merge.is_empty:
        return lambda: (0, False)
    sql, values = _counting(merge, cap)
    later = Later(connections[DEFAULT_DB_ALIAS], Statement(f"SELECT {sql}", values, _how(walks)))

    def found() -> tuple[int, bool]:
        [(count,)] = later.answer.rows
        return min(count, cap), count > cap

    return found


def counts(groups: Sequence[Sequence[Walk]], cap: int) -> list[int]:
    """Return for each of several lists how many cases it holds; a number above `cap` says only that there are more."""
    sql, values = [], []
    for place, walks in enumerate(groups):
        merge = _Merge(walks, cap + 1, None, None)
        if merge.is_empty:
            continue
        text, given = _counting(merge, cap)
        sql.append(f"SELECT {place}, {text}")
        values += given
    found = [0] * len(groups)
    if sql:
        how = _how([one for walks in groups for one in walks])
        for place, count in _asked(Statement(" UNION ALL ".join(sql), values, how)):
            found[place] = count
    return found


def _counting(merge: "_Merge", cap: int) -> tuple[str, list[Any]]:
    """Return what counts a list's cases: where those of some readers are too many already, no other's are looked at."""
    one = merge.walks[0]
    some = _alike(one.readers)
    met, given = _Merge([replace(one, readers=some)], cap + 1, None, None).union()
    rows = f"(SELECT case_id FROM ({met}) stretch LIMIT {cap + 1}) met"
    # Of one reader no case has two rows.
    first = f"(SELECT count({'*' if len(some) == 1 else 'DISTINCT case_id'}) FROM {rows})"
    readers = sum(len(one.readers) for one in merge.walks)
    if readers == 1:
        return first, given
    union, further = merge.union()
    every = f"(SELECT case_id FROM ({union}) stretch LIMIT {(cap + 1) * readers}) met"
    whole = f"(SELECT count(DISTINCT case_id) FROM {every})"
    return f"CASE WHEN {first} > {cap} THEN {cap + 1} ELSE {whole} END", given + further


def _alike(readers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    # One audience has a case's row once in each territory above it: territories of one level seldom hold the same case.
    groups: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for pair in dict.fromkeys(readers):
        groups.setdefault((pair[0], len(pair[1])), []).append(pair)
    largest: list[tuple[str, str]] = max(groups.values(), key=len)
    return tuple(largest)


def _how(walks: Iterable[Walk]) -> Literal["kept", "spelt"]:
    # Plain stretches go by their index whatever the values are; what narrows them is planned for its own values.
    return "kept" if all(one.is_plain for one in walks) else "spelt"


def _asked(statement: Statement) -> list[Any]:
    [answer] = ask(connections[DEFAULT_DB_ALIAS], [statement])
    return answer.rows


def fetch(actor: Actor, found: Iterable[Mark], cases: QuerySet[Case] | None = None) -> list[Case]:
    """Return the cases of some marks in their order, without those that an exclusion takes away from the actor.

    Each as far as a line of a list shows it, unless `cases` says how they are read.
    """
    listed = list(found)
    if not listed:
        return []
    ids = [mark.case_id for mark in listed]
    if cases is None:
        scopes = scope_of(actor)
        read = _lines(len(scopes)).rows(ids, **losing(scopes))
    else:
        read = list(cases.filter(id__in=ids).exclude(hidden_from(actor)))
    by_id = {case.pk: case for case in read}
    return [by_id[mark.case_id] for mark in listed if mark.case_id in by_id]


@cache
def _lines(scopes: int) -> Keyed[Case]:
    lines = Case.objects.select_related("place").only(*LINE)
    return Keyed(lambda ids: lines.filter(id__in=ids).exclude(kept_from(scopes)))


def cases_of(actor: Actor, walks: Iterable[Walk]) -> QuerySet[Case]:
    """Return the cases of some walks without their order, to narrow further or to count by something."""
    met = Q(pk__in=[])
    for one in walks:
        rows = Q(case_id__in=[])
        for audience, territory in one.readers:
            rows |= Q(audience=audience, territory=territory)
        met |= Q(id__in=CaseScope.objects.filter(rows & _within(one)).values("case_id"))
    return Case.objects.filter(met).exclude(hidden_from(actor))


def page(
    actor: Actor,
    walks: Sequence[Walk],
    *,
    limit: int,
    after: Mark | None = None,
    order: Order = "due",
    cases: QuerySet[Case] | None = None,
) -> tuple[list[Case], Mark | None]:
    """Return one page of cases and the mark at which the next one begins, None at the end."""
    shown: list[Case] = []
    passed: dict[UUID, Mark] = {}
    while True:
        wanted = limit + 1 - len(shown)
        found = marks(walks, limit=wanted, after=after, order=order)
        passed |= {mark.case_id: mark for mark in found}
        shown += fetch(actor, found, cases)
        if len(shown) > limit:
            return shown[:limit], passed[shown[limit - 1].pk]
        if len(found) < wanted:
            return shown, None
        after = found[-1]


def _within(one: Walk) -> Q:
    met = Q(one.narrowed)
    if one.shelves is not None:
        met &= Q(shelf__in=one.shelves)
    return met & _between(one.since, one.until) & _of_gravity(one.major)


def _between(since: Any, until: Any) -> Q:
    met = Q()
    if since is not None:
        met &= Q(rank__gte=since)
    if until is not None:
        met &= Q(rank__lt=until)
    return met


def _of_gravity(major: bool | None) -> Q:
    if major is None:
        return Q()
    # Written out, not given as a value: only so does a database see that the smaller index holds every row wanted.
    sign = "=" if major else "<>"
    return Q(Func(F("severity"), template=f"%(expressions)s {sign} 2", output_field=BooleanField()))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a stretch's statement differs in words, not in values: stretches of one shape share one statement."""

    shelved: bool
    since: bool
    until: bool
    major: bool | None
    order: Order | None
    after: bool
    limit: int

    def rows(self, narrowed: Q | None = None) -> QuerySet[Any]:
        """Return the query of one stretch, every value in it a place to be filled."""
        rows = CaseScope.objects.filter(audience=_AUDIENCE, territory=_TERRITORY)
        if self.shelved:
            rows = rows.filter(shelf=_SHELF)
        rows = rows.filter(_between(_SINCE if self.since else None, _UNTIL if self.until else None))
        rows = rows.filter(_of_gravity(self.major))
        if narrowed:
            rows = rows.filter(narrowed)
        if self.after and self.order == "newest":
            rows = rows.filter(case_id__lt=_LAST)
        elif self.after:
            rows = rows.filter(rank__gte=_RANK).filter(Q(rank__gt=_RANK) | Q(case_id__gt=_LAST))
        if self.order is not None:
            rows = rows.order_by("-case_id") if self.order == "newest" else rows.order_by("rank", "case_id")
        # What is read beside the key decides the index: the newest are in order in one that does not hold the rank.
        read = ("rank", "case_id") if self.order == "due" else ("case_id",)
        return rows.values_list(*read)[: self.limit]


@lru_cache(maxsize=256)
def _worked_out(shape: _Shape, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of a shape: to build it costs the ORM more than the database needs to run it."""
    sql, params = shape.rows().query.sql_with_params()
    return sql, tuple(params)


class _Merge:
    """One list's statement: the stretches of its walks, merged."""

    def __init__(self, walks: Sequence[Walk], limit: int, after: Mark | None, order: Order | None) -> None:
        self.walks = [one for one in walks if one.readers and one.shelves != ()]
        self.limit, self.after, self.order = limit, after, order

    @property
    def is_empty(self) -> bool:
        return not self.walks

    def statement(self, place: int) -> tuple[str, list[Any]]:
        inner, values = self.union()
        by = "case_id DESC" if self.order == "newest" else "rank, case_id"
        sql = f"SELECT DISTINCT {place} AS place, rank, case_id FROM ({inner}) stretch ORDER BY {by} LIMIT {self.limit}"
        return sql, values

    def union(self) -> tuple[str, list[Any]]:
        parts, values = [], []
        for one in self.walks:
            for sql, given in self._stretches(one):
                parts.append(sql)
                values += given
        blocks = [" UNION ALL ".join(parts[at : at + _TOGETHER]) for at in range(0, len(parts), _TOGETHER)]
        if len(blocks) == 1:
            return blocks[0], values
        return " UNION ALL ".join(f"SELECT * FROM ({block})" for block in blocks), values

    def _stretches(self, one: Walk) -> list[tuple[str, list[Any]]]:
        sql, params = self._pattern(one)
        if connection.vendor == "postgresql":
            return [_lateral(sql, params, one, self.order)]
        doors = [
            (audience, territory, shelf)
            for audience, territory in one.readers
            for shelf in (one.shelves if one.shelves is not None else ("",))
        ]
        places = [(at, _DOOR[given.name]) for at, given in enumerate(params) if isinstance(given, Given)]
        stretches = []
        for door in doors:
            values = list(params)
            for at, place in places:
                values[at] = door[place]
            stretches.append((f"SELECT {_rank(self.order)} AS rank, case_id FROM ({sql}) found", values))
        return stretches

    def _pattern(self, one: Walk) -> tuple[str, list[Any]]:
        """Return the statement of one stretch of a walk; what is left open in it is the door: reader and shelf."""
        shape = _Shape(
            one.shelves is not None,
            one.since is not None,
            one.until is not None,
            one.major,
            self.order,
            self.after is not None,
            self.limit,
        )
        if one.narrowed:
            sql, params = shape.rows(one.narrowed).query.sql_with_params()
        else:
            sql, params = _worked_out(shape, connection.vendor)
        given: dict[Any, Any] = {_SINCE: one.since, _UNTIL: one.until}
        if self.after is not None:
            given |= {_RANK: self.after.rank, _LAST: self.after.case_id}
        return sql, [
            value.output_field.get_db_prep_value(given[value], connection) if value in given else value
            for value in params
        ]


def _rank(order: Order | None) -> str:
    return "found.rank" if order == "due" else "0"


def _lateral(sql: str, params: Sequence[Any], one: Walk, order: Order | None) -> tuple[str, list[Any]]:
    """Return the stretches of a walk as one statement of PostgreSQL, the same for any number of doors."""
    opened = tuple(_COLUMN[value.name] if isinstance(value, Given) else "%s" for value in params)
    audiences, territories = zip(*one.readers, strict=True)
    doors = [_array(audiences), _array(territories), *([_array(one.shelves)] if one.shelves is not None else [])]
    given = [value for value in params if not isinstance(value, Given)]
    return _through_doors(sql, opened, one.shelves is not None, _rank(order)), doors + given


@lru_cache(maxsize=256)
def _through_doors(sql: str, opened: tuple[str, ...], shelved: bool, rank: str) -> str:
    pieces = sql.split("%s")
    text = "".join(part for pair in zip(pieces, (*opened, ""), strict=True) for part in pair)
    readers = "unnest(%s::text[], %s::text[]) AS reader (audience, territory)"
    doors = f"{readers} CROSS JOIN unnest(%s::text[]) AS shelf (name)" if shelved else readers
    return f"SELECT {rank} AS rank, found.case_id FROM {doors} CROSS JOIN LATERAL ({text}) found"


@lru_cache(maxsize=1024)
def _array(texts: tuple[str, ...]) -> str:
    """Return texts as PostgreSQL writes an array of them."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def _run(merges: Sequence[_Merge]) -> list[list[Mark]]:
    sql, values = [], []
    for place, merge in enumerate(merges):
        if not merge.is_empty:
            text, given = merge.statement(place)
            sql.append(text)
            values += given
    found: list[list[Mark]] = [[] for _merge in merges]
    if not sql:
        return found
    statement = sql[0] if len(sql) == 1 else " UNION ALL ".join(f"SELECT * FROM ({one}) list" for one in sql)
    how = _how([one for merge in merges for one in merge.walks])
    for place, rank, case_id in _asked(Statement(statement, values, how)):
        found[place].append(Mark(rank, case_id if isinstance(case_id, UUID) else UUID(case_id)))
    if len(sql) > 1:  # a database may hand out the parts of a union as it likes
        for marked in found:
            marked.sort(key=lambda one: (one.rank, one.case_id.bytes))
    return found


__all__ = [
    "LINE",
    "UNDATED",
    "Mark",
    "Order",
    "Walk",
    "before",
    "cases_of",
    "counted_later",
    "counts",
    "fetch",
    "heads",
    "marks",
    "of_body",
    "own",
    "page",
    "walk",
]
