"""Signing in and out, choosing a post, and the way to each role's first screen."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fangwei.accounts.actions import note_sign_in, note_sign_out
from fangwei.accounts.models import SignIn, User
from fangwei.accounts.queries import actor_of, last_sign_in, posts_of, user_named
from fangwei.casework.handover import awaiting
from fangwei.surfaces.entrance.devices import device_of
from fangwei.surfaces.entrance.forms import SignInForm
from fangwei.surfaces.entrance.middleware import POST_KEY
from fangwei.surfaces.entrance.roles import offered_roles
from fangwei.ui import words
from fangwei.ui.present.asked import Asked, page

BACKEND = "fangwei.accounts.backend.PasswordBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; in a demonstration offer the roles as well."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect("/")
    form = SignInForm(request.POST or None, request=cast(Asked, request))
    if request.method == "POST" and form.is_valid() and form.user is not None:
        return _let_in(request, form.user)
    context = {"form": form, "roles": offered_roles(), "next": request.GET.get("next", request.POST.get("next", ""))}
    return page(request, "entrance/sign_in.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    before = last_sign_in(user)
    login(request, user, backend=BACKEND)
    note_sign_in(
        user=user,
        session_key=request.session.session_key or "",
        address=str(request.META.get("REMOTE_ADDR", "")),
        device=device_of(request.headers.get("User-Agent", "")),
        at=cast(Asked, request).at,
    )
    _tell(cast(Asked, request), user, before)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if wanted and safe else "/")
    # Whoever reads in another language than the house's has said so once; otherwise the browser's wish stands.
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and user.language != settings.LANGUAGE_CODE:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response


def _tell(request: Asked, user: User, before: SignIn | None) -> None:
    """Say when somebody last came in under this name, and what waits for their confirmation."""
    if before is not None:
        said = {"time": words.moment(before.at, request.at), "device": before.device or "—", "address": before.address}
        text = _("You last signed in on %(time)s, with %(device)s from %(address)s. Not you? Change your password.")
        messages.info(request, text % said)
    waiting = awaiting(actor_of(user, None, request.today), request.at)
    if waiting:
        text = _("A handover waits for your confirmation: “Handovers”, under your name.")
        messages.warning(request, text)


@require_POST
def take_role(request: HttpRequest) -> HttpResponse:
    """Let a visitor of a demonstration in as one of its invented people."""
    names = {role.username for role in offered_roles()}
    user = user_named(request.POST.get("username", ""))
    if user is None or user.username not in names:
        raise Http404
    return _let_in(request, user)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    note_sign_out(session_key=request.session.session_key or "", at=cast(Asked, request).at)
    logout(request)
    return redirect("sign-in")


@require_POST
def acting_as(request: HttpRequest) -> HttpResponse:
    """Act from another of one's own posts from now on."""
    asked = cast(Asked, request)
    if not asked.user.is_authenticated:
        return redirect("sign-in")
    chosen = next(
        (post for post in posts_of(asked.user, asked.today) if str(post.id) == request.POST.get("post")), None
    )
    if chosen is None:
        messages.error(request, _("You do not hold this post today. Your own posts are listed under your name."))
    else:
        request.session[POST_KEY] = str(UUID(str(chosen.id)))
        messages.success(request, _("You now act as %(post)s.") % {"post": chosen.name})
    return redirect("/")


@require_GET
def no_screen(request: HttpRequest) -> HttpResponse:
    """Tell a user without a post for cases what to do."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    return page(request, "entrance/no_screen.html", {"operator": cast(Asked, request).actor.role == "operator"})
