"""The desk's queue: groups of cases by what they need of the actor, each cut to its first few."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.urls import reverse

from fangwei.accounts.actor import Actor
from fangwei.casework import lists
from fangwei.casework.models import Case
from fangwei.ui.parts import ClockView, Part
from fangwei.ui.present.cards import grade_view, state_chip
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
    needs = needs_of(actor)
    found = lists.heads([need.walks(actor, at) for need in needs], COUNTED + 1)
    heads = [marked[: SHOWN + 1] for marked in found]
    by_id = {case.pk: case for case in lists.fetch(actor, {mark for head in heads for mark in head})}
    seen: set[str] = set()
    groups = []
    for need, marked, head in zip(needs, found, heads, strict=True):
        here = [by_id[mark.case_id] for mark in head if mark.case_id in by_id]
        if here:
            groups.append(_group(need, here, len(marked), seen))
    return QueueView(groups=groups)


def _group(need: Need, cases: Sequence[Case], count: int, seen: set[str]) -> QueueGroup:
    shown = cases[:SHOWN]
    items = [_item(case) for case in shown if (case.number or "") not in seen]
    seen |= {case.number or "" for case in shown}
    return QueueGroup(
        name=need.name,
        label=str(need.label),
        count=f"{COUNTED}+" if count > COUNTED else str(count),
        items=items,
        href=f"{reverse('desk:hazards')}?need={need.name}",
        is_more=len(cases) > SHOWN or len(items) < len(shown),
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
