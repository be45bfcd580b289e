"""The visits that an enterprise was told of, how often it may be visited, and the poster for its gate."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.ui.present.asked import ENTERPRISE, Asked, for_roles, page
from fangwei.ui.present.gate import poster_page
from fangwei.ui.present.own_site import own_sites
from fangwei.ui.present.visits import visits_page


@require_safe
@for_roles(ENTERPRISE)
def visits(request: HttpRequest) -> HttpResponse:
    """List the visits to the enterprise and the counters of the year."""
    asked = cast(Asked, request)
    posters = own_sites(asked.actor) if settings.FANGWEI_GATE_QR else []
    return page(request, "enterprise/visits.html", visits_page(asked, "enterprise") | {"posters": posters})


@require_safe
@for_roles(ENTERPRISE)
def gate_poster(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show the poster for the gate of an own site, to be printed."""
    asked = cast(Asked, request)
    site = next((one for one in own_sites(asked.actor) if one.id == place_id), None)
    if site is None or not settings.FANGWEI_GATE_QR:
        raise Http404
    return page(request, "enterprise/gate_poster.html", poster_page(asked, site))
