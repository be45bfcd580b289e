"""The leader's page: what I answer for, five numbers, one map, who is late, what I was told and did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case, Reminder
from fangwei.casework.queries import visible
from fangwei.duty.queries import answers_for
from fangwei.engines import geo
from fangwei.ledger.models import Fact
from fangwei.oversight.models import Letter
from fangwei.register.queries import names_of
from fangwei.situation.queries import Region, Spread, spread_of
from fangwei.ui.parts import Column, EmptyView, Figure, FiguresView, LinkView, ListView, Row
from fangwei.ui.parts.map import MapSpot, MapView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.callers import late_cases
from fangwei.ui.present.figures import figures_of
from fangwei.ui.present.links import case_href
from fangwei.ui.present.people import NOBODY
from fangwei.ui.present.records import happened_to, kind_name

LATE_SHOWN = 8
LINES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what somebody was told or did: when, what, about which case."""

    at: datetime
    what: str
    about: LinkView | str


def command_page(request: Asked) -> dict[str, Any]:
    """Return the context of a leader's first page."""
    actor, spread = request.actor, spread_of(request.actor, request.at)
    return {
        "name": names_of([actor.territory_code]).get(actor.territory_code, actor.organization_name),
        "answer": _answer(request),
        "figures": figures_of(actor, request.at),
        "map": map_of(spread),
        "regions": regions_list(spread),
        "late": late_cases(request, LATE_SHOWN),
        "late_all": f"{reverse('desk:hazards')}?need=overdue",
        "told": _told(actor),
        "did": _did(actor),
    }


def _answer(request: Asked) -> FiguresView | None:
    """Return the sums of what the actor's own post answers for."""
    if request.actor.post_id is None:
        return None
    sums = answers_for(request.actor.post_id, request.today, limit=1)
    page = reverse("desk:duties")
    mine = Case.objects.filter(owner_post=request.actor.post_id, is_open=True)
    names = {"lead": _("places × dangers led"), "charge": _("places × dangers in charge"), "assist": _("assisted")}
    figures = [
        Figure(label=names[part], value=pairs, href=f"{page}#duties") for part, pairs in sums.pairs.items() if pairs
    ]
    figures.append(
        Figure(label=_("of these nobody answers"), value=sum(sums.open.values()), href=reverse("desk:matrix"))
    )
    figures.append(Figure(label=_("open cases of my own post"), value=mine.count(), href=f"{page}#open"))
    return FiguresView(figures)


def map_of(spread: Spread) -> MapView:
    """Return the map of a territory's divisions; those whose places have no coordinates stand in the list alone."""
    spots = [
        MapSpot(
            name=short_name(one.name),
            lat=one.lat,
            lon=one.lon,
            count=one.open,
            major=one.major,
            overdue=one.overdue,
            said=_said(one),
            href=listed_at(one.code),
        )
        for one in spread.regions
        if one.lat is not None and one.lon is not None
    ]
    absent = len(spread.regions) - len(spots)
    note = ngettext(
        "%(n)s division without coordinates stands in the list only.",
        "%(n)s divisions without coordinates stand in the list only.",
        absent,
    ) % {"n": absent}
    return MapView(
        label=_("Open hazards by division"),
        spots=spots,
        cells=[geo.outline(cell) for cell in sorted(spread.cells)],
        number=settings.FANGWEI_MAP_NUMBER,
        note=note if absent else "",
    )


