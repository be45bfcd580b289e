"""Handovers as they are read and confirmed: the list of open cases, a note beside each, whose turn it is, what was said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import may_staff_post
from fangwei.accounts.queries import local_day
from fangwei.casework.handover import (
    awaiting,
    belongings,
    digest_of,
    handovers_of_case,
    mine,
    readable,
    takers,
)
from fangwei.casework.handover.reading import Side, turn_of
from fangwei.casework.models import Case, Handover, HandoverItem
from fangwei.register.models import Post, Tenure
from fangwei.ui import words as ui_words
from fangwei.ui.parts import Choice, FactsView, FieldView, LinkView, Part, TimeView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.bodies import handover_rows
from fangwei.ui.present.links import case_href
from fangwei.ui.present.people import names_of_persons
from fangwei.ui.present.reasons import due_line, last_moment

LINES = 200
"""How many cases of a list one page shows with a field for a note beside each; the print shows all."""

RECENT = 20
PREFIX = "note-"


def handovers_page(actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the context of the list: what waits for this person, their own, those they oversee."""
    waiting = awaiting(actor, at)
    own = (
        list(mine(actor.person_id, at).exclude(id__in=[one.id for one in waiting])[:RECENT]) if actor.person_id else []
    )
    seen = {one.id for one in (*waiting, *own)}
    watched = list(
        readable(actor, at).filter(ended_at=None).exclude(id__in=seen).order_by("due_at", "id")[: 2 * RECENT]
    )
    return {
        "waiting": handover_rows(waiting, _("Waits for your confirmation"), _("Nothing waits for your confirmation.")),
        "own": handover_rows(own, _("Your handovers")) if own else None,
        "watched": handover_rows(watched, _("Under way where you lead or oversee")) if watched else None,
        "posts": _leavable(actor, at),
    }


def _leavable(actor: Actor, at: datetime) -> list[LinkView]:
    """Return the posts that the person may begin to hand over."""
    if actor.person_id is None:
        return []
    held = (
        Tenure.objects.on(local_day(at))
        .filter(person_id=actor.person_id)
        .select_related("post")
        .order_by("start", "id")
    )
    begun = set(
        Handover.objects.filter(from_person_id=actor.person_id, ended_at=None).values_list("post_id", flat=True)
    )
    return [
        LinkView(_("Hand over: %(post)s") % {"post": one.post.name}, reverse("people:hand-over", args=[one.post_id]))
        for one in held
        if one.post_id not in begun
    ]


def handover_page(request: Asked, handover: Handover, typed: QueryDict | None = None) -> dict[str, Any]:
    """Return the context of one handover: facts, its list, and the form of whoever's turn it is."""
    actor, at = request.actor, request.at
    side = _side(turn_of(handover, at), actor)
    gives = side is not None and handover.state == Handover.State.OPEN
    cases = _listed(handover) if handover.state == Handover.State.OPEN else []
    lines = (
        _open_lines(handover, cases, actor, typed if gives else None)
        if cases
        else _frozen_lines(handover, actor, typed)
    )
    whole = len(cases) if handover.state == Handover.State.OPEN else handover.items.count()
    return {
        "handover": handover,
        "title": _("Handover of %(post)s") % {"post": handover.post.name},
        "facts": _facts(handover, at),
        "lines": lines[:LINES] if not request.GET.get("all") else lines,
        "whole": whole,
        "more": whole > LINES and not request.GET.get("all"),
        "since": _since(handover),
        "seen": digest_of(case.id for case in cases),
        "gives": gives,
        "takes": side is not None and handover.state == Handover.State.GIVEN,
        "stands_in": side is not None and gives and side.part != Handover.Part.LEAVER,
        "part": str(Handover.Part(side.part).label) if side else "",
        "note": typed.get("note", "") if typed else "",
        "successors": _successors(handover, actor, at),
        "withdraws": handover.ended_at is None
        and (actor.person_id == handover.opened_by or may_staff_post(actor, handover.post)),
        "is_open": handover.ended_at is None,
        "signs": handover.state == Handover.State.TAKEN,
    }


def _side(sides: Iterable[Side], actor: Actor) -> Side | None:
    return next((side for side in sides if side.person_id == actor.person_id), None)


def _listed(handover: Handover) -> list[Case]:
    return list(belongings(handover.post).order_by(F("due_at").asc(nulls_last=True), "id"))


def _facts(one: Handover, at: datetime) -> FactsView:
    people = names_of_persons({person for person in (one.given_by, one.taken_by, one.returned_by) if person})
    facts: list[tuple[str, Part | str | int | None]] = [
        (_("Post"), f"{one.post.body} · {one.post.name}"),
        (_("Leaver"), one.from_person.name),
        (_("Successor"), one.to_person.name if one.to_person else _after(one, at)),
        (_("Leaves on"), TimeView(one.leaves_on, "day")),
        (_("Reason"), one.reason),
    ]
    if one.given_at and one.given_by:
        said = {"name": people.get(one.given_by, ""), "part": str(Handover.Part(one.given_as).label)}
        facts.append((_("List confirmed"), f"{ui_words.moment(one.given_at)} · {said['name']}（{said['part']}）"))
        if one.given_note:
            facts.append((_("Note to the list"), one.given_note))
    else:
        facts.append((_("List confirmed"), _("not yet")))
    if one.returned_at and one.returned_by:
        facts.append((_("List sent back"), f"{ui_words.moment(one.returned_at)} · {people.get(one.returned_by, '')}"))
    if one.ended_at and one.taken_by:
        said = {"name": people.get(one.taken_by, ""), "part": str(Handover.Part(one.taken_as).label)}
        facts.append((_("Receipt confirmed"), f"{ui_words.moment(one.ended_at)} · {said['name']}（{said['part']}）"))
        if one.taken_note:
            facts.append((_("Note to the receipt"), one.taken_note))
    elif one.ended_at is None:
        facts.append((_("Receipt confirmed"), _("not yet")))
        facts.append(
            (_("Whose turn"), words.listing(dict.fromkeys(side.name for side in turn_of(one, at))) or _("nobody’s"))
        )
        facts.append((_("To be confirmed by"), TimeView(last_moment(one.due_at))))
    if one.escalated_at and one.ended_at is None:
        facts.append((_("Unanswered"), _("Gone to the leader of the body, who may confirm instead.")))
    return FactsView(facts)


