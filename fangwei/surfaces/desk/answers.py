"""Who answers: for one place on any day, and for a whole territory as a matrix."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from fangwei.accounts.queries import places_in_reach
from fangwei.ui.present.answers import who_page
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.matrix import matrix_page


@require_safe
@for_roles(READERS)
def who(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show who answers for each danger of a place, on the day asked about and as known then."""
    asked = cast(Asked, request)
    reach = places_in_reach(asked.actor).select_related("site__enterprise", "keeper_organization")
    return page(request, "desk/who.html", who_page(get_object_or_404(reach, id=place_id), request.GET, asked.today))


@require_safe
@for_roles(READERS)
def duty_matrix(request: HttpRequest) -> HttpResponse:
    """Show the matrix of the actor's territory, or of a division in it, and what has to be repaired."""
    return page(request, "desk/matrix.html", matrix_page(cast(Asked, request)))
