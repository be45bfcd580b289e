"""The lifecycle engine: what a table may say, what a decision weighs, what a reader is shown."""

from dataclasses import replace
from typing import Any

import pytest

from fangwei.engines.lifecycle import (
    COMPUTED,
    NEW,
    SAME,
    Clock,
    Field,
    Lifecycle,
    Participant,
    State,
    TableError,
    Transition,
    available,
    decide,
    mermaid,
)
from fangwei.engines.lifecycle.decide import who_can

LAW = "Some Law, Art. 1"
STATES = (State("open"), State("done", final=True, ended_as="fixed"))
OPEN_IT = Transition("open", (NEW,), "open", ("finder",), LAW)
END_IT = Transition(
    "finish", ("open",), "done", ("officer",), LAW, never=("rectifier",), when=("plain",), must=("seen", "!listed"),
    fields=(Field("note", "text"), Field("until", "date", required=False, required_when=("late",))),
    participants=(Participant("second", "officer", when=("grave",)), Participant("signer", "named", instead="witness")),
    evidence=1,
)  # fmt: skip
TABLE = Lifecycle("task", STATES, (OPEN_IT, END_IT))


def granted(**changed: Any) -> dict[str, Any]:
    """What a lawful finishing act brings, with something changed."""
    return {
        "relations": {"officer"},
        "truths": {"plain", "seen"},
        "data": {"note": "done"},
        "participants": {"signer"},
        "evidence": 1,
    } | changed


def codes(state: str = "open", verb: str = "finish", **changed: Any) -> list[str]:
    return [refusal.code for refusal in decide(TABLE, state, verb, **granted(**changed)).refusals]


# ---- tables that make no sense -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"citation": ""}, "citation"),
        ({"who": ()}, "nobody"),
        ({"sources": ("elsewhere",)}, "unknown states"),
        ({"target": "elsewhere"}, "unknown states"),
        ({"target": COMPUTED, "may_reach": ("elsewhere",)}, "unknown states"),
        ({"clocks": (Clock("wind", "rectify"),)}, "cannot wind"),
        ({"clocks": (Clock("start", "rectify"),)}, "neither rule nor day"),
        ({"clocks": (Clock("extend", "rectify"),)}, "neither rule nor day"),
        ({"fields": (Field("note", "poem"),)}, "unknown kind of field"),
        ({"target": SAME}, "nothing leads to"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(changed: dict[str, Any], complaint: str) -> None:
    with pytest.raises(TableError, match=complaint):
        Lifecycle("task", STATES, (OPEN_IT, replace(END_IT, **changed)))


def test_an_opening_verb_must_lead_somewhere() -> None:
    with pytest.raises(TableError, match="opening verb"):
        Lifecycle("task", STATES, (replace(OPEN_IT, target=SAME), OPEN_IT, END_IT))


def test_a_state_is_declared_once() -> None:
    with pytest.raises(TableError, match="twice"):
        Lifecycle("task", (*STATES, State("open")), (OPEN_IT, END_IT))


def test_no_open_state_is_a_dead_end() -> None:
    stuck = Transition("park", ("open",), "parked", ("officer",), LAW)
    with pytest.raises(TableError, match="without a way out"):
        Lifecycle("task", (*STATES, State("parked")), (OPEN_IT, END_IT, stuck))


def test_a_state_that_only_an_import_reaches_is_reachable() -> None:
    fetch = Transition("fetch", ("brought",), "done", ("officer",), LAW)
    table = Lifecycle("task", (*STATES, State("brought")), (OPEN_IT, END_IT, fetch), import_states=("brought",))
    assert table.open_states == ("open", "brought")
    assert table.is_final("done") and not table.is_final("brought")
    with pytest.raises(KeyError):
        table.state("nowhere")


# ---- decisions -----------------------------------------------------------------------------------------------------


def test_a_lawful_act_is_granted() -> None:
    decision = decide(TABLE, "open", "finish", **granted())
    assert decision.granted and decision.row == END_IT


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"verb": "dance"}, ["verb_unknown"]),
        ({"state": "done"}, ["not_from_this_state"]),
        ({"truths": {"seen"}}, ["not_from_this_state"]),
        ({"relations": {"stranger"}}, ["not_yours"]),
        ({"relations": set()}, ["not_yours"]),
        ({"relations": {"officer", "rectifier"}}, ["own_word"]),
        ({"truths": {"plain"}}, ["condition"]),
        ({"truths": {"plain", "listed"}}, ["condition", "condition"]),
        ({"data": {}}, ["field_missing"]),
        ({"data": {"note": "   "}}, ["field_missing"]),
        ({"data": {"note": 7}}, ["field_bad"]),
        ({"data": {"note": "x", "colour": "red"}}, ["field_unknown"]),
        ({"truths": {"plain", "seen", "late"}}, ["field_missing"]),
        ({"truths": {"plain", "seen", "grave"}}, ["participant_missing"]),
        ({"participants": set()}, ["participant_missing"]),
        ({"participants": {"witness"}}, []),
        ({"evidence": 0}, ["evidence_missing"]),
    ],
)
def test_a_refusal_names_its_reason(changed: dict[str, Any], wanted: list[str]) -> None:
    assert codes(**changed) == wanted


