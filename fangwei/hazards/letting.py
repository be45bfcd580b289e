"""What a landlord may read of the sites it lets: the agreement, and titles, states and deadlines of open hazards there.

No more than the tenant itself may read, and of that only the line: descriptions, evidence and people stay with the tenant.
Law: Work Safety Law, Art. 49 (the landlord coordinates its tenants, inspects regularly and urges them to rectify).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.models import CaseScope
from fangwei.casework.scopes import audience_of_enterprise, shelves
from fangwei.register.models import Lease

SITES = 200
LINES = 400


@dataclass(frozen=True, slots=True)
class LetHazard:
    """One open hazard at a let site: its title, grade (0 to 2), state and deadline, and nothing else."""

    title: str
    severity: int
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Let:
    """One site that the landlord lets: where, to whom, since when, with which safety agreement, and what is open there."""

    lease_id: UUID
    site: str
    address: str
    tenant: str
    since: date
    agreement_on: date | None
    open: Sequence[LetHazard]


def let_by(actor: Actor, on: date) -> list[Let]:
    """Return the sites that the actor's enterprise lets on a day, those without a safety agreement first."""
    if actor.enterprise_id is None:
        return []
    leases = list(
        Lease.objects.on(on)
        .filter(landlord_id=actor.enterprise_id)
        .select_related("site__place", "site__enterprise")
        .order_by("site__place__name", "id")[:SITES]
    )
    opened = _open_at({lease.site_id: lease.site.enterprise_id for lease in leases})
    found = [
        Let(
            lease.id,
            lease.site.place.name,
            lease.site.place.address,
            lease.site.enterprise.name,
            lease.valid_from,
            lease.safety_agreement_on,
            opened.get(lease.site_id, ()),
        )
        for lease in leases
    ]
    return sorted(found, key=lambda one: (one.agreement_on is not None, -len(one.open)))


def _open_at(tenants: dict[UUID, UUID]) -> dict[UUID, list[LetHazard]]:
    """Return the open hazards that each tenant itself may read at its site."""
    rows = CaseScope.objects.filter(
        audience__in={audience_of_enterprise(tenant) for tenant in tenants.values()},
        territory="",
        shelf__in=shelves(("hazard",)),
        case__place_id__in=list(tenants),
    )
    named = ("case__place_id", "audience", "case__title", "case__severity", "case__state", "case__due_at")
    found: dict[UUID, list[LetHazard]] = {}
    for place, audience, title, severity, state, due_at in rows.order_by("rank", "case_id").values_list(*named)[:LINES]:
        if audience == audience_of_enterprise(tenants[place]):
            found.setdefault(place, []).append(LetHazard(title, severity, state, due_at))
    return found
