"""Taking in hazards from register sheets: set-based, idempotent by the row's key, with provenance and inherited clocks.

The import verb claims only the states that the hazard's table allows; what a sheet says is never overwritten onto a case on
which somebody has acted here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.actions import renew_clocks, take_in
from fangwei.casework.clocks import LOCAL, due_by_rule, new_clock
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.models.case import Provenance
from fangwei.casework.scopes import restand
from fangwei.duty.answers import Answer, OwnerClass
from fangwei.duty.queries import class_of, owners_for_classes
from fangwei.engines.calendar import end_of
from fangwei.engines.lifecycle import Clock
from fangwei.hazards.lifecycle import HAZARD, states
from fangwei.hazards.lifecycle.fields import START_RECTIFY
from fangwei.hazards.models import Hazard
from fangwei.hazards.queries import readers
from fangwei.hazards.sheet import ImportedHazard, ImportedState
from fangwei.hazards.steps.opening import SEVERITY
from fangwei.hazards.wording import domain_in_words
from fangwei.ledger.actions import append
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import Fact
from fangwei.ledger.rows import insert_all
from fangwei.register.models import Place

Verdict = Literal["imported", "updated", "unchanged", "moved_on"]
_VERIFY = Clock("start", "verify", rule="hazard.verification.review")
_ORDER = {state: place for place, state in enumerate(HAZARD.import_states)}
_CHANNEL = "sheet"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row: its verdict, the case it stands for and that case's state."""

    row: int
    verdict: Verdict
    case_id: UUID
    state: str


@dataclass(slots=True)
class _Batch:
    """The rows of one batch on their way into the database."""

    by: Actor
    at: datetime
    answers: dict[OwnerClass, Answer]
    cases: list[Case]
    hazards: list[Hazard]
    scopes: list[tuple[Case, str, str]]
    clocks: list[RunningClock]
    facts: list[NewFact]
    verify_due: dict[str, datetime]


