"""The forms by which bodies are staffed: few fields, dated, with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Reason or document"), max_length=200)


class AppointForm(forms.Form):
    """From which day on somebody holds a post, until when if that is set, by which decision."""

    start = _day(_("From"))
    until = _day(_("Until"), required=False, help_text=_("Empty when no end is set."))
    reason = _reason()


class StandInForm(forms.Form):
    """From which day until which somebody stands in, and why."""

    start = _day(_("From"))
    until = _day(_("Until"), help_text=_("Standing in always has an end; it can be ended earlier or begun anew."))
    reason = _reason()


class LeaveForm(forms.Form):
    """The first day on which somebody no longer holds a post, and why."""

    end = _day(_("First day no longer in the post"))
    reason = _reason()


class PersonForm(forms.Form):
    """A person to be registered; duplicates are shown before anybody is made."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel"})
    )
    certificate = forms.CharField(label=_("Enforcement certificate"), max_length=40, required=False)


class AccountForm(forms.Form):
    """The name under which somebody signs in."""

    username = forms.CharField(
        label=_("User name"), max_length=64, help_text=_("Short, in letters and digits; it stays.")
    )


class ReasonForm(forms.Form):
    """Why an account is shut or opened again."""

    reason = _reason()
