"""What an actor is to a case, in the words that lifecycle tables use for "who"."""

from fangwei.accounts.actor import Actor
from fangwei.casework.beside import beside
from fangwei.casework.models import Case
from fangwei.register.models import Place

OFFICER_ROLES = frozenset({"inspector", "regulator", "township_officer", "committee_office"})
TOWNSHIP_KINDS = frozenset({"township", "zone"})


def covers(territory: str, code: str) -> bool:
    """Say whether a territory is the place's own division or one above it."""
    return bool(territory) and code.startswith(territory)


def _in_owner_unit(case: Case, actor: Actor) -> set[str]:
    owner = case.owner_post
    if actor.organization_id is None or actor.organization_id != owner.organization_id:
        return set()
    words = {"owner_unit"}
    if actor.post_id == case.owner_post_id:
        words.add("owner")
    if actor.role in OFFICER_ROLES:
        words.add("owner_officer")
    if actor.role == "leader":
        words.add("owner_leader")
    return words


def _in_territory(case: Case, actor: Actor) -> set[str]:
    if not covers(actor.territory_code, case.territory):
        return set()
    words: set[str] = set()
    if actor.organization_kind in TOWNSHIP_KINDS:
        words.add(
            "township" if actor.role == "township_officer" else "grid" if actor.role == "grid_worker" else "local"
        )
    if actor.role == "expert":
        words.add("expert")
    own_level = len(actor.territory_code) >= min(6, len(case.territory))
    if actor.organization_kind == "committee_office":
        words.add("office" if own_level else "upper_office")
    if actor.organization_kind == "government" and actor.role == "leader":
        words.add("government")
    owner = case.owner_post.organization
    if owner is not None and actor.role in OFFICER_ROLES:
        above = len(actor.territory_code) < len(owner.territory_code)
        if above and actor.organization_kind in {owner.kind, "committee_office"}:
            words.add("upper")
    if actor.role in OFFICER_ROLES:
        words.add("officer")
    return words


def _at_the_place(case: Case, actor: Actor) -> set[str]:
    place = case.place
    if place is None:
        return set()
    words: set[str] = set()
    site = getattr(place, "site", None)
    if actor.enterprise_id is not None and site is not None and site.enterprise_id == actor.enterprise_id:
        words |= {"enterprise", "rectifying_side"}
    if actor.organization_id is not None and place.keeper_organization_id == actor.organization_id:
        words |= {"keeper", "rectifying_side"}
    return words


def _in_pending(case: Case, actor: Actor) -> set[str]:
    words: set[str] = set()
    now = beside(case)
    for transfer in now.transfers:
        if transfer.to_post_id == actor.post_id or transfer.to_post.organization_id == actor.organization_id:
            words.add("proposed_owner")
    if actor.organization_id is not None and actor.organization_id in {one.organization_id for one in now.listings}:
        words.add("lister")
    if actor.person_id is None:
        return words
    if actor.person_id in {extension.asked_by for extension in now.extensions}:
        words.add("extension_asker")
    if actor.person_id in {proposal.proposed_by for proposal in now.proposals}:
        words.add("proposer")
    return words


def relations_of(case: Case, actor: Actor) -> set[str]:
    """Return every word that says what this actor is to this case; an empty set means a stranger."""
    if actor.is_system:
        return {"system"}
    return (
        _in_owner_unit(case, actor) | _in_territory(case, actor) | _at_the_place(case, actor) | _in_pending(case, actor)
    )


def opening_relations(actor: Actor, territory: str, place: Place | None) -> set[str]:
    """Return what an actor is to a place where no case exists yet; an enterprise is somebody at its own sites only."""
    if actor.is_system:
        return {"system"}
    words: set[str] = set()
    if actor.enterprise_id is not None:
        site = getattr(place, "site", None)
        return {"enterprise"} if site is not None and site.enterprise_id == actor.enterprise_id else set()
    if (
        place is not None
        and actor.organization_id is not None
        and place.keeper_organization_id == actor.organization_id
    ):
        words.add("keeper")
    if covers(actor.territory_code, territory):
        if actor.role in OFFICER_ROLES:
            words.add("officer")
        if actor.organization_kind in TOWNSHIP_KINDS:
            words.add(
                "township" if actor.role == "township_officer" else "grid" if actor.role == "grid_worker" else "local"
            )
        if actor.role in {"expert", "leader"}:
            words.add(actor.role)
    return words