def _cells(row: ImportedHazard) -> dict[str, Any]:
    return {
        "finders": row.finders,
        "rectifier": row.rectifier,
        "verifier": row.verifier,
        "grade": row.grade,
        "how_found": row.how_found,
        "measures": row.measures,
        "interim": row.interim,
        "funds_fen": row.funds_fen,
        "due_on": _day(row.due_on),
        "rectified_on": _day(row.rectified_on),
        "verified_on": _day(row.verified_on),
        "state": row.state,
        "warnings": list(row.warnings),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def import_hazards(rows: Sequence[ImportedHazard], *, by: Actor, at: datetime) -> list[Taken]:
    """Take in the rows inside one transaction and return what became of each, in order."""
    with transaction.atomic():
        known = {
            hazard.sheet_key: hazard
            for hazard in Hazard.objects.filter(sheet_key__in=[row.key for row in rows]).select_related("case")
        }
        places = Place.objects.select_related("site", "keeper_organization").in_bulk(
            {row.place_id for row in rows if row.key not in known}
        )
        batch = _Batch(by, at, _answers(rows, places, at), [], [], [], [], [], {})
        taken: list[Taken] = []
        fresh: dict[str, UUID] = {}
        for row in rows:
            if row.key in known:
                taken.append(_again(row, known[row.key], by=by, at=at))
            elif row.key in fresh:
                taken.append(Taken(row.row, "unchanged", fresh[row.key], row.state))
            else:
                fresh[row.key] = _add(batch, row, places[row.place_id])
                taken.append(Taken(row.row, "imported", fresh[row.key], row.state))
        _write(batch)
    return taken


def _opened(row: ImportedHazard) -> datetime:
    return datetime.combine(row.found_on, time(), LOCAL)


def _answers(rows: Sequence[ImportedHazard], places: Mapping[UUID, Place], at: datetime) -> dict[OwnerClass, Answer]:
    """Return who answers for every class that the new rows need, asked for all of them at once."""
    fresh = [row for row in rows if row.place_id in places]
    classes = {class_of(places[row.place_id], _domain(row, places[row.place_id], at)) for row in fresh}
    return owners_for_classes(classes, at.astimezone(LOCAL).date())


def _domain(row: ImportedHazard, place: Place, at: datetime) -> str:
    return domain_in_words(row.description, at.astimezone(LOCAL).date(), place.county_code)


def _add(batch: _Batch, row: ImportedHazard, place: Place) -> UUID:
    domain = _domain(row, place, batch.at)
    answer = batch.answers[class_of(place, domain)]
    opened = min(_opened(row), batch.at)
    closed = row.state == states.CLOSED and row.verified_on is not None
    case = Case(
        id=uuid7(),
        kind="hazard",
        state=row.state,
        is_open=not closed,
        title=row.description[:200],
        severity=SEVERITY[row.grade],
        place=place,
        territory=place.territory_code or place.county_code,
        owner_post=answer.owner_post,
        owned_since=batch.at,
        provenance=Provenance.SHEET,
        inherited=not closed,
        opened_at=opened,
        last_at=max(batch.at, opened),
        closed_at=max(opened, min(end_of(row.verified_on), batch.at)) if closed and row.verified_on else None,
    )
    _add_clock(batch, row, case, opened)
    batch.cases.append(case)
    batch.hazards.append(_noun(row, case, domain))
    batch.scopes += [(case, audience, code) for audience, code in readers(case)]
    batch.facts.append(_fact(case, "import", _said(row, answer, domain), by=batch.by, at=batch.at))
    return case.id


def _noun(row: ImportedHazard, case: Case, domain: str) -> Hazard:
    return Hazard(
        case=case,
        description=row.description,
        category=domain,
        how_found=row.how_found,
        found_on=row.found_on,
        grade=row.grade,
        self_found=row.how_found == "self_check",
        measures=row.measures,
        responsible=row.rectifier[:80],
        funds_fen=row.funds_fen,
        interim=row.interim,
        sheet_key=row.key,
        sheet=_cells(row),
    )


def _add_clock(batch: _Batch, row: ImportedHazard, case: Case, opened: datetime) -> None:
    # No deadline on the sheet means no clock: null is never zero days.
    if row.state == states.ORDERED and row.due_on is not None:
        due = end_of(row.due_on)
        batch.clocks.append(new_clock(case, START_RECTIFY, min(opened, due), due, known_at=batch.at))
        case.due_at = due
    elif row.state == states.SUBMITTED:
        county = case.territory[:6]
        if county not in batch.verify_due:
            batch.verify_due[county] = due_by_rule(_VERIFY.rule, batch.at, county)
        due = batch.verify_due[county]
        batch.clocks.append(new_clock(case, _VERIFY, batch.at, due, known_at=batch.at))
        case.due_at = due


def _said(row: ImportedHazard, answer: Answer, domain: str) -> dict[str, Any]:
    return _cells(row) | {
        "description": row.description,
        "category": domain,
        "found_on": row.found_on.isoformat(),
        "sheet_key": row.key,
        "from": "new",
        "to": row.state,
        "owner_post": str(answer.owner_post.id),
        "owner_rule": answer.rule,
    }


def _fact(case: Case, verb: str, said: dict[str, Any], *, by: Actor, at: datetime) -> NewFact:
    return NewFact(
        subject_kind="hazard",
        subject_id=case.id,
        verb=verb,
        actor=by.person_id,
        acting_post=by.post_id,
        authority=by.organization_id,
        at=at,
        received_at=at,
        channel=_CHANNEL,
        territory=case.territory,
        data=said,
    )


def _write(batch: _Batch) -> None:
    if not batch.cases:
        return
    take_in(batch.cases, scopes=batch.scopes, clocks=batch.clocks, prefix="YH", at=batch.at)
    insert_all(batch.hazards)
    append(batch.facts, fresh=True)


def _again(row: ImportedHazard, hazard: Hazard, *, by: Actor, at: datetime) -> Taken:
    case = hazard.case
    cells = _cells(row)
    if all(hazard.sheet.get(name) == value for name, value in cells.items()):
        return Taken(row.row, "unchanged", case.id, case.state)
    claimed = _claimed(row)
    acted = Fact.objects.filter(subject_id=case.id).exclude(verb__in=("import", "import_update", "overdue")).exists()
    if acted or _ORDER[claimed] < _ORDER[case.state]:
        return Taken(row.row, "moved_on", case.id, case.state)
    return _update(row, hazard, cells, claimed, by=by, at=at)


def _claimed(row: ImportedHazard) -> ImportedState:
    """Return how far a later edition of the sheet may move a case that is known here: never to its end, which needs the door."""
    return "submitted" if row.state == states.CLOSED else row.state


def _update(
    row: ImportedHazard, hazard: Hazard, cells: dict[str, Any], claimed: ImportedState, *, by: Actor, at: datetime
) -> Taken:
    """Let a later edition of the sheet move an untouched case forward, never back, and never give it more time."""
    cases = Case.objects.select_related("place__site")
    if connection.features.has_select_for_update:
        cases = cases.select_for_update(of=("self",))
    case = cases.get(id=hazard.case_id)
    if case.version != hazard.case.version:  # somebody acted here between our look and our lock
        return Taken(row.row, "moved_on", case.id, case.state)
    before = case.state
    case.state, case.last_at, case.version = claimed, max(case.last_at, at), case.version + 1
    case.severity = max(case.severity, SEVERITY[row.grade])
    _update_clocks(row, case, claimed, by=by, at=at)
    # A grade that a later edition lowers stays: downgrading is an act of its own.
    hazard.grade = hazard.grade if hazard.grade == "major" else row.grade
    hazard.measures, hazard.responsible = row.measures, row.rectifier[:80]
    hazard.funds_fen, hazard.interim, hazard.sheet = row.funds_fen, row.interim, hazard.sheet | cells
    case.save()
    restand(case)
    hazard.save()
    append([_fact(case, "import_update", cells | {"from": before, "to": case.state}, by=by, at=at)])
    return Taken(row.row, "updated", case.id, case.state)


def _update_clocks(row: ImportedHazard, case: Case, claimed: ImportedState, *, by: Actor, at: datetime) -> None:
    running = case.clocks.filter(ended_at__isnull=True)
    kept = running.filter(name="rectify").first()
    later = kept is not None and (row.due_on is None or end_of(row.due_on) >= kept.due_at)
    if claimed == states.ORDERED and later:
        return
    case.due_at = None
    batch = _Batch(by, at, {}, [], [], [], [], [], {})
    _add_clock(batch, replace(row, state=claimed), case, _opened(row))
    renew_clocks(case, clocks=batch.clocks, at=at)
