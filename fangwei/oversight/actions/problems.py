"""Declaring a problem list, with all its problems in one transaction, and publishing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_within
from fangwei.casework.events import Act, Outcome
from fangwei.casework.refusals import Refused, refuse
from fangwei.engines.codes import is_within
from fangwei.engines.lifecycle import Refusal
from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.oversight.models import InspectionType, ProblemList
from fangwei.register.coded import Coded
from fangwei.register.models import OrganizationKind

SUBJECT = "problem_list"
_INSPECTS = frozenset({OrganizationKind.COMMITTEE_OFFICE, OrganizationKind.COMMITTEE})


class ListRefused(Coded):
    """A problem list cannot be declared or published; `code` says why."""

    messages = {
        "not_an_office": _(
            "Only a work-safety committee or its office declares a problem list, for its own territory."
        ),
        "nothing_listed": _("A problem list needs a title and at least one problem."),
        "dates": _("The inspection ends on or after the day it began, and not after today."),
        "published": _("The list has been published already."),
    }


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a problem list: its title, how, where, by whom and when was inspected."""

    title: str
    inspection: InspectionType
    team: str
    territory: str
    began_on: date
    ended_on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: what is wrong, the post that answers, what is asked for, the hazard from which it was seen."""

    description: str
    to_post: UUID
    requirement: str = ""
    hazard: UUID | None = None


@transaction.atomic
def declare_problem_list(
    *, head: Head, lines: Sequence[Listed], by: Actor, at: datetime, list_id: UUID | None = None, channel: str = "web"
) -> ProblemList:
    """Write the list and hand every problem to whoever answers; all of it or nothing.

    Law: Work Safety Law, Art. 9. Raises: ListRefused; Refused, which names the line, where a line cannot be handed over.
    """
    _check_office(head.territory, by)
    if not lines:
        raise ListRefused("nothing_listed")
    listed = _open(head, list_id or uuid7(), by=by, at=at, channel=channel, lines=len(lines))
    for number, line in enumerate(lines, start=1):
        try:
            act_within(_handing(listed, number, line, at), by=by, received_at=at, channel=channel, cause=None)
        except Refused as refused:
            raise Refused([*refused.reasons, Refusal("on_line", {"line": str(number)})]) from refused
    return listed


@transaction.atomic
def open_problem_list(*, head: Head, by: Actor, at: datetime, channel: str) -> ProblemList:
    """Begin a list whose problems come in one by one, as from a sheet. Raises: ListRefused."""
    _check_office(head.territory, by)
    return _open(head, uuid7(), by=by, at=at, channel=channel)


@transaction.atomic
def add_problem(*, listed: ProblemList, line: Listed, by: Actor, at: datetime, channel: str) -> Outcome:
    """Hand one more problem of a list over, after its last line, by the office that inspected. Raises: ListRefused; Refused."""
    if by.organization_id != listed.inspecting_id:
        raise ListRefused("not_an_office")
    last = listed.problems.aggregate(last=Max("line"))["last"] or 0
    return act_within(_handing(listed, last + 1, line, at), by=by, received_at=at, channel=channel, cause=None)


def _check_office(territory: str, by: Actor) -> None:
    if by.organization_id is None or by.organization_kind not in _INSPECTS or by.role != "committee_office":
        raise ListRefused("not_an_office")
    if not is_within(territory, by.territory_code):
        raise ListRefused("not_an_office")


def _open(head: Head, list_id: UUID, *, by: Actor, at: datetime, channel: str, **more: object) -> ProblemList:
    if not head.title.strip():
        raise ListRefused("nothing_listed")
    if not head.began_on <= head.ended_on <= at.date():
        raise ListRefused("dates")
    assert by.organization_id is not None, "asked before"
    listed = ProblemList.objects.create(
        id=list_id,
        title=head.title.strip(),
        inspection=head.inspection,
        team=head.team.strip(),
        began_on=head.began_on,
        ended_on=head.ended_on,
        territory=head.territory,
        inspecting_id=by.organization_id,
        declared_at=at,
        declared_by=by.person_id,
    )
    _tell(listed, "declare", by=by, at=at, channel=channel, **more)
    return listed


def publish_problem_list(*, listed: ProblemList, by: Actor, at: datetime) -> ProblemList:
    """Publish a list: from then on every body of its territory may read it. Raises: ListRefused."""
    with transaction.atomic():
        if by.organization_id != listed.inspecting_id:
            raise ListRefused("not_an_office")
        if not ProblemList.objects.filter(id=listed.id, published_at=None).update(published_at=at):
            raise ListRefused("published")
        _tell(listed, "publish", by=by, at=at, channel="web")
    listed.published_at = at
    return listed


def _handing(listed: ProblemList, number: int, line: Listed, at: datetime) -> Act:
    if not line.description.strip():
        raise refuse("field_missing", field="description")
    data = {
        "list": str(listed.id),
        "line": number,
        "to_post": str(line.to_post),
        "title": line.description.strip()[:200],
        "description": line.description.strip(),
    }
    if line.requirement.strip():
        data["requirement"] = line.requirement.strip()
    one = Act(act_id=uuid7(), case_id=uuid7(), verb="declare_problem", at=at, data=data, kind="problem")
    return replace(one, data={**data, "hazard": str(line.hazard)}) if line.hazard else one


def _tell(listed: ProblemList, verb: str, *, by: Actor, at: datetime, channel: str, **more: object) -> None:
    said = {
        "title": listed.title,
        "inspection": str(listed.inspection),
        "team": listed.team,
        "began_on": listed.began_on.isoformat(),
        "ended_on": listed.ended_on.isoformat(),
    }
    append(
        [
            NewFact(
                subject_kind=SUBJECT,
                subject_id=listed.id,
                verb=verb,
                actor=by.person_id,
                acting_post=by.post_id,
                authority=by.organization_id,
                at=at,
                received_at=at,
                channel=channel,
                territory=listed.territory,
                data=said | more if verb == "declare" else {},
            )
        ]
    )
