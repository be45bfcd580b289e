"""The grid's screens: places near or named, and what became of what one found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.queries import places_in_reach
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.engines import geo
from fangwei.register.models import Place, PlaceKind
from fangwei.ui import words as ui_words
from fangwei.ui.parts import Choice, ClockView, EmptyView, FieldView, LinkView, Part
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.keyset import page_of_walk
from fangwei.ui.present.links import case_href
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.people import owner_lines
from fangwei.ui.present.places import search
from fangwei.ui.present.reasons import due_line

SHOWN = 40
NEAR_M = 2000
PLACE_KINDS = tuple(kind.value for kind in PlaceKind if kind != PlaceKind.SITE)


def found_page(request: Asked) -> dict[str, Any]:
    """Return what one reported, the latest first, and for a township officer what waits to be confirmed."""
    mine = visible(request.actor).filter(kind="hazard", hazard__found_by=request.actor.person_id)
    cases = list(mine.select_related("place").order_by("-id")[:SHOWN])
    owners = owner_lines(cases, request.today)
    verifying = BY_NAME["verify"].walks(request.actor, request.at) if _officer(request) else ()
    waits = page_of_walk(request.actor, verifying, "", limit=SHOWN).cases
    return {
        "found": [_card(case, owners[case.id], request) for case in cases],
        "confirm": [_card(case, None, request) for case in waits],
        "empty": EmptyView(
            title=_("You have reported nothing yet."),
            how=_("What you report stands here, with who answers for it and what became of it."),
            action=LinkView(_("Report a danger"), reverse("grid:report")),
        ),
    }


def _officer(request: Asked) -> bool:
    return request.actor.role == "township_officer"


def _card(case: Case, owner: Part | None, request: Asked) -> dict[str, Any]:
    grade = grade_view(case) if case.severity else None
    clock: ClockView | None = due_line(case) if case.is_open and case.due_at else None
    return {
        "href": case_href("grid", case.id),
        "what": case.title,
        "where": case.place.name if case.place else "",
        "marks": [part for part in (grade, state_chip(case)) if part is not None],
        "owner": owner if case.is_open else None,
        "clock": clock,
        "ended": _("Ended %(day)s") % {"day": ui_words.day(case.closed_at, request.at)} if case.closed_at else "",
    }


def place_choices(request: Asked, error: str = "") -> dict[str, Any]:
    """Return the places that fit what was typed, or those nearest to a point."""
    text, near = request.GET.get("q", "").strip()[:80], _point(request.GET.get("near", ""))
    reach = places_in_reach(request.actor).filter(valid_to=None).select_related("site__enterprise")
    found: list[Place] = []
    if text:
        found = list(search(reach, text).order_by("name", "id")[:20])
    elif near is not None:
        cells = geo.around(geo.cell(*near), 3)
        inside = [
            place for place in reach.filter(cell__in=cells).order_by("id")[:300] if _metres(place, near) <= NEAR_M
        ]
        found = sorted(inside, key=lambda place: _metres(place, near))[:20]
    elif request.method == "GET":
        found = list(reach.order_by("-id")[:10])
    return {
        "places": [_choice(place, near) for place in found],
        "asked": bool(text or near),
        "search": FieldView(
            name="q", label=_("Name of the shop, firm, road"), kind="search", value=text, required=False
        ),
        "error": error,
        "name_field": FieldView(
            name="name", label=_("What people call it"), value=request.POST.get("name", text), max_length=120
        ),
        "kind_field": FieldView(
            name="kind",
            label=_("What kind of place"),
            kind="select",
            choices=[Choice(value=kind, label=str(PlaceKind(kind).label)) for kind in PLACE_KINDS],
        ),
    }


def _choice(place: Place, near: tuple[float, float] | None) -> dict[str, str]:
    metres = f"{_metres(place, near):.0f} m" if near is not None and place.lat is not None else ""
    return {
        "href": reverse("grid:report-at", args=[place.id]),
        "name": place.name,
        "where": words.listing(part for part in (place.address, metres) if part),
    }


def _metres(place: Place, near: tuple[float, float] | None) -> float:
    if near is None or place.lat is None or place.lon is None:
        return float("inf")
    return geo.haversine_m(place.lat, place.lon, *near)


def _point(text: str) -> tuple[float, float] | None:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (lat, lon) if geo.in_china(lat, lon) else None
