"""What a blind spot, a paper of oversight and a listed problem say on their pages, and the page of a clue's bundle."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.duty.gaps import REPAIRS
from fangwei.duty.models import Gap
from fangwei.oversight.lifecycle import DUE, ISSUED
from fangwei.oversight.models import ClueBundle, Form, Letter
from fangwei.oversight.queries import bundle_of, pairs_listed
from fangwei.register.models import Place
from fangwei.ui.parts import FactsView, LinkView, Part, TimeView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.links import case_href, place_href
from fangwei.ui.present.reasons import domain_names
from fangwei.ui.words import local

SHOWN = 12
_Fact = tuple[str, Part | str | int | None]


def oversight_facts(case: Case, at: datetime, surface: str) -> FactsView | None:
    """Return what is known of a blind spot or a letter or a listed problem; None for every other kind of case."""
    if case.kind == "blind_spot":
        return _blind_spot(case, at, surface)
    if case.kind == "problem":
        return _problem(case, surface)
    return _letter(case, surface) if case.kind == "letter" else None


def _blind_spot(case: Case, at: datetime, surface: str) -> FactsView:
    spot = case.blind_spot
    on = local(at).date()
    pairs = pairs_listed(spot, on, SHOWN) if case.is_open else []
    names = dict(Place.objects.filter(id__in={place for place, _domain in pairs}).values_list("id", "name"))
    said = domain_names(on)
    facts: list[tuple[str, Part | str | int | None]] = [
        (words.said(words.FIELDS, "gap"), str(Gap(spot.gap).label)),
        (words.said(words.FIELDS, "pairs"), spot.pairs),
        (words.said(words.FIELDS, "repair"), str(REPAIRS[Gap(spot.gap)])),
    ]
    if spot.assigned_post is not None:
        facts.append((words.said(words.RELATIONS, "assignee"), str(spot.assigned_post)))
    facts += [(said.get(domain, domain), _place(place, names.get(place, ""), surface)) for place, domain in pairs]
    return FactsView(facts)


def _place(place: UUID, name: str, surface: str) -> Part | str:
    href = place_href(surface, place)
    return LinkView(name, href) if href else name


def _letter(case: Case, surface: str) -> FactsView:
    letter: Letter = case.letter
    about = LinkView(f"{letter.about.number} {letter.about.title[:60]}", case_href(surface, letter.about_id))
    facts: list[tuple[str, Part | str | int | None]] = [
        (words.said(words.FIELDS, "form"), letter.get_form_display()),
        (_("About the case"), about),
        (words.said(words.FIELDS, "days"), letter.days),
        (words.said(words.RELATIONS, "addressee"), letter.addressee.name if letter.addressee else None),
        (_("Text of the paper"), letter.text or None),
    ]
    if letter.meet_on is not None:
        facts.append((words.said(words.FIELDS, "meet_on"), f"{letter.meet_on.isoformat()} {letter.meet_at}"))
    if letter.published_at is not None:
        facts.append((_("Published"), TimeView(letter.published_at)))
    if letter.form == Form.CLUE and surface == "desk":
        facts.append((_("Bundle of evidence"), LinkView(_("Open or make it"), reverse("desk:clue", args=[case.id]))))
    if letter.record:
        facts.append((_("Result") if letter.form == Form.CLUE else words.said(words.FIELDS, "record"), letter.record))
    if letter.answer:
        facts.append(
            (words.said(words.FIELDS, "received_by") if letter.form == Form.CLUE else _("Answer"), letter.answer)
        )
    return FactsView(facts)


def _problem(case: Case, surface: str) -> FactsView:
    problem, listed = case.problem, case.problem.listed_in
    link = LinkView(listed.title, reverse("desk:problem-list", args=[listed.id])) if surface == "desk" else listed.title
    facts: list[tuple[str, Part | str | int | None]] = [
        (_("What is wrong"), problem.description),
        (words.said(words.FIELDS, "requirement"), problem.requirement or None),
        (words.said(words.FIELDS, "list"), link),
        (_("Inspected by"), listed.inspecting.name),
        (words.said(words.FIELDS, "measures"), problem.measures or None),
        (words.said(words.FIELDS, "responsible"), problem.responsible or None),
        (words.said(words.FIELDS, "finish_on"), problem.committed_on.isoformat() if problem.committed_on else None),
    ]
    if problem.result:
        facts.append((_("What was done"), problem.result))
    if case.origin_kind == "hazard" and case.origin_id is not None:
        facts.append((_("Hazard"), LinkView(_("Open the hazard"), case_href(surface, case.origin_id))))
    return FactsView(facts)


def clue_page(case: Case, request: Asked) -> dict[str, Any]:
    """Return the context of the page of a clue's bundle."""
    made = bundle_of(request.actor, case)
    mine = request.actor.organization_id == case.owner_post.organization_id
    return {
        "case": case,
        "back": LinkView(f"{case.number} {case.title[:60]}", case_href("desk", case.id)),
        "facts": FactsView([*_made(made), *_erased(made)]) if made else None,
        "may_make": mine and case.state in (DUE, ISSUED),
    }


def _made(made: ClueBundle) -> list[_Fact]:
    return [
        (_("Made at"), TimeView(made.made_at)),
        (words.said(words.FIELDS, "facts"), made.facts),
        (words.said(words.FIELDS, "files"), made.files),
        (words.said(words.FIELDS, "size"), made.size),
        (words.said(words.FIELDS, "sha256"), made.sha256),
    ]


def _erased(made: ClueBundle) -> list[_Fact]:
    if made.redacted_at is None:
        return []
    return [
        (_("Lawfully erased in part"), TimeView(made.redacted_at)),
        (_("SHA-256 of what is kept"), made.kept_sha256),
    ]
