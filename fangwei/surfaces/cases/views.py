"""Reading a case, acting on it, printing an order, and finding the criterion that makes a hazard major."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from fangwei.casework.door import act_one
from fangwei.casework.models import Case
from fangwei.casework.queries import case_for, visible
from fangwei.casework.refusals import Refused
from fangwei.surfaces.cases.acts import act_from
from fangwei.ui.parts import LinkView
from fangwei.ui.present import words
from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles, page
from fangwei.ui.present.case_page import case_page
from fangwei.ui.present.criteria import find_criteria
from fangwei.ui.present.links import case_href
from fangwei.ui.present.papers import order_paper
from fangwei.ui.present.shell import home_of
from fangwei.ui.present.typed import typed_back
from fangwei.ui.present.uploads import receive

_ROLES = {"desk": READERS, "enterprise": ENTERPRISE, "grid": GRID}
EVERYBODY = READERS | ENTERPRISE | GRID


def _case(request: HttpRequest, surface: str, key: str) -> Case:
    if cast(Asked, request).actor.role not in _ROLES[surface]:
        raise Http404
    try:
        return case_for(cast(Asked, request).actor, key)
    except Refused as refused:
        raise Http404(refused.code) from refused


@require_safe
@for_roles(EVERYBODY)
def case(request: HttpRequest, key: str, surface: str) -> HttpResponse:
    """Show a case."""
    found = _case(request, surface, key)
    back = LinkView(_("Back"), home_of(cast(Asked, request).actor))
    return page(request, "cases/case.html", case_page(cast(Asked, request), found, surface, back=back))


@require_POST
@for_roles(EVERYBODY)
def act(request: HttpRequest, key: str, verb: str, surface: str) -> HttpResponse:
    """Carry out one verb; a refusal shows the case as it is now, with all that was typed and every reason."""
    asked, found = cast(Asked, request), _case(request, surface, key)
    received, refusal = receive(asked), None
    if not received.errors:
        try:
            act_one(act_from(asked, found, verb, received.files), by=asked.actor, received_at=asked.at, channel="web")
            messages.success(request, _("Done: %(what)s.") % {"what": words.happened(verb)})
            return _on(asked, found, surface)
        except Refused as refused:
            refusal = refused
    typed = typed_back(verb, request.POST, received.files, refusal, received.by_field)
    fresh, stale = _case(request, surface, key), refusal is not None and refusal.code == "stale"
    context = case_page(asked, fresh, surface, typed=typed, moved_on=stale, return_to=request.POST.get("back", ""))
    return page(request, "cases/case.html", context, status=refusal.status if refusal else 422)


def _on(request: Asked, done: Case, surface: str) -> HttpResponse:
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(back)
    still = visible(request.actor).filter(id=done.id).exists()
    return HttpResponseRedirect(case_href(surface, done.id) if still else home_of(request.actor))


@require_GET
@for_roles(EVERYBODY)
def print_case(request: HttpRequest, key: str, surface: str) -> HttpResponse:
    """Show an order as a paper of A4."""
    found = _case(request, surface, key)
    if found.kind != "order":
        raise Http404
    return page(request, "cases/order_print.html", order_paper(cast(Asked, request), found, surface))


@require_GET
@for_roles(EVERYBODY)
def criteria(request: HttpRequest) -> HttpResponse:
    """Return the criteria that fit what is being typed, as the choices of a form."""
    text, chosen = request.GET.get("criterion_search", "")[:80], request.GET.get("criterion", "")
    items = find_criteria(cast(Asked, request).today, text, chosen)
    return render(request, "present/criteria.html", {"items": items, "prefix": "found"})
