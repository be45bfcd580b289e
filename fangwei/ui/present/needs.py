"""What cases need of an actor: the groups of the desk's queue, each a filter over what the actor may read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fangwei.accounts.actor import Actor
from fangwei.casework.lists import UNDATED, Walk, before, own, walk
from fangwei.casework.models import Extension, Listing, Proposal, RunningClock, Transfer
from fangwei.casework.queries import readers_of
from fangwei.engines.codes import subtree_bounds
from fangwei.register.law import book
from fangwei.ui.present.people import NOBODY

UNIT_ROLES = frozenset({"inspector", "regulator", "township_officer", "committee_office"})
READING_ROLES = frozenset({"leader", "auditor", "committee_office"})


Walks = tuple[Walk, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One group of the queue: what it is called, for whom it exists, which cases are in it, and how it empties.

    `walks(actor, at)`: the stretches of the lists' index that hold its cases; no row of them is passed over in great number.
    """

    name: str
    label: str | Promise
    empty: str | Promise
    roles: frozenset[str]
    walks: Callable[[Actor, datetime], Walks]


def _waiting(actor: Actor, model: type[Extension | Listing | Proposal | Transfer], **more: object) -> Walk:
    # From what waits, which is little, to its cases; not along the shelves.
    cases = model.objects.filter(ended_at__isnull=True, **more).values("case_id")
    return Walk(readers_of(actor), None, Q(case_id__in=cases, case__is_open=True))


def _on_shelf(actor: Actor, *states: str) -> Walk:
    return own(walk(actor, kinds=("hazard",), states=states, inherited=False))


def _small_here(actor: Actor, at: datetime, state: str) -> Walk:
    """Cases of small places in a township, which the township may carry out although a department answers."""
    limit = int(book().value("hazard.small_place.employees", at.date(), actor.territory_code[:6] or None).value)
    low, high = subtree_bounds(actor.territory_code or "0")
    # Along the shelf of one state: a township has few cases there, while its small places may have thousands that ended.
    small = Q(severity__lte=1, case__place__site__employees__lte=limit)
    here = Q(case__territory__gte=low, case__territory__lt=high)
    return replace(walk(actor, kinds=("hazard",), states=(state,), inherited=False), narrowed=small & here)


def _for_township(actor: Actor, at: datetime, state: str) -> Walks:
    mine = _on_shelf(actor, state)
    return (mine, _small_here(actor, at, state)) if actor.role == "township_officer" else (mine,)


def _to_order(actor: Actor, at: datetime) -> Walks:
    # Without a rectification period nothing else runs on an ordered hazard: it stands among those without a deadline.
    timed = RunningClock.objects.filter(case_id=OuterRef("case_id"), name="rectify", ended_at__isnull=True)
    untimed = replace(_on_shelf(actor, "ordered"), since=UNDATED, narrowed=~Q(Exists(timed)))
    return (*_for_township(actor, at, "graded"), untimed)


def _extension(actor: Actor, at: datetime) -> Walks:
    asked = _waiting(actor, Extension)
    listed = Listing.objects.filter(case_id=OuterRef("case_id"), ended_at__isnull=True)
    ours = listed.filter(organization_id=actor.organization_id or NOBODY)
    mine = replace(own(asked), narrowed=asked.narrowed & ~Q(Exists(listed)))
    return (mine, replace(asked, narrowed=asked.narrowed & Q(Exists(ours))))


def _second_word(actor: Actor, at: datetime) -> Walks:
    cases = Proposal.objects.filter(ended_at__isnull=True).exclude(proposed_by=actor.person_id or NOBODY)
    waiting = Walk(readers_of(actor), None, Q(case_id__in=cases.values("case_id"), case__is_open=True))
    return (waiting if actor.role == "committee_office" else own(waiting),)


def _lookback(actor: Actor, at: datetime) -> Walks:
    # The name is written out: only so does SQLite see that the small index of drawn cases holds every row wanted.
    named = Func(F("name"), template="%(expressions)s = 'lookback'", output_field=BooleanField())
    drawn = RunningClock.objects.filter(named, ended_at__isnull=True)
    ended = Walk(readers_of(actor), None, Q(case_id__in=drawn.values("case_id"), case__is_open=False))
    return (own(ended),)


