"""Lists of cases: what they are narrowed to, and pages that begin where the last one ended."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fangwei.casework import lists
from fangwei.casework.models import Case
from fangwei.engines.codes import subtree_bounds
from fangwei.engines.lifecycle import Lifecycle
from fangwei.register.models import Post
from fangwei.situation.queries import candidates
from fangwei.surfaces.api.answers import case_json
from fangwei.surfaces.api.asking import Caller
from fangwei.surfaces.api.formats import read_day, read_instant, read_uuid, read_whole
from fangwei.surfaces.api.problems import Problem

PAGE, MOST = 50, 200
_BATCH = 500
_LOADED = ("owner_post__organization", "owner_post__enterprise", "place")
_ORDERS: dict[str, lists.Order] = {"newest": "newest", "deadline": "due"}
_SPACED = re.compile(r" (?=[0-9]{2}:[0-9]{2}$)")
NARROWING = frozenset({"state", "open", "territory", "place", "owner", "due_before", "grade", "q", "order"})


def parameters(table: Lifecycle) -> list[dict[str, Any]]:
    """Return the parameters of a kind's list, as OpenAPI describes them."""
    states = [state.name for state in table.states]
    shapes: dict[str, tuple[dict[str, Any], Promise]] = {
        "state": ({"type": "string", "enum": states}, _("Only cases in this state.")),
        "open": ({"type": "string", "enum": ["true", "false"]}, _("Only cases that have not ended, or that have.")),
        "territory": ({"type": "string", "pattern": "^[0-9]{2,12}$"}, _("Only cases of this division and below.")),
        "place": ({"type": "string", "format": "uuid"}, _("Only cases of this place.")),
        "owner": (
            {"type": "string", "format": "uuid"},
            _("Only cases of this post, or of any post of this organization."),
        ),
        "due_before": (
            {"type": "string", "format": "date-time"},
            _("Only open cases whose next deadline lies before."),
        ),
        "grade": ({"type": "string", "enum": ["general", "major"]}, _("Only cases of this grade.")),
        "q": ({"type": "string", "minLength": 1, "maxLength": 80}, _("Words of the title or the place, or a number.")),
        "order": ({"type": "string", "enum": list(_ORDERS)}, _("The newest first (default), or the nearest deadline.")),
        **PAGING,
    }
    return described(shapes)


def narrowing(table: Lifecycle) -> list[dict[str, Any]]:
    """Return the parameters of a kind's list without those of its pages."""
    return [one for one in parameters(table) if one["name"] not in PAGING]


PAGING: dict[str, tuple[dict[str, Any], Promise]] = {
    "cursor": ({"type": "string", "minLength": 1, "maxLength": 120}, _("`next` of the page before.")),
    "limit": ({"type": "integer", "minimum": 1, "maximum": MOST}, _("How many at most; 50 by default.")),
}


def described(shapes: Mapping[str, tuple[dict[str, Any], Promise]]) -> list[dict[str, Any]]:
    """Return query parameters as OpenAPI describes them."""
    return [
        {"in": "query", "name": name, "required": False, "schema": schema, "description": text}
        for name, (schema, text) in shapes.items()
    ]


def cases_as_listed(caller: Caller, table: Lifecycle, read: "Read") -> Iterator[list[Case]]:
    """Yield the cases that a list shows on all its pages together, some hundreds at a time. Raises: Problem 422."""
    walked, after = _walk(caller, read, table), None
    order = _ORDERS[read.choice("order", tuple(_ORDERS)) or "newest"]
    cases = Case.objects.select_related(*_LOADED)
    while True:
        found, after = lists.page(caller.actor, [walked], limit=_BATCH, after=after, order=order, cases=cases)
        yield found
        if after is None:
            return


def list_cases(caller: Caller, table: Lifecycle, asked: QueryDict) -> dict[str, Any]:
    """Return a page of the cases of a kind that the caller may read. Raises: Problem 422."""
    read = Read(asked, NARROWING | frozenset(PAGING))
    walked = _walk(caller, read, table)
    order = _ORDERS[read.choice("order", tuple(_ORDERS)) or "newest"]
    cases = Case.objects.select_related(*_LOADED)
    found, mark = lists.page(caller.actor, [walked], limit=read.limit(), after=read.cursor(), order=order, cases=cases)
    return {"items": [case_json(case, caller.at) for case in found], "next": str(mark) if mark else None}


