"""The organization chart as a sheet: its rows become bodies, posts, tenures and charges.

A row is somebody in a post. What the sheet is silent about stays; a tenure, a post or a body ends only by a row that says so,
and a tenure recorded late counts from its day but is known from now.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from fangwei.duty.actions import end_portfolio, give_portfolio
from fangwei.duty.chart import Chart, Divisions
from fangwei.duty.chart_endings import Endings, kind_said
from fangwei.duty.chart_export import rows
from fangwei.duty.chart_rows import RowRefused, Work
from fangwei.duty.models import Portfolio
from fangwei.duty.sheet import CHART, charge_of, kind_named, rank_of, role_of
from fangwei.engines.calendar import SHANGHAI
from fangwei.engines.reader import Record
from fangwei.register.actions import (
    appoint,
    change_telephone,
    end_tenure,
    establish_organization,
    establish_post,
    make_duty_post,
    place_below,
    register_person,
    second_member,
)
from fangwei.register.actions.organizations import DUTY_POST_NAME
from fangwei.register.models import Organization, OrganizationKind, Person, Post, Role, Secondment, Tenure
from fangwei.register.refusals import RegisterRefused
from fangwei.register.sealed import digest
from fangwei.sheets.registry import LoadContext, SheetImport
from fangwei.sheets.verdicts import Doubt, RowVerdict


class ChartLoader:
    """Loads one organization chart; remembers whom the sheet names, so that it can say who is missing from it."""

    def __init__(self, context: LoadContext) -> None:
        self._by, self._at, self._fields = context.by, context.at, context.fields
        self._on = context.on or context.at.astimezone(SHANGHAI).date()
        self._divisions = Divisions(context.territory, self._on)
        self._chart = Chart(context.territory)
        self._bodies: dict[UUID, Organization] = {}
        self._fresh: dict[UUID, Organization] = {}
        self._named: set[tuple[UUID, UUID]] = set()
        self._claims: dict[tuple[str, str], set[str]] = {}
        self._endings = Endings(self._chart, by=self._by, at=self._at)
        self._closed: dict[str, date] = {}

    def load(self, records: Sequence[Record]) -> list[RowVerdict]:
        """Judge and take in a batch of rows within the caller's transaction; ends before beginnings, closed posts last."""
        for record in records:
            end = record.day("end")
            if record.text("person") and (end is None or end > self._on):
                key = record.text("organization"), record.text("post")
                self._claims.setdefault(key, set()).add(record.text("person"))
        verdicts = {}
        for record in sorted(records, key=lambda one: (_turn(one), one.row)):
            verdicts[record.row] = self._row(record)
        return [verdicts[record.row] for record in records]

    def doubts(self) -> list[Doubt]:
        """Say who holds a post of a body of the sheet without being in it, and which new bodies name no duty post."""
        found = []
        held = Tenure.objects.on(self._on).filter(post__organization_id__in=list(self._bodies), acting=False)
        for tenure in held.select_related("person", "post").order_by("post__organization_id", "id"):
            if (tenure.post_id, tenure.person_id) not in self._named and tenure.post.organization_id is not None:
                given = self._bodies[tenure.post.organization_id].name
                said = {"given": given, "post": tenure.post.name, "holder": tenure.person.name}
                found.append(Doubt("not_in_sheet", said))
        for body in self._fresh.values():
            post = self._chart.duty_post(body.id)
            if post is not None and not self._chart.held(post):
                found.append(Doubt("duty_post_missing", {"given": body.name, "post": post.name}))
        return found

    def _row(self, record: Record) -> RowVerdict:
        faults = [Doubt(fault.code, {"field": fault.field, "given": fault.given}) for fault in record.faults]
        if not record.text("organization"):
            faults.insert(0, Doubt("organization_missing"))
        if record.text("person") and not record.text("post"):
            faults.append(Doubt("post_missing", {"given": record.text("person")}))
        if faults:
            return RowVerdict(record.row, "rejected", faults=faults)
        work = Work(record)
        try:
            with transaction.atomic():
                subject = self._take_in(work)
        except (RowRefused, RegisterRefused) as problem:
            # The row's beginnings were taken back, so what is remembered of the chart may be wrong.
            self._chart.read()
            fault = problem.fault if isinstance(problem, RowRefused) else _fault(problem)
            return RowVerdict(record.row, "rejected", faults=[fault])
        return RowVerdict(record.row, work.verdict, subject, warnings=work.doubts)

    def _take_in(self, work: Work) -> UUID:
        named, closing = work.record.text("organization"), work.record.day("abolished")
        if closing is not None and work.record.text("post"):
            return self._endings.post(work)
        if closing is not None:
            closed = self._endings.body(work)
            self._closed[named] = closed.valid_to or closing
            self._bodies.pop(closed.id, None)
            return closed.id
        if named in self._closed and (gone := self._chart.closed_body(named)) is not None:
            work.doubt("body_closed", given=named, day=self._closed[named])
            return gone.id
        body = self._body(work)
        self._bodies[body.id] = body
        if not work.record.text("post"):
            return body.id
        person = self._person(work, body) if work.record.text("person") else None
        post = self._post(work, body, person)
        if self._fields & {"charge"} and work.record.text("charge"):
            self._charge(work, post)
        if person is None:
            return post.id
        tenure = self._tenure(work, post, person)
        self._named.add((post.id, person.id))
        if work.record.text("seconded"):
            self._second(work, post, person)
        return tenure.id

    def _body(self, work: Work) -> Organization:
        record, name = work.record, work.record.text("organization")[:120]
        said = record.text("kind")
        kind, assumed = (OrganizationKind(said), False) if said else kind_named(name)
        known = self._endings.renamed(work) or self._chart.body(name, kind_said(record))
        parent = self._chart.body(record.text("parent"), "") if record.text("parent") else None
        if known is not None and not known.placeholder:
            if parent is not None and parent.id not in (known.parent_id, known.id):
                place_below(organization=known, parent=parent, by=self._by, at=self._at)
                work.changed = True
            return known
        if kind is None:
            raise RowRefused("organization_kind_unknown", {"given": name})
        if assumed:
            work.doubt("organization_kind_assumed", given=name)
        territory = self._divisions.of(record.text("territory"), name)
        if territory is None:
            raise RowRefused("territory_unknown", {"given": record.text("territory") or name})
        ticked = record.text("post") if record.tick("duty_post") else ""
        body = establish_organization(
            name=name,
            kind=str(kind.value),
            territory_code=territory,
            parent=parent,
            duty_post_name=ticked[:80] or DUTY_POST_NAME,
            by=self._by,
            at=self._at,
        )
        work.made = True
        self._fresh[body.id] = body
        self._chart.add(body)
        return body

    def _person(self, work: Work, body: Organization) -> Person:
        name, phone = work.record.text("person")[:60], work.record.text("phone")
        found, elsewhere = self._chart.person(body, name, digest(phone))
        if found is not None:
            if phone and digest(phone) != found.phone_digest:
                change_telephone(
                    person=found, phone=phone, by=self._by, at=self._at, territory_code=body.territory_code
                )
                work.changed = True
            return found
        if elsewhere:
            work.doubt("person_same_name", given=name)
        return register_person(name=name, phone=phone, by=self._by, at=self._at, territory_code=body.territory_code)

    def _post(self, work: Work, body: Organization, person: Person | None) -> Post:
        record, name = work.record, work.record.text("post")[:80]
        role = record.text("role") or str(role_of(body.kind, name).value)
        seats = self._chart.seats(body.id, name)
        post = self._seat(record, seats, person)
        if post is None:
            first = record.tick("duty_post") and not seats
            post = establish_post(
                name=name,
                role=role,
                organization=body,
                rank=rank_of(role, name),
                is_duty_post=bool(first),
                by=self._by,
                at=self._at,
            )
            self._chart.add_post(post)
            work.made = True
        elif record.text("role") and post.role != record.text("role"):
            work.doubt("role_differs", given=name)
        if record.tick("duty_post") and not post.is_duty_post:
            make_duty_post(post=post, by=self._by, at=self._at)
            work.changed = True
        return post

    def _seat(self, record: Record, seats: Sequence[Post], person: Person | None) -> Post | None:
        """The seat of several with one title that this row means: the person's own, a vacant one, or one to be vacated."""
        if person is None or record.tick("acting"):
            return seats[0] if seats else None
        mine = [post for post in seats if self._chart.holds(post, person)]
        if mine:
            return mine[0]
        claimed = self._claims.get((record.text("organization"), record.text("post")), set())
        for post in seats:
            others = [one for one in self._chart.tenures(post) if not one.acting and _runs(one, self._start(record))]
            if not any(one.person.name in claimed for one in others):
                return post
        return None

    def _start(self, record: Record) -> date:
        return record.day("start") or self._on

    def _tenure(self, work: Work, post: Post, person: Person) -> Tenure:
        record = work.record
        start, end = record.day("start"), record.day("end")
        held = [one for one in self._chart.tenures(post) if one.person_id == person.id]
        same = next((one for one in held if start in (None, one.start) or _runs(one, self._on)), None)
        if same is None:
            tenure = appoint(
                person=person,
                post=post,
                start=self._start(record),
                planned_end=end,
                acting=bool(record.tick("acting")),
                by=self._by,
                at=self._at,
            )
            self._chart.add_tenure(tenure)
            work.made = True
            return tenure
        if start is not None and start != same.start:
            work.doubt("start_differs", given=person.name, registered=same.start, said=start)
        if end is not None and end != same.end:
            if same.end_recorded_at is not None:
                work.doubt("end_differs", given=person.name, registered=same.end, said=end)
                return same
            ended = end_tenure(tenure=same, end=end, by=self._by, at=self._at)
            self._chart.replace(ended)
            work.changed = True
            return ended
        return same

    def _charge(self, work: Work, post: Post) -> None:
        lines, strange = charge_of(work.record.text("charge"))
        for word in strange:
            work.doubt("charge_unknown", given=word)
        if post.role != Role.LEADER:
            work.doubt("charge_not_of_a_leader", given=post.name)
            return
        standing = {one.line: one for one in Portfolio.objects.on(self._on).filter(post=post)}
        for line in lines:
            if line not in standing:
                give_portfolio(post=post, line=line, valid_from=self._on, by=self._by, at=self._at)
                work.changed = True
        # The cell is the whole of a leader's charges: what it no longer names has ended, unless it could not be read.
        for line, portfolio in standing.items():
            if line not in lines and not strange and portfolio.valid_to is None:
                end_portfolio(portfolio=portfolio, on=self._on, by=self._by, at=self._at)
                work.changed = True

    def _second(self, work: Work, post: Post, person: Person) -> None:
        name = work.record.text("seconded")
        force = self._chart.body(name, OrganizationKind.TASK_FORCE)
        if force is None or force.kind != OrganizationKind.TASK_FORCE:
            work.doubt("task_force_unknown", given=name)
            return
        if Secondment.objects.filter(person=person, task_force=force).exists():
            return
        second_member(
            person=person,
            task_force=force,
            home_post=post,
            start=self._on,
            end=work.record.day("seconded_until"),
            by=self._by,
            at=self._at,
        )
        work.changed = True


def _turn(record: Record) -> int:
    """When a row's turn comes: ends of office, closed bodies, then whatever goes on, and posts once they are empty."""
    if record.day("abolished") is not None:
        return 3 if record.text("post") else 1
    return 0 if record.day("end") is not None else 2


def _runs(tenure: Tenure, on: date) -> bool:
    return tenure.end is None or tenure.end > on


def _fault(problem: RegisterRefused) -> Doubt:
    return Doubt(problem.code, {name: str(value) for name, value in problem.params.items()})


IMPORT = SheetImport(
    "organizations",
    CHART,
    ChartLoader,
    rows,
    needs_territory=True,
    dated=True,
    roles=frozenset({"committee_office"}),
)
