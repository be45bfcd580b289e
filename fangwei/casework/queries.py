"""Reading cases, already limited to what the asker may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Substr

from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.accounts.queries import EVERY_AUDIENCE, Scope, scope_of
from fangwei.casework.asides import common_truths
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case, CaseExclusion, CaseScope, SavedView
from fangwei.casework.refusals import refuse
from fangwei.casework.relations import relations_of
from fangwei.casework.scopes import LIST_LEVELS, audience_of_enterprise, audience_of_unit
from fangwei.engines.codes import subtree_bounds
from fangwei.engines.lifecycle import Transition, available
from fangwei.engines.lifecycle.decide import who_can
from fangwei.ledger.kept import Given, Kept, Rows, ask_together
from fangwei.register.models import Territory

T = TypeVar("T")
_TEXT = CharField()
_LOADED = ("owner_post__organization", "place__site__enterprise")
NEWEST_HERE = ("-is_open", "-due_at", "-id")
"""The order of the index `case_by_place_due` backwards, for cases of one place and kind: the open before the others; where nothing
is due, as with all that ended, the newest first."""


def readers_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the pairs of (audience, territory) under which the index holds every case that an actor may read."""
    pairs: list[tuple[str, str]] = []
    for scope in scope_of(actor):
        if scope.enterprise_id is not None:
            pairs.append((audience_of_enterprise(scope.enterprise_id), ""))
        elif len(scope.territory) >= LIST_LEVELS[0]:
            pairs.append((scope.audience, scope.territory))
        else:
            pairs += [(scope.audience, code) for code in _parts_of(scope.territory)]
    if actor.organization_id is not None:
        pairs.append((audience_of_unit(actor.organization_id), ""))
    return tuple(pairs)


def _parts_of(territory: str) -> list[str]:
    """Return a province itself, or the country's provinces, and the prefectures by which its counties begin."""
    low, high = subtree_bounds(territory) if territory else ("", ":")
    return sorted(head for (head,) in _HEADS.rows(low=low, high=high))


def _heads() -> QuerySet[Any]:
    low, high = (Given(name, _TEXT) for name in ("low", "high"))
    codes = Territory.objects.filter(code__gte=low, code__lt=high, level__in=("province", "prefecture", "county"))
    # A county right below its province has no prefecture in the register, yet a prefix of that length.
    return codes.values_list(Substr("code", 1, LIST_LEVELS[0])).distinct()


_HEADS: Kept[tuple[str]] = Kept(_heads)


def reading(actor: Actor) -> Q:
    """Return the condition that picks the scope rows of an actor."""
    granted = Q(case_id__in=[])
    for audience, territory in readers_of(actor):
        granted |= Q(audience=audience, territory=territory)
    return granted


def hidden_from(actor: Actor) -> Exists:
    """Return the condition that holds for a case that an exclusion takes away from an actor."""
    taken = Q(pk__in=[])
    for scope in scope_of(actor):
        if scope.enterprise_id is not None:
            taken |= Q(audience=audience_of_enterprise(scope.enterprise_id))
            continue
        rows = Q(audience=scope.audience)
        if scope.territory:
            low, high = subtree_bounds(scope.territory)
            rows &= Q(territory__gte=low, territory__lt=high)
        taken |= rows
    return Exists(CaseExclusion.objects.filter(taken, case_id=OuterRef("pk")))


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases this actor may read, to narrow to a few; whoever lists them in order walks `casework.lists`."""
    # Asked for each case that is looked at, by its key: gathering all that somebody may read would take a second.
    rows = CaseScope.objects.filter(reading(actor), case_id=OuterRef("pk"))
    return Case.objects.filter(Exists(rows)).exclude(hidden_from(actor))


class Readable(Generic[T]):
    """A kept query over the cases that its reader may read: worked out once for all readers with as many doors.

    One plan has to fit a place with ten cases and one with ten thousand: let an index give the cases in their whole order.
    """

    def __init__(self, ask: Callable[[QuerySet[Case]], QuerySet[Any]]) -> None:
        self._ask = ask
        self._kept: dict[tuple[int, int], Kept[T]] = {}

    def kept(self, pairs: int, scopes: int) -> Kept[T]:
        """Return the query for readers with so many pairs that grant a case and so many scopes that may lose it."""
        known = self._kept.get((pairs, scopes))
        if known is None:
            known = self._kept[pairs, scopes] = Kept(lambda: self._ask(_readable(pairs, scopes)))
        return known


def ask_readable(actor: Actor, *asked: tuple[Readable[Any], Mapping[str, Any]]) -> list[list[Any]]:
    """Return what each query finds for its values among the cases that an actor may read, in one round trip where possible."""
    pairs, scopes = readers_of(actor), scope_of(actor)
    if not pairs:
        return [[] for _one in asked]
    given = _doors(pairs, scopes)
    return ask_together(*((one.kept(len(pairs), len(scopes)), {**given, **values}) for one, values in asked))


def kind_seen(actor: Actor, case_id: UUID) -> str | None:
    """Return the kind of a case if this actor may read it: what every act that a program sends asks first."""
    [found] = ask_readable(actor, (_KIND, {"case": case_id}))
    return found[0][0] if found else None


_KIND: Readable[tuple[str]] = Readable(
    lambda cases: cases.filter(pk=Given("case", UUIDField())).values_list("kind")[:1]
)


def readable_among(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of some cases that an actor may read: what is found otherwise than along the lists asks this."""
    found: set[UUID] = set()
    for start in range(0, len(ids), _AT_ONCE[-1]):
        some = ids[start : start + _AT_ONCE[-1]]
        size = next(size for size in _AT_ONCE if len(some) <= size)
        given = {f"key{place}": key for place, key in enumerate([*some, *[some[0]] * (size - len(some))])}
        [rows] = ask_readable(actor, (_AMONG[size], given))
        found |= {row[0] for row in rows}
    return found


