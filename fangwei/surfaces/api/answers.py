"""Cases as JSON: what they are, whose, how long they still have, what may be done to them and by whom."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpResponse

from fangwei.accounts.actor import Actor
from fangwei.casework.events import Outcome
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case, Evidence, RunningClock
from fangwei.casework.queries import may
from fangwei.casework.refusals import Refused
from fangwei.engines.lifecycle import Field, Transition
from fangwei.engines.lifecycle.decide import holds, required_participants
from fangwei.ledger.queries import Told, history, published_facts
from fangwei.register.sealed import SealedField
from fangwei.surfaces.api.problems import problem_body
from fangwei.ui.parts import WhyView
from fangwei.ui.present import words
from fangwei.ui.present.people import names_of_persons, names_of_posts
from fangwei.ui.present.reasons import clock_view, due_words

JSON = dict[str, Any]
_GRADES = {0: "", 1: "general", 2: "major"}
_SAID = ("from", "to", "owner_post", "participants")
_PLAIN = (str, int, bool, list, dict, type(None))


def answer(body: JSON, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return an object as the answer to a request."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, headers=headers, content_type="application/json")


def etag(version: int) -> str:
    """Return a case's version as HTTP names it."""
    return f'"{version}"'


def instant(value: datetime | None) -> str | None:
    """Return an instant in UTC, to the microsecond."""
    return value.isoformat().replace("+00:00", "Z") if value else None


def outcome_json(outcome: Outcome, kind: str) -> JSON:
    """Return what became of an act that was done."""
    return {
        "act_id": str(outcome.act_id),
        "id": str(outcome.case_id),
        "kind": kind,
        "number": outcome.number,
        "state": outcome.state,
        "version": outcome.version,
        "fact_id": str(outcome.fact_id),
        "repeated": outcome.repeated,
    }


def done_json(act_id: str, done: Outcome, kind: str, status: int) -> JSON:
    """Return what became of one act of many that was done."""
    return {"act_id": act_id, "status": status, "outcome": outcome_json(done, kind), "problem": None}


def refused_json(act_id: str, refused: Refused) -> JSON:
    """Return what became of one act of many that was refused."""
    return {"act_id": act_id, "status": refused.status, "outcome": None, "problem": problem_body(refused)}


def case_json(case: Case, at: datetime) -> JSON:
    """Return a case as lists show it; its place and its owner's organization are loaded with it."""
    owner, place = case.owner_post, case.place
    body = owner.body
    return {
        "id": str(case.id),
        "kind": case.kind,
        "number": case.number,
        "state": case.state,
        "state_label": words.state(case.state),
        "version": case.version,
        "is_open": case.is_open,
        "title": case.title,
        "grade": _GRADES[case.severity],
        "territory": case.territory,
        "place": {"id": str(place.id), "name": place.name} if place else None,
        "owner": {
            "post": str(owner.id),
            "post_name": owner.name,
            "organization": str(body.id) if body else None,
            "organization_name": body.name if body else "",
        },
        "inherited": case.inherited,
        "provenance": case.provenance,
        "opened_at": instant(case.opened_at),
        "last_at": instant(case.last_at),
        "closed_at": instant(case.closed_at),
        "due_at": instant(case.due_at),
        "due_in_words": due_in_words(case, at),
    }


def due_in_words(case: Case, at: datetime) -> str:
    """Return "3 days left" or "2 days overdue"; empty without a deadline."""
    if case.due_at is None or not case.is_open:
        return ""
    return due_words(case.due_at, at)


def full_json(case: Case, actor: Actor, at: datetime) -> JSON:
    """Return everything about a case that its page shows: noun, clocks, evidence, and what may be done by whom."""
    found = may(case, actor, at=at)
    return {
        **case_json(case, at),
        "origin": {"kind": case.origin_kind, "id": str(case.origin_id)} if case.origin_id else None,
        "data": noun_json(case, actor),
        "clocks": clocks_json(case),
        "evidence": [evidence_json(file) for file in case.evidence.order_by("id")],
        "may": [may_json(row, found.truths) for row in found.rows],
        "others": [
            {"verb": verb, "label": words.verb(verb), "who": list(who), "who_label": words.relations(who)}
            for verb, who in found.others.items()
        ],
    }


def noun_json(case: Case, actor: Actor) -> JSON:
    """Return what the verbs of the kind ask for and the noun keeps; what is sealed or withheld from this reader stays so."""
    noun = getattr(case, case.kind, None)
    if not isinstance(noun, models.Model):
        return {}
    kind = kind_of(case.kind)
    asked = {field.name for row in kind.lifecycle.transitions for field in row.fields} - kind.withheld(case, actor)
    return {
        field.name: _plain(getattr(noun, field.attname))
        for field in noun._meta.concrete_fields
        if field.name in asked and not isinstance(field, SealedField)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, _PLAIN) else str(value)


