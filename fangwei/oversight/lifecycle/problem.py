"""The life of a problem that an inspection listed: handed to the body that answers, planned, put right, verified, closed.

The side that put it on the list verifies and closes; the side that puts it right never does.
"""

from fangwei.casework.asides import CLOSED_LOOP, HOUSE, REASON, SUPERVISED, aside_rows, desk_row
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, Participant, State, Transition

HANDED, PLANNED, SUBMITTED, VERIFIED, CLOSED, DROPPED = (
    "handed",
    "planned",
    "submitted",
    "verified",
    "closed",
    "dropped",
)
_STANDING = (HANDED, PLANNED, SUBMITTED, VERIFIED)
_SHARED = {
    "propose_transfer",
    "withdraw_transfer",
    "accept_transfer",
    "refuse_transfer",
    "arbitrate",
    "list_supervision",
    "add_note",
}
_INSPECTED = "安全生产法（2021）第九条；地方党政领导干部安全生产责任制规定（条目待核）"
_NOTE = Field("note", "text")
_EXTENSION = "hazard.extension.decide"
_ANSWERS = ("owner_officer", "owner_leader", "owner")

PROBLEM = Lifecycle(
    kind="problem",
    states=(
        State(HANDED), State(PLANNED), State(SUBMITTED), State(VERIFIED),
        State(CLOSED, final=True, ended_as="fixed"), State(DROPPED, final=True, ended_as="mistake"),
    ),
    transitions=(
        Transition(
            "declare_problem", (NEW,), HANDED, ("officer",), _INSPECTED, must=("inspects", "may_be_inspected"),
            fields=(
                Field("list"), Field("line", "number"), Field("to_post", "post"), Field("title", "text", longest=200),
                Field("description", "text"), Field("requirement", "text", required=False),
                Field("hazard", "case", required=False),
            ),
            clocks=(Clock("start", "plan", rule="problem.plan"),),
        ),
        Transition(
            "commit_plan", (HANDED,), PLANNED, _ANSWERS, _INSPECTED, never=("inspecting_side",),
            fields=(Field("measures", "text"), Field("responsible"), Field("finish_on", "date")),
            clocks=(Clock("stop", "plan"), Clock("start", "rectify", due="finish_on")),
        ),
        Transition(
            "return_plan", (PLANNED,), HANDED, ("inspecting_side",), _INSPECTED, never=("owner_unit",), fields=(REASON,),
            clocks=(Clock("cancel", "rectify"), Clock("start", "plan", rule="problem.plan")),
        ),
        Transition(
            "report_done", (PLANNED,), SUBMITTED, _ANSWERS, CLOSED_LOOP, never=("inspecting_side",), fields=(_NOTE,), evidence=1,
            clocks=(Clock("stop", "rectify"), Clock("start", "check", rule="problem.verify", holder="inspecting")),
        ),
        Transition(
            "return_work", (SUBMITTED,), PLANNED, ("inspecting_side",), CLOSED_LOOP, never=("owner_unit",),
            fields=(REASON, Field("finish_on", "date")),
            clocks=(Clock("stop", "check"), Clock("start", "rectify", due="finish_on")),
        ),
        Transition(
            "verify_problem", (SUBMITTED,), VERIFIED, ("inspecting_side",), CLOSED_LOOP, never=("owner_unit",), fields=(_NOTE,),
            clocks=(Clock("stop", "check"), Clock("start", "close", rule="problem.verify", holder="inspecting")),
        ),
        Transition(
            "close_problem", (VERIFIED,), CLOSED, ("inspecting_side",), HOUSE, never=("owner_unit", "verifier_person"),
            must=("!listed",), fields=(_NOTE,), clocks=(Clock("stop", "close"),),
        ),
        Transition(
            "drop", (HANDED, PLANNED), DROPPED, ("inspecting_side",), HOUSE, never=("owner_unit",), fields=(REASON,),
            participants=(Participant("second_officer", "committee_office"),),
        ),
        Transition(
            "request_extension", (PLANNED,), SAME, _ANSWERS, HOUSE,
            must=("rectify_running", "!extension_pending", "in_time"), fields=(Field("until", "date"), REASON),
            clocks=(Clock("start", "extension", rule=_EXTENSION, holder="inspecting"),),
        ),
        Transition(
            "grant_extension", (PLANNED,), SAME, ("inspecting_side",), HOUSE, never=("extension_asker", "owner_unit"),
            must=("extension_pending", "rectify_running"), fields=(REASON,),
            clocks=(Clock("extend", "rectify", rule=_EXTENSION), Clock("stop", "extension")),
        ),
        Transition(
            "refuse_extension", (PLANNED,), SAME, ("inspecting_side",), HOUSE, never=("extension_asker", "owner_unit"),
            must=("extension_pending",), fields=(REASON,), clocks=(Clock("stop", "extension"),),
        ),
        Transition(
            "delist", (VERIFIED,), SAME, ("lister",), SUPERVISED, never=("owner_unit",), must=("listed",), fields=(REASON,),
        ),
        Transition("add_note", _STANDING, SAME, ("inspecting_side",), HOUSE, fields=(_NOTE,)),
        *(
            row
            for row in aside_rows((HANDED, PLANNED), extendable=(PLANNED,), listable=_STANDING)
            if row.verb in _SHARED and row.target == SAME
        ),
        desk_row(_STANDING),
    ),
)  # fmt: skip
"""Handing it on to a department leaves the inspecting side what it is: whoever takes it over answers to the same list."""
