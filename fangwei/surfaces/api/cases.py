"""Reading and acting on cases of every registered kind."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act
from fangwei.casework.events import Act, Outcome
from fangwei.casework.kinds import Kind, kind_of
from fangwei.casework.models import Case
from fangwei.casework.queries import case_for, kind_seen
from fangwei.casework.refusals import Refused, refuse
from fangwei.ledger.models import Fact
from fangwei.surfaces.api import bodies, schemas
from fangwei.surfaces.api.answers import (
    answer,
    clocks_json,
    done_json,
    etag,
    full_json,
    history_json,
    outcome_json,
    refused_json,
)
from fangwei.surfaces.api.asking import Caller, caller
from fangwei.surfaces.api.listing import Read, list_cases
from fangwei.surfaces.api.problems import Problem, answer_problem

CHANNEL = "api"
_VERSION = re.compile(schemas.ETAG)
View = Callable[..., HttpResponseBase]


def listed(kind: Kind) -> View:
    """Return the view that lists a kind's cases."""

    def view(request: HttpRequest) -> HttpResponse:
        return answer(list_cases(caller(request), kind.lifecycle, request.GET))

    return view


def opened(kind: Kind) -> View:
    """Return the view that opens a case of a kind."""
    verbs = schemas.opening_verbs(kind)
    name = kind.lifecycle.kind

    def view(request: HttpRequest) -> HttpResponse:
        one = bodies.read_opening(bodies.read_json(request), name)
        if one.verb not in verbs:
            raise refuse("verb_unknown", verb=one.verb)
        _check_roles(kind, one)
        done = _act(one, caller(request))
        headers = {"ETag": etag(done.version), "Location": f"/api/v1/{name}/{done.case_id}"}
        return answer(outcome_json(done, name), 200 if done.repeated else 201, headers)

    return view


def read(kind: Kind) -> View:
    """Return the view that shows a case with what may be done to it."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        Read(request.GET)
        found = _case(request, kind, key)
        tag = etag(found.version)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={"ETag": tag})
        asked = caller(request)
        return answer(full_json(found, asked.actor, asked.at), headers={"ETag": tag})

    return view


def happened(kind: Kind) -> View:
    """Return the view that tells a case's history."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        asked = Read(request.GET, frozenset({"before", "limit"}))
        before = asked.number("before", 1, 2**31, 0)
        return answer(
            history_json(_case(request, kind, key), caller(request).actor, before=before or None, limit=asked.limit())
        )

    return view


def clocks(kind: Kind) -> View:
    """Return the view that shows a case's clocks, each with its rule."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        Read(request.GET)
        return answer({"items": clocks_json(_case(request, kind, key))})

    return view


def acted(kind: Kind) -> View:
    """Return the view that carries out a verb."""
    name, verbs = kind.lifecycle.kind, frozenset(schemas.acting_verbs(kind))

    def view(request: HttpRequest, key: str) -> HttpResponse:
        body, asked = bodies.read_json(request), caller(request)
        case_id = _id_of(asked.actor, name, key)
        one = bodies.read_change(body, case_id)
        if one.verb not in verbs:
            raise refuse("verb_unknown", verb=one.verb)
        _check_seen(asked.actor, one, name)
        _check_roles(kind, one)
        matched = _if_match(request)
        try:
            done = _act(one, asked, matched)
        except Refused as refused:
            if matched is not None and one.if_version is None and refused.code == "stale":
                return answer_problem(Problem(412, "version_differs"))
            raise
        return answer(outcome_json(done, name), headers={"ETag": etag(done.version)})

    return view


def acted_on_many(request: HttpRequest) -> HttpResponse:
    """Carry out many acts in order, each for itself; every one of them gets its own answer."""
    body, asked = bodies.read_json(request), caller(request)
    given = body.get("acts")
    if set(body) != {"acts"} or not isinstance(given, list) or not given:
        raise refuse("field_missing" if not given else "field_bad", field="acts", kind="list")
    if len(given) > schemas.MOST_ACTS:
        raise Problem(422, "too_many_acts", {"limit": schemas.MOST_ACTS})
    return answer({"outcomes": [_one_of_many(item, asked) for item in given]})


def _one_of_many(item: object, asked: Caller) -> dict[str, object]:
    act_id = str(item.get("act_id", ""))[:64] if isinstance(item, dict) else ""
    try:
        one = bodies.read_item(item)
        if one.kind and one.verb not in schemas.opening_verbs(kind_of(one.kind)):
            raise refuse("verb_unknown", verb=one.verb)
        kind = one.kind or _check_seen(asked.actor, one)
        _check_roles(kind_of(kind), one)
        done = _act(one, asked)
    except Refused as refused:
        return refused_json(act_id, refused)
    return done_json(act_id, done, kind, 201 if one.kind and not done.repeated else 200)


def _act(one: Act, asked: Caller, matched: int | None = None) -> Outcome:
    if matched is not None and one.if_version is None:
        one = replace(one, if_version=matched)
    outcome = act([one], by=asked.actor, received_at=asked.at, channel=CHANNEL)[0]
    if isinstance(outcome.refusal, Exception):
        raise outcome.refusal
    return outcome


def _case(request: HttpRequest, kind: Kind, key: str) -> Case:
    found = case_for(caller(request).actor, key[:64].replace("\x00", ""))
    if found.kind != kind.lifecycle.kind:
        raise refuse("case_unknown")
    return found


def _id_of(actor: Actor, kind: str, key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        return case_for(actor, key[:64].replace("\x00", "")).id


def _check_seen(actor: Actor, one: Act, kind: str = "") -> str:
    """Return the kind of an act's case; refuse when the actor may not read it, but repeat the answer to one done before."""
    found = kind_seen(actor, one.case_id)
    if found is None and Fact.objects.filter(id=one.act_id, actor=actor.person_id, acting_post=actor.post_id).exists():
        found = Case.objects.filter(id=one.case_id).values_list("kind", flat=True).first()
    if found is None or kind not in ("", found):
        raise refuse("case_unknown")
    return found


def _check_roles(kind: Kind, one: Act) -> None:
    """Refuse a part in an act that its table knows nothing of, where it knows of any."""
    if one.participants and (roles := schemas.roles_in(kind.lifecycle.rows(one.verb))):
        for entry in one.participants:
            if entry["role"] not in roles:
                raise refuse("field_bad", field="participants", kind="list")


def _if_match(request: HttpRequest) -> int | None:
    given = request.META.get("HTTP_IF_MATCH")
    if given is None or given == "*":
        return None
    found = _VERSION.fullmatch(given)
    if found is None:
        raise Problem(422, "parameter_bad", {"field": "If-Match", "why": "etag"})
    return int(found[1])
