"""Finding the place, three questions and a photo; and what became of what one reported."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.accounts.queries import places_in_reach
from fangwei.casework.door import act_one
from fangwei.casework.refusals import Refused
from fangwei.register.actions import register_place
from fangwei.register.refusals import RegisterRefused
from fangwei.ui.present.asked import GRID, Asked, for_roles, page
from fangwei.ui.present.links import case_href
from fangwei.ui.present.opening import read_opening
from fangwei.ui.present.rounds import PLACE_KINDS, found_page, place_choices


@require_safe
@for_roles(GRID)
def home(request: HttpRequest) -> HttpResponse:
    """Show what one reported and what became of it."""
    return page(request, "grid/home.html", found_page(cast(Asked, request)))


@require_safe
@for_roles(GRID)
def choose(request: HttpRequest) -> HttpResponse:
    """Find the place: nearby, or by its name."""
    return page(request, "grid/choose.html", place_choices(cast(Asked, request)))


@require_http_methods(["GET", "POST"])
@for_roles(GRID)
def report(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Register a danger found on the round."""
    asked = cast(Asked, request)
    place = get_object_or_404(places_in_reach(asked.actor).select_related("site__enterprise"), id=place_id)
    fixed = {"how_found": "grid", "found_on": asked.today.isoformat()}
    opening = read_opening(asked, "report", place, "grid", fixed)
    if opening.ready:
        try:
            done = act_one(opening.act, by=asked.actor, received_at=asked.at, channel="web")
            messages.success(
                request, _("Registered as %(number)s. Who answers is named below.") % {"number": done.number}
            )
            return HttpResponseRedirect(case_href("grid", done.case_id))
        except Refused as refused:
            opening = opening.refused(refused)
    return page(request, "grid/report.html", opening.context(), status=422 if request.method == "POST" else 200)


@require_POST
@for_roles(GRID)
def new_place(request: HttpRequest) -> HttpResponse:
    """Register a place that stands in no list yet, then go on to the report."""
    asked = cast(Asked, request)
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "").strip()[:120]
    try:
        if kind not in PLACE_KINDS:
            raise RegisterRefused("kind_unknown", given=kind)
        made = register_place(
            kind=kind, name=name, territory_code=asked.actor.territory_code, by=asked.actor, at=asked.at
        )
    except RegisterRefused as refused:
        return page(request, "grid/choose.html", place_choices(asked, error=str(refused)), status=422)
    return redirect("grid:report-at", place_id=made.id)
