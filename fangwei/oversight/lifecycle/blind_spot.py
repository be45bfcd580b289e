"""The life of a blind spot: found by the system, repaired by people, and ended by the system when it is really gone."""

from fangwei.casework.asides import HOUSE, REASON, SUPERVISED, aside_rows, desk_row
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, State, Transition

SETTLE = "安全生产法（2021）第九条、第十条、第十七条"
OPEN, ASSIGNED, REPAIRED, CLOSED = "open", "assigned", "repaired", "closed"
_STANDING = (OPEN, ASSIGNED, REPAIRED)
_SHARED = {
    "propose_transfer",
    "withdraw_transfer",
    "accept_transfer",
    "refuse_transfer",
    "arbitrate",
    "list_supervision",
    "add_note",
}
_REPAIR = "duty.blindspot.repair"

BLIND_SPOT = Lifecycle(
    kind="blind_spot",
    states=(State(OPEN), State(ASSIGNED), State(REPAIRED), State(CLOSED, final=True, ended_as="fixed")),
    transitions=(
        Transition(
            "detect", (NEW,), OPEN, ("system",), SETTLE, hidden=True,
            fields=(
                Field("gap"), Field("key"), Field("territory", required=False), Field("title", "text"),
                Field("about", required=False), Field("pairs", "number"), Field("repair", "text"),
            ),
            clocks=(Clock("start", "repair", rule=_REPAIR),),
        ),
        Transition(
            "assign", (OPEN, ASSIGNED), ASSIGNED, ("office", "upper_office", "owner_officer"), SETTLE,
            fields=(Field("to_post", "post"), Field("note", "text", required=False)),
        ),
        Transition(
            "say_repaired", (OPEN, ASSIGNED), REPAIRED, ("assignee", "office", "owner_officer"), SETTLE,
            fields=(Field("note", "text"),),
        ),
        Transition(
            "vanish", _STANDING, CLOSED, ("system",), HOUSE, hidden=True, clocks=(Clock("stop", "repair"),),
        ),
        Transition("persist", (REPAIRED,), OPEN, ("system",), HOUSE, hidden=True, fields=(Field("pairs", "number"),)),
        Transition(
            "return", (CLOSED,), OPEN, ("system",), SETTLE, hidden=True, fields=(Field("pairs", "number"),),
            clocks=(Clock("start", "repair", rule=_REPAIR),),
        ),
        *(
            row
            for row in aside_rows(_STANDING, extendable=_STANDING, listable=_STANDING)
            if row.verb in _SHARED and row.target == SAME
        ),
        Transition(
            "delist", (CLOSED,), SAME, ("lister",), SUPERVISED, must=("listed",), fields=(REASON,),
        ),
        desk_row(_STANDING),
    ),
)  # fmt: skip
"""Nobody's word ends a blind spot: whoever repairs it says so, and the next run looks whether it is gone."""
