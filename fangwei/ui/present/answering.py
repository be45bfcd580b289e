"""The bodies among which a list is narrowed to one that answers, and what a body or a post is called there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.engines.codes import subtree_bounds
from fangwei.ledger.kept import Given, Kept
from fangwei.register.models import Organization, OrganizationKind, Post
from fangwei.ui.present.typed import id_or_nothing

MOST = 120
"""How many bodies one looks through in a list of choices; of more, one is chosen on its own page."""

_SILENT = (
    OrganizationKind.PARTY_COMMITTEE,
    OrganizationKind.COMMITTEE,
    OrganizationKind.VILLAGE_COMMITTEE,
    OrganizationKind.DISCIPLINE,
)
"""Kinds of body to which no danger comes."""


def _bodies() -> QuerySet[Any]:
    low, high = (Given(name, CharField()) for name in ("low", "high"))
    bodies = Organization.objects.standing().exclude(kind__in=_SILENT)
    here = bodies.filter(territory_code__gte=low, territory_code__lt=high)
    return here.order_by("territory_code", "name", "id").values_list("id", "name")[:MOST]


_BODIES: Kept[tuple[UUID, str]] = Kept(_bodies)


def bodies_of(actor: Actor, chosen: str) -> Callable[[], list[tuple[str, str]]]:
    """Return what tells the bodies that may answer in an actor's territory, once they are needed.

    They are its own and, in a county, its townships'; the chosen one too.
    """
    code = actor.territory_code
    if not code or actor.organization_id is None:
        return list
    # Above a county only the bodies of that very level: no code stands between its own and its own with a zero behind.
    low, high = subtree_bounds(code) if len(code) == 6 else (code, f"{code}0")
    rows = _BODIES.later(low=low, high=high)

    def found() -> list[tuple[str, str]]:
        known = [(str(one), name) for one, name in rows()]
        return known + ([(chosen, body_name(chosen))] if chosen and chosen not in dict(known) else [])

    return found


def body_name(given: str) -> str:
    """Return what a body is called."""
    found = Organization.objects.filter(id=id_or_nothing(given)).values_list("name", flat=True).first()
    return found or _("unknown")


def post_name(given: str) -> str:
    """Return what a post is called, with its body."""
    post = Post.objects.select_related("organization").filter(id=id_or_nothing(given)).first()
    return f"{post.organization or ''} · {post.name}" if post else _("unknown")
