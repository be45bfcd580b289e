"""Problem lists as a sheet, in and out: each row is handed to the body that answers, or comes back with its reason.

All rows under one title are one list of the office that brings them. The same problem of the same body comes in once, so that
a sheet, or its corrected rest, may be brought again.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case, Transfer
from fangwei.casework.queries import visible
from fangwei.casework.refusals import Refused
from fangwei.engines.calendar import SHANGHAI
from fangwei.engines.codes import is_within
from fangwei.engines.reader import Record
from fangwei.engines.text import fold_name
from fangwei.oversight.actions import Head, Listed, ListRefused, add_problem, open_problem_list
from fangwei.oversight.models import InspectionProblem, InspectionType, ProblemList
from fangwei.oversight.problem_sheet import PROBLEMS, inspection_named
from fangwei.oversight.problems import may_be_inspected
from fangwei.register.models import Organization, OrganizationKind, Post
from fangwei.register.queries import duty_posts_of, names_of
from fangwei.sheets.registry import LoadContext, SheetImport
from fangwei.sheets.verdicts import Doubt, RowVerdict

_CHUNK = 500
_SHORTEST_ENDING = 3
_LONGEST_TITLE = 120
_MOVED = (Transfer.Outcome.ACCEPTED, Transfer.Outcome.ARBITRATED)
_RETURNED = re.compile(r"（退回行[^）]*）\s*$")


class _Rejected(Exception):
    """A row may not come in."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.fault = Doubt(code, {name: str(value) for name, value in params.items()})


class _Bodies:
    """The bodies that an office inspects, found by the names that officials write; a division's name means its government."""

    def __init__(self, inspecting: Organization, territory: str, on: date) -> None:
        below = Organization.objects.on(on).filter(territory_code__startswith=inspecting.territory_code)
        below = below.filter(placeholder=False).order_by("territory_code", "id")
        self._bodies = [body for body in below if may_be_inspected(body, inspecting)]
        self._territory = territory
        self._by_name: dict[str, list[Organization]] = defaultdict(list)
        names = names_of({body.territory_code for body in self._bodies})
        for body in self._bodies:
            self._by_name[fold_name(body.name)].append(body)
            seat = names.get(body.territory_code, "")
            if body.kind in (OrganizationKind.GOVERNMENT, OrganizationKind.TOWNSHIP) and seat:
                for called in {seat, f"{seat}政府", f"{seat}人民政府"} - {body.name}:
                    self._by_name[fold_name(called)].append(body)
        self._posts = duty_posts_of([body.id for body in self._bodies], on)

    def post_of(self, given: str) -> Post:
        """Return the post that the problems of a body come to. Raises: _Rejected."""
        wanted = fold_name(given)
        found = self._by_name.get(wanted) or [
            body for body in self._bodies if len(wanted) >= _SHORTEST_ENDING and fold_name(body.name).endswith(wanted)
        ]
        here = [body for body in found if is_within(body.territory_code, self._territory)] or found
        if not here:
            raise _Rejected("body_unknown", given=given)
        if len({body.id for body in here}) > 1:
            raise _Rejected("body_ambiguous", given=given, names="、".join(body.name for body in here[:4]))
        post = self._posts.get(here[0].id)
        if post is None:
            raise _Rejected("body_without_post", given=here[0].name)
        return post