def overdue(actor: Actor, at: datetime) -> Walks:
    """Cases past their nearest deadline: of the actor's unit, or for those who coordinate of the whole territory."""
    late = replace(walk(actor, inherited=False), until=before(at))
    return (late if actor.role in READING_ROLES else own(late),)


def _inherited(actor: Actor, at: datetime) -> Walks:
    waiting = walk(actor, inherited=True)
    if actor.role == "township_officer" or actor.role in READING_ROLES:
        return (waiting,)
    return (own(waiting),)


NEEDS: tuple[Need, ...] = (
    Need("transfer", _("Handovers offered to us"), _("Nobody offers you a case."), UNIT_ROLES,
         lambda actor, at: (
             _waiting(actor, Transfer, to_post__organization_id=actor.organization_id or NOBODY, refused_at__isnull=True),
         )),
    Need("arbitrate", _("Handovers to decide"), _("No handover waits for a decision."), frozenset({"committee_office"}),
         lambda actor, at: (_waiting(actor, Transfer, refused_at__isnull=False),)),
    Need("expert", _("To accept as expert"), _("Nothing waits for an expert."), frozenset({"expert"}),
         lambda actor, at: (
             replace(
                 walk(actor, kinds=("hazard",), states=("submitted",)),
                 major=True,
                 narrowed=Q(case__hazard__expert_person__isnull=True),
             ),
         )),
    Need("second", _("A second person's word"), _("Nothing waits for a second person."), UNIT_ROLES | {"leader"}, _second_word),
    Need("approve", _("Visits to approve"), _("No visit waits for approval."), frozenset({"leader"}),
         lambda actor, at: (own(walk(actor, kinds=("visit",), states=("applied",))),)),
    Need("grade", _("To grade"), _("Nothing waits to be graded."), UNIT_ROLES,
         lambda actor, at: _for_township(actor, at, "registered")),
    Need("order", _("To order or set a deadline"), _("Every graded hazard is ordered."), UNIT_ROLES, _to_order),
    Need("verify", _("To verify"), _("Nothing waits for your verification."), UNIT_ROLES,
         lambda actor, at: (*_for_township(actor, at, "submitted"), _on_shelf(actor, "accepted"))),
    Need("extension", _("More time asked for"), _("Nobody asks for more time."), UNIT_ROLES, _extension),
    Need("dispute", _("Grades disputed"), _("No grade is disputed."), UNIT_ROLES,
         lambda actor, at: (_on_shelf(actor, "disputed"),)),
    Need("drafts", _("Draft orders"), _("No order is being drafted."), UNIT_ROLES,
         lambda actor, at: (own(walk(actor, kinds=("order",), states=("draft",))),)),
    Need("visits", _("Visits to make"), _("No visit is approved."), UNIT_ROLES,
         lambda actor, at: (own(walk(actor, kinds=("visit",), states=("approved", "notified", "entered"))),)),
    Need("lookback", _("To look back at"), _("Nothing was drawn for a look-back."), UNIT_ROLES, _lookback),
    Need("overdue", _("Overdue"), _("Nothing is overdue."), UNIT_ROLES | READING_ROLES, overdue),
    Need("major", _("Major, open"), _("No major hazard is open."), READING_ROLES,
         lambda actor, at: (replace(walk(actor, kinds=("hazard",)), major=True),)),
    Need("listed", _("Listed for supervision"), _("Nothing is listed."), READING_ROLES,
         lambda actor, at: (_waiting(actor, Listing),)),
    Need("inherited", _("Baseline to confirm"), _("No imported case waits to be confirmed."), UNIT_ROLES | READING_ROLES,
         _inherited),
)  # fmt: skip

BY_NAME = {need.name: need for need in NEEDS}


def needs_of(actor: Actor) -> list[Need]:
    """Return the groups that exist for an actor's role, in the order of the queue."""
    return [need for need in NEEDS if actor.role in need.roles]
