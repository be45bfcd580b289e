"""What a page says when something is wrong: what happened, what was kept, what to do, in the reader's language."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.ui.parts import LinkView, NoticeView, ShellView
from fangwei.ui.present.shell import home_of, shell_of


def _told(request: HttpRequest, status: int, title: str, todo: str, kept: str = "") -> HttpResponse:
    actor = getattr(request, "actor", None)
    try:
        shell = shell_of(request) if hasattr(request, "at") else ShellView(sign_in=reverse("sign-in"))
    except Exception:  # the page that tells of a failure must not fail itself
        shell = ShellView(sign_in=reverse("sign-in"))
    home = LinkView(_("To my first screen"), home_of(actor)) if actor else LinkView(_("Sign in"), reverse("sign-in"))
    notice = NoticeView(title=title, todo=todo, kept=kept, tone="problem", links=[home])
    context = {"notice": notice, "title": title, "shell": shell, "at": getattr(request, "at", datetime.now(UTC))}
    return render(request, "entrance/failed.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the form itself was too large."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _told(request, 400, _("This request could not be read."), _("Go back, reload the page and try again."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than is taken at once."""
    return _told(request, 413, _("That was too much at once."), _("Shorten the text or send the files one by one."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: another role's door."""
    return _told(
        request,
        403,
        _("This page is for another role than the one you act in."),
        _("Go to your own first screen, or choose another of your posts under your name."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form had no valid token, usually because one signed in again meanwhile."""
    return _told(
        request,
        403,
        _("The form was too old to be sent safely."),
        _("Go back, reload the page and send it again."),
        kept=_("What you typed is still in the form when you go back."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this reader; the answer is the same for both."""
    return _told(
        request,
        404,
        _("There is nothing here, or you may not see it."),
        _("Check the address or the number, or ask who answers for it."),
    )


def failed(request: HttpRequest, *_args: Any) -> HttpResponse:
    """500: our fault."""
    return _told(
        request,
        500,
        _("Something went wrong on our side."),
        _("Try again in a minute. If it happens again, tell the operator what you did and when."),
        kept=_("Nothing was changed. What was saved before is still there."),
    )
