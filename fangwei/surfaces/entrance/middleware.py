"""Gives every request its one instant and, for a signed-in user, the actor they are."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fangwei.accounts.queries import NotYourPost, expecting, held_by
from fangwei.notices.queries import unread_later
from fangwei.ui import words
from fangwei.ui.present.asked import Asked

POST_KEY = "post"
WITH_ONE_TIME_PASSWORD = frozenset({"change-password", "sign-out", "set_language", "preferences"})
"""The only pages that a password given by somebody else opens."""


def clock() -> datetime:
    """Read the clock; the one place where a request does."""
    return datetime.now(UTC)


class ActorMiddleware:
    """Reads the clock once and finds out as whom the user acts, from the post kept in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, given: HttpRequest) -> HttpResponse:
        request = cast(Asked, given)
        request.at, request.too_large = clock(), []
        request.today = words.local(request.at).date()
        with expecting(request.session.session_key, request.today):
            if request.user.is_authenticated:
                _act_as(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse a text with a null in it, which not every database stores; ask first for a password of one's own."""
        for sent in (request.GET, request.POST):
            if any("\x00" in text for name in sent for text in (name, *sent.getlist(name))):
                raise SuspiciousOperation("a null in a text")
        user = cast(Asked, request).user
        if user.is_authenticated and user.one_time_until is not None and _name(request) not in WITH_ONE_TIME_PASSWORD:
            return redirect("change-password")
        return None


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _act_as(request: Asked) -> None:
    request.held = held_by(request.user, request.today)
    kept = request.session.get(POST_KEY)
    try:
        request.actor = request.held.actor(UUID(kept) if kept else None)
    except (NotYourPost, ValueError):
        # The tenure has ended since: the person goes on from another post, or from none.
        del request.session[POST_KEY]
        request.actor = request.held.actor(None)
    request.unread = unread_later(request.actor)
