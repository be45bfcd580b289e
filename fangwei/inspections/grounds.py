"""On which grounds a visit stands: whose body may go, why, and with whom; every answer is read off the law data."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fangwei.casework.events import Step
from fangwei.casework.refusals import refuse
from fangwei.casework.relations import OFFICER_ROLES, TOWNSHIP_KINDS
from fangwei.duty.queries import lines_at
from fangwei.inspections.models import Trigger, Visit
from fangwei.inspections.queries import NOBODY
from fangwei.register.law import book
from fangwei.register.models import Jurisdiction, JurisdictionKind, OrganizationKind, Person, Place, Tenure

EVERY_LINE = ""
"""Delegated without naming a line: all of them."""


def line_of(step: Step, place: Place, day: date) -> str:
    """Return the line of supervision in whose field the actor's body visits this place.

    A department has its own; a township or zone only what is delegated to it. Raises: Refused.
    """
    by, forbidden = step.by, book().value("visit.forbidden", day)
    if by.organization_kind in {row["id"] for row in forbidden.value}:
        raise refuse("condition", citation=forbidden.citation, verb=step.act.verb, condition="body_may_inspect")
    here, own = lines_at(place, day), frozenset({by.organization_kind})
    if by.organization_kind in TOWNSHIP_KINDS:
        own = _delegated(step, day)
        if not own:
            raise refuse("condition", citation=forbidden.citation, verb=step.act.verb, condition="inspection_delegated")
    fitting = here if EVERY_LINE in own else here & own
    if not fitting:
        raise refuse("condition", citation=forbidden.citation, verb=step.act.verb, condition="line_answers_here")
    return min(fitting, key=lambda line: (line != OrganizationKind.EMERGENCY, line))


def _delegated(step: Step, day: date) -> frozenset[str]:
    given = Jurisdiction.objects.on(day).filter(
        organization_id=step.by.organization_id or NOBODY, kind=JurisdictionKind.DELEGATED
    )
    return frozenset(row.line for row in given if step.case.territory.startswith(row.territory_code))


def trigger_row(step: Step, day: date) -> dict[str, Any]:
    """Return the row of the law data for the act's cause, if it fits the type of visit. Raises: Refused."""
    data = step.act.data
    triggers = book().value("visit.triggers", day, step.case.territory[:6])
    row = next((one for one in triggers.value if one["id"] == data["trigger"]), None)
    if row is None or data["type"] not in str(row["types"]).split():
        raise refuse("condition", citation=triggers.citation, verb=step.act.verb, condition="trigger_fits_type")
    if data.get("of_order") and data["trigger"] != Trigger.REINSPECTION:
        raise refuse("field_unknown", field="of_order")
    return dict(row)


def inspectors_of(step: Step, day: date) -> list[Person]:
    """Return the persons whom an application names: officers of the visiting body, as many as the law asks for. Raises: Refused."""
    wanted = _ids(step.act.data["inspectors"])
    known = _officers(wanted, step.by.organization_id or NOBODY, day)
    for one in wanted:
        if one not in known:
            raise refuse("choice_unknown", field="inspectors", value=str(one))
    least = book().value("enforcement.officers", day)
    if len(wanted) < int(least.value):
        raise refuse("too_few_inspectors", citation=least.citation, field="inspectors", times=str(least.value))
    return [known[one] for one in wanted]


def replacement(step: Step, visit: Visit, day: date) -> tuple[Person, Person]:
    """Return who leaves a visit and who comes instead: an officer of the visiting body who neither is on it nor approves it.

    Raises: Refused.
    """
    data = step.act.data
    on_it = {one.id: one for one in certified(visit)}
    leaves = on_it.get(_id(data["leaves"], "leaves"))
    if leaves is None:
        raise refuse("choice_unknown", field="leaves", value=str(data["leaves"])[:60])
    wanted = _id(data["comes"], "comes")
    comes = _officers([wanted], step.case.owner_post.organization_id or NOBODY, day).get(wanted)
    if comes is None or comes.id in on_it or comes.id in (step.by.person_id, visit.approved_by):
        raise refuse("choice_unknown", field="comes", value=str(data["comes"])[:60])
    check_certificates([comes], max(day, visit.planned_on), field="comes")
    return leaves, comes


def _officers(wanted: Sequence[UUID], body: UUID, day: date) -> dict[UUID, Person]:
    held = Tenure.objects.on(day).filter(person_id__in=wanted, post__organization_id=body, post__role__in=OFFICER_ROLES)
    return {tenure.person_id: tenure.person for tenure in held.select_related("person")}


def _id(given: object, field: str) -> UUID:
    try:
        return UUID(str(given))
    except ValueError as error:
        raise refuse("choice_unknown", field=field, value=str(given)[:60]) from error


def _ids(given: Sequence[object]) -> list[UUID]:
    return list(dict.fromkeys(_id(one, "inspectors") for one in given))


def certified(visit: Visit) -> list[Person]:
    """Return the persons on a visit."""
    return [one.person for one in visit.inspectors.select_related("person").order_by("id")]


def check_certificates(people: Sequence[Person], on: date, field: str = "inspectors") -> None:
    """Refuse anybody whose enforcement certificate is not registered or has run out. Raises: Refused (not_certified).

    Law: Work Safety Law, Art. 67; Administrative Penalty Law, Art. 42.
    """
    for person in people:
        lapsed = person.certificate_until is not None and person.certificate_until < on
        if not person.certificate_number or lapsed:
            raise refuse("not_certified", citation="安全生产法（2021）第六十七条", field=field, name=person.name)
