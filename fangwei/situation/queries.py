"""Finding by words, only among what the asker may read: candidates by the index, then one question of permission for each few.

What the asker may not read is neither shown nor counted.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import places_in_reach, scope_of
from fangwei.casework.queries import readable_among
from fangwei.situation import index
from fangwei.situation.regions import Region, Spread, spread_of
from fangwei.situation.subjects import PLACE
from fangwei.situation.words import Query, ask, firm_token

FEW = 120
"""Candidates that are asked about together."""
ROUNDS = 8
"""How often further candidates are fetched before a page is shown as it is."""
NARROW = 1000
"""The newest candidates among which a list narrowed by words looks."""
_LAST = 2**62


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found: ids of one kind, newest first; `after` leads on, 0 at the end."""

    ids: tuple[UUID, ...]
    after: int = 0


def find_cases(actor: Actor, text: str, *, kinds: Collection[str], limit: int, below: int = 0) -> Found:
    """Return the newest cases of some kinds that the words find and the actor may read."""
    return _page(_Asked.by(actor, text, kinds), limit, below, lambda ids: readable_among(actor, ids))


def find_places(actor: Actor, text: str, *, limit: int, below: int = 0) -> Found:
    """Return the places that the words find and the actor may look up, the latest registered first."""
    reach = places_in_reach(actor)
    asked = _Asked.by(actor, text, {PLACE})
    return _page(asked, limit, below, lambda ids: set(reach.filter(id__in=ids).values_list("id", flat=True)))


def candidates(actor: Actor, text: str, *, kinds: Collection[str]) -> list[UUID]:
    """Return the newest subjects that the words find in the actor's reach, for a list that asks of permission itself."""
    rows, _narrowed = _Asked.by(actor, text, kinds).rows(_LAST, NARROW)
    return [subject for _kind, subject, _row in rows]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the index: the words alone, and the words `within` where the actor may read at all.

    Rare words are asked alone: their few rows are all there are, while a county's token stands in half of all rows.
    """

    words: Query
    within: Query
    kinds: Collection[str]

    @classmethod
    def by(cls, actor: Actor, text: str, kinds: Collection[str]) -> "_Asked":
        """Return what an actor asks by typing a text; whoever may read nothing asks nothing."""
        scopes, words = scope_of(actor), ask(text)
        if not words or not scopes:
            return cls(Query(()), Query(()), kinds)
        firms = [firm_token(scope.enterprise_id) for scope in scopes if scope.enterprise_id is not None]
        lands = ["t" + scope.territory for scope in scopes if scope.enterprise_id is None and scope.territory]
        return cls(words, words.within(firms or lands), kinds)

    def rows(self, below: int, limit: int) -> tuple[list[tuple[str, UUID, int]], "_Asked"]:
        """Return the newest rows below a number, at most so many, and what to ask for those below these."""
        found = index.candidates(self.words, self.kinds, below=below, limit=limit)
        if len(found) < limit or self.words == self.within:
            return found, self
        return replace(self, words=self.within).rows(below, limit)


def _page(asked: _Asked, limit: int, below: int, readable: Callable[[list[UUID]], set[UUID]]) -> Found:
    found: list[UUID] = []
    mark = below or _LAST
    for _round in range(ROUNDS):
        rows, asked = asked.rows(mark, FEW)
        seen = readable([subject for _kind, subject, _row in rows])
        for _kind, subject, row in rows:
            mark = row
            if subject in seen:
                found.append(subject)
                if len(found) == limit:
                    return Found(tuple(found), mark)
        if len(rows) < FEW:
            return Found(tuple(found))
    return Found(tuple(found), mark)


__all__ = ["Found", "Region", "Spread", "candidates", "find_cases", "find_places", "spread_of"]