class ProblemLoader:
    """Loads one sheet of problems; a list is begun with the first row that can be handed over."""

    def __init__(self, context: LoadContext) -> None:
        self._context, self._by, self._at = context, context.by, context.at
        self._today = context.at.astimezone(SHANGHAI).date()
        assert context.by.organization_id is not None, "an authored sheet is brought in the name of a body"
        self._office = Organization.objects.get(pk=context.by.organization_id)
        self._bodies = _Bodies(self._office, context.territory, self._today)
        said = next((_RETURNED.sub("", line).strip() for line in context.titles if line.strip()), "")
        self._title = "" if said in (PROBLEMS.title, PROBLEMS.title_english) else said[:_LONGEST_TITLE]
        self._lists: dict[str, ProblemList] = {}
        self._begun: set[UUID] = set()
        self._known: dict[UUID, dict[tuple[str, UUID | None], UUID]] = {}

    def load(self, records: Sequence[Record]) -> list[RowVerdict]:
        """Judge and hand over a batch of rows within the caller's transaction."""
        spans = self._spans(records)
        ours = self._ours(records)
        return [self._row(record, spans, ours) for record in records]

    def _row(self, record: Record, spans: Mapping[str, tuple[date, date]], ours: Mapping[str, Case]) -> RowVerdict:
        if (case := ours.get(record.text("number"))) is not None:
            return RowVerdict(record.row, "unchanged", case.id, case.state)
        faults = [
            Doubt(fault.code, {"field": fault.field, "given": fault.given})
            for fault in record.faults
            if fault.field != "state"
        ]
        faults += [
            Doubt(code)
            for code, field in (("problem_missing", "description"), ("body_missing", "body"))
            if not record.text(field)
        ]
        doubts: list[Doubt] = []
        try:
            if faults:
                return RowVerdict(record.row, "rejected", faults=faults)
            return self._hand_over(record, spans, doubts)
        except _Rejected as rejected:
            return RowVerdict(record.row, "rejected", faults=[rejected.fault])

    def _hand_over(self, record: Record, spans: Mapping[str, tuple[date, date]], doubts: list[Doubt]) -> RowVerdict:
        post = self._bodies.post_of(record.text("body"))
        line = self._line(record, post, doubts)
        try:
            with transaction.atomic():
                listed = self._list(record, spans, doubts)
                key = fold_name(line.description), post.organization_id
                known = self._known[listed.id].get(key)
                if known is not None:
                    return RowVerdict(record.row, "unchanged", known, warnings=[Doubt("problem_repeated")])
                outcome = add_problem(listed=listed, line=line, by=self._by, at=self._at, channel="sheet")
        except (Refused, ListRefused) as refused:
            # What was begun for this row alone was taken back with it.
            self._lists.pop(self._titled(record), None)
            said = " ".join(refused.texts()) if isinstance(refused, Refused) else str(refused)
            raise _Rejected("not_handed_over", why=said) from refused
        self._known[listed.id][key] = outcome.case_id
        return RowVerdict(record.row, "imported", outcome.case_id, outcome.state, warnings=doubts)

    def _line(self, record: Record, post: Post, doubts: list[Doubt]) -> Listed:
        asked, due = record.text("requirement"), record.text("due")
        if due:
            asked = "；".join(part for part in (asked, f"整改时限：{due}") if part)
        number, hazard = record.text("hazard"), None
        if number:
            seen = visible(self._by).filter(kind="hazard", number=number.strip().upper())
            hazard = seen.values_list("id", flat=True).first()
            if hazard is None:
                doubts.append(Doubt("hazard_unknown", {"given": number}))
        return Listed(record.text("description"), post.id, asked, hazard)

    def _titled(self, record: Record) -> str:
        return (record.text("title") or self._title)[:_LONGEST_TITLE]

    def _days(self, record: Record) -> tuple[date, date] | None:
        began, ended = record.day("began_on"), record.day("ended_on")
        if began is None and ended is None:
            return None
        first, last = began or ended, ended or began
        assert first is not None and last is not None, "one of them is given"
        return min(first, last), max(first, last)

    def _spans(self, records: Sequence[Record]) -> dict[str, tuple[date, date]]:
        """Return from when to when each list of the batch inspected, as far as its rows say."""
        spans: dict[str, tuple[date, date]] = {}
        for record in records:
            days, title = self._days(record), self._titled(record)
            if days is not None and days[1] <= self._today:
                began, ended = spans.get(title, days)
                spans[title] = min(began, days[0]), max(ended, days[1])
        return spans

    def _list(self, record: Record, spans: Mapping[str, tuple[date, date]], doubts: list[Doubt]) -> ProblemList:
        """Return the list that a row belongs to, begun if need be. Raises: _Rejected; ListRefused."""
        title, days = self._titled(record), self._days(record)
        if not title:
            raise _Rejected("list_untitled")
        if days is not None and days[1] > self._today:
            raise _Rejected("inspected_in_future", given=days[1])
        listed = self._lists.get(title) or self._standing(title)
        if listed is not None:
            inside = days is None or (listed.began_on <= days[0] and days[1] <= listed.ended_on)
            if not inside and listed.id not in self._begun:
                raise _Rejected("list_of_other_days", title=title, began=listed.began_on, ended=listed.ended_on)
            self._lists[title] = listed
            return listed
        said = record.text("inspection")
        kind = InspectionType(said) if said else inspection_named(title)
        if kind is None:
            kind = InspectionType.UNANNOUNCED
            doubts.append(Doubt("inspection_assumed"))
        on = self._context.on or self._today
        began, ended = spans.get(title, (on, on))
        head = Head(title, kind, record.text("team")[:200] or self._office.name, self._context.territory, began, ended)
        listed = open_problem_list(head=head, by=self._by, at=self._at, channel="sheet")
        self._begun.add(listed.id)
        self._lists[title], self._known[listed.id] = listed, {}
        return listed

    def _standing(self, title: str) -> ProblemList | None:
        """Return the list of this office with this title that was declared last, and remember its problems."""
        mine = ProblemList.objects.filter(inspecting=self._office, title=title)
        listed = mine.order_by("-declared_at", "-id").first()
        if listed is not None:
            rows = (
                InspectionProblem.objects.filter(listed_in=listed).select_related("case__owner_post").order_by("line")
            )
            handed_on = Transfer.objects.filter(case__problem__listed_in=listed, outcome__in=_MOVED)
            # A problem that was handed on since is still the problem of the body it was handed to first.
            first = handed_on.order_by("-proposed_at", "-id").values_list("case_id", "from_post__organization_id")
            bodies = dict(first)
            self._known[listed.id] = {
                (fold_name(one.description), bodies.get(one.case_id, one.case.owner_post.organization_id)): one.case_id
                for one in rows
            }
        return listed

    def _ours(self, records: Sequence[Record]) -> dict[str, Case]:
        """Return the cases that rows name by number: an export of ours brought in again changes nothing."""
        numbers = sorted({record.text("number") for record in records} - {""})
        found: dict[str, Case] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = Case.objects.filter(kind="problem", number__in=numbers[start : start + _CHUNK])
            found |= {str(case.number): case for case in some.filter(problem__listed_in__inspecting=self._office)}
        return found


