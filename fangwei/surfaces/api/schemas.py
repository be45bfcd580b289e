"""What each verb takes, as JSON Schema read off the lifecycle tables: one operation schema a kind and verb."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from fangwei.casework.kinds import Kind, all_kinds
from fangwei.engines.lifecycle import NEW, Field, Transition
from fangwei.ui.present import words

Schema = dict[str, Any]

UUID7 = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
ETAG = '^(?:[*]|(?:W/)?"([1-9][0-9]{0,8})")$'
"""A case's version as If-Match names it; what passes a proxy may come back weakened by `W/`."""
MOST_EVIDENCE = 50
MOST_PARTICIPANTS = 20
MOST_ACTS = 500

_ID7: Schema = {"type": "string", "format": "uuid", "pattern": UUID7}
_UUID: Schema = {"type": "string", "format": "uuid"}
_KINDS: dict[str, Schema] = {
    "date": {"type": "string", "format": "date"},
    "yes": {"type": "boolean"},
    "number": {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
    "list": {"type": "array", "maxItems": 500},
    "post": _UUID,
    "case": _UUID,
    "place": _UUID,
}


def name_of(kind: str, verb: str, what: str = "") -> str:
    """Return the name of a verb's schema: HazardGrade, HazardGradeData."""
    return "".join(part.capitalize() for part in f"{kind}_{verb}".split("_")) + what


def opening_verbs(kind: Kind) -> list[str]:
    """Return the verbs by which anybody may open a case of this kind."""
    return [verb for verb in kind.lifecycle.verbs if any(_opens(row) for row in kind.lifecycle.rows(verb))]


def acting_verbs(kind: Kind) -> list[str]:
    """Return the verbs that anybody may do to a case of this kind."""
    return [
        verb
        for verb in kind.lifecycle.verbs
        if any(not row.hidden and row.sources != (NEW,) for row in kind.lifecycle.rows(verb))
    ]


def _opens(row: Transition) -> bool:
    return NEW in row.sources and not row.hidden


def components() -> dict[str, Schema]:
    """Return every verb's schemas by name, for the components of the OpenAPI document."""
    found: dict[str, Schema] = {}
    for name, kind in all_kinds().items():
        opening = opening_verbs(kind)
        for verb in dict.fromkeys([*opening, *acting_verbs(kind)]):
            rows = [row for row in kind.lifecycle.rows(verb) if not row.hidden]
            found[name_of(name, verb, "Data")] = data_schema(rows)
            found[name_of(name, verb)] = act_schema(name, verb, rows, opens=verb in opening)
    return found


def one_of(kind: str, verbs: Iterable[str]) -> Schema:
    """Return the union of some verbs' schemas, told apart by `verb`."""
    refs = {verb: f"#/components/schemas/{name_of(kind, verb)}" for verb in verbs}
    return {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "verb", "mapping": refs},
    }


def act_schema(kind: str, verb: str, rows: Sequence[Transition], *, opens: bool) -> Schema:
    """Return what a request for a verb looks like; what any of its rows may ask is listed, what all ask is required."""
    data = {"$ref": f"#/components/schemas/{name_of(kind, verb, 'Data')}"}
    properties: Schema = {
        "act_id": {**_ID7, "description": _("Made by the caller; the same act sent twice is done once.")},
        "verb": {"const": verb},
        "at": {
            "type": "string",
            "format": "date-time",
            "description": _("When it was done, with its offset from UTC."),
        },
        "data": data,
        "evidence": {"type": "array", "items": _UUID, "maxItems": MOST_EVIDENCE},
        "participants": {"type": "array", "items": _participant(rows), "maxItems": MOST_PARTICIPANTS},
    }
    required = ["act_id", "verb", "at"]
    if opens:
        properties["id"] = {**_ID7, "description": _("The new case's id, made by the caller.")}
        required.append("id")
    else:
        properties["if_version"] = {
            "type": "integer",
            "minimum": 1,
            "description": _("Refused when the case moved on."),
        }
    if data_schema(rows).get("required"):
        required.append("data")
    least = min(row.evidence for row in rows)
    if least:
        properties["evidence"]["minItems"] = least
        required.append("evidence")
    if all(any(not person.when for person in row.participants) for row in rows):
        properties["participants"]["minItems"] = 1
        required.append("participants")
    return {
        "type": "object",
        "title": words.verb(verb),
        "description": _describe(rows),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def data_schema(rows: Sequence[Transition]) -> Schema:
    """Return the fields of a verb over all its rows."""
    fields: dict[str, list[Field]] = {}
    for row in rows:
        for asked in row.fields:
            fields.setdefault(asked.name, []).append(asked)
    required = [
        name for name, asked in fields.items() if len(asked) == len(rows) and all(one.required for one in asked)
    ]
    schema: Schema = {
        "type": "object",
        "properties": {name: _field(asked) for name, asked in fields.items()},
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _field(asked: Sequence[Field]) -> Schema:
    first = asked[0]
    label = words.said(words.FIELDS, first.name)
    when = sorted({word for one in asked for word in one.required_when})
    if when:
        label += f" ({', '.join(words.condition(word) for word in when)})"
    if first.kind == "choice":
        choices = dict.fromkeys(choice for one in asked for choice in one.choices)
        return {"type": "string", "enum": list(choices), "description": label}
    shape = _KINDS.get(first.kind, {"type": "string", "maxLength": max(one.longest for one in asked)})
    return {**shape, "description": label}


def roles_in(rows: Iterable[Transition]) -> dict[str, None]:
    """Return the parts that somebody may have in a verb, in the order of its rows; none where its table names none."""
    return dict.fromkeys(
        role for row in rows for person in row.participants for role in (person.role, person.instead) if role
    )


def _participant(rows: Sequence[Transition]) -> Schema:
    roles = roles_in(rows)
    properties: Schema = {
        "role": {"type": "string", "enum": list(roles)} if roles else {"type": "string", "maxLength": 32},
        "person": {**_UUID, "description": _("A registered person: an officer, an expert.")},
        "name": {"type": "string", "maxLength": 80, "description": _("Somebody who is not registered, by name.")},
        "note": {"type": "string", "maxLength": 200},
    }
    return {"type": "object", "properties": properties, "required": ["role"], "additionalProperties": False}


def _describe(rows: Sequence[Transition]) -> str:
    who = words.relations(dict.fromkeys(word for row in rows for word in row.who))
    law = "; ".join(dict.fromkeys(words.law(row.citation) for row in rows))
    states = words.listing(dict.fromkeys(words.state(state) for row in rows for state in row.sources))
    return f"{who} | {states} | {law}"
