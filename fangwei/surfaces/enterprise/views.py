"""What an enterprise sees and does: due things, its hazards, its own findings, its file."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fangwei.casework.door import act_one
from fangwei.casework.refusals import Refused
from fangwei.ui.present.asked import ENTERPRISE, Asked, for_roles, page
from fangwei.ui.present.case_list import hazard_list
from fangwei.ui.present.links import case_href
from fangwei.ui.present.opening import read_opening
from fangwei.ui.present.own_site import chosen_site, due_page, own_sites
from fangwei.ui.present.places import file_of

_OWN = {"how_found": "self_check"}


@require_safe
@for_roles(ENTERPRISE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what is due, by when and why."""
    return page(request, "enterprise/home.html", due_page(cast(Asked, request)))


@require_safe
@for_roles(ENTERPRISE)
def hazards(request: HttpRequest) -> HttpResponse:
    """List the enterprise's own hazards, open and ended."""
    return page(request, "enterprise/hazards.html", {"list": hazard_list(cast(Asked, request), surface="enterprise")})


@require_http_methods(["GET", "POST"])
@for_roles(ENTERPRISE)
def report(request: HttpRequest) -> HttpResponse:
    """Register an own finding."""
    asked = cast(Asked, request)
    site = chosen_site(asked)
    if site is None:
        raise Http404
    opening = read_opening(asked, "self_report", site, "enterprise", _OWN)
    if opening.ready:
        try:
            done = act_one(opening.act, by=asked.actor, received_at=asked.at, channel="web")
            messages.success(request, _("Registered as %(number)s.") % {"number": done.number})
            return HttpResponseRedirect(case_href("enterprise", done.case_id))
        except Refused as refused:
            opening = opening.refused(refused)
    context = opening.context() | {"sites": own_sites(asked.actor)}
    return page(request, "enterprise/report.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@for_roles(ENTERPRISE)
def file(request: HttpRequest) -> HttpResponse:
    """Show the enterprise its own file."""
    asked = cast(Asked, request)
    site = chosen_site(asked)
    if site is None:
        raise Http404
    context = file_of(site, asked.actor, asked.at, request.GET, surface="enterprise")
    return page(request, "enterprise/file.html", context | {"sites": own_sites(asked.actor)})
