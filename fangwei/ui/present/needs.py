"""What cases need of an actor: the groups of the desk's queue, each a filter over what the actor may read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Extension, Listing, Proposal, RunningClock, Transfer
from fangwei.engines.codes import subtree_bounds
from fangwei.register.law import book
from fangwei.ui.present.people import NOBODY

UNIT_ROLES = frozenset({"inspector", "regulator", "township_officer", "committee_office"})
READING_ROLES = frozenset({"leader", "auditor", "committee_office"})


@dataclass(frozen=True, slots=True)
class Need:
    """One group of the queue: what it is called, for whom it exists, which cases are in it, and how it empties."""

    name: str
    label: str | Promise
    empty: str | Promise
    roles: frozenset[str]
    cases: Callable[[Actor, datetime], Q]


def _open_asides(model: type[Extension | Listing | Proposal | Transfer], **more: object) -> Exists:
    return Exists(model.objects.filter(case_id=OuterRef("pk"), ended_at__isnull=True, **more))


def _offered_to(actor: Actor) -> Exists:
    return _open_asides(Transfer, to_post__organization_id=actor.organization_id or NOBODY, refused_at__isnull=True)


def _clock(name: str) -> Exists:
    return Exists(RunningClock.objects.filter(case_id=OuterRef("pk"), name=name, ended_at__isnull=True))


def _mine(actor: Actor) -> Q:
    return Q(owner_post__organization_id=actor.organization_id or NOBODY, is_open=True)


def _hazards(actor: Actor, *states: str) -> Q:
    return _mine(actor) & Q(kind="hazard", state__in=states, inherited=False)


def _small_here(actor: Actor, at: datetime, state: str) -> Q:
    """Cases of small places in a township, which the township may carry out although a department answers."""
    low, high = subtree_bounds(actor.territory_code or "0")
    limit = int(book().value("hazard.small_place.employees", at.date(), actor.territory_code[:6] or None).value)
    small = Q(place__site__employees__lte=limit, severity__lte=1, territory__gte=low, territory__lt=high)
    return small & Q(kind="hazard", state=state, is_open=True, inherited=False)


def _for_township(actor: Actor, at: datetime, state: str) -> Q:
    mine = _hazards(actor, state)
    return mine | _small_here(actor, at, state) if actor.role == "township_officer" else mine


def _extension(actor: Actor, at: datetime) -> Q:
    listed = _open_asides(Listing)
    own = _mine(actor) & Q(_open_asides(Extension)) & ~Q(listed)
    by_lister = Q(_open_asides(Extension)) & Q(_open_asides(Listing, organization_id=actor.organization_id or NOBODY))
    return Q(is_open=True) & (own | by_lister)


def _second_word(actor: Actor, at: datetime) -> Q:
    waiting = Exists(
        Proposal.objects.filter(case_id=OuterRef("pk"), ended_at__isnull=True).exclude(
            proposed_by=actor.person_id or NOBODY
        )
    )
    return Q(waiting) & (Q(is_open=True) if actor.role == "committee_office" else _mine(actor))


def overdue(actor: Actor, at: datetime) -> Q:
    """Cases past their nearest deadline: of the actor's unit, or for those who coordinate of the whole territory."""
    late = Q(is_open=True, due_at__lt=at, inherited=False)
    return late if actor.role in READING_ROLES else late & _mine(actor)


def _inherited(actor: Actor, at: datetime) -> Q:
    waiting = Q(is_open=True, inherited=True)
    if actor.role == "township_officer":
        low, high = subtree_bounds(actor.territory_code or "0")
        return waiting & (_mine(actor) | Q(territory__gte=low, territory__lt=high))
    return waiting if actor.role in READING_ROLES else waiting & _mine(actor)


NEEDS: tuple[Need, ...] = (
    Need("transfer", _("Handovers offered to us"), _("Nobody offers you a case."), UNIT_ROLES,
         lambda actor, at: Q(is_open=True) & Q(_offered_to(actor))),
    Need("arbitrate", _("Handovers to decide"), _("No handover waits for a decision."), frozenset({"committee_office"}),
         lambda actor, at: Q(is_open=True) & Q(_open_asides(Transfer, refused_at__isnull=False))),
    Need("expert", _("To accept as expert"), _("Nothing waits for an expert."), frozenset({"expert"}),
         lambda actor, at: Q(kind="hazard", state="submitted", severity=2, hazard__expert_person__isnull=True)),
    Need("second", _("A second person's word"), _("Nothing waits for a second person."), UNIT_ROLES | {"leader"}, _second_word),
    Need("grade", _("To grade"), _("Nothing waits to be graded."), UNIT_ROLES,
         lambda actor, at: _for_township(actor, at, "registered")),
    Need("order", _("To order or set a deadline"), _("Every graded hazard is ordered."), UNIT_ROLES,
         lambda actor, at: _for_township(actor, at, "graded") | (_hazards(actor, "ordered") & ~Q(_clock("rectify")))),
    Need("verify", _("To verify"), _("Nothing waits for your verification."), UNIT_ROLES,
         lambda actor, at: _for_township(actor, at, "submitted") | _hazards(actor, "accepted")),
    Need("extension", _("More time asked for"), _("Nobody asks for more time."), UNIT_ROLES, _extension),
    Need("dispute", _("Grades disputed"), _("No grade is disputed."), UNIT_ROLES,
         lambda actor, at: _hazards(actor, "disputed")),
    Need("drafts", _("Draft orders"), _("No order is being drafted."), UNIT_ROLES,
         lambda actor, at: _mine(actor) & Q(kind="order", state="draft")),
    Need("lookback", _("To look back at"), _("Nothing was drawn for a look-back."), UNIT_ROLES,
         lambda actor, at: Q(owner_post__organization_id=actor.organization_id or NOBODY, is_open=False) & Q(_clock("lookback"))),
    Need("overdue", _("Overdue"), _("Nothing is overdue."), UNIT_ROLES | READING_ROLES, overdue),
    Need("major", _("Major, open"), _("No major hazard is open."), READING_ROLES,
         lambda actor, at: Q(kind="hazard", is_open=True, severity=2)),
    Need("listed", _("Listed for supervision"), _("Nothing is listed."), READING_ROLES,
         lambda actor, at: Q(is_open=True) & Q(_open_asides(Listing))),
    Need("inherited", _("Baseline to confirm"), _("No imported case waits to be confirmed."), UNIT_ROLES | READING_ROLES,
         _inherited),
)  # fmt: skip

BY_NAME = {need.name: need for need in NEEDS}


def needs_of(actor: Actor) -> list[Need]:
    """Return the groups that exist for an actor's role, in the order of the queue."""
    return [need for need in NEEDS if actor.role in need.roles]
