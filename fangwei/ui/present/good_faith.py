"""What an enterprise can show of itself: what it found, reported and removed; its statistics of a quarter; its tenants."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.hazards.queries import Let, Statistics, let_by, rewards_of, statistics
from fangwei.oversight.quarters import Span, quarter_named, quarter_of, year_span
from fangwei.register.law import book, calendar
from fangwei.register.models import Enterprise, Lease
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    ChipView,
    ClockView,
    Column,
    EmptyView,
    FactsView,
    Figure,
    FiguresView,
    LinesView,
    LinkView,
    ListView,
    Row,
    Tab,
    TabsView,
    TimeView,
    WhyView,
)
from fangwei.ui.parts.matrix import MatrixCell, MatrixRow, MatrixView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.duty_lines import quarter_name
from fangwei.ui.present.keyset import LOADED, page_by_newest
from fangwei.ui.present.links import case_href
from fangwei.ui.present.people import NOBODY
from fangwei.ui.present.printed import paper_head
from fangwei.ui.present.proofs import proof_href
from fangwei.ui.present.reasons import last_moment, why_rule

PAGE = 40
QUARTERS = 5
QUARTERLY = "hazard.statistics.quarterly"


def record_tabs(actor: Actor, here: str) -> TabsView:
    """Return the enterprise's records side by side; tenants only for whoever lets something."""
    named = [
        ("enterprise:records", _("Good faith")),
        ("enterprise:statistics", _("Quarterly statistics")),
        ("enterprise:rewards", _("Internal rewards")),
    ]
    if Lease.objects.filter(landlord_id=actor.enterprise_id, valid_to=None).exists():
        named.append(("enterprise:tenants", _("Tenants")))
    return TabsView([Tab(label=label, href=reverse(name), current=name == here) for name, label in named], _("Records"))


def found_ourselves(actor: Actor, today: date) -> FiguresView:
    """Return what an enterprise found by itself this year: general ones stay inside and are counted, major ones go up."""
    own = visible(actor).filter(kind="hazard", hazard__self_found=True, opened_at__gte=year_span(today.year).begins)
    records = reverse("enterprise:records")
    counted = Counter(own.values_list("severity", "is_open"))
    closed = sum(n for (severity, is_open), n in counted.items() if severity == 1 and not is_open)
    return FiguresView(
        [
            Figure(label=_("found by ourselves this year"), value=sum(counted.values()), href=records),
            Figure(label=_("of these general, closed inside"), value=closed, href=records),
            Figure(
                label=_("of these major, reported"),
                value=sum(n for (severity, _open), n in counted.items() if severity == 2),
                href=records,
            ),
        ]
    )


def good_faith_page(request: Asked) -> dict[str, Any]:
    """Return the record of good faith: every hazard that the enterprise found itself, with its dates and proof."""
    own = visible(request.actor).filter(kind="hazard", hazard__self_found=True)
    shown = page_by_newest(own.select_related("hazard", *LOADED), request.GET.get("after", ""), PAGE)
    return {
        "tabs": record_tabs(request.actor, "enterprise:records"),
        "figures": found_ourselves(request.actor, request.today),
        "print": paper_head(request, _("Record of hazards found, reported and removed by ourselves")),
        "list": ListView(
            caption=_("Found by ourselves"),
            columns=[
                Column(key="what", label=_("What was dangerous"), width="wide", on_phone="title"),
                Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
                Column(key="found", label=_("Found"), kind="time", width="fit"),
                Column(key="told", label=_("Registered"), kind="time", width="fit"),
                Column(key="ended", label=_("Removed and confirmed"), width="fit"),
                Column(key="proof", label=_("Proof"), width="fit"),
            ],
            rows=[_found_row(case) for case in shown.cases],
            empty=EmptyView(
                title=_("Nothing was found by ourselves yet."),
                how=_("What you report before anybody else finds it stands here, and can be shown when it is weighed."),
                action=LinkView(_("Report our own finding"), reverse("enterprise:report")),
            ),
            next=f"?after={shown.after}" if shown.after else "",
            first="?" if request.GET.get("after") else "",
        ),
    }


def _found_row(case: Case) -> Row:
    ended = TimeView(case.closed_at, "day") if case.closed_at else state_chip(case)
    return Row(
        key=str(case.id),
        href=case_href("enterprise", case.id),
        cells={
            "what": LinesView(case.title, " · ".join(one for one in (case.number, str(case.place or "")) if one)),
            "grade": grade_view(case),
            "found": TimeView(case.hazard.found_on, "day"),
            "told": TimeView(case.opened_at),
            "ended": ended,
            "proof": LinkView(_("Log"), proof_href(case.kind, case.id)),
        },
        quiet=not case.is_open,
    )


def statistics_page(request: Asked) -> dict[str, Any]:
    """Return the sheet of one quarter, by default of the last that has ended: what the principal signs and hands in."""
    span = _quarter(request.GET, request.today)
    cases = visible(request.actor)
    found = statistics(cases, span.begins, min(span.ends, max(request.at, span.begins)))
    rewards = rewards_of(request.actor).filter(struck_at=None, paid_on__gte=span.first, paid_on__lte=span.last)
    firm = Enterprise.objects.filter(id=request.actor.enterprise_id or NOBODY).first()
    return {
        "tabs": record_tabs(request.actor, "enterprise:statistics"),
        "quarters": _quarters(span, request.today),
        "print": paper_head(request, _("Quarterly statistics of hazards"), quarter_name(span)),
        "name": quarter_name(span),
        "running": span.ends > request.at,
        "table": _table(found),
        "facts": FactsView(
            [
                (_("Enterprise"), firm.name if firm else None),
                (_("Credit code"), firm.uscc if firm else None),
                (_("Principal"), (firm.principal_name or None) if firm else None),
                (_("Days"), ui_words.days(span.first, span.last)),
                (_("To be handed in by"), _due(span)),
                (_("Removed of those found"), _rate(found)),
                (_("Money set aside"), ui_words.yuan(sum(found.funds_fen.values()))),
                (_("Internal rewards paid"), ui_words.yuan(sum(one.amount_fen for one in rewards))),
            ]
        ),
        "major": [_major(case) for case in found.major_open],
    }


