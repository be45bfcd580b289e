"""Who keeps the staff of a body: its own leader or duty post, and the committee office of its territory.

The office keeps no body of discipline inspection, which may have to look into the office itself; an operator keeps accounts
only. Reading who holds a post is wide, a personal telephone is not.
"""

from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.engines.codes import is_within
from fangwei.register.models import Enterprise, Organization, OrganizationKind, Post, Role
from fangwei.register.queries import duty_post_of

OPERATOR = "operator"
HEADS = frozenset({"leader", "enterprise_principal"})
OFFICE = "committee_office"
APART = frozenset({OrganizationKind.DISCIPLINE})
"""Kinds of body that the committee office does not staff."""

_DEPARTMENT = (Role.INSPECTOR, Role.REGULATOR, Role.LEADER, Role.EXPERT)
_ROLES = {
    OrganizationKind.PARTY_COMMITTEE: (Role.LEADER,),
    OrganizationKind.GOVERNMENT: (Role.LEADER,),
    OrganizationKind.COMMITTEE: (Role.LEADER,),
    OrganizationKind.COMMITTEE_OFFICE: (Role.COMMITTEE_OFFICE, Role.LEADER, Role.EXPERT),
    OrganizationKind.TOWNSHIP: (
        Role.TOWNSHIP_OFFICER,
        Role.GRID_WORKER,
        Role.LEADER,
        Role.INSPECTOR,
        Role.REGULATOR,
        Role.EXPERT,
    ),
    OrganizationKind.VILLAGE_COMMITTEE: (Role.GRID_WORKER, Role.LEADER),
    OrganizationKind.DISCIPLINE: (Role.AUDITOR, Role.LEADER),
}
_ROLES[OrganizationKind.ZONE] = _ROLES[OrganizationKind.TOWNSHIP]
_OF_FIRMS = (Role.ENTERPRISE_SAFETY_OFFICER, Role.ENTERPRISE_PRINCIPAL)

TELEPHONES = frozenset({"leader", "committee_office"})
"""Roles that may see the telephones of those whose posts lie in their territory."""


def may_staff(actor: Actor, body: Organization | Enterprise | None) -> bool:
    """Tell whether an actor may appoint in a body and end terms there."""
    if body is None or actor.post_id is None:
        return False
    own = actor.organization_id if isinstance(body, Organization) else actor.enterprise_id
    if own == body.id and (actor.role in HEADS or _duty_post(body) == actor.post_id):
        return True
    apart = isinstance(body, Organization) and body.kind in APART
    return not apart and actor.role == OFFICE and _within(body.territory_code, actor)


def may_staff_post(actor: Actor, post: Post) -> bool:
    """Tell whether an actor may appoint to a post; the post comes with its body."""
    return may_staff(actor, post.body)


def roles_in(body: Organization | Enterprise) -> tuple[Role, ...]:
    """Return the roles that a post of a body may have, the usual one first: no department makes itself an auditor."""
    if isinstance(body, Enterprise):
        return _OF_FIRMS
    return _ROLES.get(OrganizationKind(body.kind), _DEPARTMENT)


def may_telephone(actor: Actor, post: Post) -> bool:
    """Tell whether an actor may see the personal telephone of whoever holds a post."""
    body = post.body
    if body is None:
        return False
    if actor.organization_id is not None and actor.organization_id == post.organization_id:
        return True
    if actor.enterprise_id is not None and actor.enterprise_id == post.enterprise_id:
        return True
    return actor.role in TELEPHONES and _within(body.territory_code, actor)


def staffs_somebody(actor: Actor) -> bool:
    """Tell whether there is any body that the actor staffs, the own one included."""
    if actor.post_id is None:
        return False
    if actor.role == OFFICE or actor.role in HEADS:
        return True
    return actor.organization_id is not None and _duty_id(actor.organization_id) == actor.post_id


def _within(code: str, actor: Actor) -> bool:
    return bool(actor.territory_code) and is_within(code, actor.territory_code)


def _duty_post(body: Organization | Enterprise) -> UUID | None:
    if isinstance(body, Organization):
        return _duty_id(body.id)
    found = next((post for post in body.posts.all() if post.is_duty_post and post.valid_to is None), None)
    return found.id if found else None


def _duty_id(organization_id: UUID) -> UUID | None:
    found = duty_post_of(organization_id)
    return found.id if found else None
