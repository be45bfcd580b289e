"""What an enterprise has to do at its own sites, and since when it could know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import may, visible
from fangwei.register.models import Place
from fangwei.ui.parts import ClockView, LinkView, Part
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import clocks, grade_view, state_chip
from fangwei.ui.present.good_faith import found_ourselves
from fangwei.ui.present.links import case_href
from fangwei.ui.present.may import LIKELY
from fangwei.ui.present.people import NOBODY
from fangwei.ui.present.typed import id_of

SHOWN = 60
_OURS = ("ordered", "accepted", "disputed", "controlled")
_THEIRS = ("registered", "graded", "submitted", "suspended", "referred")


@dataclass(frozen=True, slots=True)
class DueCard:
    """One hazard that the enterprise must act on, with its clock and the one thing to do."""

    href: str
    what: str
    where: str
    number: str
    marks: Sequence[Part]
    clock: ClockView | None
    todo: str


def own_sites(actor: Actor) -> list[Place]:
    """Return the sites of the actor's enterprise."""
    return list(
        Place.objects.filter(site__enterprise_id=actor.enterprise_id or NOBODY, valid_to=None)
        .select_related("site__enterprise", "site__landlord", "keeper_organization")
        .order_by("id")[:50]
    )


def chosen_site(request: Asked) -> Place | None:
    """Return the site that the address names, else the first one; None for an enterprise without a site."""
    sites = own_sites(request.actor)
    wanted = id_of(request.GET.get("site", ""))
    return next((site for site in sites if site.id == wanted), sites[0] if sites else None)


def due_page(request: Asked) -> dict[str, Any]:
    """Return the context of the enterprise's first screen."""
    mine = visible(request.actor).filter(kind="hazard", is_open=True)
    loaded = mine.select_related("hazard", "place__site__enterprise", "owner_post__organization")
    ours = list(loaded.filter(state__in=_OURS).order_by("due_at", "id")[:SHOWN])
    theirs = list(loaded.filter(state__in=_THEIRS).order_by("-id")[:SHOWN])
    # What somebody of ours handed in may wait for another of ours to close it.
    closing = [case for case in theirs if _todo(case, request) == words.verb("self_close")]
    waiting = [case for case in theirs if case not in closing]
    sites = own_sites(request.actor)
    return {
        "name": request.actor.organization_name,
        "ourselves": found_ourselves(request.actor, request.today),
        "due": [_card(case, request) for case in (*closing, *ours)],
        "waiting": [
            LinkView(f"{case.title} · {words.state(case.state)}", case_href("enterprise", case.id)) for case in waiting
        ],
        "sites": [LinkView(site.name, f"{reverse('enterprise:file')}?site={site.id}") for site in sites],
        "report": reverse("enterprise:report") if sites else "",
    }


def _card(case: Case, request: Asked) -> DueCard:
    running = clocks(case)
    grade = grade_view(case)
    return DueCard(
        href=case_href("enterprise", case.id),
        what=case.title,
        where=" · ".join(part for part in (case.place.name if case.place else "", case.hazard.spot) if part),
        number=case.number or "",
        marks=[part for part in (grade, state_chip(case)) if part is not None],
        clock=running[0] if running else None,
        todo=_todo(case, request) or _("Look at it"),
    )


def _todo(case: Case, request: Asked) -> str:
    verbs = [row.verb for row in may(case, request.actor, at=request.at).rows if row.verb in LIKELY]
    return words.verb(min(verbs, key=LIKELY.index)) if verbs else ""
