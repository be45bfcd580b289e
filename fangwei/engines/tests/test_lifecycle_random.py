"""Random tables, random acts: whatever is granted satisfies every word of its row, whatever is offered can be granted."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fangwei.engines.lifecycle import NEW, SAME, Field, Lifecycle, Participant, State, Transition, available, decide
from fangwei.engines.lifecycle.decide import holds

WORDS = ("officer", "enterprise", "expert", "office")
TRUTHS = ("major", "listed", "late", "seen")
NAMES = ("open", "waiting", "ended")
VERBS = ("go", "stay", "end")

words = st.lists(st.sampled_from(WORDS), unique=True, max_size=2).map(tuple)
conditions = st.lists(
    st.tuples(st.booleans(), st.sampled_from(TRUTHS)).map(lambda pair: ("!" if pair[0] else "") + pair[1]),
    unique=True,
    max_size=2,
).map(tuple)
fields = st.lists(
    st.builds(
        Field,
        name=st.sampled_from(("note", "day", "count", "pick")),
        kind=st.sampled_from(("text", "date", "number", "choice", "yes")),
        required=st.booleans(),
        choices=st.just(("a", "b")),
        required_when=conditions,
    ),
    max_size=3,
    unique_by=lambda field: field.name,
).map(tuple)
people = st.lists(
    st.builds(
        Participant,
        role=st.sampled_from(("second", "signer")),
        side=st.just("named"),
        when=conditions,
        instead=st.sampled_from(("", "witness")),
    ),
    max_size=2,
    unique_by=lambda person: person.role,
).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> Transition:
    return Transition(
        verb=draw(st.sampled_from(VERBS)),
        sources=tuple(draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=3))),
        target=draw(st.sampled_from((*NAMES, SAME))),
        who=draw(words) or ("officer",),
        citation="Some Law, Art. 1",
        never=draw(words),
        when=draw(conditions),
        must=draw(conditions),
        fields=draw(fields),
        participants=draw(people),
        evidence=draw(st.integers(0, 2)),
    )


@st.composite
def tables(draw: st.DrawFn) -> Lifecycle:
    ways = (
        Transition("begin", (NEW,), "open", ("officer",), "Some Law, Art. 1"),
        Transition("wait", ("open",), "waiting", ("officer",), "Some Law, Art. 1"),
        Transition("close", ("waiting",), "ended", ("officer",), "Some Law, Art. 1"),
    )
    states = (State("open"), State("waiting"), State("ended", final=True, ended_as="fixed"))
    return Lifecycle("random", states, (*ways, *draw(st.lists(rows(), max_size=6))))


values: st.SearchStrategy[Any] = st.sampled_from(
    ("words", " ", "", "2026-03-02", "2026-13-02", 3, -3, True, "a", None, [], "x" * 3000)
)
acts = st.fixed_dictionaries(
    {
        "relations": st.sets(st.sampled_from(WORDS)),
        "truths": st.sets(st.sampled_from(TRUTHS)),
        "data": st.dictionaries(st.sampled_from(("note", "day", "count", "pick", "other")), values, max_size=4),
        "participants": st.sets(st.sampled_from(("second", "signer", "witness"))),
        "evidence": st.integers(0, 3),
    }
)


def _given(value: object) -> bool:
    return value not in (None, []) and not (isinstance(value, str) and not value.strip())


@settings(max_examples=300)
@given(tables(), st.sampled_from(NAMES), st.sampled_from((*VERBS, "wait", "close", "unheard")), acts)
def test_whatever_is_granted_satisfies_every_word_of_its_row(
    table: Lifecycle, state: str, verb: str, act: dict[str, Any]
) -> None:
    decision = decide(table, state, verb, **act)
    assert decision.granted == (decision.row is not None and not decision.refusals)
    if not decision.granted:
        assert decision.refusals, "a refusal says why"
        return
    row = decision.row
    assert row is not None and row.verb == verb and state in row.sources
    assert set(row.who) & act["relations"]
    assert not set(row.never) & act["relations"]
    assert not holds(row.when, act["truths"]) and not holds(row.must, act["truths"])
    assert act["evidence"] >= row.evidence
    asked = {field.name: field for field in row.fields}
    assert set(act["data"]) <= set(asked)
    for field in row.fields:
        needed = field.required or (field.required_when and not holds(field.required_when, act["truths"]))
        assert _given(act["data"].get(field.name)) or not needed
    for person in row.participants:
        if not holds(person.when, act["truths"]):
            assert {person.role, person.instead} & act["participants"]


@settings(max_examples=200)
@given(tables(), st.sampled_from(NAMES), acts)
def test_a_button_that_is_shown_fails_only_for_what_the_form_asks(
    table: Lifecycle, state: str, act: dict[str, Any]
) -> None:
    for row in available(table, state, act["relations"], act["truths"]):
        decision = decide(table, state, row.verb, **act)
        asked_for = {"field_missing", "field_bad", "field_unknown", "participant_missing", "evidence_missing"}
        if decision.row == row:
            assert {refusal.code for refusal in decision.refusals} <= asked_for
