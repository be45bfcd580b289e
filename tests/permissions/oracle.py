"""Who is what to a case, what they may do and whether they may read it: said once more, apart from the code that says it.

It reads rows and lifecycle tables, never `relations_of`, `may`, `available` or the scope rows. Where the two differ, one of
them is wrong about the declared rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.kinds import all_kinds
from fangwei.casework.models import Case, CaseExclusion
from fangwei.engines.lifecycle import Transition
from fangwei.oversight.models import ClueBundle
from fangwei.register.models import Organization

OFFICERS = {"inspector", "regulator", "township_officer", "committee_office"}
READS_ALL_LINES = {
    "party_committee", "government", "committee", "committee_office", "township", "zone", "discipline", "task_force",
}  # fmt: skip
_CHEMICAL = frozenset({"ecology", "emergency", "fire", "industry", "market", "police", "transport"})
LINES_AT: Mapping[str, frozenset[str]] = {
    "works": _CHEMICAL,
    "other": _CHEMICAL,
    "next": _CHEMICAL,
    "shop": frozenset({"commerce", "emergency", "fire", "housing", "market", "police"}),
    "road": frozenset({"emergency", "police", "transport"}),
    "commons": frozenset({"agriculture", "emergency", "water"}),
}
"""The lines of supervision with a duty at each place of the world, as the duty rules of the law data name them."""


@dataclass(frozen=True)
class Who:
    """Somebody as the register knows them: what they hold, of which body, where."""

    name: str
    actor: Actor
    role: str
    kind: str = ""
    territory: str = ""
    unit: UUID | None = None
    enterprise: UUID | None = None

    @property
    def surface(self) -> str:
        """The audience whose pages they are at home in."""
        if self.enterprise:
            return "enterprise"
        return "grid" if self.role == "grid_worker" else "desk"


@dataclass
class What:
    """A case as its rows say it stands."""

    case: Case
    place: str
    truths: set[str]
    owner: Organization
    enterprise: UUID | None = None
    keeper: Organization | None = None
    offered: list[Any] = field(default_factory=list)
    askers: set[UUID] = field(default_factory=set)
    proposers: set[UUID] = field(default_factory=set)
    listers: set[UUID] = field(default_factory=set)
    rectifier: tuple[UUID | None, UUID | None] = (None, None)
    verifier: UUID | None = None
    party: Organization | None = None
    assigned: Any = None
    on_visit: set[UUID] = field(default_factory=set)
    applicant: UUID | None = None
    taken: list[tuple[str, str]] = field(default_factory=list)


def what(case: Case, places: Mapping[str, Any], at: datetime) -> What:
    """Read a case's rows."""
    site = getattr(case.place, "site", None)
    waiting = {"ended_at__isnull": True}
    found = What(
        case,
        next((name for name, place in places.items() if place.id == case.place_id), ""),
        set(),
        case.owner_post.organization,
        site.enterprise_id if site else None,
        case.place.keeper_organization if case.place else None,
        [one.to_post for one in case.transfers.filter(**waiting).select_related("to_post__organization")],
        {one.asked_by for one in case.extensions.filter(**waiting)},
        {one.proposed_by for one in case.proposals.filter(**waiting)},
        {one.organization_id for one in case.listings.filter(**waiting)},
    )
    found.taken = list(CaseExclusion.objects.filter(case=case).values_list("audience", "territory"))
    if case.kind == "hazard":
        found.rectifier, found.verifier = (
            (case.hazard.rectifier_person, case.hazard.rectifier_unit),
            case.hazard.verifier_person,
        )
    elif case.kind == "letter":
        found.party = case.letter.addressee
    elif case.kind == "blind_spot":
        found.assigned = case.blind_spot.assigned_post
    elif case.kind == "problem":
        found.party, found.verifier = case.problem.listed_in.inspecting, case.problem.verifier_person
    elif case.kind == "visit":
        found.on_visit = {one.person_id for one in case.visit.inspectors.all()}
        found.applicant = case.visit.applied_by
    found.truths = _waits(found, at) | TRUTHS.get(case.kind, lambda found: set())(found)
    return found


def _waits(one: What, at: datetime) -> set[str]:
    case, true = one.case, set()
    refused = case.transfers.filter(ended_at__isnull=True, refused_at__isnull=False).exists()
    flags = {
        "inherited": case.inherited, "transfer_pending": bool(one.offered), "in_arbitration": refused,
        "extension_pending": bool(one.askers), "listed": bool(one.listers),
    }  # fmt: skip
    true = {word for word, holds in flags.items() if holds}
    true |= {f"{verb}_proposed" for verb in case.proposals.filter(ended_at__isnull=True).values_list("verb", flat=True)}
    for clock in case.clocks.filter(name="rectify", ended_at__isnull=True):
        true |= {"rectify_running"} | ({"expired"} if at > clock.due_at else {"in_time", "in_time_or_reviewed"})
    return true


