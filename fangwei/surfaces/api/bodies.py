"""Reading what was sent: JSON into acts, strictly, so that what is not understood is refused and never guessed at."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any, NoReturn
from uuid import UUID

from django.http import HttpRequest

from fangwei.casework.events import Act
from fangwei.casework.refusals import refuse
from fangwei.surfaces.api.formats import read_instant, read_uuid
from fangwei.surfaces.api.problems import Problem
from fangwei.surfaces.api.schemas import MOST_EVIDENCE, MOST_PARTICIPANTS, UUID7

_ACT = frozenset({"act_id", "verb", "at", "data", "evidence", "participants"})
_CHANGE = _ACT | {"if_version"}
_OPEN = _ACT | {"id"}
_ITEM = _ACT | {"if_version", "id", "kind"}
_SEVENTH = re.compile(UUID7)
_PARTICIPANT = frozenset({"role", "person", "name", "note"})
DEEPEST = 20
"""Levels of lists and objects in one body."""
_LONGEST = {"role": 32, "person": 36, "name": 80, "note": 200}


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the object in a request's body. Raises: Problem 400, 415, 422."""
    if request.content_type != "application/json":
        raise Problem(415, "content_type", {"wanted": "application/json"})
    try:
        text = request.body.decode()
        body = _LOADER.decode(text)
        _check_depth(text, body)
        if "\\ud" in text.lower():
            # Half of a pair of characters cannot be written down anywhere; a whole pair can.
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as fault:
        raise Problem(400, "json_malformed", {"why": str(fault)[:120]}) from fault
    if not isinstance(body, dict):
        raise Problem(422, "body_not_object")
    return body


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _number(word: str) -> float:
    found = float(word)
    if not isfinite(found):
        raise ValueError(f"{word[:20]} is too large a number")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


_LOADER = json.JSONDecoder(parse_constant=_no_number, parse_float=_number, object_pairs_hook=_object)


def _check_depth(text: str, body: object) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    level = [body]
    for _depth in range(DEEPEST):
        lower: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                lower += one.values()
            elif isinstance(one, list):
                lower += one
        if not lower:
            return
        level = lower
    raise ValueError(f"more than {DEEPEST} levels")


def read_change(body: Mapping[str, Any], case_id: UUID) -> Act:
    """Return an act on a case that exists. Raises: Refused."""
    _known(body, _CHANGE)
    return _act(body, case_id, "", _version(body))


def read_opening(body: Mapping[str, Any], kind: str) -> Act:
    """Return an act that opens a case of a kind. Raises: Refused."""
    _known(body, _OPEN)
    return _act(body, _id7(body, "id"), kind, None)


def read_item(body: object) -> Act:
    """Return one act of many: `id` is its case, `kind` is given when it opens one. Raises: Refused."""
    if not isinstance(body, dict):
        raise refuse("field_bad", field="acts", kind="list")
    _known(body, _ITEM)
    kind = body.get("kind", "")
    if not isinstance(kind, str) or len(kind) > 32:
        raise refuse("field_bad", field="kind", kind="line")
    return _act(body, _id7(body, "id") if kind else _id(body.get("id"), "id"), kind, _version(body))


def _act(body: Mapping[str, Any], case_id: UUID, kind: str, version: int | None) -> Act:
    verb, data = body.get("verb"), body.get("data", {})
    if not isinstance(verb, str) or not 0 < len(verb) <= 32:
        raise refuse("field_bad" if verb else "field_missing", field="verb", kind="line")
    if not isinstance(data, dict):
        raise refuse("field_bad", field="data", kind="list")
    return Act(
        act_id=_id7(body, "act_id"),
        case_id=case_id,
        verb=verb,
        at=_instant(body),
        data=data,
        if_version=version,
        kind=kind,
        evidence=_evidence(body),
        participants=_participants(body),
    )


def _known(body: Mapping[str, Any], names: frozenset[str]) -> None:
    for name in body:
        if name not in names:
            raise refuse("field_unknown", field=str(name)[:40])


def _id(given: object, name: str) -> UUID:
    if given is None:
        raise refuse("field_missing", field=name)
    found = read_uuid(given) if isinstance(given, str) else None
    if found is None:
        raise refuse("field_bad", field=name, kind="case")
    return found


def _id7(body: Mapping[str, Any], name: str) -> UUID:
    found = _id(body.get(name), name)
    if not _SEVENTH.fullmatch(body[name]):
        raise refuse("field_bad", field=name, kind="uuid7")
    return found


def _instant(body: Mapping[str, Any]) -> datetime:
    given = body.get("at")
    if given is None:
        raise refuse("field_missing", field="at")
    found = read_instant(given) if isinstance(given, str) else None
    if found is None:
        raise refuse("field_bad", field="at", kind="instant")
    return found


def _version(body: Mapping[str, Any]) -> int | None:
    if "if_version" not in body:
        return None
    given = body["if_version"]
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given < 2**31:
        raise refuse("field_bad", field="if_version", kind="number")
    return given


def _evidence(body: Mapping[str, Any]) -> tuple[UUID, ...]:
    given = body.get("evidence", [])
    if not isinstance(given, list) or len(given) > MOST_EVIDENCE:
        raise refuse("field_bad", field="evidence", kind="list")
    return tuple(_id(item, "evidence") for item in given)


def _participants(body: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
    given = body.get("participants", [])
    if not isinstance(given, list) or len(given) > MOST_PARTICIPANTS:
        raise refuse("field_bad", field="participants", kind="list")
    for entry in given:
        if not isinstance(entry, dict) or not entry.get("role") or not _PARTICIPANT.issuperset(entry):
            raise refuse("field_bad", field="participants", kind="list")
        if not all(isinstance(text, str) and len(text) <= _LONGEST[name] for name, text in entry.items()):
            raise refuse("field_bad", field="participants", kind="list")
        if "person" in entry:
            _id(entry["person"], "participants")
    return tuple(given)
