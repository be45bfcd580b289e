"""The page of what was found."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles, page
from fangwei.ui.present.search import search_page


@require_safe
@for_roles(READERS | ENTERPRISE | GRID)
def find(request: HttpRequest) -> HttpResponse:
    """Show what the words find among what the actor may read."""
    return page(request, "search/find.html", search_page(cast(Asked, request)))
