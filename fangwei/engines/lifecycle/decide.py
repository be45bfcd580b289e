"""Deciding an act by its table: the row that applies, or every reason why not."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fangwei.engines.lifecycle.table import Field, Lifecycle, Participant, Transition

# One way to write each, so that what is kept of it is the same everywhere; Python's readers take many more.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is refused: a code, its parameters, and the law that says so."""

    code: str
    params: Mapping[str, str]
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Either the row that applies, or the reasons against it."""

    row: Transition | None
    refusals: tuple[Refusal, ...] = ()

    @property
    def granted(self) -> bool:
        """Say whether the act may be done."""
        return self.row is not None and not self.refusals


def holds(conditions: Sequence[str], truths: Collection[str]) -> list[str]:
    """Return the conditions that do not hold; "!x" holds when x is not among the truths."""
    return [word for word in conditions if (word.removeprefix("!") in truths) == word.startswith("!")]


def _applies(row: Transition, state: str, truths: Collection[str]) -> bool:
    return state in row.sources and not holds(row.when, truths)


def _readable(asked: Field, value: object) -> bool:
    if asked.kind == "yes":
        return isinstance(value, bool)
    if asked.kind == "list":
        return isinstance(value, list) and len(value) <= 500
    if asked.kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
    if not isinstance(value, str) or len(value) > asked.longest or "\x00" in value:
        return False
    if asked.kind == "choice":
        return value in asked.choices
    try:
        if asked.kind == "date":
            return bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
    return asked.kind not in {"post", "case", "place"} or bool(_ID.fullmatch(value))


def _given(value: object) -> bool:
    return value is not None and value != [] and (not isinstance(value, str) or bool(value.strip()))


def check_fields(row: Transition, data: Mapping[str, object], truths: Collection[str]) -> list[Refusal]:
    """Return what is missing, unreadable or unknown in an act's data."""
    faults: list[Refusal] = []
    for asked in row.fields:
        value = data.get(asked.name)
        needed = asked.required or bool(asked.required_when and not holds(asked.required_when, truths))
        if not _given(value):
            if needed:
                faults.append(Refusal("field_missing", {"field": asked.name}, row.citation))
        elif not _readable(asked, value):
            faults.append(Refusal("field_bad", {"field": asked.name, "kind": asked.kind}))
    known = {asked.name for asked in row.fields}
    faults += [Refusal("field_unknown", {"field": str(name)}) for name in data if name not in known]
    return faults


def required_participants(row: Transition, truths: Collection[str]) -> tuple[Participant, ...]:
    """Return those who must take part given what is true of the case."""
    return tuple(person for person in row.participants if not holds(person.when, truths))


def available(table: Lifecycle, state: str, relations: Collection[str], truths: Collection[str]) -> list[Transition]:
    """Return the rows this actor may use now, one a verb, in the order of the table; hidden rows and openings are left out."""
    rows: dict[str, Transition] = {}
    for row in table.transitions:
        if row.verb in rows or row.hidden or not _applies(row, state, truths):
            continue
        allowed = any(word in relations for word in row.who) and not any(word in relations for word in row.never)
        if allowed and not holds(row.must, truths):
            rows[row.verb] = row
    return list(rows.values())


def who_can(table: Lifecycle, state: str, truths: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, for every verb that somebody may use now, the relations that may."""
    may: dict[str, list[str]] = {}
    for row in table.transitions:
        if not row.hidden and _applies(row, state, truths) and not holds(row.must, truths):
            may.setdefault(row.verb, []).extend(row.who)
    return {verb: tuple(dict.fromkeys(words)) for verb, words in may.items()}


def decide(
    table: Lifecycle,
    state: str,
    verb: str,
    *,
    relations: Collection[str],
    truths: Collection[str],
    data: Mapping[str, object],
    participants: Collection[str] = (),
    evidence: int = 0,
) -> Decision:
    """Decide one act.

    `relations`: what the actor is to the case. `truths`: the conditions that hold. `participants`: roles already checked to be
    filled by somebody who counts. `evidence`: number of files. The first row of the verb that applies and admits the actor is
    judged; when none admits them the refusal says who may.
    """
    rows = table.rows(verb)
    if not rows:
        return Decision(None, (Refusal("verb_unknown", {"verb": verb}),))
    fitting = [row for row in rows if _applies(row, state, truths)]
    if not fitting:
        states = ", ".join(dict.fromkeys(source for row in rows for source in row.sources))
        return Decision(None, (Refusal("not_from_this_state", {"verb": verb, "state": state, "states": states}),))
    for row in fitting:
        if any(word in relations for word in row.who) and not any(word in relations for word in row.never):
            return Decision(row, tuple(_faults(row, truths, data, participants, evidence)))
    row = fitting[0]
    if any(word in relations for word in row.who):
        barred = next(word for word in row.never if word in relations)
        return Decision(None, (Refusal("own_word", {"verb": verb, "barred": barred}, row.citation),))
    who = ", ".join(dict.fromkeys(word for fit in fitting for word in fit.who))
    return Decision(None, (Refusal("not_yours", {"verb": verb, "who": who}, row.citation),))


def _faults(
    row: Transition, truths: Collection[str], data: Mapping[str, object], participants: Collection[str], evidence: int
) -> list[Refusal]:
    faults = [
        Refusal("condition", {"verb": row.verb, "condition": word}, row.citation) for word in holds(row.must, truths)
    ]
    faults += check_fields(row, data, truths)
    for person in required_participants(row, truths):
        if person.role not in participants and not (person.instead and person.instead in participants):
            faults.append(Refusal("participant_missing", {"role": person.role, "side": person.side}, row.citation))
    if evidence < row.evidence:
        faults.append(Refusal("evidence_missing", {"verb": row.verb, "needed": str(row.evidence)}, row.citation))
    return faults
