"""An order as a paper: who orders what of whom by when, who stood beside, and which remedies the law gives."""

from typing import Any

from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.hazards.queries import items_of
from fangwei.ledger.models import Fact, FactPayload
from fangwei.register.models import Person
from fangwei.ui.parts import FactsView, LinkView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.links import case_href


def order_paper(request: Asked, case: Case, surface: str) -> dict[str, Any]:
    """Return the context of an order's printed page."""
    issued = Fact.objects.filter(subject_id=case.id, verb="issue").order_by("-n").first()
    site = getattr(case.place, "site", None)
    return {
        "case": case,
        "back": LinkView(_("Back to the order"), case_href(surface, case.id)),
        "authority": str(case.owner_post.organization or ""),
        "facts": FactsView(
            [
                (_("Number"), case.number),
                (_("To"), site.enterprise.name if site else case.title),
                (_("Credit code"), site.enterprise.uscc if site else None),
                (words.said(words.FIELDS, "place"), case.place.name if case.place else None),
                (_("Address"), (case.place.address if case.place else "") or None),
                (_("Principal"), (site.enterprise.principal_name if site else "") or None),
            ]
        ),
        "items": items_of(case),
        "note": case.order.note,
        "issued_at": case.order.issued_at,
        "people": _people(issued),
        "signature": words.said(words.CHOICES, case.order.signature) if case.order.signature else "",
    }


def _people(issued: Fact | None) -> list[tuple[str, str, str]]:
    """Return role, name and certificate of everybody who took part in the issuing."""
    if issued is None:
        return []
    ids = [issued.actor, *(entry.get("person") for entry in issued.participants if entry.get("person"))]
    persons = {str(person.id): person for person in Person.objects.filter(id__in=[one for one in ids if one])}
    found = []
    for one in ids:
        person = persons.get(str(one))
        if person is not None:
            found.append((_("Officer"), person.name, person.certificate_number))
    payload = FactPayload.objects.filter(fact_id=issued.id).first()
    named = payload.data.get("participants", []) if payload else []
    return found + [
        (words.said(words.FIELDS, str(entry.get("role", ""))), str(entry.get("name", "")), "") for entry in named
    ]
