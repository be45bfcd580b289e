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

from fangwei.accounts.queries import posts_of, user_named
from fangwei.surfaces.entrance.forms import SignInForm
from fangwei.surfaces.entrance.middleware import POST_KEY
from fangwei.surfaces.entrance.roles import offered_roles
from fangwei.ui.present.asked import Asked, page
from fangwei.ui.present.shell import home_of

BACKEND = "fangwei.accounts.backend.PasswordBackend"


@require_GET
def root(request: HttpRequest) -> HttpResponse:
    """Send everybody to the first screen of their role."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    return redirect(home_of(cast(Asked, request).actor))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; in a demonstration offer the roles as well."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect("/")
    form = SignInForm(request.POST or None, request=cast(Asked, request))
    if request.method == "POST" and form.is_valid():
        return _let_in(request, form.user)
    context = {"form": form, "roles": offered_roles(), "next": request.GET.get("next", request.POST.get("next", ""))}
    return page(request, "entrance/sign_in.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, user: object) -> HttpResponse:
    login(request, user, backend=BACKEND)  # type: ignore[arg-type]
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if wanted and safe else "/")
    # Whoever reads in another language than the house's has said so once; otherwise the browser's wish stands.
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and user.language != settings.LANGUAGE_CODE:  # type: ignore[attr-defined]
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")  # type: ignore[attr-defined]
    return response


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
