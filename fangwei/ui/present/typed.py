"""What somebody typed into a form: days, ids and sums, an act's data; kept for the form that comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import QueryDict
from uuid_utils.compat import uuid7

from fangwei.casework.models import Evidence
from fangwei.casework.refusals import Refused
from fangwei.engines.lifecycle import Field, Transition
from fangwei.ui.parts import FieldView
from fangwei.ui.present import words

WITH = "with_"
"""What the name of a field begins with that asks for a participant."""

ONE_A_LINE = frozenset({"parts", "findings"})
"""Lists that are typed as lines of one text."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what was typed, the files that are kept for it, and what is wrong with it.

    `code` names the first reason of the refusal.
    """

    verb: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kept: Sequence[Evidence] = ()
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    general: Sequence[str] = ()
    code: str = ""

    def one(self, name: str, otherwise: str = "") -> str:
        """Return the one value typed for a field."""
        given = self.values.get(name)
        return given[0] if given else otherwise

    def above(self, fields: Sequence[FieldView]) -> list[str]:
        """Return what is wrong beside no field of the form: it stands above it."""
        shown = {text for field in fields for text in field.errors}
        return [*self.general, *(text for texts in self.errors.values() for text in texts if text not in shown)]

    def of(self, name: str) -> Sequence[str]:
        """Return the errors of a field."""
        return self.errors.get(name, ())


NOTHING = Typed()


def values_of(post: QueryDict) -> dict[str, list[str]]:
    """Return everything typed, by field."""
    return {name: post.getlist(name) for name in post}


def typed_back(
    verb: str, post: QueryDict, kept: Sequence[Evidence], refused: Refused | None, more: Mapping[str, Sequence[str]]
) -> Typed:
    """Return the form as it comes back: each reason beside its field, the others above."""
    errors: dict[str, list[str]] = {name: list(texts) for name, texts in more.items()}
    general: list[str] = []
    for reason in refused.reasons if refused else ():
        name = _field_of(reason.code, reason.params)
        if name and reason.code != "field_unknown":
            errors.setdefault(name, []).append(words.reason(reason))
        else:
            general.append(words.reason(reason))
    return Typed(verb, values_of(post), kept, errors, general, refused.code if refused else "")


def _field_of(code: str, params: Mapping[str, str]) -> str:
    if code.startswith("participant_"):
        return WITH + params.get("role", "")
    if code.startswith("evidence_"):
        return "files"
    return params.get("field", "")


def data_of(row: Transition, post: QueryDict) -> dict[str, Any]:
    """Return an act's data as the row asks for it; what was left empty is left out."""
    data: dict[str, Any] = {}
    for asked in row.fields:
        value = _read(asked, post)
        if value not in (None, "", []):
            data[asked.name] = value
    return data


def _read(asked: Field, post: QueryDict) -> Any:
    if asked.name in ONE_A_LINE:
        return [line.strip() for line in post.get(asked.name, "").splitlines() if line.strip()]
    if asked.kind == "list":
        return post.getlist(asked.name)
    text = post.get(asked.name, "").strip()
    if asked.name.endswith("_fen"):
        return fen_of(text)
    if asked.kind == "number":
        return int(text) if text.isdecimal() else text
    if asked.kind == "yes":
        return text in ("on", "yes", "true")
    if asked.kind == "date":
        day = day_of(text.replace("/", "-"))
        return day.isoformat() if day else text
    return text


def fen_of(text: str) -> int | str:
    """Return an amount typed in yuan as integer fen; what is no amount is returned as typed, to be refused by name."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        return text
    return int(amount) if amount == amount.to_integral_value() and 0 <= amount < 10**15 else text


def participants_of(row: Transition, post: QueryDict) -> tuple[dict[str, str], ...]:
    """Return who took part besides the actor; a witness stands where the signature was refused."""
    given: list[dict[str, str]] = []
    for person in row.participants:
        text = post.get(WITH + person.role, "").strip()
        if not text:
            continue
        if person.side != "named":
            given.append({"role": person.role, "person": text})
            continue
        role = person.instead if person.instead and post.get("signature") == "refused" else person.role
        given.append({"role": role, "name": text, "note": post.get(f"{WITH}{person.role}_note", "").strip()})
    return tuple(given)


def id_of(text: str) -> UUID | None:
    """Return the id that a text is, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def id_or_nothing(text: str) -> UUID:
    """Return the id that a text is; one that nothing has where it is none."""
    return id_of(text) or UUID(int=0)


def id_or_new(text: str) -> UUID:
    """Return the id under which a form was drawn, a new one where it says none."""
    return id_of(text) or uuid7()


def ids_of(texts: Sequence[str]) -> tuple[UUID, ...]:
    """Return the ids among some texts, in order and once each."""
    return tuple(dict.fromkeys(found for text in texts if (found := id_of(text)) is not None))


def day_of(text: str) -> date | None:
    """Return the day that was typed, None where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
