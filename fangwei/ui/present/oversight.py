"""What a blind spot and a paper of oversight say on their pages."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.duty.gaps import REPAIRS
from fangwei.duty.models import Gap
from fangwei.oversight.models import Letter
from fangwei.oversight.queries import pairs_listed
from fangwei.register.law import book
from fangwei.register.models import Place
from fangwei.ui.parts import FactsView, LinkView, Part
from fangwei.ui.present import words
from fangwei.ui.present.links import case_href, place_href
from fangwei.ui.present.reasons import lang
from fangwei.ui.words import local

SHOWN = 12


def oversight_facts(case: Case, at: datetime, surface: str) -> FactsView | None:
    """Return what is known of a blind spot or a letter; None for every other kind of case."""
    if case.kind == "blind_spot":
        return _blind_spot(case, at, surface)
    return _letter(case, surface) if case.kind == "letter" else None


def _blind_spot(case: Case, at: datetime, surface: str) -> FactsView:
    spot = case.blind_spot
    on = local(at).date()
    pairs = pairs_listed(spot, on, SHOWN) if case.is_open else []
    names = dict(Place.objects.filter(id__in={place for place, _domain in pairs}).values_list("id", "name"))
    said = {str(row["id"]): str(row[lang()]) for row in book().value("domains", on).value}
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
    if letter.record:
        facts.append((words.said(words.FIELDS, "record"), letter.record))
    if letter.answer:
        facts.append((_("Answer"), letter.answer))
    return FactsView(facts)
