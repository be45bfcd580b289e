"""The screen of inherited cases: how many wait in which township, and one page of them with boxes to choose."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.lists import Walk, cases_of
from fangwei.casework.models import Case
from fangwei.engines.codes import subtree_bounds
from fangwei.register.queries import names_of
from fangwei.sheets.refusals import reason
from fangwei.ui.parts import BulkVerb, Column, EmptyView, LinesView, ListView, Row, Tab, TabsView
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.keyset import page_of_walk
from fangwei.ui.present.links import case_href
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.reasons import due_line
from fangwei.ui.present.typed import ids_of

AT_ONCE = 200
"""How many cases one press confirms at most; each is an act of its own."""


def waiting(actor: Actor, at: datetime, township: str = "") -> tuple[Walk, ...]:
    """Return the walks over inherited cases that this actor may confirm, all of them or those of one township."""
    walks = BY_NAME["inherited"].walks(actor, at)
    if not township.isdecimal():
        return walks
    low, high = subtree_bounds(township)
    within = Q(case__territory__gte=low, case__territory__lt=high)
    return tuple(replace(one, narrowed=one.narrowed & within) for one in walks)


def chosen_cases(cases: QuerySet[Case], post: QueryDict, actor: Actor, at: datetime) -> list[Case]:
    """Return the cases that a sent form means: those with a ticked box, or all of a township up to the limit."""
    if post.get("verb") == "confirm_township":
        return list(cases_of(actor, waiting(actor, at, post.get("township", ""))).order_by("id")[:AT_ONCE])
    wanted: Sequence[Any] = ids_of(post.getlist("chosen"))[:AT_ONCE]
    return list(cases.filter(id__in=wanted, inherited=True).order_by("id"))


def baseline_page(request: Asked) -> dict[str, Any]:
    """Return the context of the screen."""
    township = request.GET.get("township", "")
    walks = waiting(request.actor, request.at, township)
    found = page_of_walk(request.actor, walks, request.GET.get("after", ""), loaded=("hazard",))
    counts = _by_township(cases_of(request.actor, waiting(request.actor, request.at)))
    here = {"township": township} if township else {}
    return {
        "tabs": _tabs(counts, township),
        "list": ListView(
            caption=_("Imported cases to confirm"),
            columns=[
                Column(key="what", label=_("Hazard"), width="wide", on_phone="title"),
                Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
                Column(key="state", label=_("State"), width="fit", on_phone="bare"),
                Column(key="clock", label=_("Deadline"), width="fit"),
                Column(key="doubts", label=_("Doubts of the sheet"), on_phone="line"),
            ],
            rows=[_row(case) for case in found.cases],
            empty=EmptyView(
                title=str(BY_NAME["inherited"].empty),
                how=_(
                    "After an import every open case of the sheet waits here; nobody above is called before you confirm it."
                ),
            ),
            next="?" + urlencode({**here, "after": found.after}) if found.after else "",
            first="?" + urlencode(here) if request.GET.get("after") else "",
            bulk=[BulkVerb(name="confirm_baseline", label=_("Confirm the chosen"))],
            bulk_action=reverse("desk:confirm-baseline"),
        ),
        "township": township,
        "township_name": names_of([township]).get(township, "") if township else "",
        "at_once": min(AT_ONCE, {code: n for code, _name, n in counts}.get(township, 0)) if township else 0,
    }


def _by_township(cases: QuerySet[Case]) -> list[tuple[str, str, int]]:
    grouped = list(cases.order_by().values_list("territory").annotate(n=Count("id")).order_by("-n", "territory")[:12])
    names = names_of(code for code, _n in grouped)
    return [(code, names.get(code, code), n) for code, n in grouped]


def _tabs(counts: Sequence[tuple[str, str, int]], chosen: str) -> TabsView | None:
    if len(counts) < 2:
        return None
    tabs = [Tab(label=_("All"), href="?", count=sum(n for _c, _n, n in counts), current=not chosen)]
    tabs += [Tab(label=name, href=f"?township={code}", count=n, current=code == chosen) for code, name, n in counts]
    return TabsView(tabs, _("Townships"))


def _row(case: Case) -> Row:
    doubts = [reason(str(code), {"given": "…"}) for code in case.hazard.sheet.get("warnings", [])]
    return Row(
        key=str(case.id),
        href=case_href("desk", case.id),
        cells={
            "what": LinesView(case.title, case.place.name if case.place else ""),
            "grade": grade_view(case),
            "state": state_chip(case),
            "clock": due_line(case),
            "doubts": " ".join(doubts) or None,
        },
    )