def _of_hazard(one: What) -> set[str]:
    hazard, site = one.case.hazard, getattr(one.case.place, "site", None)
    flags = {
        hazard.grade: True, "graded_once": hazard.grade, "self_found": hazard.self_found,
        "owner_rectified": one.rectifier[1] == one.owner.id, "small_place": one.place == "shop",
        "ownerless": site is None and one.keeper is None, "works_stopped": hazard.works_stopped,
        "resumption_requested": hazard.resumption_requested_at, "evidence_held": hazard.evidence_held,
        "expert_accepted": hazard.expert_person, "in_time_or_reviewed": hazard.expiry_reviewed,
        "delistable": one.case.state == "accepted", "not_plain": hazard.works_stopped or one.listers,
    }  # fmt: skip
    return {word for word, holds in flags.items() if holds and word}


def _of_letter(one: What) -> set[str]:
    letter = one.case.letter
    flags = {
        letter.form: True, "published": letter.published_at,
        "bundled": ClueBundle.objects.filter(letter=letter).exists(),
    }  # fmt: skip
    return {word for word, holds in flags.items() if holds}


def _of_visit(one: What) -> set[str]:
    visit = one.case.visit
    flags = {
        "unannounced": visit.unannounced, "entry_confirmed": visit.entry_confirmed_at,
        "exit_confirmed": visit.exit_confirmed_at,
    }  # fmt: skip
    return {word for word, holds in flags.items() if holds}


TRUTHS: Mapping[str, Callable[[What], set[str]]] = {
    "hazard": _of_hazard,
    "letter": _of_letter,
    "visit": _of_visit,
    "problem": lambda one: {"delistable"} if one.case.state == "verified" else set(),
    "order": lambda one: {"items_open"} if one.case.order.items.filter(ended_at__isnull=True).exists() else set(),
}


def reaches(who: Who, code: str) -> bool:
    """Say whether a territory is somebody's own or below it."""
    return bool(who.territory) and code.startswith(who.territory)


def _above(who: Who, one: What) -> bool:
    higher = len(who.territory) < len(one.owner.territory_code)
    return who.role in OFFICERS and higher and who.kind in {one.owner.kind, "committee_office"}


def _own_level(who: Who, one: What) -> bool:
    return len(who.territory) >= min(6, len(one.case.territory))


def _local(who: Who, one: What, *roles: str) -> bool:
    return who.kind in {"township", "zone"} and who.role in roles and reaches(who, one.case.territory)


def _mine(who: Who, one: What) -> bool:
    return who.unit is not None and who.unit == one.owner.id


def _rectifies(who: Who, one: What) -> bool:
    at_place = who.enterprise is not None and who.enterprise == one.enterprise
    keeps = who.unit is not None and one.keeper is not None and who.unit == one.keeper.id
    person, unit = one.rectifier
    return at_place or keeps or who.actor.person_id == person or (who.unit is not None and who.unit == unit)


Rule = Callable[[Who, What], bool]
WORDS: Mapping[str, Rule] = {
    "owner": lambda who, one: _mine(who, one) and who.actor.post_id == one.case.owner_post_id,
    "owner_unit": _mine,
    "owner_officer": lambda who, one: _mine(who, one) and who.role in OFFICERS,
    "owner_leader": lambda who, one: _mine(who, one) and who.role == "leader",
    "township": lambda who, one: _local(who, one, "township_officer"),
    "grid": lambda who, one: _local(who, one, "grid_worker"),
    "local": lambda who, one: _local(who, one, "leader", "expert", "auditor", "inspector", "regulator"),
    "expert": lambda who, one: who.role == "expert" and reaches(who, one.case.territory),
    "office": lambda who, one: who.kind == "committee_office" and reaches(who, one.case.territory) and _own_level(who, one),
    "upper_office": lambda who, one: who.kind == "committee_office" and reaches(who, one.case.territory)
    and not _own_level(who, one),
    "government": lambda who, one: who.kind == "government" and who.role == "leader" and reaches(who, one.case.territory),
    "upper": lambda who, one: reaches(who, one.case.territory) and _above(who, one),
    "officer": lambda who, one: who.role in OFFICERS and reaches(who, one.case.territory),
    "enterprise": lambda who, one: who.enterprise is not None and who.enterprise == one.enterprise,
    "keeper": lambda who, one: who.unit is not None and one.keeper is not None and who.unit == one.keeper.id,
    "rectifying_side": _rectifies,
    "rectifier_person": lambda who, one: who.actor.person_id == one.rectifier[0],
    "verifier_person": lambda who, one: who.actor.person_id == one.verifier,
    "proposed_owner": lambda who, one: any(
        who.actor.post_id == post.id or (who.unit and who.unit == post.organization_id) for post in one.offered
    ),
    "extension_asker": lambda who, one: who.actor.person_id in one.askers,
    "proposer": lambda who, one: who.actor.person_id in one.proposers,
    "lister": lambda who, one: who.unit is not None and who.unit in one.listers,
    "addressee": lambda who, one: one.case.kind == "letter" and one.party is not None and who.unit == one.party.id,
    "inspecting_side": lambda who, one: one.case.kind == "problem" and one.party is not None and who.unit == one.party.id,
    "assignee": lambda who, one: one.assigned is not None and who.actor.post_id == one.assigned.id,
    "on_visit": lambda who, one: _mine(who, one) and who.actor.person_id in one.on_visit,
    "applicant": lambda who, one: who.actor.person_id == one.applicant,
    "system": lambda who, one: False,
}  # fmt: skip
"""Each word of the tables and of whom it is true."""


