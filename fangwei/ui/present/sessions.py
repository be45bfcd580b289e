"""Where a user is signed in, and the rules of a password, as their own pages show them."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import password_validators_help_texts
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.models import SignIn
from fangwei.ui.parts import BulkVerb, ChipView, Column, EmptyView, LinesView, ListView, Row, TimeView


def session_list(sessions: Sequence[SignIn], current: str) -> ListView:
    """Return a user's sessions as a list from which others than the present one may be ended."""
    return ListView(
        caption=_("Signed in"),
        columns=[
            Column(key="device", label=_("Device"), width="wide", on_phone="title"),
            Column(key="at", label=_("Signed in"), width="fit"),
            Column(key="here", label=_("State"), width="fit", on_phone="bare"),
        ],
        rows=[
            Row(
                key=str(one.id),
                cells={
                    "device": LinesView(one.device or _("Unknown device"), one.address),
                    "at": TimeView(one.at),
                    "here": ChipView(_("this one"), "done") if one.session_key == current else ChipView(_("elsewhere")),
                },
                current=one.session_key == current,
            )
            for one in sessions
        ],
        empty=EmptyView(title=_("No session is known.")),
        bulk=[BulkVerb(name="end", label=_("Sign these out"))],
        bulk_action=reverse("end-sessions"),
    )


def password_rules() -> list[str]:
    """Return what a password must be, one sentence each."""
    return [str(text) for text in password_validators_help_texts()]