def _after(one: Handover, at: datetime) -> str:
    if one.ended_at is not None:
        return _("not named")
    names = words.listing(dict.fromkeys(side.name for side in takers(one, at)))
    return _("not named yet; until then %(names)s") % {"names": names} if names else _("nobody yet")


def _open_lines(handover: Handover, cases: list[Case], actor: Actor, typed: QueryDict | None) -> list[dict[str, Any]]:
    before = {item.case_id: item for item in handover.items.all()}
    return [_open_line(place, case, before.get(case.id), actor, typed) for place, case in enumerate(cases, 1)]


def _href(case_id: UUID, actor: Actor) -> str:
    """Return a case's page for whoever still has one; a leaver without any post reads the list alone."""
    if actor.post_id is None:
        return ""
    return case_href(
        "enterprise" if actor.enterprise_id else "grid" if actor.role == "grid_worker" else "desk", case_id
    )


def _open_line(
    place: int, case: Case, item: HandoverItem | None, actor: Actor, typed: QueryDict | None
) -> dict[str, Any]:
    name = f"{PREFIX}{case.id}"
    known = item.note if item else ""
    return {
        "place": place,
        "number": case.number or "",
        "title": case.title,
        "state": words.state(case.state),
        "kind": words.said(words.CHOICES, case.kind),
        "due": due_line(case) if case.due_at else None,
        "href": _href(case.id, actor),
        "note": known,
        "declined": item.declined if item else "",
        "field": FieldView(
            name=name,
            label=_("What the successor must know"),
            value=typed.get(name, known) if typed is not None else known,
            max_length=500,
            required=False,
        ),
    }


def _frozen_lines(handover: Handover, actor: Actor, typed: QueryDict | None) -> list[dict[str, Any]]:
    items = list(handover.items.order_by("position").select_related("case"))
    return [
        {
            "place": item.position,
            "number": item.number,
            "title": item.title,
            "state": words.state(item.state),
            "now": "" if item.case.state == item.state else words.state(item.case.state),
            "kind": words.said(words.CHOICES, item.kind),
            "due": TimeView(last_moment(item.due_at)) if item.due_at else None,
            "href": _href(item.case_id, actor),
            "note": item.note,
            "declined": item.declined,
            "field": FieldView(
                name=f"{PREFIX}{item.case_id}",
                label=_("What is missing, if anything"),
                value=typed.get(f"{PREFIX}{item.case_id}", "") if typed else "",
                max_length=500,
                required=False,
            ),
        }
        for item in items
    ]


def _since(handover: Handover) -> int:
    """Return how many cases came to the post after its list was frozen: they are the post's, no list is needed for them."""
    if handover.state != Handover.State.GIVEN:
        return 0
    return belongings(handover.post).exclude(handed_over__handover=handover).count()


def _successors(handover: Handover, actor: Actor, at: datetime) -> FieldView | None:
    if handover.ended_at is not None or actor.person_id == handover.from_person_id:
        return None
    if not may_staff_post(actor, handover.post):
        return None
    on = local_day(at)
    held = Tenure.objects.filter(post=handover.post).exclude(person_id=handover.from_person_id).select_related("person")
    choices = [
        Choice(value=str(one.person_id), label=one.person.name, chosen=one.person_id == handover.to_person_id)
        for one in held.order_by("acting", "start", "id")
        if one.end is None or one.end > on
    ]
    if not choices:
        return None
    return FieldView(name="person", label=_("Who receives"), kind="select", choices=choices)


def notes_of(given: QueryDict) -> dict[UUID, str]:
    """Return what was typed beside each case."""
    found: dict[UUID, str] = {}
    for name in given:
        if name.startswith(PREFIX):
            try:
                found[UUID(name.removeprefix(PREFIX))] = given.get(name, "")
            except ValueError:
                continue
    return found


def handed_over(case: Case) -> list[FactsView]:
    """Return who handed a case over and who received it, for the case's own page."""
    found = handovers_of_case(case)
    people = names_of_persons({person for one in found for person in (one.given_by, one.taken_by) if person})
    return [
        FactsView(
            [
                (_("Post"), one.post.name),
                (_("Handed over by"), _confirmed(people.get(one.given_by) if one.given_by else "", one.given_at)),
                (_("Received by"), _confirmed(people.get(one.taken_by) if one.taken_by else "", one.ended_at)),
            ]
        )
        for one in found
    ]


def _confirmed(name: str | None, at: datetime | None) -> str:
    return f"{name} · {ui_words.moment(at)}" if name and at else _("not confirmed yet")


def may_hand_over(actor: Actor, post: Post, at: datetime) -> bool:
    """Tell whether an actor holds a post today, so that they may begin to hand it over."""
    if actor.person_id is None:
        return False
    return Tenure.objects.on(local_day(at)).filter(post=post, person_id=actor.person_id).exists()
