"""Rows of an organization chart that end something: a post or a body is closed, a body goes on under another name.

Nobody is left in a closed post, no charge stays with it, and where the committee office goes a placeholder takes its place:
what was owned there is shown as a blind spot until somebody takes it over.
"""

from datetime import date, datetime
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.duty.actions import end_portfolio
from fangwei.duty.chart import Chart
from fangwei.duty.chart_rows import RowRefused, Work
from fangwei.duty.models import Portfolio
from fangwei.duty.sheet import kind_named
from fangwei.engines.reader import Record
from fangwei.register.actions import (
    close_organization,
    close_post,
    end_tenure,
    ensure_committee_office,
    rename_organization,
)
from fangwei.register.models import Organization, OrganizationKind, Post, Tenure


def kind_said(record: Record) -> str:
    """Return the kind that a row says or that its body's name says for certain, empty where neither does."""
    kind, assumed = kind_named(record.text("organization"))
    return record.text("kind") or ("" if assumed or kind is None else str(kind.value))


class Endings:
    """Closes and renames what a chart's rows say; the chart is read anew after each."""

    def __init__(self, chart: Chart, *, by: Actor, at: datetime) -> None:
        self._chart, self._by, self._at = chart, by, at

    def renamed(self, work: Work) -> Organization | None:
        """Return the body that the row calls by its former name too, under its new one; None where no row says so."""
        record = work.record
        former, name = record.text("formerly"), record.text("organization")[:120]
        if not former:
            return None
        old, new = self._chart.named(former), self._chart.named(name)
        if old is None:
            if new is None:
                work.doubt("former_unknown", given=former)
            return new
        if new is not None and new.id != old.id:
            raise RowRefused("two_bodies", {"given": name, "former": former})
        if old.name != name:
            rename_organization(organization=old, name=name, by=self._by, at=self._at)
            self._chart.read()
            work.changed = True
        return old

    def body(self, work: Work) -> Organization:
        """Close the body that a row names, with its posts. Raises: RowRefused `nothing_to_close`; RegisterRefused."""
        record, day = work.record, _day(work)
        body = self._chart.body(record.text("organization"), kind_said(record))
        if body is None or body.placeholder:
            gone = self._chart.closed_body(record.text("organization"))
            if gone is None:
                raise RowRefused("nothing_to_close", {"given": record.text("organization")})
            _compare(work, gone.name, gone.valid_to, day)
            return gone
        posts = list(Post.objects.standing().filter(organization=body).order_by("id"))
        close_organization(organization=body, on=day, by=self._by, at=self._at)
        for post in posts:
            self._empty(post, day, record.text("note"))
        if body.kind == OrganizationKind.COMMITTEE_OFFICE:
            ensure_committee_office(territory_code=body.territory_code, by=self._by, at=self._at)
        self._chart.read()
        work.changed = True
        return body

    def post(self, work: Work) -> UUID:
        """Close the post that a row names. Raises: RowRefused `nothing_to_close`, `post_ambiguous`; RegisterRefused."""
        record, day = work.record, _day(work)
        known = self._chart.body(record.text("organization"), kind_said(record))
        body = known or self._chart.closed_body(record.text("organization"))
        if body is None:
            raise RowRefused("nothing_to_close", {"given": record.text("organization")})
        name, person = record.text("post")[:80], record.text("person")
        gone = self._chart.closed_post(body.id, name, person)
        seats = self._chart.seats(body.id, name)
        mine = [post for post in seats if person and self._chart.held_by(post, person)]
        if not mine and gone is not None and (person or not seats):
            _compare(work, f"{body.name} {name}", gone.valid_to, day)
            return gone.id
        seats = mine or seats
        if len(seats) != 1:
            raise RowRefused("post_ambiguous" if seats else "nothing_to_close", {"given": f"{body.name} {name}"})
        post, end = seats[0], record.day("end")
        if end is not None and person:
            for tenure in self._chart.tenures(post):
                if tenure.person.name == person and tenure.end_recorded_at is None:
                    end_tenure(tenure=tenure, end=end, reason=record.text("note"), by=self._by, at=self._at)
        self._end_charges(post, day)
        close_post(post=post, on=day, reason=record.text("note"), by=self._by, at=self._at)
        self._chart.read()
        work.changed = True
        return post.id

    def _empty(self, post: Post, day: date, reason: str) -> None:
        self._end_charges(post, day)
        for tenure in Tenure.objects.filter(post=post, end_recorded_at=None).order_by("id"):
            if tenure.end is None or tenure.end > day:
                end_tenure(tenure=tenure, end=max(day, tenure.start), reason=reason, by=self._by, at=self._at)

    def _end_charges(self, post: Post, day: date) -> None:
        for charge in Portfolio.objects.standing().filter(post=post).order_by("id"):
            end_portfolio(portfolio=charge, on=day, by=self._by, at=self._at)


def _day(work: Work) -> date:
    day = work.record.day("abolished")
    assert day is not None, "only rows that say when something is closed come here"
    return day


def _compare(work: Work, given: str, registered: date | None, said: date) -> None:
    if registered != said:
        work.doubt("closed_otherwise", given=given, registered=registered, said=said)