def _quarter(given: QueryDict, today: date) -> Span:
    try:
        return quarter_named(given.get("quarter", ""))
    except ValueError:
        return quarter_of(quarter_of(today).first - timedelta(days=1))


def _quarters(span: Span, today: date) -> TabsView:
    shown = [quarter_of(today)]
    while len(shown) < QUARTERS:
        shown.append(quarter_of(shown[-1].first - timedelta(days=1)))
    listed = sorted({*shown, span}, key=lambda one: one.first, reverse=True)
    return TabsView(
        [Tab(label=quarter_name(one), href=f"?quarter={one.name}", current=one == span) for one in listed], _("Quarter")
    )


def _due(span: Span) -> WhyView | str | None:
    """Return by when the sheet of a quarter must be handed in, with the article."""
    answer = book().deadline(QUARTERLY, span.last, calendar())
    if answer.instant is None:
        return None
    moment = ui_words.moment(last_moment(answer.instant))
    return why_rule(moment, QUARTERLY, span.last, "") or moment


def _table(found: Statistics) -> MatrixView:
    lines: Sequence[tuple[str, Counter[str]]] = (
        (_("Found in the quarter"), found.found),
        (_("of these by ourselves"), found.self_found),
        (_("of these removed by its end"), found.found_and_closed),
        (_("Removed in the quarter, whenever found"), found.closed),
        (_("of these late"), found.closed_late),
        (_("Not removed at its end"), found.open_at_end),
        (_("of these overdue"), found.overdue_at_end),
    )
    columns = [("general", _("General")), ("major", _("Major")), ("ungraded", _("Not graded")), ("all", _("Together"))]
    rows = [
        MatrixRow(
            label=label,
            cells={
                key: MatrixCell(count=sum(counts.values()) if key == "all" else counts[key]) for key, _label in columns
            },
        )
        for label, counts in lines
    ]
    return MatrixView(caption=_("Quarterly statistics of hazards"), corner=_("Hazards"), columns=columns, rows=rows)


def _rate(found: Statistics) -> str | None:
    whole = sum(found.found.values())
    return f"{100 * sum(found.found_and_closed.values()) / whole:.1f}%" if whole else None


def _major(case: Case) -> FactsView:
    hazard = case.hazard
    return FactsView(
        [
            (_("Major hazard"), LinkView(f"{case.number or ''} {case.title}", case_href("enterprise", case.id))),
            (words.said(words.FIELDS, "measures"), hazard.measures or None),
            (words.said(words.FIELDS, "responsible"), hazard.responsible or None),
            (words.said(words.FIELDS, "funds_fen"), ui_words.yuan(hazard.funds_fen) if hazard.funds_fen else None),
            (words.said(words.FIELDS, "due_on"), TimeView(case.due_at, "day") if case.due_at else None),
            (words.said(words.FIELDS, "contingency"), hazard.contingency or None),
        ]
    )


def tenants_page(request: Asked) -> dict[str, Any]:
    """Return what a landlord reads of the sites it lets."""
    lets = let_by(request.actor, request.today)
    return {
        "tabs": record_tabs(request.actor, "enterprise:tenants"),
        "print": paper_head(request, _("Tenants and their open hazards")),
        "lets": [_let(one, request.at) for one in lets],
        "figures": FiguresView(
            [
                Figure(label=_("sites let"), value=len(lets), href="#lets"),
                Figure(
                    label=_("without a safety agreement"),
                    value=sum(one.agreement_on is None for one in lets),
                    href="#lets",
                ),
                Figure(label=_("open hazards there"), value=sum(len(one.open) for one in lets), href="#lets"),
            ]
        ),
    }


def _let(one: Let, at: datetime) -> dict[str, Any]:
    return {
        "name": one.site,
        "tenant": one.tenant if one.tenant != one.site else "",
        "address": one.address,
        "agreement": one.agreement_on,
        "missing": ChipView(_("no safety agreement"), "strong"),
        "list": ListView(
            caption=_("Open hazards of %(name)s") % {"name": one.site},
            columns=[
                Column(key="what", label=_("Open hazards"), width="wide", on_phone="title"),
                Column(key="state", label=_("State"), width="fit", on_phone="bare"),
                Column(key="clock", label=_("Deadline"), width="fit"),
            ],
            rows=[
                Row(
                    key=str(number),
                    cells={
                        "what": hazard.title,
                        "state": ChipView(words.state(hazard.state)),
                        "clock": ClockView(
                            label="",
                            state="running" if hazard.due_at else "unset",
                            due=last_moment(hazard.due_at) if hazard.due_at else None,
                            size="line",
                        ),
                    },
                )
                for number, hazard in enumerate(one.open)
            ],
            empty=EmptyView(title=_("No open hazard here.")),
        ),
    }
