"""What is shown by codes: a visit at the gate, an inspector, a site's open major hazards; and the codes to show.

What anybody may open who holds a code says no more than its purpose asks: bodies and certificates, never a telephone.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.accounts.queries import actors_of_person
from fangwei.casework.models import Case
from fangwei.inspections import lifecycle as life
from fangwei.inspections.codes import BADGE_LASTS, badge_code, gate_code, read_badge, read_gate
from fangwei.inspections.models import Visit
from fangwei.inspections.queries import is_hidden, open_major, visit_by_code
from fangwei.register.models import Person, Place
from fangwei.ui import words as ui_words
from fangwei.ui.parts import ChipView, FactsView, Part, TimeView
from fangwei.ui.present import words
from fangwei.ui.present.asked import ENTERPRISE, Asked
from fangwei.ui.present.cards import clocks
from fangwei.ui.present.links import case_href
from fangwei.ui.present.people import NOBODY
from fangwei.ui.present.qr import qr_of_path
from fangwei.ui.present.visits import SHOWS_CODE, trigger_word

Facts = list[tuple[str, Part | str | int | None]]
_LAPSED = frozenset({life.CALLED_OFF, life.NOT_ADMITTED})


def _key() -> bytes:
    return str(settings.SECRET_KEY).encode()


@dataclass(frozen=True, slots=True)
class Phone:
    """One number to call, and what it is for."""

    number: str
    label: str


_CALLED = {
    "110": gettext_lazy("Police"),
    "119": gettext_lazy("Fire and rescue"),
    "120": gettext_lazy("Ambulance"),
    "12350": gettext_lazy("Work-safety reports"),
    "12345": gettext_lazy("Government hotline"),
}


def phones() -> list[Phone]:
    """Return the numbers that this deployment tells everybody to call."""
    return [Phone(number, str(_CALLED.get(number, ""))) for number in settings.FANGWEI_PHONES]


# -- codes to show -----------------------------------------------------------------------------------------------


def code_page(request: Asked, case: Case) -> dict[str, Any] | None:
    """Return the page with the code of a visit; None while or when it has none to show."""
    visit: Visit = case.visit
    if visit.code is None or case.state not in SHOWS_CODE:
        return None
    path = reverse("visit-by-code", args=[visit.code])
    return {"case": case, "qr": qr_of_path(request, path), "path": path, "back": case_href("desk", case.id)}


def badge_page(request: Asked) -> dict[str, Any]:
    """Return the page with an inspector's own code; without a valid certificate there is none."""
    actor = request.actor
    person = Person.objects.filter(id=actor.person_id or NOBODY).first()
    lapsed = person is not None and person.certificate_until is not None and person.certificate_until < request.today
    if person is None or actor.post_id is None or not person.certificate_number or lapsed:
        return {"qr": "", "facts": None, "until": None, "path": ""}
    path = reverse("badge-by-code", args=[badge_code(person.id, actor.post_id, request.at, _key())])
    return {
        "qr": qr_of_path(request, path),
        "path": path,
        "facts": _person_facts(person, actor.organization_name),
        "until": request.at + BADGE_LASTS,
    }


def _person_facts(person: Person, body: str) -> FactsView:
    return FactsView(
        [
            (_("Name"), person.name),
            (_("Authority"), body),
            (_("Certificate"), person.certificate_number),
            (
                _("Certificate valid until"),
                TimeView(person.certificate_until, "day") if person.certificate_until else _("not registered"),
            ),
        ]
    )


def poster_page(request: Asked, place: Place) -> dict[str, Any]:
    """Return the poster for the gate of a site."""
    path = reverse("gate-by-code", args=[gate_code(place.id, _key())])
    return {"place": place, "qr": qr_of_path(request, path), "path": path, "phones": phones()}


# -- what codes show ---------------------------------------------------------------------------------------------


def shown_visit(request: Asked, code: str) -> dict[str, Any] | None:
    """Return what a visit's code shows: whose visit, who comes, why; after it has ended no names any more."""
    visit = visit_by_code(code)
    if visit is None:
        return None
    case, on = visit.case, request.today
    facts: Facts = [
        (_("Number"), case.number),
        (_("Visiting body"), case.owner_post.organization.name if case.owner_post.organization else None),
        (_("Enterprise"), visit.enterprise.name),
        (_("Place"), case.place.name if case.place else None),
        (words.said(words.FIELDS, "type"), words.said(words.CHOICES, visit.type)),
        (words.said(words.FIELDS, "trigger"), trigger_word(visit, hidden=is_hidden(visit.trigger, on))),
        (words.said(words.FIELDS, "planned_on"), TimeView(visit.planned_on, "day")),
        (words.said(words.FIELDS, "matters"), visit.matters),
        (_("Approved by the leader of the authority"), TimeView(visit.approved_at) if visit.approved_at else None),
    ]
    if visit.entered_at is not None:
        facts.append((_("Came at"), TimeView(visit.entered_at)))
    if visit.left_at is not None:
        facts.append((_("Left at"), TimeView(visit.left_at)))
    running = case.state in SHOWS_CODE
    return {
        "chip": _chip(case),
        "facts": FactsView(facts),
        "people": [(one.person.name, one.certificate_number) for one in visit.inspectors.all()] if running else [],
        "running": running,
        "own": _own_link(request, visit),
        "phones": phones(),
    }


def _chip(case: Case) -> ChipView:
    if case.state in _LAPSED:
        return ChipView(words.state(case.state), "strong")
    return ChipView(words.state(case.state), "plain" if case.state in SHOWS_CODE else "done")


def _own_link(request: Asked, visit: Visit) -> str:
    """Return the enterprise's own page of the visit for one of its people who is signed in, where times are confirmed."""
    if not request.user.is_authenticated or request.actor.role not in ENTERPRISE:
        return ""
    mine = request.actor.enterprise_id == visit.enterprise_id and visit.notified_at is not None
    return case_href("enterprise", visit.case_id) if mine else ""


def shown_badge(request: Asked, code: str) -> dict[str, Any] | None:
    """Return what an inspector's code shows while it is good, if the person still holds that post."""
    found = read_badge(code, request.at, _key())
    if found is None:
        return None
    person_id, post_id, until = found
    actor = next((one for one in actors_of_person(person_id, request.today) if one.post_id == post_id), None)
    person = Person.objects.filter(id=person_id).first()
    if actor is None or person is None or not person.certificate_number:
        return None
    lapsed = person.certificate_until is not None and person.certificate_until < request.today
    return {"facts": _person_facts(person, actor.organization_name), "until": until, "valid": not lapsed}


def shown_gate(request: Asked, code: str) -> dict[str, Any] | None:
    """Return a site's open major hazards for whoever stands at its gate; None where the deployment does not show them.

    Law: Work Safety Law, Art. 41.
    """
    place_id = read_gate(code, _key()) if settings.FANGWEI_GATE_QR else None
    place = Place.objects.filter(id=place_id, site__isnull=False).first() if place_id else None
    if place is None:
        return None
    return {
        "place": place,
        "hazards": [_gate_hazard(case, request) for case in open_major(place.id)],
        "phones": phones(),
    }


def _gate_hazard(case: Case, request: Asked) -> dict[str, Any]:
    owner = case.owner_post.organization
    running = clocks(case)
    return {
        "what": case.title,
        "state": ChipView(words.state(case.state)),
        "facts": FactsView(
            [
                (_("Found"), ui_words.day(case.hazard.found_on, request.at)),
                (_("Deadline"), running[0] if running else None),
                (_("Supervised by"), owner.name if owner else None),
            ]
        ),
    }
