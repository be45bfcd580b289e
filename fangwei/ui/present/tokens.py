"""A user's API tokens: what each is for, until when, and the form for another."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.accounts.models import ApiToken
from fangwei.accounts.queries import TOKEN_SCOPES
from fangwei.ui.parts import (
    BulkVerb,
    ChipView,
    Choice,
    Column,
    EmptyView,
    FieldView,
    LinesView,
    ListView,
    Row,
    TimeView,
)
from fangwei.ui.present import words

SCOPES: dict[str, str | Promise] = {
    "read": gettext_lazy("Read cases, places, the law and files"),
    "act": gettext_lazy("Register cases and do verbs"),
    "evidence": gettext_lazy("Send files as evidence"),
    "export": gettext_lazy("Export lists"),
}
DAYS = (30, 90, 180, 365)


def token_list(tokens: Sequence[ApiToken], at: datetime) -> ListView:
    """Return a user's tokens as a list from which those that still count may be revoked."""
    standing = any(one.revoked_at is None for one in tokens)
    return ListView(
        caption=_("API tokens"),
        columns=[
            Column(key="name", label=_("What it is for"), width="wide", on_phone="title"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="scopes", label=_("It may")),
            Column(key="until", label=_("Valid until"), width="fit"),
            Column(key="used", label=_("Last used"), width="fit"),
        ],
        rows=[_row(one, at) for one in tokens],
        empty=EmptyView(title=_("You have no token."), how=_("A token lets another program act from your post.")),
        bulk=[BulkVerb(name="revoke", label=_("Revoke"))] if standing else (),
        bulk_action=reverse("revoke-tokens"),
    )


def _row(token: ApiToken, at: datetime) -> Row:
    ended = token.revoked_at is not None or token.expires_at <= at
    state = _("Revoked") if token.revoked_at else _("Expired") if ended else _("Valid")
    return Row(
        key=str(token.id),
        cells={
            "name": LinesView(token.name, f"{token.prefix}… · {token.post.name}"),
            "state": ChipView(state, "done" if ended else "plain"),
            "scopes": " · ".join(words.said(SCOPES, scope) for scope in token.scope_names),
            "until": TimeView(token.expires_at, "day"),
            "used": TimeView(token.last_used_at, "ago") if token.last_used_at else None,
        },
        quiet=ended,
    )


def token_fields(name: str = "", scopes: Sequence[str] = ("read",), days: str = "90") -> list[FieldView]:
    """Return the form for a new token."""
    return [
        FieldView(
            name="name",
            label=_("What it is for"),
            value=name,
            max_length=60,
            help=_("The program or the body that will use it."),
        ),
        FieldView(
            name="scopes",
            label=_("What it may do"),
            kind="checkboxes",
            choices=[Choice(value=one, label=words.said(SCOPES, one), chosen=one in scopes) for one in TOKEN_SCOPES],
        ),
        FieldView(
            name="days",
            label=_("Valid for"),
            kind="select",
            value=days,
            choices=[Choice(value=str(one), label=_("%(days)s days") % {"days": one}) for one in DAYS],
            help=_("It also ends when you leave the post."),
        ),
    ]
