"""The interface for people: each kind of case with its verbs, what they ask, of whom and by which article."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fangwei.casework.kinds import Kind, all_kinds
from fangwei.engines.lifecycle import Field, Transition
from fangwei.surfaces.api.schemas import acting_verbs, opening_verbs
from fangwei.ui.parts import FactsView
from fangwei.ui.present import words


@dataclass(frozen=True, slots=True)
class VerbManual:
    """One verb: what it is called on the screen and in a request, and what it needs."""

    verb: str
    label: str
    facts: FactsView
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class KindManual:
    """One kind of case: its states, the verbs that open it and those done to it."""

    name: str
    label: str
    states: str
    opening: Sequence[VerbManual]
    acting: Sequence[VerbManual]


def kinds_view() -> list[KindManual]:
    """Return every registered kind, read off its table in the reader's language."""
    return [_kind(name, kind) for name, kind in all_kinds().items()]


def _kind(name: str, kind: Kind) -> KindManual:
    return KindManual(
        name=name,
        label=words.said(words.CHOICES, name),
        states=words.listing(f"{state.name} ({words.state(state.name)})" for state in kind.lifecycle.states),
        opening=[_verb(kind, verb) for verb in opening_verbs(kind)],
        acting=[_verb(kind, verb) for verb in acting_verbs(kind)],
    )


def _verb(kind: Kind, verb: str) -> VerbManual:
    rows = [row for row in kind.lifecycle.rows(verb) if not row.hidden]
    fields: dict[str, list[Field]] = {}
    for row in rows:
        for asked in row.fields:
            fields.setdefault(asked.name, []).append(asked)
    return VerbManual(
        verb=verb,
        label=words.verb(verb),
        facts=FactsView(_facts(rows)),
        fields=[(name, words.said(words.FIELDS, name), _shape(asked, len(rows))) for name, asked in fields.items()],
    )


def _facts(rows: Sequence[Transition]) -> list[tuple[str, str]]:
    states = dict.fromkeys(state for row in rows for state in row.sources)
    people = dict.fromkeys(person.role for row in rows for person in row.participants)
    facts = [
        (_("Who may"), words.relations(dict.fromkeys(word for row in rows for word in row.who))),
        (_("From"), words.listing(words.state(state) for state in states)),
        (_("Law"), words.listing(dict.fromkeys(words.law(row.citation) for row in rows))),
    ]
    if people:
        facts.insert(2, (_("With"), words.listing(words.said(words.FIELDS, role) for role in people)))
    if any(row.evidence for row in rows):
        facts.insert(2, (_("Evidence"), _("at least %(count)s file") % {"count": max(row.evidence for row in rows)}))
    return facts


def _shape(asked: Sequence[Field], rows: int) -> str:
    first = asked[0]
    choices = dict.fromkeys(choice for one in asked for choice in one.choices)
    shape = " | ".join(choices) if choices else words.said(words.CHOICES, first.kind)
    if len(asked) == rows and all(one.required for one in asked):
        return shape
    when = dict.fromkeys(word for one in asked for word in one.required_when)
    needed = _("needed when %(what)s") % {"what": words.listing(words.condition(word) for word in when)} if when else ""
    otherwise = _("may be left out") if len(asked) == rows else _("where it is asked")
    return f"{shape} ({needed or otherwise})"