def _walk(caller: Caller, read: "Read", table: Lifecycle) -> lists.Walk:
    state = read.choice("state", tuple(one.name for one in table.states))
    standing = read.choice("open", ("true", "false"))
    due = read.instant("due_before")
    ended = {"true": False, "false": True}.get(standing, False if due else None)
    walked = lists.walk(caller.actor, kinds=(table.kind,), states=(state,) if state else (), ended=ended)
    grade = read.choice("grade", ("general", "major"))
    narrowed = _narrowed(read) & (Q(case__severity=1) if grade == "general" else Q())
    until = lists.before(due) if due else None
    if owner := read.id("owner"):
        walked, answers = _answering(walked, owner)
        narrowed &= answers
    if words := read.text("q", 80):
        fit = candidates(caller.actor, words, kinds=(table.kind,))
        walked, narrowed = (walked, narrowed & Q(case_id__in=fit)) if fit else (replace(walked, shelves=()), narrowed)
    if state and ended is not None and table.is_final(state) is not ended:
        return replace(walked, shelves=())
    return replace(walked, narrowed=walked.narrowed & narrowed, until=until, major=True if grade == "major" else None)


def _narrowed(read: "Read") -> Q:
    found = Q()
    if territory := read.code("territory"):
        low, high = subtree_bounds(territory)
        found &= Q(case__territory__gte=low, case__territory__lt=high)
    if place := read.id("place"):
        found &= Q(case__place_id=place)
    return found


def _answering(walked: lists.Walk, owner: UUID) -> tuple[lists.Walk, Q]:
    """Return the walk over what one body answers for, and the condition that keeps to one of its posts."""
    post = Post.objects.filter(id=owner).first()
    body = post.organization_id if post else owner
    return (lists.of_body(walked, body) if body else walked), (Q(case__owner_post=post) if post else Q())


class Read:
    """The parameters of an address, read strictly: one that is not understood is refused, not ignored.

    `many` may stand several times; of every other one it would be a guess which of its values is meant.
    """

    def __init__(
        self, asked: QueryDict, known: frozenset[str] = frozenset(), many: frozenset[str] = frozenset()
    ) -> None:
        self._asked = asked
        for name, values in asked.lists():
            if name not in known and name not in many:
                raise bad(name[:40], "unknown")
            if len(values) > 1 and name not in many:
                raise bad(name, "repeated")
            if any("\x00" in value for value in values):
                raise bad(name, "null")

    def text(self, name: str, longest: int) -> str:
        """Return a text, empty when it was not given."""
        given = self._asked.get(name)
        if given is not None and not 0 < len(given) <= longest:
            raise bad(name, f"1..{longest}")
        return given or ""

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Return one of the choices, empty when none was given."""
        given = self._asked.get(name)
        if given is not None and given not in choices:
            raise bad(name, "/".join(choices))
        return given or ""

    def code(self, name: str) -> str:
        """Return a division's code."""
        given = self._asked.get(name)
        if given is not None and not (given.isascii() and given.isdecimal() and 2 <= len(given) <= 12):
            raise bad(name, "digits")
        return given or ""

    def id(self, name: str) -> UUID | None:
        """Return an id."""
        given = self._asked.get(name)
        found = read_uuid(given) if given is not None else None
        if given is not None and found is None:
            raise bad(name, "uuid")
        return found

    def day(self, name: str) -> date | None:
        """Return a day."""
        given = self._asked.get(name)
        found = read_day(given) if given is not None else None
        if given is not None and found is None:
            raise bad(name, "date")
        return found

    def instant(self, name: str) -> datetime | None:
        """Return an instant that names its offset."""
        given = self._asked.get(name)
        # In an address a plus sign stands for a space: that of an offset is meant as it was typed.
        found = read_instant(_SPACED.sub("+", given)) if given is not None else None
        if given is not None and found is None:
            raise bad(name, "date-time")
        return found

    def number(self, name: str, low: int, high: int, otherwise: int) -> int:
        """Return a whole number within bounds."""
        given = self._asked.get(name)
        if given is None:
            return otherwise
        found = read_whole(given)
        if found is None or not low <= found <= high:
            raise bad(name, f"{low}..{high}")
        return found

    def limit(self) -> int:
        """Return how many are wanted."""
        return self.number("limit", 1, MOST, PAGE)

    def cursor(self) -> lists.Mark | None:
        """Return where a page of cases begins."""
        given = self.text("cursor", 120)
        found = lists.Mark.read(given) if given else None
        if given and (found is None or str(found) != given or abs(found.rank) >= 2**63):
            raise bad("cursor", "cursor")
        return found


def bad(name: str, why: str) -> Problem:
    """Return the refusal of one parameter."""
    return Problem(422, "parameter_bad", {"field": name, "why": why})
