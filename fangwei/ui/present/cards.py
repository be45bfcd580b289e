"""A case at one glance: its header, its state's chip, its grade, its marks, and what is settled of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.models.case import Provenance
from fangwei.duty.answers import NobodyAnswers
from fangwei.duty.queries import who_owns
from fangwei.hazards.models import Grade
from fangwei.ui import words as ui_words
from fangwei.ui.parts import CaseHeaderView, ChipView, ClockView, FactsView, GradeView, LinkView, Part
from fangwei.ui.parts.marks import Tone
from fangwei.ui.parts.reasons import WhyView
from fangwei.ui.present import words
from fangwei.ui.present.links import place_href
from fangwei.ui.present.people import owner_view
from fangwei.ui.present.reasons import clock_view, domain_names, why_criterion, why_owner

_DONE = frozenset({"closed", "ended", "inspected"})
_STOOD = frozenset({"suspended", "controlled", "withdrawn", "voided", "merged", "called_off", "turned_down"})
_GRADES = {0: "ungraded", 1: "general", 2: "major"}


def state_chip(case: Case) -> ChipView:
    """Return a case's state as a chip."""
    tone: Tone = "done" if case.state in _DONE else "paused" if case.state in _STOOD else "plain"
    return ChipView(words.state(case.state), tone)


def grade_view(case: Case) -> GradeView | None:
    """Return a hazard's grade; an order has none."""
    return GradeView(_GRADES[case.severity]) if case.kind == "hazard" else None  # type: ignore[arg-type]


def header(case: Case, actor: Actor, *, at: datetime, surface: str, back: LinkView | None) -> CaseHeaderView:
    """Return the head of a case's page for a reader."""
    on = ui_words.local(at).date()
    return CaseHeaderView(
        kind=words.said(words.CHOICES, case.kind),
        number=case.number or "",
        what=_what(case),
        where=_where(case, surface),
        state=state_chip(case),
        owner=owner_view(case, actor, on, _why_owner(case, at)),
        clocks=clocks(case),
        grade=grade_view(case),
        marks=marks(case),
        back=back,
    )


def _what(case: Case) -> str:
    if case.kind == "hazard":
        return str(case.hazard.description)
    if case.kind == "visit":
        return _("Visit to %(place)s") % {"place": case.title}
    return _("Order to %(place)s") % {"place": case.title} if case.kind == "order" else case.title


def _where(case: Case, surface: str) -> LinkView | str:
    if case.place is None:
        return ""
    spot = f" · {case.hazard.spot}" if case.kind == "hazard" and case.hazard.spot else ""
    name = case.place.name + spot
    href = place_href(surface, case.place_id)
    return LinkView(name, href) if href else name


def _why_owner(case: Case, at: datetime) -> WhyView | None:
    if case.kind != "hazard" or case.place is None:
        return None
    on = ui_words.local(at).date()
    try:
        answer = who_owns(case.place, case.hazard.category, on)
    except NobodyAnswers:
        return None
    # After a handover the post is not the one that duty names: the timeline says why.
    return why_owner(answer, case.owner_post.name, on) if answer.owner_post.id == case.owner_post_id else None


def clocks(case: Case) -> list[ClockView]:
    """Return the running clocks, the nearest deadline first; of an ended case the rectification clock."""
    grade = case.hazard.grade if case.kind == "hazard" else ""
    every = list(case.clocks.order_by("due_at", "id"))
    running = [clock for clock in every if clock.ended_at is None]
    if running:
        return [clock_view(clock, case, grade) for clock in running]
    past = [clock for clock in every if clock.name == "rectify"][-1:]
    if past:
        return [clock_view(clock, case, grade) for clock in past]
    if case.is_open and case.kind == "hazard":
        return [ClockView(label=words.said(words.CLOCKS, "rectify"), state="unset")]
    return []


def marks(case: Case) -> list[ChipView]:
    """Return what else one must know of a case at once."""
    found: list[ChipView] = []
    if case.kind == "hazard" and case.hazard.works_stopped:
        found.append(ChipView(_("Works are stopped"), "strong"))
    for listing in case.listings.filter(ended_at__isnull=True):
        level = words.said(words.CHOICES, listing.level)
        found.append(ChipView(_("Listed: %(level)s") % {"level": level}, "strong"))
    if case.inherited:
        found.append(ChipView(_("Baseline not confirmed"), "strong"))
    elif case.provenance == Provenance.SHEET:
        found.append(ChipView(_("From a sheet")))
    return found


def particulars(case: Case, at: datetime) -> FactsView:
    """Return what is known of a hazard: how it was found, by which criterion, what was ordered."""
    hazard = case.hazard
    on = ui_words.local(at).date()
    domains = domain_names(on)
    facts: list[tuple[str, Part | str | int | None]] = [
        (
            _("Found"),
            words.listing([words.said(words.CHOICES, hazard.how_found), ui_words.day(hazard.found_on, at)]),
        ),
        (words.said(words.FIELDS, "category"), domains.get(hazard.category, hazard.category)),
    ]
    if hazard.criterion:
        facts.append((words.said(words.FIELDS, "criterion"), why_criterion(hazard.criterion, on)))
    if hazard.grade != Grade.MAJOR and hazard.measures:
        facts.append((words.said(words.FIELDS, "measures"), hazard.measures))
    if hazard.interim:
        facts.append((words.said(words.FIELDS, "interim"), hazard.interim))
    if hazard.grade != Grade.MAJOR and hazard.on_spot:
        facts.append((words.said(words.FIELDS, "on_spot"), _spot_words(hazard.on_spot)))
    return FactsView(facts)


def five_settled(case: Case, at: datetime) -> FactsView | None:
    """Return the five things that must be settled for a major hazard; what is missing is drawn as missing."""
    hazard = case.hazard
    if hazard.grade != Grade.MAJOR:
        return None
    clock = case.clocks.filter(name="rectify").order_by("-id").first()
    missing = ChipView(_("not settled"), "strong")
    time = clock_view(clock, case, hazard.grade, line=True) if clock and clock.ended_at is None else None
    if clock is not None and time is None:
        time = ui_words.day(clock.due_at, at)  # type: ignore[assignment]
    return FactsView(
        [
            (words.said(words.FIELDS, "measures"), hazard.measures or missing),
            (words.said(words.FIELDS, "responsible"), hazard.responsible or missing),
            (
                words.said(words.FIELDS, "funds_fen"),
                ui_words.yuan(hazard.funds_fen) if hazard.funds_fen is not None else missing,
            ),
            (words.said(words.FIELDS, "due_on"), time or missing),
            (words.said(words.FIELDS, "contingency"), hazard.contingency or missing),
            (words.said(words.FIELDS, "on_spot"), _spot_words(hazard.on_spot) if hazard.on_spot else missing),
        ]
    )


def _spot_words(raws: list[str]) -> str:
    return words.listing(words.said(words.CHOICES, raw) for raw in raws)