def _among(size: int) -> Readable[tuple[UUID]]:
    keys: list[Any] = [Given(f"key{place}", UUIDField()) for place in range(size)]
    return Readable(lambda cases: cases.filter(id__in=keys).values_list("id"))


_AT_ONCE = (10, 40, 120)
"""The numbers of keys for which a statement is kept; fewer are filled up."""
_AMONG = {size: _among(size) for size in _AT_ONCE}


def _doors(pairs: Sequence[tuple[str, str]], scopes: Sequence[Scope]) -> dict[str, Any]:
    given = losing(scopes)
    for place, (audience, territory) in enumerate(pairs):
        given |= {f"audience{place}": audience, f"territory{place}": territory}
    return given


def losing(scopes: Sequence[Scope]) -> dict[str, Any]:
    """Return the values of `kept_from` for an actor's scopes."""
    given: dict[str, Any] = {}
    for place, scope in enumerate(scopes):
        taken = audience_of_enterprise(scope.enterprise_id) if scope.enterprise_id is not None else scope.audience
        low, high = subtree_bounds(scope.territory) if scope.territory else ("", ":")
        given |= {f"taken{place}": taken, f"low{place}": low, f"high{place}": high}
    return given


def _readable(pairs: int, scopes: int) -> QuerySet[Case]:
    granted = Q()
    for place in range(pairs):
        granted |= Q(audience=Given(f"audience{place}", _TEXT), territory=Given(f"territory{place}", _TEXT))
    return Case.objects.filter(_Each(CaseScope.objects.filter(granted, case_id=OuterRef("pk")))).exclude(
        kept_from(scopes)
    )


def kept_from(scopes: int) -> Exists:
    """Return, for a kept query, the condition that an exclusion takes a case from a reader with so many scopes."""
    taken = Q(pk__in=[])
    for place in range(scopes):
        within = Q(territory__gte=Given(f"low{place}", _TEXT), territory__lt=Given(f"high{place}", _TEXT))
        taken |= Q(audience=Given(f"taken{place}", _TEXT)) & within
    return _Each(CaseExclusion.objects.filter(taken, case_id=OuterRef("pk")))


class _Each(Exists):
    """Asked of each row that is looked at, by its key: an offset keeps PostgreSQL from gathering all that a reader may read."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def case_for(actor: Actor, key: str) -> Case:
    """Return one case by its id or number, if this actor may read it. Raises: Refused (case_unknown)."""
    try:
        found = ask_readable(actor, (_BY_ID, {"case": UUID(key)}))
    except ValueError:
        found = ask_readable(actor, (_BY_NUMBER, {"number": key.strip().upper()}))
    if not found[0]:
        raise refuse("case_unknown")
    case: Case = found[0][0]
    return case


_BY_ID: Readable[Case] = Readable(
    lambda cases: cases.filter(pk=Given("case", UUIDField())).select_related(*_LOADED)[:1]
)
_BY_NUMBER: Readable[Case] = Readable(
    lambda cases: cases.filter(number=Given("number", _TEXT)).select_related(*_LOADED)[:1]
)


def views_of(user: User) -> Rows[SavedView]:
    """Return the views of lists that a user keeps, in the order of their names, once they are needed."""
    return _VIEWS.later(user=user.pk)


_VIEWS: Kept[SavedView] = Kept(lambda: SavedView.objects.filter(user_id=Given("user", UUIDField())).order_by("name"))


@dataclass(frozen=True, slots=True)
class May:
    """What one actor may do with one case now, and who may do the rest."""

    rows: tuple[Transition, ...]
    others: dict[str, tuple[str, ...]]
    relations: frozenset[str]
    truths: frozenset[str]


def may(case: Case, actor: Actor, *, at: datetime) -> May:
    """Return the rows that buttons, API and permissions are read off."""
    kind = kind_of(case.kind)
    truths = kind.truths(case, at) | common_truths(case, actor, at)
    relations = relations_of(case, actor) | kind.extra_relations(case, actor)
    rows = available(kind.lifecycle, case.state, relations, truths)
    mine = {row.verb for row in rows}
    others = {verb: who for verb, who in who_can(kind.lifecycle, case.state, truths).items() if verb not in mine}
    return May(tuple(rows), others, frozenset(relations), frozenset(truths))


__all__ = [
    "Readable",
    "ask_readable",
    "EVERY_AUDIENCE",
    "May",
    "audience_of_enterprise",
    "case_for",
    "hidden_from",
    "kind_seen",
    "may",
    "reading",
    "readers_of",
    "views_of",
    "visible",
]
