"""The kinds of case: each capability registers its lifecycle and the functions that know its noun."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fangwei.accounts.actor import Actor
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.engines.lifecycle import Lifecycle
from fangwei.register.models import Place, Post


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new case starts with, worked out by its kind from the act's data before anything is written."""

    place_id: UUID | None
    territory: str
    owner_post_id: UUID
    title: str
    severity: int
    origin_kind: str = ""
    origin_id: UUID | None = None
    said: Mapping[str, Any] | None = None
    place: Place | None = None
    owner_post: Post | None = None
    """The place and the post themselves where the kind has read them already, with site, keeper and organization."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of case.

    `truths(case, at)`: the conditions of the table that hold. `extra_relations(case, actor)`: what the actor is to this noun
    beyond what every case knows. `opening_truths(data, actor)` and `prepare(act, actor, at)`: for opening verbs. `create(step)`
    writes the noun of a new case; `carry_out(step)` changes the noun of an existing one. `scopes(case)`: who may read it.
    `joined(cases)`: the query of cases with what this kind reads of each.
    `withheld(case, actor)`: the fields of its acts that this reader of the case may not read all the same.
    `naming(post)`: which of its cases name a post otherwise than as owner, such as a blind spot the one who repairs it.
    `holder_post(case, holder)`: the post behind a clock's holder that only this kind knows, such as a letter's addressee.
    """

    lifecycle: Lifecycle
    prefix: str
    truths: Callable[[Case, datetime], set[str]]
    extra_relations: Callable[[Case, Actor], set[str]]
    opening_truths: Callable[[Mapping[str, Any], Actor], set[str]]
    prepare: Callable[[Act, Actor, datetime], Opening]
    create: Callable[[Step], Effects]
    carry_out: Callable[[Step], Effects]
    scopes: Callable[[Case], set[tuple[str, str]]]
    after: Callable[[Step], list[Act]]
    holder_post: Callable[[Case, str], UUID | None] = lambda case, holder: None
    joined: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda cases: cases
    naming: Callable[[UUID], Q] = lambda post: Q(pk__in=())
    withheld: Callable[[Case, Actor], frozenset[str]] = lambda case, actor: frozenset()


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known; called from its capability's `ready()` only."""
    _kinds[kind.lifecycle.kind] = kind


def kind_of(name: str) -> Kind:
    """Return a registered kind. Raises: Refused (kind_unknown)."""
    if name not in _kinds:
        raise refuse("kind_unknown", kind=name)
    return _kinds[name]


def all_kinds() -> dict[str, Kind]:
    """Return every registered kind by name."""
    return dict(_kinds)
