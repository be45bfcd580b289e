"""One's own account: choosing another password, seeing where one is signed in, signing out elsewhere."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fangwei.accounts.actions import AccountRefused, carry_session, change_password, end_sessions
from fangwei.accounts.queries import sign_ins_of
from fangwei.register.models import Role
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.sessions import password_rules, session_list
from fangwei.ui.present.typed import ids_of

ANYBODY = frozenset({*Role.values, ""})


def _password(label: Any, complete: str) -> forms.CharField:
    box = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, max_length=128, strip=False, widget=box)


class PasswordForm(forms.Form):
    """The present password, the new one, and the new one again."""

    old = _password(gettext_lazy("Present password"), "current-password")
    new = _password(gettext_lazy("New password"), "new-password")
    again = _password(gettext_lazy("New password again"), "new-password")

    def clean_again(self) -> str:
        """Refuse a second writing that differs from the first."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("The two are not the same. Type the new password again."))
        return again


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ANYBODY)
def change_own_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; every other session ends."""
    asked, form = cast(Asked, request), PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _change(asked, form.cleaned_data["old"], form.cleaned_data["new"])
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return redirect("/")
        except AccountRefused as refused:
            beside = {"password_wrong": "old", "password_weak": "new", "password_same": "new"}.get(refused.code)
            form.add_error(beside, str(refused))
    forced = asked.user.one_time_until is not None
    context = {"form": form, "rules": password_rules(), "forced": forced}
    return page(request, "preferences/password.html", context, status=422 if form.errors else 200)


def _change(request: Asked, old: str, new: str) -> None:
    key = request.session.session_key or ""
    change_password(user=request.user, old=old, new=new, keep=key, by=request.actor, at=request.at)
    update_session_auth_hash(request, request.user)
    carry_session(before=key, after=request.session.session_key or "")


@require_safe
@for_roles(ANYBODY)
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in."""
    asked = cast(Asked, request)
    listed = session_list(sign_ins_of(asked.user, asked.at), request.session.session_key or "")
    return page(request, "preferences/sessions.html", {"list": listed})


@require_POST
@for_roles(ANYBODY)
def end_chosen(request: HttpRequest) -> HttpResponse:
    """Sign out chosen sessions, or every one but this."""
    asked = cast(Asked, request)
    key = request.session.session_key or ""
    others = [one.id for one in sign_ins_of(asked.user, asked.at) if one.session_key != key]
    chosen = set(ids_of(request.POST.getlist("chosen")))
    ended = [one for one in others if "all" in request.POST or one in chosen]
    count = end_sessions(user=asked.user, chosen=ended, by=asked.actor, at=asked.at)
    messages.success(request, _("Signed out elsewhere: %(n)s.") % {"n": count})
    return redirect("sessions")
