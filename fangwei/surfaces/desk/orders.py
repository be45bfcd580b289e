"""Drafting an order for several hazards of a place, and changing the draft."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from fangwei.accounts.queries import places_in_reach
from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.casework.refusals import Refused
from fangwei.hazards.actions import draft_order
from fangwei.ui.present.asked import OFFICERS, Asked, for_roles, page
from fangwei.ui.present.drafting import draft_page, items_from
from fangwei.ui.present.links import case_href


@require_http_methods(["GET", "POST"])
@for_roles(OFFICERS)
def draft(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Choose the graded hazards of a place, give each its deadline and measures, and keep the draft."""
    asked, refusal = cast(Asked, request), None
    place = get_object_or_404(places_in_reach(asked.actor).select_related("site__enterprise"), id=place_id)
    if request.method == "POST":
        items, note = items_from(request.POST), request.POST.get("note", "").strip()
        try:
            done = draft_order(place=place, items=items, note=note, by=asked.actor, at=asked.at)
            messages.success(request, _("Draft %(number)s is kept. Issue it below.") % {"number": done.number})
            return HttpResponseRedirect(case_href("desk", done.case_id))
        except Refused as refused:
            refusal = refused
    context = draft_page(asked, place, None, refusal)
    return page(request, "desk/draft.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@for_roles(OFFICERS)
def change_items(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Change the items of a draft."""
    asked, refusal = cast(Asked, request), None
    order = get_object_or_404(visible(asked.actor).select_related("order", "place__site"), id=case_id, kind="order")
    if request.method == "POST":
        try:
            act_one(_changed(asked, order), by=asked.actor, received_at=asked.at, channel="web")
            messages.success(request, _("The draft is changed."))
            return HttpResponseRedirect(case_href("desk", order.id))
        except Refused as refused:
            refusal = refused
    assert order.place is not None
    context = draft_page(asked, order.place, order, refusal)
    return page(request, "desk/draft.html", context, status=refusal.status if refusal else 200)


def _changed(request: Asked, order: Case) -> Act:
    data = {"items": items_from(request.POST)}
    note = request.POST.get("note", "").strip()
    version = request.POST.get("if_version", "")
    return Act(
        act_id=uuid7(),
        case_id=order.id,
        verb="change_items",
        at=max(request.at, order.last_at),
        data=data | ({"note": note} if note else {}),
        if_version=int(version) if version.isdecimal() else None,
    )
