"""The form by which one signs in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.accounts.models import User
from fangwei.accounts.queries import waiting
from fangwei.accounts.refusals import AccountRefused
from fangwei.ui import words
from fangwei.ui.present.asked import Asked


class SignInForm(forms.Form):
    """Name and password; the same answer for an unknown name and for a wrong password."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Let in, or say without detail why not."""
        given: dict[str, Any] = super().clean() or {}
        name, password = given.get("username"), given.get("password")
        if not name or not password:
            return given
        at = self._request.at
        found = authenticate(self._request, username=name, password=password, at=at)
        if found is None:
            wait = waiting(name, at)
            if wait is not None:
                until = words.clock_time(wait.until)
                raise forms.ValidationError(_("Too many attempts. Try again after %(time)s.") % {"time": until})
            raise forms.ValidationError(_("This name and password do not belong together. Please check both."))
        if found.one_time_until is not None and found.one_time_until <= at:
            raise forms.ValidationError(str(AccountRefused("one_time_expired")))
        self.user = found
        return given
