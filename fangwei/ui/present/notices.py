"""One's notices as lines: what happened, about what, until when, and where the verb that answers stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.notices.models import Notice
from fangwei.notices.queries import heading, page_of, remaining
from fangwei.ui import words as ui_words
from fangwei.ui.parts import EmptyView, TimeView
from fangwei.ui.present import words
from fangwei.ui.present.asked import ENTERPRISE, Asked
from fangwei.ui.present.links import case_href

_BESIDES = {"job": "desk:import-job", "handover": "people:handover"}
"""Where word leads that is about no case, by what it names."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice; `action` opens it."""

    id: UUID
    what: str
    about: str
    left: str
    pressing: bool
    when: TimeView
    verb: str
    unread: bool
    action: str


def notices_page(request: Asked) -> dict[str, Any]:
    """Return the context of the page of notices."""
    after = request.GET.get("after", "")
    found = page_of(request.actor, after)
    here = reverse("notices:notices")
    return {
        "lines": [_line(one, request.at) for one in found.notices],
        "unread": request.unread(),
        "next": f"{here}?after={found.after}" if found.after else "",
        "first": here if after else "",
        "empty": EmptyView(
            title=_("No notices."),
            how=_("What concerns you comes here by itself, with what it asks and until when."),
        ),
    }


def _line(one: Notice, at: datetime) -> NoticeLine:
    about = ""
    if one.case is not None:
        place = one.case.place.name if one.case.place is not None else ""
        # A visit is called by its place: the same name is not said twice.
        about = " · ".join(dict.fromkeys(part for part in (one.case.number or "", place, one.case.title) if part))
    return NoticeLine(
        id=one.id,
        what=heading(one, at),
        about=about,
        left=remaining(one.due_at, at),
        pressing=one.due_at is not None and ui_words.days_between(at, one.due_at) <= 1,
        when=TimeView(one.created_at, "ago"),
        verb=words.verb(one.verb) if one.verb else "",
        unread=one.read_at is None,
        action=reverse("notices:open", args=[one.id]),
    )


def leads_to(one: Notice, actor: Actor) -> str:
    """Return where a notice leads: its case with the form of its verb open, the page of an import."""
    if one.case_id is None:
        for key, name in _BESIDES.items():
            if key in one.params:
                return reverse(name, args=[one.params[key]])
        return reverse("notices:notices")
    surface = "enterprise" if actor.role in ENTERPRISE else "grid" if actor.role == "grid_worker" else "desk"
    return case_href(surface, one.case_id) + (f"#verb-{one.verb}" if one.verb else "")
