"""The request as surfaces see it: who asks, from which post, at which instant; and the gates that let them in."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.accounts.queries import Held
from fangwei.ui.present.shell import shell_of

OFFICERS = frozenset({"inspector", "regulator", "township_officer", "committee_office"})
INSPECTING = OFFICERS - {"committee_office"}
READERS = OFFICERS | {"leader", "auditor", "expert"}
ENTERPRISE = frozenset({"enterprise_safety_officer", "enterprise_principal"})
GRID = frozenset({"grid_worker", "township_officer"})


class Asked(HttpRequest):
    """A request after the middleware: `held` what the user holds today, `actor` as whom they act, `unread` tells how
    many notices the actor has not read, `at` the one reading of the clock, `today` its day on the wall calendar."""

    user: User
    held: Held
    actor: Actor
    unread: Callable[[], int]
    at: datetime
    today: date
    htmx: HtmxDetails
    too_large: list[str]


View = Callable[..., HttpResponseBase]


def for_roles(roles: Collection[str]) -> Callable[[View], View]:
    """Let in who acts in one of these roles; a stranger is asked to sign in, another role is told where its own door is."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if cast(Asked, request).actor.role not in roles:
                raise PermissionDenied("role")
            return view(request, *args, **kwargs)

        return guarded

    return gate


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Draw a page with the shell around it and the request's instant on it."""
    asked = cast(Asked, request)
    return render(request, template, {"at": asked.at, "drawn": {}, "shell": shell_of(asked), **context}, status=status)
