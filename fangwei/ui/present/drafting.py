"""Drafting an order: which hazards of a place may stand on it, and what is asked for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.refusals import Refused
from fangwei.engines.lifecycle import Refusal, Transition
from fangwei.hazards.lifecycle.fields import TREATMENT_FIELDS
from fangwei.hazards.models import Grade, OrderItem
from fangwei.inspections.queries import visits_of
from fangwei.register.models import Place
from fangwei.ui.parts import FieldView, GradeView
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.fields import Asking, fields_of, latest_day
from fangwei.ui.present.people import NOBODY
from fangwei.ui.present.typed import Typed, data_of, id_or_nothing, values_of

_TREATMENT = Transition("order", ("graded",), "ordered", ("owner_officer",), "—", fields=TREATMENT_FIELDS)
_PLAIN = ("due_on", "measures")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hazard that may stand on the order, with the fields asked for it."""

    case: Case
    chosen: bool
    grade: GradeView
    fields: Sequence[FieldView]
    of_visit: bool = False

    @property
    def key(self) -> str:
        """The value of its box."""
        return str(self.case.id)


def candidates_at(place: Place, actor: Actor, order: Case | None = None) -> list[Case]:
    """Return the graded hazards of a place that the actor's unit may order and that stand on no other order."""
    free = Case.objects.filter(
        place=place, kind="hazard", state="graded", owner_post__organization_id=actor.organization_id or NOBODY
    ).select_related("hazard", "place")
    taken = OrderItem.objects.filter(ended_at__isnull=True, hazard__case__place=place)
    if order is not None:
        taken = taken.exclude(order_id=order.id)
    return list(free.exclude(id__in=taken.values("hazard_id")).order_by("-severity", "id")[:50])


def ungraded_at(place: Place, actor: Actor) -> list[Case]:
    """Return the hazards of a place that must be graded before they can be ordered."""
    waiting = Case.objects.filter(place=place, kind="hazard", state="registered", is_open=True)
    return list(waiting.filter(owner_post__organization_id=actor.organization_id or NOBODY).order_by("id")[:20])


def draft_page(request: Asked, place: Place, order: Case | None, refused: Refused | None) -> dict[str, Any]:
    """Return the context of the drafting form; a form that comes back holds everything that was typed."""
    known = _known(order)
    cases = candidates_at(place, request.actor, order)
    visit = None if order is not None else _visit(request, place, cases)
    cases.sort(key=lambda case: not _is_of(case, visit))
    told = refused.reasons if refused else ()
    asking = Asking(None, place, request.actor, request.at)
    latest = latest_day(asking, Grade.GENERAL)
    return {
        "place": place,
        "order": order,
        "visit": visit,
        "candidates": [_candidate(case, request, known, visit, told) for case in cases],
        "ungraded": ungraded_at(place, request.actor),
        "common": FieldView(
            name="due_on_all",
            label=_("Deadline for all"),
            kind="date",
            value=request.POST.get("due_on_all", ""),
            required=False,
            minimum=request.today.isoformat(),
            maximum=latest.isoformat() if latest else "",
            help=_("Counts for every hazard that has no day of its own."),
        ),
        "note": FieldView(
            name="note",
            label=_("Note on the order"),
            kind="textarea",
            rows=2,
            value=request.POST.get("note", order.order.note if order else ""),
            required=False,
            max_length=2000,
        ),
        "reasons": [words.reason(reason) for reason in refused.reasons] if refused else [],
        "version": order.version if order else "",
    }


def _known(order: Case | None) -> Mapping[str, OrderItem]:
    return {str(item.hazard_id): item for item in order.order.items.all()} if order else {}


def _visit(request: Asked, place: Place, cases: Sequence[Case]) -> Case | None:
    """Return the unit's visit whose hazards are to be ordered: the one that the address names, else the last with any."""
    asked = request.GET.get("visit", "")
    mine = visits_of(request.actor).filter(
        place=place, owner_post__organization_id=request.actor.organization_id or NOBODY
    )
    if asked:
        return mine.filter(id=id_or_nothing(asked)).first()
    found = {case.origin_id for case in cases if case.origin_kind == "visit" and case.origin_id}
    return mine.filter(id__in=found).order_by("-id").first() if found else None


def _is_of(case: Case, visit: Case | None) -> bool:
    return visit is not None and case.origin_kind == "visit" and case.origin_id == visit.id


def _candidate(
    case: Case, request: Asked, known: Mapping[str, OrderItem], visit: Case | None, told: Sequence[Refusal]
) -> Candidate:
    key, item, sent = str(case.id), known.get(str(case.id)), request.method == "POST"
    values = _values(key, request.POST) if sent else _stored(item)
    major = case.hazard.grade == Grade.MAJOR
    truths = frozenset({"major"} if major else {"general"})
    asking = Asking(
        case, case.place, request.actor, request.at, truths, Typed("order", values, errors=_errors(key, told))
    )
    left_out = () if major else tuple(asked.name for asked in TREATMENT_FIELDS if asked.name not in _PLAIN)
    fields = [_of_case(field, key) for field in fields_of(_TREATMENT, asking, leave_out=left_out)]
    ours = _is_of(case, visit)
    chosen = key in request.POST.getlist("chosen") if sent else item is not None or ours
    return Candidate(case, chosen, GradeView("major" if major else "general"), fields, ours)


def _errors(key: str, told: Sequence[Refusal]) -> dict[str, list[str]]:
    """Return what is missing in one line, each beside its field."""
    here = [one for one in told if one.code == "item_incomplete" and one.params["hazard"] == key]
    return {one.params["field"]: [_("Please fill this in, or take the line off the order.")] for one in here}


def _of_case(field: FieldView, key: str) -> FieldView:
    required = field.required and field.name != "due_on"
    return replace(field, name=f"{field.name}_{key}", required=required, prefix="item")


def _values(key: str, post: QueryDict) -> dict[str, list[str]]:
    ending = f"_{key}"
    return {name.removesuffix(ending): typed for name, typed in values_of(post).items() if name.endswith(ending)}


def _stored(item: OrderItem | None) -> dict[str, list[str]]:
    if item is None:
        return {}
    values = {"due_on": [item.due_on.isoformat()]}
    for name, value in item.data.items():
        if name == "funds_fen":
            values[name] = [f"{value / 100:g}"]
        else:
            values[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    return values


def items_from(post: QueryDict) -> list[dict[str, Any]]:
    """Return the items that a drafting form asks for."""
    items: list[dict[str, Any]] = []
    for key in dict.fromkeys(post.getlist("chosen")):
        one = QueryDict(mutable=True)
        for name, typed in _values(key, post).items():
            one.setlist(name, typed)
        data = data_of(_TREATMENT, one)
        data.setdefault("due_on", post.get("due_on_all", ""))
        items.append({"hazard": key, **data})
    return items