def may_json(row: Transition, truths: frozenset[str]) -> JSON:
    """Return what one verb needs of the one who asks, as a form would."""
    return {
        "verb": row.verb,
        "label": words.verb(row.verb),
        "citation": row.citation,
        "fields": [_field(field, truths) for field in row.fields],
        "evidence": row.evidence,
        "participants": [
            {
                "role": person.role,
                "label": words.said(words.FIELDS, person.role),
                "side": person.side,
                "instead": person.instead,
            }
            for person in required_participants(row, truths)
        ],
    }


def _field(field: Field, truths: frozenset[str]) -> JSON:
    return {
        "name": field.name,
        "label": words.said(words.FIELDS, field.name),
        "kind": field.kind,
        "required": field.required or bool(field.required_when and not holds(field.required_when, truths)),
        "choices": [{"value": one, "label": words.said(words.CHOICES, one)} for one in field.choices],
        "longest": field.longest if field.kind in ("text", "line") else None,
    }


def clocks_json(case: Case) -> list[JSON]:
    """Return every clock of a case, the running ones first, each with the rule that set it."""
    clocks = list(case.clocks.order_by("started_at", "id"))
    return [clock_json(clock, case) for clock in sorted(clocks, key=lambda clock: clock.ended_at is not None)]


def clock_json(clock: RunningClock, case: Case) -> JSON:
    """Return one clock with why it ends when it does."""
    shown = clock_view(clock, case, _GRADES[case.severity])
    return {
        "name": clock.name,
        "label": shown.label,
        "holder": clock.holder,
        "state": shown.state,
        "started_at": instant(clock.started_at),
        "due_at": instant(clock.due_at),
        "first_due_at": instant(clock.first_due_at),
        "paused_at": instant(clock.paused_at),
        "ended_at": instant(clock.ended_at),
        "outcome": clock.outcome,
        "why": _why(shown.why) if isinstance(shown.why, WhyView) else None,
    }


def _why(why: WhyView) -> JSON:
    return {
        "rule": why.rule,
        "title": why.rule_name,
        "value": why.rule_value,
        "citation": why.citation,
        "status": why.status,
        "because": why.because,
        "overlay": why.overlay,
    }


def evidence_json(file: Evidence) -> JSON:
    """Return what is known of a file; its bytes are at `content`."""
    return {
        "id": str(file.id),
        "case": str(file.case_id) if file.case_id else None,
        "stage": file.stage,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "taken_at": instant(file.taken_at),
        "uploaded_at": instant(file.uploaded_at),
        "content": f"/api/v1/evidence/{file.id}/content",
    }


def history_json(case: Case, actor: Actor, *, before: int | None, limit: int) -> JSON:
    """Return what happened to a case, newest first; `before` is where the next page begins, null at the end."""
    told = history(case.id, before=before, limit=limit)
    persons = names_of_persons(_persons(told))
    posts = names_of_posts(one.fact.acting_post for one in told if one.fact.acting_post)
    logged = published_facts([one.fact.id for one in told])
    oldest = told[-1].fact.n if len(told) == limit else 1
    return {
        "items": [_event(one, case, actor, persons, posts, logged) for one in told],
        "before": oldest if oldest > 1 else None,
    }


def _persons(told: Sequence[Told]) -> Iterable[UUID]:
    for one in told:
        if one.fact.actor:
            yield one.fact.actor
        for entry in one.fact.participants:
            if entry.get("person"):
                yield UUID(entry["person"])


def _event(
    one: Told,
    case: Case,
    actor: Actor,
    persons: Mapping[UUID, str],
    posts: Mapping[UUID, tuple[str, str]],
    logged: Iterable[UUID],
) -> JSON:
    fact, kind = one.fact, kind_of(case.kind)
    asked = {field.name for row in kind.lifecycle.rows(fact.verb) for field in row.fields} - kind.withheld(case, actor)
    post = posts.get(fact.acting_post, ("", "")) if fact.acting_post else ("", "")
    return {
        "n": fact.n,
        "fact_id": str(fact.id),
        "verb": fact.verb,
        "label": words.happened(fact.verb),
        "at": instant(fact.at),
        "received_at": instant(fact.received_at),
        "channel": fact.channel,
        "actor": {"id": str(fact.actor), "name": persons.get(fact.actor, "")} if fact.actor else None,
        "post": {"id": str(fact.acting_post), "name": post[0], "organization_name": post[1]}
        if fact.acting_post
        else None,
        "participants": [
            {
                "role": str(entry.get("role", "")),
                "person": entry["person"],
                "name": persons.get(UUID(entry["person"]), ""),
            }
            for entry in fact.participants
            if entry.get("person")
        ],
        "data": None if one.data is None else {k: v for k, v in one.data.items() if k in asked or k in _SAID},
        "cause": str(fact.cause) if fact.cause else None,
        "logged": fact.id in logged,
    }
