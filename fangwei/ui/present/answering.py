"""The bodies among which a list is narrowed to one that answers, and what a body or a post is called there."""

from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.engines.codes import subtree_bounds
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


def bodies_of(actor: Actor, chosen: str) -> list[tuple[str, str]]:
    """Return the bodies that may answer in an actor's territory: its own and, in a county, its townships'; the chosen one too."""
    code = actor.territory_code
    if not code or actor.organization_id is None:
        return []
    bodies = Organization.objects.standing().exclude(kind__in=_SILENT)
    if len(code) == 6:
        low, high = subtree_bounds(code)
        bodies = bodies.filter(territory_code__gte=low, territory_code__lt=high)
    else:
        bodies = bodies.filter(territory_code=code)
    rows = bodies.order_by("territory_code", "name", "id").values_list("id", "name")[:MOST]
    found = [(str(one), name) for one, name in rows]
    if chosen and chosen not in dict(found):
        found.append((chosen, body_name(chosen)))
    return found


def body_name(given: str) -> str:
    """Return what a body is called."""
    found = Organization.objects.filter(id=id_or_nothing(given)).values_list("name", flat=True).first()
    return found or _("unknown")


def post_name(given: str) -> str:
    """Return what a post is called, with its body."""
    post = Post.objects.select_related("organization").filter(id=id_or_nothing(given)).first()
    return f"{post.organization or ''} · {post.name}" if post else _("unknown")
