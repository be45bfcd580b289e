"""The forms by which bodies are staffed: few fields, dated, with a reason."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fangwei.accounts.administering import roles_in
from fangwei.casework.handover import Closing
from fangwei.register.models import Enterprise, Organization, OrganizationKind, Role
from fangwei.ui.present.seats import ALL, heir_choices, line_name

_BODIES = frozenset(
    {
        OrganizationKind.PARTY_COMMITTEE,
        OrganizationKind.GOVERNMENT,
        OrganizationKind.COMMITTEE,
        OrganizationKind.COMMITTEE_OFFICE,
        OrganizationKind.TOWNSHIP,
        OrganizationKind.ZONE,
        OrganizationKind.TASK_FORCE,
        OrganizationKind.VILLAGE_COMMITTEE,
        OrganizationKind.DISCIPLINE,
        OrganizationKind.OTHER_DEPARTMENT,
    }
)
LINES = tuple(kind for kind in OrganizationKind if kind not in _BODIES)
"""The lines of supervision that a leader may be in charge of."""


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


class PostForm(forms.Form):
    """What a post is called, what its holder does, which lines a leader is in charge of, whether new cases come to it."""

    name = forms.CharField(label=_("Title of the post"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), help_text=_("It says what the holder may do here."))
    lines = forms.MultipleChoiceField(
        label=_("In charge of (leaders only)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Which lines of supervision this leader answers for."),
    )
    takes_cases = forms.BooleanField(
        label=_("New cases of the body come to this post"),
        required=False,
        help_text=_("A body has one such post. The one before keeps what it has."),
    )
    reason = _reason()

    def __init__(self, body: Organization | Enterprise, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        roles = roles_in(body)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        if isinstance(body, Enterprise) or Role.LEADER not in roles:
            del self.fields["lines"]
        else:
            lines = [(ALL, line_name("")), *((kind.value, kind.label) for kind in LINES)]
            self.fields["lines"].choices = lines  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a charge of no line in particular is that of work safety as a whole."""
        given = super().clean() or {}
        given["lines"] = ["" if line == ALL else line for line in given.get("lines", ())]
        if given["lines"] and given.get("role") != Role.LEADER:
            self.add_error(
                "lines", _("Only a leader’s post is in charge of lines. Choose the role of a leader, or none.")
            )
        return given


class ClosingForm(forms.Form):
    """Which post takes over what a post has open, and why it is closed."""

    heir = forms.ChoiceField(
        label=_("Who takes over"),
        help_text=_("Its open cases, and what was offered to it, go to this post at once."),
    )
    reason = _reason()

    def __init__(self, ending: Closing, on: date, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._heirs = {str(post.id): post for post in ending.heirs}
        if not ending.needs_heir:
            del self.fields["heir"]
            return
        choices = [("", _("Please choose")), *heir_choices(ending.heirs, on)]
        self.fields["heir"].choices = choices  # type: ignore[attr-defined]
        self.fields["heir"].initial = next(iter(self._heirs), "")

    def clean(self) -> dict[str, Any]:
        """Return the post itself that takes over, None where nothing goes along."""
        given = super().clean() or {}
        return given | {"heir": self._heirs.get(given.get("heir", ""))}


class AccountForm(forms.Form):
    """The name under which somebody signs in."""

    username = forms.CharField(
        label=_("User name"), max_length=64, help_text=_("Short, in letters and digits; it stays.")
    )


class ReasonForm(forms.Form):
    """Why an account is shut or opened again."""

    reason = _reason()
