"""The first pages of leaders and of committee offices: one territory, who is late there, what must be decided."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.command import command_page
from fangwei.ui.present.office import office_page

LEADERS = frozenset({"leader"})
OFFICES = frozenset({"committee_office"})


@require_safe
@for_roles(LEADERS)
def home(request: HttpRequest) -> HttpResponse:
    """Show a leader the own territory."""
    return page(request, "command/home.html", command_page(cast(Asked, request)))


@require_safe
@for_roles(OFFICES)
def office(request: HttpRequest) -> HttpResponse:
    """Show a committee office what it has to decide, urge and repair."""
    return page(request, "command/office.html", office_page(cast(Asked, request)))
