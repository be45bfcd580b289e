"""The form in which a user says when and where notices reach them outside the system."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.models import User
from fangwei.gateways.chat import SIGNED
from fangwei.notices.actions import NoticeRefused
from fangwei.notices.models import Channel, Group, NoticeAddress
from fangwei.notices.queries import addresses_of, channels_on, preference_of
from fangwei.ui.parts import Choice, ErrorsView, FieldView

_HOURS = 24
_MANY = 99
_ALL = tuple(Group.values[:3])
"""What a new address gets at first: all that asks for something."""


@dataclass(frozen=True, slots=True)
class Way:
    """One channel's form."""

    label: str
    action: str
    fields: list[FieldView]
    forget: str
    errors: ErrorsView | None


def wishes_page(user: User, refused: NoticeRefused | None = None, sent: QueryDict | None = None) -> dict[str, Any]:
    """Return the context of the page; `refused` and `sent` are a form that came back."""
    known = addresses_of(user)
    ways = [_way(Channel(name), known.get(name), refused, sent) for name in channels_on()]
    about_hours = refused is not None and refused.field not in Channel.values
    return {
        "ways": ways,
        "hours": _hours(user),
        "errors": ErrorsView(general=[str(refused)]) if about_hours else None,
    }


def _way(channel: Channel, kept: NoticeAddress | None, refused: NoticeRefused | None, sent: QueryDict | None) -> Way:
    wrong = refused is not None and refused.field == channel.value
    value = sent.get("value", "") if wrong and sent is not None else kept.value if kept else ""
    chosen = set(sent.getlist("groups")) if wrong and sent is not None else kept.group_names if kept else set(_ALL)
    fields = [_address(channel, value)]
    if channel.value in SIGNED:
        fields.append(
            FieldView(
                name="secret",
                label=_("Signing secret"),
                value=kept.secret if kept else "",
                required=False,
                help=_("Only if the robot was told to check signatures."),
                prefix=channel.value,
                autocomplete="off",
                max_length=120,
            )
        )
    choices = [Choice(value=one.value, label=str(one.label), chosen=one.value in chosen) for one in Group]
    fields.append(
        FieldView(name="groups", label=_("What comes here"), kind="checkboxes", choices=choices, prefix=channel.value)
    )
    forget = reverse("forget-notice-address", args=[channel.value]) if kept else ""
    errors = ErrorsView(general=[str(refused)]) if wrong else None
    return Way(str(channel.label), reverse("keep-notice-address", args=[channel.value]), fields, forget, errors)


def _address(channel: Channel, value: str) -> FieldView:
    if channel == Channel.MAIL:
        return FieldView(
            name="value", label=_("Mail address"), kind="email", value=value, prefix=channel.value, autocomplete="email"
        )
    return FieldView(
        name="value",
        label=_("Address of your robot"),
        value=value,
        help=_("Make a group with yourself in it, add a custom robot, and paste the address that it shows."),
        prefix=channel.value,
        autocomplete="off",
    )


def _hours(user: User) -> list[FieldView]:
    kept = preference_of(user)
    daily = "" if kept.daily_at is None else str(kept.daily_at)
    return [
        _hour("quiet_from", _("Quiet from"), str(kept.quiet_from), _("What comes in the quiet hours waits for their end.")),
        _hour("quiet_until", _("Quiet until"), str(kept.quiet_until), ""),
        FieldView(
            name="daily_at",
            label=_("Each at once or one message a day"),
            kind="select",
            value=daily,
            choices=[Choice(value="", label=_("Each at once"), chosen=not daily), *_of_the_day(daily)],
        ),
        FieldView(name="major_passes", label=_("Major hazards come at once, also at night"), kind="checkbox",
                  value="on" if kept.major_passes else "", required=False),
        FieldView(name="overdue_passes", label=_("What is due today or overdue comes at once, also at night"), kind="checkbox",
                  value="on" if kept.overdue_passes else "", required=False),
    ]  # fmt: skip


def _hour(name: str, label: str, value: str, help: str) -> FieldView:
    return FieldView(name=name, label=label, kind="select", value=value, choices=_of_the_day(value), help=help)


def _of_the_day(value: str) -> list[Choice]:
    return [
        Choice(value=str(hour), label=_("%(hour)s:00") % {"hour": hour}, chosen=str(hour) == value)
        for hour in range(_HOURS)
    ]


def hours_in(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form of the hours says; an hour that is none is left for the verb to refuse."""
    return {
        "quiet_from": _number(sent.get("quiet_from", "")),
        "quiet_until": _number(sent.get("quiet_until", "")),
        "daily_at": _number(sent["daily_at"]) if sent.get("daily_at") else None,
        "major_passes": bool(sent.get("major_passes")),
        "overdue_passes": bool(sent.get("overdue_passes")),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(_MANY)) else _MANY
