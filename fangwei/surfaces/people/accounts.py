"""Accounts of others: opening one, giving a one-time password, shutting and reopening; by an operator or who staffs the post."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.accounts.actions import AccountRefused, open_account, reopen_account, reset_account, shut_account
from fangwei.accounts.administering import OPERATOR
from fangwei.accounts.models import User
from fangwei.accounts.queries import may_keep_account
from fangwei.surfaces.people.forms import AccountForm, ReasonForm
from fangwei.surfaces.people.views import LOOKERS, person_in_reach
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.persons import account_page, accounts_list

KEEPERS = LOOKERS | {OPERATOR}
PAGE = "people/account.html"


def _kept(request: Asked, user_id: UUID) -> User:
    """Return an account that the actor keeps. Raises: Http404."""
    user = get_object_or_404(User.objects.select_related("person"), id=user_id)
    if request.actor.role == OPERATOR:
        return user
    if user.person is None or not may_keep_account(request.actor, user.person, request.at):
        raise Http404
    return user


@require_safe
@for_roles({OPERATOR})
def accounts(request: HttpRequest) -> HttpResponse:
    """List every account, for an operator."""
    words, after = request.GET.get("q", "").strip()[:60], request.GET.get("after", "")[:64]
    return page(request, "people/accounts.html", {"list": accounts_list(words, after)})


@require_safe
@for_roles(KEEPERS)
def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show one account with what may be done to it."""
    asked = cast(Asked, request)
    return page(request, PAGE, _context(asked, _kept(asked, user_id)))


def _context(request: Asked, user: User, **more: Any) -> dict[str, Any]:
    own = request.actor.person_id is not None and user.person_id == request.actor.person_id
    return {"form": ReasonForm(), "own": own or user.id == request.user.id, **account_page(user, request.at), **more}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_roles(KEEPERS)
def new_account(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a person's account and show its one-time password this once."""
    asked = cast(Asked, request)
    person = person_in_reach(asked, person_id)
    if asked.actor.role != OPERATOR and not may_keep_account(asked.actor, person, asked.at):
        raise Http404
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, secret = open_account(
                person=person, username=form.cleaned_data["username"], by=asked.actor, at=asked.at
            )
            return page(request, PAGE, _context(asked, user, secret=secret))
        except AccountRefused as refused:
            form.add_error(None, str(refused))
    said = _("A one-time password is shown once; with it they choose their own at the first sign-in.")
    context = {"form": form, "person": person, "title": _("Open an account"), "button": _("Open the account")}
    return page(
        request, "people/form.html", context | {"said": said, "lead": person.name}, status=422 if form.errors else 200
    )


@require_POST
@never_cache
@for_roles(KEEPERS)
def reset(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give a one-time password and show it this once."""
    asked = cast(Asked, request)
    user = _kept(asked, user_id)
    try:
        secret = reset_account(user=user, by=asked.actor, at=asked.at)
    except AccountRefused as refused:
        messages.error(request, str(refused))
        return redirect("people:account", user.id)
    return page(request, PAGE, _context(asked, user, secret=secret))


@require_POST
@for_roles(KEEPERS)
def switch(request: HttpRequest, user_id: UUID, to: str) -> HttpResponse:
    """Shut an account or open it again, with the reason."""
    asked, form = cast(Asked, request), ReasonForm(request.POST)
    user = _kept(asked, user_id)
    verbs: dict[str, Any] = {"shut": shut_account, "reopen": reopen_account}
    if to not in verbs:
        raise Http404
    try:
        verbs[to](user=user, reason=_reason(form), by=asked.actor, at=asked.at)
        messages.success(request, _("Recorded."))
    except AccountRefused as refused:
        messages.error(request, str(refused))
    return redirect("people:account", user.id)


def _reason(form: forms.Form) -> str:
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
