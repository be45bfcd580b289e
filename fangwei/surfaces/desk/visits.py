"""Visits on the desk: all of them, applying for one, the code shown at the gate, and an inspector's own code."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fangwei.accounts.queries import places_in_reach
from fangwei.casework.door import act_one
from fangwei.casework.refusals import Refused
from fangwei.inspections.queries import visits_of
from fangwei.ui.present.asked import INSPECTING, READERS, Asked, for_roles, page
from fangwei.ui.present.gate import badge_page, code_page
from fangwei.ui.present.links import case_href
from fangwei.ui.present.people import NOBODY
from fangwei.ui.present.visits import Application, visits_page


@require_safe
@for_roles(READERS)
def visits(request: HttpRequest) -> HttpResponse:
    """List the visits that the reader may read, those to come first."""
    return page(request, "desk/visits.html", visits_page(cast(Asked, request), "desk"))


@require_http_methods(["GET", "POST"])
@for_roles(INSPECTING)
def apply(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Apply for a visit to an enterprise's site."""
    asked = cast(Asked, request)
    reach = places_in_reach(asked.actor).select_related("site__enterprise")
    form = Application(asked, get_object_or_404(reach, id=place_id, site__isnull=False))
    if request.method == "POST":
        try:
            done = act_one(form.act, by=asked.actor, received_at=asked.at, channel="web")
            messages.success(request, _("Applied for as %(number)s.") % {"number": done.number})
            return HttpResponseRedirect(case_href("desk", done.case_id))
        except Refused as refused:
            form = form.refused(refused)
    return page(request, "desk/visit_apply.html", form.context(), status=422 if request.method == "POST" else 200)


@require_safe
@for_roles(INSPECTING)
def code(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the code of a visit of one's own unit, for the enterprise to scan at the gate."""
    asked = cast(Asked, request)
    own = visits_of(asked.actor).filter(owner_post__organization_id=asked.actor.organization_id or NOBODY)
    shown = code_page(asked, get_object_or_404(own, id=case_id))
    if shown is None:
        raise Http404
    return page(request, "desk/visit_code.html", shown)


@require_safe
@for_roles(INSPECTING)
def badge(request: HttpRequest) -> HttpResponse:
    """Show an inspector's own code, good for some minutes."""
    return page(request, "desk/badge.html", badge_page(cast(Asked, request)))
