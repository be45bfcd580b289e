"""The desk's queue: groups of cases by what they need of the actor, each cut to its first few."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.urls import reverse

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.ui.parts import ClockView, Part
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.keyset import capped, first_by_deadline
from fangwei.ui.present.needs import Need, needs_of
from fangwei.ui.present.reasons import due_line

SHOWN = 6
COUNTED = 99


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One case in the queue."""

    href: str
    what: str
    where: str
    number: str
    marks: Sequence[Part]
    clock: ClockView | None
    current: bool


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """The cases that need the same thing; `count` is a text, "99+" beyond what is counted."""

    name: str
    label: str
    count: str
    items: Sequence[QueueItem]
    href: str
    is_more: bool


@dataclass(frozen=True, kw_only=True)
class QueueView(Part):
    """All groups that hold anything."""

    groups: Sequence[QueueGroup]
    quiet: str = ""
    template: ClassVar[str] = "present/queue.html"

    def marked(self, number: str) -> "QueueView":
        """Return the queue with one case marked as the one that is open."""
        groups = [
            replace(group, items=[replace(one, current=one.number == number) for one in group.items])
            for group in self.groups
        ]
        return replace(self, groups=groups)

    @property
    def first(self) -> str:
        """The number of the first case of the queue."""
        return next((group.items[0].number for group in self.groups if group.items), "")


def queue_of(actor: Actor, at: datetime) -> QueueView:
    """Return what waits for an actor; a case stands in the first group that it fits."""
    seen: set[str] = set()
    groups = [group for need in needs_of(actor) if (group := _group(need, actor, at, seen)) is not None]
    return QueueView(groups=groups)


def _group(need: Need, actor: Actor, at: datetime, seen: set[str]) -> QueueGroup | None:
    cases = visible(actor).filter(need.cases(actor, at))
    found = first_by_deadline(cases, SHOWN)
    if not found.cases:
        return None
    count, beyond = (len(found.cases), False) if not found.after else capped(cases, COUNTED)
    items = [_item(case) for case in found.cases if (case.number or "") not in seen]
    seen |= {case.number or "" for case in found.cases}
    return QueueGroup(
        name=need.name,
        label=str(need.label),
        count=f"{count}+" if beyond else str(count),
        items=items,
        href=f"{reverse('desk:hazards')}?need={need.name}",
        is_more=bool(found.after) or len(items) < len(found.cases),
    )


def _item(case: Case) -> QueueItem:
    marks: list[Part] = []
    if case.kind == "hazard" and case.severity:
        grade = grade_view(case)
        marks += [grade] if grade is not None and case.severity == 2 else []
    marks.append(state_chip(case))
    return QueueItem(
        href=f"{reverse('desk:home')}?case={case.number}",
        what=case.title,
        where=case.place.name if case.place else "",
        number=case.number or "",
        marks=marks,
        clock=due_line(case) if case.is_open else None,
        current=False,
    )
