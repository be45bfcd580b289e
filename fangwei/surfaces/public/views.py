"""Pages for everybody: the first one, and those that a code opens. A code that is false, old or switched off is not found."""

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from fangwei.surfaces.public.rates import shown_to_whom_holds_it
from fangwei.ui.present.asked import Asked, page
from fangwei.ui.present.gate import phones, shown_badge, shown_gate, shown_visit
from fangwei.ui.present.shell import home_of


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """Send whoever is signed in to their first screen; tell a visitor whom to call and what this is."""
    if request.user.is_authenticated:
        return redirect(home_of(cast(Asked, request).actor))
    return page(request, "public/first.html", {"phones": phones(), "gates": settings.FANGWEI_GATE_QR})


@require_safe
@shown_to_whom_holds_it
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """Show whose visit a code belongs to, so that an enterprise sees whether it is real."""
    return _shown(request, "public/visit.html", shown_visit(cast(Asked, request), code))


@require_safe
@shown_to_whom_holds_it
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Show whose code an inspector has just made."""
    return _shown(request, "public/badge.html", shown_badge(cast(Asked, request), code))


@require_safe
@shown_to_whom_holds_it
def gate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the open major hazards of the site at whose gate the code hangs."""
    return _shown(request, "public/gate.html", shown_gate(cast(Asked, request), code))


def _shown(request: HttpRequest, template: str, context: dict[str, Any] | None) -> HttpResponse:
    if context is None:
        raise Http404
    return page(request, template, context)
