"""Reading cases, already limited to what the asker may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE, scope_of
from fangwei.casework.asides import common_truths
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case, CaseScope
from fangwei.casework.refusals import refuse
from fangwei.casework.relations import relations_of
from fangwei.engines.codes import subtree_bounds
from fangwei.engines.lifecycle import Transition, available
from fangwei.engines.lifecycle.decide import who_can

_LOADED = ("owner_post__organization", "place__site__enterprise")


def audience_of_enterprise(enterprise_id: UUID) -> str:
    """Return the audience under which an enterprise sees its own cases."""
    return f"enterprise:{enterprise_id}"


def _granting(actor: Actor) -> Q:
    granted = Q(pk__in=[])
    for scope in scope_of(actor):
        if scope.enterprise_id is not None:
            granted |= Q(audience=audience_of_enterprise(scope.enterprise_id))
            continue
        rows = Q(audience=scope.audience)
        if scope.territory:
            low, high = subtree_bounds(scope.territory)
            rows &= Q(territory__gte=low, territory__lt=high)
        granted |= rows
    return granted


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases this actor may read, by the scope rows that start every list."""
    granted = _granting(actor)
    shown = CaseScope.objects.filter(granted, shown=True).values("case_id")
    hidden = CaseScope.objects.filter(granted, shown=False, case_id=OuterRef("pk"))
    owned = Q(owner_post__organization_id=actor.organization_id) if actor.organization_id else Q(pk__in=[])
    return Case.objects.filter(Q(id__in=shown) | owned).exclude(Exists(hidden))


def case_for(actor: Actor, key: str) -> Case:
    """Return one case by its id or number, if this actor may read it. Raises: Refused (case_unknown)."""
    try:
        which = Q(id=UUID(key))
    except ValueError:
        which = Q(number=key.strip().upper())
    case = visible(actor).filter(which).select_related(*_LOADED).first()
    if case is None:
        raise refuse("case_unknown")
    return case


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


__all__ = ["EVERY_AUDIENCE", "May", "audience_of_enterprise", "case_for", "may", "visible"]
