"""Pages of cases from where the last one ended: nearest deadline first, then those without one, never counted in full."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from fangwei.casework.models import Case

PAGE = 40
CAP = 1000
_LOADED = ("owner_post__organization", "owner_post__enterprise", "place")


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases and where the next page begins, empty at the end."""

    cases: list[Case]
    after: str


def page_by_deadline(cases: QuerySet[Case], after: str, limit: int = PAGE) -> CasePage:
    """Return the page that begins after a mark; cases without a deadline follow those with one, the newest first."""
    wanted = limit + 1
    cases = cases.select_related(*_LOADED)
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
    return _cut(found, limit)


def first_by_deadline(cases: QuerySet[Case], limit: int) -> CasePage:
    """Return the first few with one query, for a group so small that the database may sort it."""
    ordered = cases.select_related(*_LOADED).order_by(F("due_at").asc(nulls_last=True), "id")
    return _cut(list(ordered[: limit + 1]), limit)


def page_by_newest(cases: QuerySet[Case], after: str, limit: int = PAGE) -> CasePage:
    """Return the page that begins after a mark, the newest first."""
    _due, last = _mark(after)
    if last is not None:
        cases = cases.filter(id__lt=last)
    return _cut(list(cases.select_related(*_LOADED).order_by("-id")[: limit + 1]), limit)


def _cut(found: list[Case], limit: int) -> CasePage:
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


def capped(cases: QuerySet[Case], cap: int = CAP) -> tuple[int, bool]:
    """Return how many cases there are, at most `cap`, and whether there are more."""
    count = cases.order_by()[: cap + 1].count()
    return min(count, cap), count > cap
