"""Reading hazards: what is true of one, who its rectifier is, and which others look like it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE, GENERAL_READERS
from fangwei.casework.asides import is_listed, offered_posts
from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case
from fangwei.casework.queries import audience_of_enterprise, visible
from fangwei.duty.queries import lines_at
from fangwei.engines.text import similarity
from fangwei.hazards.figures import Statistics, statistics
from fangwei.hazards.letting import Let, let_by
from fangwei.hazards.lifecycle import states
from fangwei.hazards.models import Grade, Hazard, InternalReward, OrderItem
from fangwei.hazards.sampling import sampled
from fangwei.register.law import book
from fangwei.register.models import Place

ALIKE = 0.6


def small_place(place: Place | None, at: datetime) -> bool:
    """Say whether a site is so small that the township may confirm its general hazards (rule `hazard.small_place.employees`)."""
    site = getattr(place, "site", None)
    if site is None or site.employees is None:
        return False
    limit = book().value("hazard.small_place.employees", at.date(), place.county_code if place else None)
    return bool(site.employees <= int(limit.value))


def _rate(hazard: Hazard) -> str:
    if hazard.self_found and hazard.grade == Grade.GENERAL:
        return "hazard.self_close.sample_percent"
    return f"hazard.lookback.sample_percent{'_major' if hazard.grade == Grade.MAJOR else ''}"


def truths(case: Case, at: datetime) -> set[str]:
    """Return the conditions of the hazard table that hold."""
    hazard = case.hazard
    place = case.place
    site = getattr(place, "site", None)
    flags = {
        "general": hazard.grade == Grade.GENERAL,
        "major": hazard.grade == Grade.MAJOR,
        "graded_once": bool(hazard.grade),
        "self_found": hazard.self_found,
        "owner_rectified": hazard.rectifier_unit is not None
        and hazard.rectifier_unit == case.owner_post.organization_id,
        "small_place": small_place(place, at),
        "ownerless": site is None and (place is None or place.keeper_organization_id is None),
        "works_stopped": hazard.works_stopped,
        "resumption_requested": hazard.resumption_requested_at is not None,
        "evidence_held": hazard.evidence_held,
        "expert_accepted": hazard.expert_person is not None,
        "in_time_or_reviewed": hazard.expiry_reviewed,
        "delistable": case.state == states.ACCEPTED,
        "sampled": sampled(case.id, _rate(hazard), case.territory, at),
    }
    held = {name for name, true in flags.items() if true}
    if hazard.works_stopped or is_listed(case):
        held.add("not_plain")
    return held


def relations(case: Case, actor: Actor) -> set[str]:
    """Return what an actor is to this hazard beyond what every case knows."""
    hazard = case.hazard
    words: set[str] = set()
    if actor.person_id is not None:
        if actor.person_id == hazard.rectifier_person:
            words |= {"rectifier_person", "rectifying_side"}
        if actor.person_id == hazard.verifier_person:
            words.add("verifier_person")
    if actor.organization_id is not None and actor.organization_id == hazard.rectifier_unit:
        words.add("rectifying_side")
    return words


def opening_truths(data: Mapping[str, Any], actor: Actor) -> set[str]:
    """Return the conditions that choose the row by which a hazard is opened."""
    if actor.is_system and "parent" in data:
        parent = Case.objects.filter(id=data["parent"]).values_list("state", flat=True).first()
        return {f"in_{parent}"}
    return {"claims_general"} if data.get("grade") == Grade.GENERAL else set()


def lines_for(case: Case) -> frozenset[str]:
    """Return the lines of supervision that read a case of a place: the fire officer sees the chemical officer's hazard."""
    return lines_at(case.place, case.owned_since.astimezone(LOCAL).date()) if case.place is not None else frozenset()


def readers(case: Case) -> set[tuple[str, str]]:
    """Return who may read a hazard: everybody with a duty in its territory, the lines that answer, the enterprise, the keeper."""
    county = case.territory[:6]
    wanted = {(EVERY_AUDIENCE, case.territory)}
    owner = case.owner_post.organization
    if owner is not None:
        wanted.add((owner.kind, owner.territory_code if len(owner.territory_code) >= 6 else county))
    wanted |= {(kind, county) for kind in lines_for(case)}
    site = getattr(case.place, "site", None)
    if site is not None:
        wanted.add((audience_of_enterprise(site.enterprise_id), county))
    elif case.place is not None and case.place.keeper_organization is not None:
        wanted.add((case.place.keeper_organization.kind, case.place.keeper_organization.territory_code))
    return wanted


def scopes(case: Case) -> set[tuple[str, str]]:
    """Return the readers of a hazard and whoever is offered it, who must be able to read it before taking it."""
    wanted = readers(case)
    for post in offered_posts(case):
        offered = post.organization
        if offered is not None:
            audience = EVERY_AUDIENCE if offered.kind in GENERAL_READERS else offered.kind
            wanted.add((audience, offered.territory_code))
    return wanted


def alike(
    place_id: UUID, description: str, *, by: Actor, but: UUID | None = None, limit: int = 5
) -> list[tuple[Case, float]]:
    """Return the open hazards of a place that resemble a description and that an actor may read, most alike first, with the
    likeness 0..1.
    """
    open_here = Hazard.objects.filter(case__place_id=place_id, case__is_open=True)
    if but is not None:
        open_here = open_here.exclude(case_id=but)
    scored = [
        (hazard.case, similarity(description, hazard.description))
        for hazard in open_here.select_related("case").order_by("-case_id")[:200]
    ]
    near = sorted([pair for pair in scored if pair[1] >= ALIKE], key=lambda pair: -pair[1])
    readable = set(visible(by).filter(id__in=[case.id for case, _score in near]).values_list("id", flat=True))
    return [(case, score) for case, score in near if case.id in readable][:limit]


def rewards_of(actor: Actor) -> QuerySet[InternalReward]:
    """Return the register of internal rewards of the actor's own enterprise, the latest first; nobody else reads it."""
    lines = InternalReward.objects.filter(enterprise_id=actor.enterprise_id) if actor.enterprise_id else None
    return (lines if lines is not None else InternalReward.objects.none()).order_by("-reported_on", "-id")


__all__ = [
    "Let",
    "Statistics",
    "alike",
    "let_by",
    "lines_for",
    "opening_truths",
    "readers",
    "relations",
    "rewards_of",
    "scopes",
    "small_place",
    "statistics",
    "truths",
]


def items_of(case: Case) -> list[OrderItem]:
    """Return an order's items in the order of the paper."""
    return list(case.order.items.select_related("hazard__case").order_by("id"))