def short_name(name: str) -> str:
    """Return a division's name without the word for what it is, as people say it on a map."""
    for ending in ("街道办事处", "街道", "镇", "乡"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


def _said(one: Region) -> str:
    return _("%(name)s: %(open)s open, %(major)s major, %(overdue)s overdue") % {
        "name": one.name,
        "open": one.open,
        "major": one.major,
        "overdue": one.overdue,
    }


def listed_at(code: str, **more: str) -> str:
    """Return the list of open hazards of a division."""
    return f"{reverse('desk:hazards')}?{urlencode({'township': code, **more})}"


def regions_list(spread: Spread) -> ListView:
    """Return the same as the map as a list: the divisions with most overdue first."""
    shown = sorted(spread.regions, key=lambda one: (-one.overdue, -one.major, -one.open, one.code))
    rows = [_region_row(one) for one in shown if one.open]
    if spread.elsewhere.open:
        rows.append(_row("elsewhere", _("Division not known nearer"), spread.elsewhere, ""))
    quiet = [one for one in shown if not one.open]
    if quiet:
        row = Row(
            key="none", cells={"name": _("%(n)s divisions without an open hazard") % {"n": len(quiet)}}, quiet=True
        )
        rows.append(row)
    return ListView(
        caption=_("Open hazards by division"),
        columns=[
            Column(key="name", label=_("Division"), width="wide", on_phone="title"),
            Column(key="open", label=_("Open"), kind="number", width="fit"),
            Column(key="major", label=_("Major"), kind="number", width="fit"),
            Column(key="overdue", label=_("Overdue"), kind="number", width="fit"),
        ],
        rows=rows,
        empty=EmptyView(title=_("This territory has no divisions below it on the register.")),
    )


def _region_row(one: Region) -> Row:
    return _row(one.code, one.name, one, listed_at(one.code))


def _row(key: str, name: str, one: Region, href: str) -> Row:
    late: LinkView | int = (
        LinkView(str(one.overdue), listed_at(key, due="overdue")) if one.overdue and href else one.overdue
    )
    major: LinkView | int = LinkView(str(one.major), listed_at(key, grade="major")) if one.major and href else one.major
    return Row(key=key, href=href, cells={"name": name, "open": one.open, "major": major, "overdue": late})


def _told(actor: Actor) -> list[Happened]:
    """Return what came to the actor's post and body: reminders of the system, papers of oversight."""
    reminders = Reminder.objects.filter(post_id=actor.post_id or NOBODY).select_related("case").order_by("-id")
    letters = Letter.objects.filter(addressee_id=actor.organization_id or NOBODY, issued_at__isnull=False)
    cases = [one.case for one in reminders[:LINES_SHOWN]]
    found = [Happened(one.at, reminded(one.step, one.days), _case(one.case)) for one in reminders[:LINES_SHOWN]]
    for letter in letters.select_related("case").order_by("-issued_at", "case_id")[:LINES_SHOWN]:
        if letter.issued_at is not None and letter.case not in cases:
            found.append(Happened(letter.issued_at, letter.get_form_display(), _case(letter.case)))
    return sorted(found, key=lambda one: one.at, reverse=True)[:LINES_SHOWN]


def reminded(step: str, days: int) -> str:
    """Return a step of the ladder of reminders in words."""
    if step.startswith("overdue"):
        return ngettext("%(n)s day overdue", "%(n)s days overdue", abs(days)) % {"n": abs(days)}
    if step == "due":
        return _("Due today")
    if step.startswith("due-"):
        return ngettext("%(n)s day left", "%(n)s days left", abs(days)) % {"n": abs(days)}
    return words.happened(step)


def _did(actor: Actor) -> list[Happened]:
    """Return what the holders of the actor's post did last, as the ledger has it."""
    facts = list(Fact.objects.filter(acting_post=actor.post_id or NOBODY).order_by("-at")[:LINES_SHOWN])
    cases = {case.id: case for case in visible(actor).filter(id__in=[fact.subject_id for fact in facts])}
    return [
        Happened(
            fact.at,
            happened_to(fact.subject_kind, fact.verb),
            _case(cases[fact.subject_id]) if fact.subject_id in cases else kind_name(fact.subject_kind),
        )
        for fact in facts
    ]


def _case(case: Case) -> LinkView:
    return LinkView(f"{case.number or ''} {case.title[:60]}".strip(), case_href("desk", case.id))
