"""Problem lists on the desk: all of them, one of them, declaring and publishing one."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.casework.refusals import Refused
from fangwei.oversight.actions import ListRefused, declare_problem_list, publish_problem_list
from fangwei.oversight.queries import problem_lists
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.problems import Declaring, back_link, declare_page, list_page, lists_page

OFFICE = frozenset({"committee_office"})


@require_safe
@for_roles(READERS)
def problems(request: HttpRequest) -> HttpResponse:
    """List the problem lists that the reader may read."""
    return page(request, "desk/problems.html", lists_page(cast(Asked, request)))


@require_safe
@for_roles(READERS)
def problem_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show one list with its problems."""
    asked = cast(Asked, request)
    listed = get_object_or_404(problem_lists(asked.actor), id=list_id)
    return page(request, "desk/problem_list.html", {"back": back_link(), **list_page(listed, asked)})


@require_http_methods(["GET", "POST"])
@for_roles(OFFICE)
def declare(request: HttpRequest) -> HttpResponse:
    """Hand a whole list over, each line to whoever answers."""
    asked, typed = cast(Asked, request), Declaring.read(request.POST)
    if request.method == "POST":
        head, lines = typed.head(), typed.lines()
        if head is not None and not typed.errors:
            try:
                done = declare_problem_list(head=head, lines=lines, by=asked.actor, at=asked.at)
                messages.success(request, _("The list is handed over; each body that answers sees its problems now."))
                return HttpResponseRedirect(reverse("desk:problem-list", args=[done.id]))
            except (Refused, ListRefused) as refused:
                typed = typed.refused(refused)
    status = 422 if request.method == "POST" else 200
    return page(
        request, "desk/problem_declare.html", {"back": back_link(), **declare_page(asked, typed)}, status=status
    )


@require_POST
@for_roles(OFFICE)
def publish(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Publish a list of one's own office."""
    asked = cast(Asked, request)
    listed = get_object_or_404(problem_lists(asked.actor), id=list_id)
    try:
        publish_problem_list(listed=listed, by=asked.actor, at=asked.at)
        messages.success(request, _("The list is published in its territory."))
    except ListRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("desk:problem-list", args=[listed.id]))
