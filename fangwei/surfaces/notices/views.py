"""Reading one's notices, opening what they are about, and saying that all have been seen."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fangwei.notices.actions import mark_all_read, mark_read
from fangwei.notices.models import Notice
from fangwei.notices.queries import notice_for
from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles, page
from fangwei.ui.present.notices import leads_to, notices_page

EVERYBODY = READERS | ENTERPRISE | GRID


@require_safe
@for_roles(EVERYBODY)
def notices(request: HttpRequest) -> HttpResponse:
    """Show one's notices, the unread first."""
    return page(request, "notices/notices.html", notices_page(cast(Asked, request)))


def _mine(request: Asked, notice_id: UUID) -> Notice:
    found = notice_for(request.actor, notice_id)
    if found is None:
        raise Http404("notice")
    return found


@require_safe
@for_roles(EVERYBODY)
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Lead to what a notice is about, with the form of the verb that answers it open; nothing is noted."""
    asked = cast(Asked, request)
    return HttpResponseRedirect(leads_to(_mine(asked, notice_id), asked.actor))


@require_POST
@for_roles(EVERYBODY)
def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Note that a notice was opened and lead to what it is about."""
    asked = cast(Asked, request)
    found = _mine(asked, notice_id)
    mark_read(found.id, by=asked.actor, at=asked.at)
    return HttpResponseRedirect(leads_to(found, asked.actor))


@require_POST
@for_roles(EVERYBODY)
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that all has been seen."""
    asked = cast(Asked, request)
    if mark_all_read(by=asked.actor, at=asked.at):
        messages.success(request, _("All notices are marked as read."))
    return HttpResponseRedirect(reverse("notices:notices"))
