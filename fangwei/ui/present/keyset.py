"""Pages of cases from where the last one ended: nearest deadline first, then those without one, never counted in full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from fangwei.accounts.actor import Actor
from fangwei.casework import lists
from fangwei.casework.models import Case

PAGE = 40
CAP = 1000
_OTHERS = "others:"
LOADED = ("owner_post__organization", "owner_post__enterprise", "place")


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases and where the next page begins, empty at the end."""

    cases: list[Case]
    after: str


def page_of_walk(
    actor: Actor,
    walks: Sequence[lists.Walk],
    after: str,
    *,
    limit: int = PAGE,
    order: Literal["due", "newest", "gravest"] = "due",
    loaded: Sequence[str] = (),
) -> CasePage:
    """Return the page of a long list that begins after a mark; each case as far as a line shows it, or with what is `loaded`.

    Who answers is not on a line: a page has forty cases and four owners, which are looked up together.
    The gravest first: all major ones by deadline, then all others by deadline.
    """
    cases = Case.objects.select_related(*LOADED, *loaded) if loaded else None
    if order == "gravest":
        page = _gravest(actor, walks, after, limit, cases)
    else:
        found, mark = lists.page(actor, walks, limit=limit, after=lists.Mark.read(after), order=order, cases=cases)
        page = CasePage(found, str(mark or ""))
    return page


def _gravest(
    actor: Actor, walks: Sequence[lists.Walk], after: str, limit: int, cases: QuerySet[Case] | None
) -> CasePage:
    found: list[Case] = []
    if not after.startswith(_OTHERS):
        major = [replace(one, major=True) for one in walks if one.major is not False]
        found, mark = lists.page(actor, major, limit=limit, after=lists.Mark.read(after), cases=cases)
        if mark is not None:
            return CasePage(found, str(mark))
        after = _OTHERS
    others = [replace(one, major=False) for one in walks if one.major is not True]
    if len(found) == limit:
        return CasePage(found, _OTHERS if lists.marks(others, limit=1) else "")
    start = lists.Mark.read(after.removeprefix(_OTHERS))
    more, mark = lists.page(actor, others, limit=limit - len(found), after=start, cases=cases)
    return CasePage(found + more, f"{_OTHERS}{mark}" if mark else "")


def bare(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases as far as a line shows them where place and owner are told elsewhere on the page."""
    return cases.only(*(name for name in lists.LINE if "__" not in name))


def page_by_deadline(cases: QuerySet[Case], after: str, limit: int = PAGE) -> CasePage:
    """Return the page of a few cases that begins after a mark; those without a deadline come last, the newest first."""
    wanted = limit + 1
    found: list[Case] = []
    due, last = _mark(after)
    if last is None or due is not None:
        dated = cases.filter(due_at__isnull=False)
        if due is not None:
            dated = dated.filter(Q(due_at__gt=due) | Q(due_at=due, id__gt=last))
        found = list(dated.order_by("due_at", "id")[:wanted])
        last = None
    if len(found) < wanted:
        undated = cases.filter(due_at__isnull=True)
        if last is not None:
            undated = undated.filter(id__lt=last)
        found += undated.order_by("-id")[: wanted - len(found)]
    return cut(found, limit)


def page_by_newest(cases: QuerySet[Case], after: str, limit: int = PAGE) -> CasePage:
    """Return the page of a few cases that begins after a mark, the newest first."""
    _due, last = _mark(after)
    if last is not None:
        cases = cases.filter(id__lt=last)
    return cut(list(cases.order_by("-id")[: limit + 1]), limit)


def cut(found: list[Case], limit: int) -> CasePage:
    """Return a page of cases of which one more was asked for than it shows."""
    if len(found) <= limit:
        return CasePage(found, "")
    last = found[limit - 1]
    due = last.due_at.isoformat() if last.due_at else ""
    return CasePage(found[:limit], f"{due}~{last.id}")


def _mark(after: str) -> tuple[datetime | None, UUID | None]:
    due, _tilde, last = after.rpartition("~")
    try:
        return (datetime.fromisoformat(due) if due else None), UUID(last)
    except ValueError:
        return None, None
