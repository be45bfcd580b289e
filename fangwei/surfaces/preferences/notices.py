"""How a user wants to hear of things: hours, and for each channel where and what."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fangwei.notices.actions import NoticeRefused, forget_address, keep_address, keep_preference
from fangwei.notices.models import Channel
from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles, page
from fangwei.ui.present.notice_wishes import hours_in, wishes_page

_PAGE = "preferences/notices.html"
EVERYBODY = READERS | ENTERPRISE | GRID


@require_safe
@for_roles(EVERYBODY)
def notice_preferences(request: HttpRequest) -> HttpResponse:
    """Show the hours and the channels."""
    return page(request, _PAGE, wishes_page(cast(Asked, request).user))


@require_POST
@for_roles(EVERYBODY)
def keep_hours(request: HttpRequest) -> HttpResponse:
    """Keep the hours."""
    asked = cast(Asked, request)
    try:
        keep_preference(user=asked.user, **hours_in(asked.POST))
    except NoticeRefused as refused:
        return page(request, _PAGE, wishes_page(asked.user, refused, asked.POST), 422)
    return _kept(request)


@require_POST
@for_roles(EVERYBODY)
def keep_way(request: HttpRequest, channel: str) -> HttpResponse:
    """Keep where a channel reaches the user, and which groups go there."""
    asked, sent = cast(Asked, request), request.POST
    try:
        keep_address(
            user=asked.user,
            channel=channel,
            value=sent.get("value", ""),
            secret=sent.get("secret", ""),
            groups=sent.getlist("groups"),
        )
    except NoticeRefused as refused:
        return page(request, _PAGE, wishes_page(asked.user, refused, sent), 422)
    return _kept(request)


@require_POST
@for_roles(EVERYBODY)
def forget(request: HttpRequest, channel: str) -> HttpResponse:
    """Forget where a channel reaches the user."""
    if channel not in Channel.values:
        raise Http404("channel")
    asked = cast(Asked, request)
    forget_address(user=asked.user, channel=channel, at=asked.at)
    return _kept(request)


def _kept(request: HttpRequest) -> HttpResponseRedirect:
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("notice-preferences"))
