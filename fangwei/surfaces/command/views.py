"""The leader's first page: what one answers for, five numbers, one map, who is late and how to reach them."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.command import command_page

LEADERS = frozenset({"leader"})


@require_safe
@for_roles(LEADERS)
def home(request: HttpRequest) -> HttpResponse:
    """Show a leader the own territory."""
    return page(request, "command/home.html", command_page(cast(Asked, request)))
