"""Cases that are late, each with who answers for it and the one tap that calls them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.register.queries import seats_of
from fangwei.ui.parts import ClockView, Part
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.keyset import page_of_walk
from fangwei.ui.present.links import case_href
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.reasons import due_line


@dataclass(frozen=True, slots=True)
class LateCase:
    """One late case: what and where, its clock, who answers, and the telephone if the reader may have it."""

    href: str
    what: str
    where: str
    marks: Sequence[Part]
    clock: ClockView | None
    post: str
    holder: str
    body: str
    phone: str


def late_cases(request: Asked, limit: int) -> list[LateCase]:
    """Return the cases longest overdue in the actor's territory, with those to call."""
    late = page_of_walk(request.actor, BY_NAME["overdue"].walks(request.actor, request.at), "", limit=limit)
    return with_callers(late.cases, request)


def with_callers(cases: Iterable[Case], request: Asked) -> list[LateCase]:
    """Return some cases with their owners; the telephone is for those who act for an authority."""
    listed = list(cases)
    seats = seats_of({case.owner_post_id for case in listed}, request.today)
    found = []
    for case in listed:
        seat = seats[case.owner_post_id]
        holder = next(iter(seat.holders), None)
        body = seat.post.body
        marks: list[Part] = [state_chip(case)]
        if case.kind == "hazard" and case.severity == 2 and (grade := grade_view(case)) is not None:
            marks.insert(0, grade)
        found.append(
            LateCase(
                href=case_href("desk", case.id),
                what=case.title,
                where=" · ".join(part for part in (case.place.name if case.place else "", case.number or "") if part),
                marks=marks,
                clock=due_line(case) if case.due_at else None,
                post=seat.post.name,
                holder=holder.person.name if holder else _("Post vacant"),
                body=body.name if body else "",
                phone=holder.person.phone if holder and request.actor.organization_id else "",
            )
        )
    return found
