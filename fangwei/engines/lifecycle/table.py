"""The words in which a lifecycle is declared, and the checks that a declared table makes sense."""

from collections.abc import Iterable
from dataclasses import dataclass, field

NEW = "new"
"""The source of a transition that opens a case."""
SAME = "same"
"""The target of a transition that leaves the state as it is."""
COMPUTED = "computed"
"""The target that the case's kind works out when the act is done, always one of `Transition.may_reach`."""

CLOCK_DOES = frozenset({"start", "stop", "pause", "resume", "extend", "cancel"})
FIELD_KINDS = frozenset({"text", "line", "choice", "date", "yes", "post", "case", "place", "number", "list", "point"})


class TableError(ValueError):
    """A lifecycle table contradicts itself; the text says where."""


@dataclass(frozen=True, slots=True)
class State:
    """One state; `final` ones end the case, `ended_as` says how ("fixed", "elsewhere", "mistake")."""

    name: str
    final: bool = False
    ended_as: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a verb asks for; `when` names conditions under which a field is required, else it is optional."""

    name: str
    kind: str = "line"
    required: bool = True
    choices: tuple[str, ...] = ()
    required_when: tuple[str, ...] = ()
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who must take part besides the actor.

    `side` says who counts: "officer" of an authority whose territory holds the place, "expert", "committee_office",
    "named" for anybody named.
    `instead` names a role that may stand in (a witness for a representative who refuses to sign).
    """

    role: str
    side: str
    when: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a transition does to one clock.

    A started clock runs by a law rule's period from the act's time, or to the day in the act's field `due`; `holder` is who
    must act before it runs out ("owner", "rectifier", "proposed", "office").
    """

    does: str
    name: str
    rule: str = ""
    due: str = ""
    holder: str = "owner"
    outcome: str = ""
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: the verb, where it leads, who may, what it needs, what it moves, and by which law.

    `who`: words for the actor's relation to the case, any one suffices. `never`: words that rule an actor out.
    `when`: conditions that make this row the one that applies. `must`: conditions without which the act is refused by name;
    a condition beginning with "!" must not hold. `evidence`: how many files at the least.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    citation: str
    never: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    participants: tuple[Participant, ...] = ()
    evidence: int = 0
    clocks: tuple[Clock, ...] = ()
    may_reach: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A kind of case: its states, its transitions in the order in which they are tried, and what an import may claim."""

    kind: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    import_states: tuple[str, ...] = ()
    _by_name: dict[str, State] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update({state.name: state for state in self.states})
        _check(self)

    def state(self, name: str) -> State:
        """Return the state of this name. Raises: KeyError."""
        return self._by_name[name]

    def is_final(self, name: str) -> bool:
        """Say whether a case in this state has ended."""
        return self._by_name[name].final

    @property
    def open_states(self) -> tuple[str, ...]:
        """The states in which the case still needs somebody."""
        return tuple(state.name for state in self.states if not state.final)

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb, once, in the order of the table."""
        return tuple(dict.fromkeys(row.verb for row in self.transitions))

    def rows(self, verb: str) -> tuple[Transition, ...]:
        """Return the rows of one verb."""
        return tuple(row for row in self.transitions if row.verb == verb)


def _targets(row: Transition) -> Iterable[str]:
    if row.target == SAME:
        return row.sources
    return row.may_reach if row.target == COMPUTED else (row.target,)


def _check(table: Lifecycle) -> None:
    known = {state.name for state in table.states}
    if len(known) != len(table.states):
        raise TableError(f"{table.kind}: a state is declared twice")
    reached: set[str] = set(table.import_states)
    for row in table.transitions:
        where = f"{table.kind}.{row.verb}"
        if not row.citation:
            raise TableError(f"{where}: a row without a citation")
        if not row.who:
            raise TableError(f"{where}: nobody may do this")
        unknown = {name for name in (*row.sources, *_targets(row)) if name not in known and name != NEW}
        if unknown:
            raise TableError(f"{where}: unknown states {sorted(unknown)}")
        if NEW in row.sources and row.target == SAME:
            raise TableError(f"{where}: an opening verb must lead to a state")
        for moved in row.clocks:
            if moved.does not in CLOCK_DOES:
                raise TableError(f"{where}: a clock cannot {moved.does}")
            if moved.does in {"start", "extend"} and not (moved.rule or moved.due):
                raise TableError(f"{where}: clock {moved.name} has neither rule nor day")
        for asked in row.fields:
            if asked.kind not in FIELD_KINDS:
                raise TableError(f"{where}: unknown kind of field {asked.kind}")
        reached.update(_targets(row))
    if lost := known - reached:
        raise TableError(f"{table.kind}: states that nothing leads to: {sorted(lost)}")
    exits = {source for row in table.transitions if row.target != SAME for source in row.sources}
    if stuck := [state.name for state in table.states if not state.final and state.name not in exits]:
        raise TableError(f"{table.kind}: open states without a way out: {stuck}")
