"""The items of an order: how they stand, and what a re-inspection asks and reads for each."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.engines.lifecycle import Transition
from fangwei.hazards.models import OrderItem
from fangwei.hazards.queries import items_of
from fangwei.ui.parts import ChipView, Choice, Column, EmptyView, FieldView, LinesView, ListView, Row, TimeView
from fangwei.ui.parts.marks import GradeView
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.fields import Asking
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import due_line

_JUDGED = frozenset({"submitted"})


def handed_in(case: Case) -> list[OrderItem]:
    """Return the open items whose rectification has been handed in: those that a re-inspection can judge."""
    return [item for item in items_of(case) if item.ended_at is None and item.hazard.case.state in _JUDGED]


def item_fields(row: Transition, case: Case, asking: Asking) -> list[FieldView]:
    """Return what a re-inspection asks for each item that was handed in; nothing for other verbs."""
    if row.verb != "reinspect":
        return []
    fields: list[FieldView] = []
    for number, item in enumerate(handed_in(case), 1):
        fields += _of_item(number, item, asking)
    return fields


def _of_item(number: int, item: OrderItem, asking: Asking) -> list[FieldView]:
    key, typed = str(item.hazard_id), asking.typed
    chosen = typed.one(f"result_{key}")
    answers = [("", _("Not looked at today")), ("pass", _("Removed")), ("fail", _("Not removed, send back"))]
    return [
        FieldView(
            name=f"result_{key}",
            label=f"{number}. {item.hazard.description[:60]}",
            kind="radio",
            required=False,
            choices=[Choice(value=value, label=label, chosen=value == chosen) for value, label in answers],
            errors=typed.of(f"result_{key}"),
            prefix="reinspect",
        ),
        FieldView(
            name=f"note_{key}",
            label=_("What you saw there"),
            value=typed.one(f"note_{key}"),
            required=False,
            max_length=500,
            prefix="reinspect",
        ),
        FieldView(
            name=f"due_{key}",
            label=_("New deadline if sent back"),
            kind="date",
            value=typed.one(f"due_{key}"),
            required=False,
            help=_("Only if the deadline has passed."),
            prefix="reinspect",
        ),
    ]


def results_of(case: Case, post: QueryDict) -> list[dict[str, Any]]:
    """Return what was recorded for each item of a re-inspection."""
    results: list[dict[str, Any]] = []
    for item in items_of(case):
        key = str(item.hazard_id)
        result = post.get(f"result_{key}", "")
        if not result:
            continue
        entry: dict[str, Any] = {"hazard": key, "result": result, "note": post.get(f"note_{key}", "").strip()}
        if result == "fail" and post.get(f"due_{key}"):
            entry["due_on"] = post[f"due_{key}"]
        results.append(entry)
    return results


def items_list(case: Case, surface: str) -> ListView:
    """Return an order's items as a list: what, by when, how it stands."""
    return ListView(
        caption=_("Items of this order"),
        columns=[
            Column(key="what", label=_("Hazard"), width="wide", on_phone="title"),
            Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="due", label=_("Deadline"), width="fit"),
        ],
        rows=[_row(item, case, surface) for item in items_of(case)],
        empty=EmptyView(title=_("This order has no items.")),
    )


def _row(item: OrderItem, order: Case, surface: str) -> Row:
    hazard = item.hazard.case
    state = ChipView(item.get_result_display(), "done") if item.result else state_chip(hazard)
    measures = str(item.data.get("measures", "")) or item.hazard.measures
    return Row(
        key=str(hazard.id),
        href=case_href(surface, hazard.id),
        cells={
            "what": LinesView(item.hazard.description, measures),
            "grade": grade_view(hazard) or GradeView("ungraded"),
            "state": state,
            "due": due_line(hazard)
            if order.order.issued_at and hazard.is_open and hazard.due_at
            else TimeView(item.due_on, "day"),
        },
        quiet=not hazard.is_open,
    )