def test_every_reason_is_told_at_once() -> None:
    assert codes(truths={"plain"}, data={}, participants=set(), evidence=0) == [
        "condition",
        "field_missing",
        "participant_missing",
        "evidence_missing",
    ]


def test_the_first_row_that_admits_the_actor_is_judged() -> None:
    lenient = replace(END_IT, who=("chief",), never=(), must=(), fields=(), participants=(), evidence=0)
    table = Lifecycle("task", STATES, (OPEN_IT, END_IT, lenient))
    decision = decide(table, "open", "finish", relations={"chief"}, truths={"plain"}, data={})
    assert decision.granted and decision.row == lenient
    strict = decide(table, "open", "finish", relations={"chief", "officer"}, truths={"plain"}, data={})
    assert strict.row == END_IT and not strict.granted, "the later row is no way around the earlier one"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", "a\nb", "a\x00b"),
        ("line", "x" * 2000, "x" * 2001),
        ("date", "2026-02-28", "2026-02-30"),
        ("yes", True, "true"),
        ("number", 0, -1),
        ("number", 2**63 - 1, 2**63),
        ("number", 12, True),
        ("list", ["a"], "a"),
        ("list", ["a"] * 500, ["a"] * 501),
        ("case", "0190b7e4-7c3b-7c1e-8a3c-0123456789ab", "no-id"),
        ("post", "0190B7E4-7C3B-7C1E-8A3C-0123456789AB", "{0190b7e47c3b7c1e8a3c0123456789ab}"),
        ("date", "2026-03-02", "2026-W10-1"),
        ("date", "2028-02-29", "2026-02-29"),
        ("choice", "red", "green"),
    ],
)
def test_a_field_reads_its_own_kind_only(kind: str, good: object, bad: object) -> None:
    ask = replace(END_IT, fields=(Field("it", kind, choices=("red", "blue")),))
    table = Lifecycle("task", STATES, (OPEN_IT, ask))
    assert decide(table, "open", "finish", **granted(data={"it": good})).granted
    refused = decide(table, "open", "finish", **granted(data={"it": bad}))
    assert [refusal.code for refusal in refused.refusals] == ["field_bad"]


# ---- what a page is told -------------------------------------------------------------------------------------------


def test_the_buttons_are_what_could_be_granted() -> None:
    assert available(TABLE, "open", {"officer"}, {"plain", "seen"}) == [END_IT]
    assert not available(TABLE, "open", {"officer"}, {"plain"})
    assert not available(TABLE, "open", {"officer", "rectifier"}, {"plain", "seen"})
    assert who_can(TABLE, "open", {"plain", "seen"}) == {"finish": ("officer",)}
    hidden = Lifecycle("task", STATES, (OPEN_IT, replace(END_IT, hidden=True)))
    assert not available(hidden, "open", {"officer"}, {"plain", "seen"})


def test_the_diagram_draws_every_way_between_states() -> None:
    note = Transition("note", ("open",), SAME, ("officer",), LAW)
    settle = Transition("settle", ("open",), COMPUTED, ("officer",), LAW, may_reach=("open", "done"))
    assert mermaid(Lifecycle("task", STATES, (OPEN_IT, END_IT, note, settle))).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open: open",
        "    open --> done: finish, settle",
        "    open --> open: settle",
        "    done --> [*]",
    ]
