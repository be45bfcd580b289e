"""Places on the desk: finding one, its file, and registering a danger there."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fangwei.accounts.queries import place_in_reach
from fangwei.casework.door import act_one
from fangwei.casework.refusals import Refused
from fangwei.register.models import Place
from fangwei.ui.present.asked import INSPECTING, OFFICERS, READERS, Asked, for_roles, page
from fangwei.ui.present.links import case_href
from fangwei.ui.present.opening import read_opening
from fangwei.ui.present.places import file_of, place_list


@require_safe
@for_roles(READERS)
def places(request: HttpRequest) -> HttpResponse:
    """List the places of the actor's territory, found by name, address, code or township."""
    return page(request, "desk/places.html", {"list": place_list(cast(Asked, request).actor, request.GET)})


@require_safe
@for_roles(READERS)
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show the file of one place."""
    asked = cast(Asked, request)
    found = _place(asked, place_id)
    context = file_of(found, asked.actor, asked.at, request.GET, surface="desk")
    context["acts"] = asked.actor.role in OFFICERS
    context["visits_site"] = asked.actor.role in INSPECTING and hasattr(found, "site")
    return page(request, "desk/place.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(READERS - {"auditor"})
def report(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Register a danger at a place."""
    asked = cast(Asked, request)
    opening = read_opening(asked, "report", _place(asked, place_id), "desk")
    if opening.ready:
        try:
            done = act_one(opening.act, by=asked.actor, received_at=asked.at, channel="web")
            messages.success(request, _("Registered as %(number)s.") % {"number": done.number})
            return HttpResponseRedirect(case_href("desk", done.case_id))
        except Refused as refused:
            opening = opening.refused(refused)
    status = 422 if request.method == "POST" else 200
    return page(request, "desk/report.html", opening.context(), status=status)


def _place(request: Asked, place_id: UUID) -> Place:
    found = place_in_reach(request.actor, place_id)
    if found is None:
        raise Http404
    return found
