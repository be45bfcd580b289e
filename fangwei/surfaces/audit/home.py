"""The auditor's page: how far the log is, who witnessed it, what the nights found, how one case's chain runs."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.ledger.faults import fault_text
from fangwei.ledger.queries import chain, check_log, faults_of, log_state, nights, witness_states
from fangwei.ledger.refusals import LedgerRefused
from fangwei.surfaces.audit.counts import days_view
from fangwei.surfaces.audit.gaps import regions_view
from fangwei.ui.parts import Column, EmptyView, FactsView, LinkView, ListView, Row, TimeView
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.clues import clues_received
from fangwei.ui.present.proofs import AUDITORS, PAGE, chain_list, proof_href


@require_safe
@for_roles(AUDITORS)
def home(request: HttpRequest) -> HttpResponse:
    """Show the log's state and, for a case that is asked for, its chain."""
    asked = cast(Asked, request)
    key = request.GET.get("case", "").strip()
    context = {
        "state": _state(),
        "faults": _faults(asked),
        "witnesses": _witnesses(),
        "nights": _nights(),
        "gaps": regions_view(asked.actor.territory_code),
        "days": days_view(asked.actor.territory_code, asked.today),
        "clues": clues_received(asked),
        "asked_for": key,
        "chain": _chain(asked, key) if key else None,
    }
    return page(request, "audit/home.html", context)


def _faults(request: Asked) -> list[str]:
    """Return what the quick check finds now, in words."""
    try:
        return [fault_text(fault) for fault in check_log(at=request.at)]
    except LedgerRefused as problem:
        return [f"{problem} {problem.hint}"]


def _state() -> FactsView:
    state = log_state()
    newest, published = state.newest, state.published
    return FactsView(
        [
            (_("Entries signed"), newest.size if newest else None),
            (_("Last signed"), TimeView(newest.at) if newest else None),
            (_("Entries published"), published.size if published else None),
            (_("Waiting for the log"), state.waiting),
            (_("Published log"), LinkView(reverse("ledger-checkpoint"), reverse("ledger-checkpoint"))),
            (_("Whom to believe"), LinkView(reverse("ledger-policy"), reverse("ledger-policy"))),
            (_("Check a proof"), LinkView(reverse("ledger-check"), reverse("ledger-check"))),
        ]
    )


def _witnesses() -> ListView:
    try:
        states = witness_states()
    except LedgerRefused:
        states = []
    rows = [
        Row(
            key=one.name,
            cells={
                "name": one.name,
                "key": one.key_name,
                "size": one.size,
                "seen": TimeView(one.seen_at) if one.seen_at else None,
            },
        )
        for one in states
    ]
    return ListView(
        caption=_("Witnesses"),
        columns=[
            Column(key="name", label=_("Witness"), on_phone="title"),
            Column(key="key", label=_("Name of its key"), width="wide"),
            Column(key="size", label=_("Last head signed"), kind="number"),
            Column(key="seen", label=_("When, by its clock"), kind="time"),
        ],
        rows=rows,
        empty=EmptyView(
            title=_("There are no witnesses."),
            how=_("Until there are, the log’s own signature publishes it: nobody outside vouches for its times."),
        ),
    )


def _nights() -> ListView:
    rows = [
        Row(
            key=str(one.id),
            cells={
                "at": TimeView(one.at),
                "facts": one.facts,
                "entries": one.entries,
                "faults": one.faults,
                "gaps": one.gaps,
                "first": " ".join(fault_text(fault) for fault in faults_of(one)[:3]) or _("Nothing differs."),
            },
        )
        for one in nights()
    ]
    return ListView(
        caption=_("Reconciliation of rows, facts and log"),
        columns=[
            Column(key="at", label=_("When"), kind="time", on_phone="title"),
            Column(key="facts", label=_("Facts"), kind="number"),
            Column(key="entries", label=_("Log entries"), kind="number"),
            Column(key="faults", label=_("Disagreements"), kind="number"),
            Column(key="gaps", label=_("New gaps of times"), kind="number"),
            Column(key="first", label=_("The first of them"), width="wide"),
        ],
        rows=rows,
        empty=EmptyView(title=_("There was no reconciliation yet."), how=_("It runs every night after two o’clock.")),
    )


def _chain(request: Asked, key: str) -> dict[str, Any]:
    try:
        case = case_for(request.actor, key)
    except Refused:
        return {"list": None}
    caption = f"{case.number} {case.title}"
    links = chain(case.id, limit=PAGE + 1)
    shown = chain_list(caption, links[:PAGE], proof_href(case.kind, case.id), more=len(links) > PAGE)
    life = LinkView(_("Proof of the whole life"), reverse("ledger-life", args=[case.id]))
    return {"list": shown, "title": caption, "life": life}