def rows(territory: str) -> Iterator[Mapping[str, Any]]:
    """The problems listed in a territory as rows of their sheet, in the order in which they were handed over."""
    return _rows(territory, None)


def rows_for(territory: str, by: Actor) -> Iterator[Mapping[str, Any]]:
    """The problems listed in a territory that an actor may read."""
    return _rows(territory, by)


def _rows(territory: str, by: Actor | None) -> Iterator[Mapping[str, Any]]:
    last = None
    while True:
        page = InspectionProblem.objects.select_related("listed_in", "case__owner_post__organization").order_by(
            "case_id"
        )
        if territory:
            page = page.filter(case__territory__startswith=territory)
        if last is not None:
            page = page.filter(case_id__gt=last)
        found = list(page[:_CHUNK])
        ids = [one.case_id for one in found]
        shown = set(ids) if by is None else set(visible(by).filter(id__in=ids).values_list("id", flat=True))
        hazards = {one.case.origin_id for one in found if one.case.origin_kind == "hazard"}
        numbers = dict(Case.objects.filter(Q(id__in=hazards)).values_list("id", "number"))
        for one in found:
            if one.case_id in shown:
                yield _out(one, numbers)
        if len(found) < _CHUNK:
            return
        last = found[-1].case_id


def _out(one: InspectionProblem, numbers: Mapping[UUID, str | None]) -> Mapping[str, Any]:
    listed, case = one.listed_in, one.case
    body = case.owner_post.organization
    due = case.due_at.astimezone(LOCAL).date().isoformat() if case.due_at else ""
    return {
        "number": case.number,
        "title": listed.title,
        "inspection": listed.inspection,
        "team": listed.team,
        "began_on": listed.began_on.isoformat(),
        "ended_on": listed.ended_on.isoformat(),
        "body": body.name if body else "",
        "description": one.description,
        "requirement": one.requirement,
        "due": due,
        "hazard": numbers.get(case.origin_id) or "" if case.origin_id else "",
        "state": case.state,
    }


IMPORT = SheetImport(
    "problems",
    PROBLEMS,
    ProblemLoader,
    rows,
    dated=True,
    roles=frozenset({"committee_office"}),
    authored=True,
    rows_for=rows_for,
)