def is_word(word: str, who: Who, one: What) -> bool:
    """Say whether a word of the tables is true of somebody and a case."""
    return WORDS[word](who, one)


def applies(row: Transition, one: What) -> bool:
    """Say whether a row is the one for a case as it stands, and its conditions hold."""
    conditions = (*row.when, *row.must)
    return one.case.state in row.sources and all(
        (word.removeprefix("!") in one.truths) != word.startswith("!") for word in conditions
    )


def grants(row: Transition, who: Who, one: What) -> bool:
    """Say whether a row admits somebody to a case as it stands."""
    if row.hidden or not applies(row, one) or not any(is_word(word, who, one) for word in row.who):
        return False
    return not any(is_word(word, who, one) for word in row.never)


def verbs(who: Who, one: What) -> set[str]:
    """Return what somebody may do to a case now."""
    table = all_kinds()[one.case.kind].lifecycle
    return {row.verb for row in table.transitions if grants(row, who, one)}


def reads(who: Who, one: What) -> bool:
    """Say whether somebody may read a case."""
    if _taken(who, one):
        return False
    return _mine(who, one) or READS[one.case.kind](who, one)


def _taken(who: Who, one: What) -> bool:
    for audience, code in one.taken:
        if audience == f"enterprise:{who.enterprise}" or (audience == line_of(who) and code.startswith(who.territory)):
            return True
    return False


def line_of(who: Who) -> str:
    """Return the line in which somebody reads; "*" for those who read every line of their territory."""
    return "*" if who.kind in READS_ALL_LINES or who.role == "auditor" else who.kind


def _line(who: Who, body: Organization | None, below: str = "") -> bool:
    """Say whether somebody is of a body's line in its territory, or reads every line there."""
    return body is not None and line_of(who) == body.kind and reaches(who, below or body.territory_code)


def _everything(who: Who, code: str) -> bool:
    return line_of(who) == "*" and reaches(who, code)


def _offered(who: Who, one: What) -> bool:
    bodies = [post.organization for post in one.offered if post.organization is not None]
    return any(
        _everything(who, body.territory_code) if body.kind in READS_ALL_LINES else _line(who, body) for body in bodies
    )


def _reads_hazard(who: Who, one: What) -> bool:
    county = one.case.territory[:6]
    own = who.enterprise is not None and who.enterprise == one.enterprise
    at_home = one.owner.territory_code if len(one.owner.territory_code) >= 6 else county
    lines = line_of(who) in LINES_AT[one.place] and reaches(who, county)
    return (
        _everything(who, one.case.territory) or own or lines or _line(who, one.owner, at_home)
        or _line(who, one.keeper if one.enterprise is None else None) or _offered(who, one)
    )  # fmt: skip


def _reads_order(who: Who, one: What) -> bool:
    if one.case.order.issued_at is None:
        return _line(who, one.owner)
    return _reads_hazard(who, one)


def _reads_blind_spot(who: Who, one: What) -> bool:
    assigned = _line(who, one.assigned.organization) if one.assigned is not None else False
    return _everything(who, one.case.territory) or assigned


def _reads_letter(who: Who, one: What) -> bool:
    addressed = one.party is not None and who.unit is not None and who.unit == one.party.id
    if one.case.letter.form == "clue":
        return addressed
    circulated = one.case.letter.published_at is not None and bool(who.unit) and reaches(who, one.case.territory[:6])
    return addressed or _everything(who, one.case.territory) or _line(who, one.party) or circulated


def _reads_problem(who: Who, one: What) -> bool:
    bodies = [one.owner, one.party, *(post.organization for post in one.offered)]
    return _everything(who, one.case.territory) or any(_line(who, body) for body in bodies)


def _reads_visit(who: Who, one: What) -> bool:
    told = one.case.visit.notified_at is not None
    if one.case.is_open and not told:
        return False
    if not told:
        return _everything(who, one.case.territory) or _line(who, one.owner)
    return _reads_hazard(who, one)


READS: Mapping[str, Rule] = {
    "hazard": _reads_hazard,
    "order": _reads_order,
    "blind_spot": _reads_blind_spot,
    "letter": _reads_letter,
    "problem": _reads_problem,
    "visit": _reads_visit,
}
"""Who reads each kind of case, beside the unit that answers for it."""
