"""The life of a visit as one table: applied for, approved by another, told, begun with a code, recorded and signed.

Nobody inspects on their own word: who approves is not on the visit, and where an enterprise is to be told of it beforehand
it is; an unannounced visit is told at the door.
"""

from fangwei.casework.asides import HOUSE, REASON, desk_row
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, Participant, State, Transition

APPLIED, APPROVED, NOTIFIED, ENTERED = "applied", "approved", "notified", "entered"
INSPECTED, CALLED_OFF, TURNED_DOWN, NOT_ADMITTED = "inspected", "called_off", "turned_down", "not_admitted"

_VISITS = "国办发〔2024〕54号"
_SHOWS = "安全生产法（2021）第六十七条；国办发〔2024〕54号"
_RECORD = "安全生产法（2021）第六十五条、第六十八条；行政处罚法（2021）第四十二条"
_ADMIT = "安全生产法（2021）第六十六条"
_NOTE = Field("note", "text")
_MAYBE = Field("note", "text", required=False)
_SECOND = Participant("second_officer", "officer")
_LATER = (Clock("cancel", "approve"), Clock("cancel", "visit"))

TYPES = ("daily", "special", "individual")
TRIGGERS = (
    "plan", "own_request", "campaign", "superior", "tip", "handed_over", "monitoring", "reinspection", "accident",
)  # fmt: skip

APPLICATION = (
    Field("place", "place"),
    Field("type", "choice", choices=TYPES),
    Field("trigger", "choice", choices=TRIGGERS),
    Field("of_order", "case", required=False, required_when=("again",)),
    Field("basis", "line", longest=200),
    Field("matters", "text"),
    Field("planned_on", "date"),
    Field("unannounced", "yes", required=False),
    Field("inspectors", "list"),
)

VISIT = Lifecycle(
    kind="visit",
    states=(
        State(APPLIED), State(APPROVED), State(NOTIFIED), State(ENTERED), State(INSPECTED, final=True, ended_as="fixed"),
        State(CALLED_OFF, final=True, ended_as="mistake"), State(TURNED_DOWN, final=True, ended_as="mistake"),
        State(NOT_ADMITTED, final=True, ended_as="elsewhere"),
    ),
    transitions=(
        Transition(
            "apply_visit", (NEW,), APPLIED, ("officer",), _VISITS, must=("!coordination_body",), fields=APPLICATION,
            clocks=(Clock("start", "approve", rule="visit.approve"),),
        ),
        Transition(
            "approve_visit", (APPLIED,), APPROVED, ("owner_leader",), _VISITS, never=("on_visit", "applicant"),
            fields=(_MAYBE,), clocks=(Clock("stop", "approve"), Clock("start", "visit", due="planned_on")),
        ),
        Transition(
            "turn_down_visit", (APPLIED,), TURNED_DOWN, ("owner_leader",), _VISITS, never=("on_visit", "applicant"),
            fields=(REASON,), clocks=(Clock("stop", "approve"),),
        ),
        Transition("notify_visit", (APPROVED,), NOTIFIED, ("owner_officer",), _SHOWS, when=("!unannounced",), fields=(_MAYBE,)),
        Transition(
            "replace_inspector", (APPROVED, NOTIFIED), SAME, ("owner_leader",), _SHOWS, never=("on_visit", "applicant"),
            fields=(Field("leaves", "line"), Field("comes", "line"), REASON),
        ),
        Transition("begin_visit", (NOTIFIED,), ENTERED, ("on_visit",), _SHOWS, fields=(_MAYBE,)),
        Transition("begin_visit", (APPROVED,), ENTERED, ("on_visit",), _SHOWS, when=("unannounced",), fields=(_MAYBE,)),
        Transition(
            "record_no_entry", (APPROVED,), NOT_ADMITTED, ("on_visit",), _ADMIT, when=("unannounced",), fields=(REASON,),
            participants=(_SECOND,), clocks=_LATER,
        ),
        Transition(
            "record_no_entry", (NOTIFIED,), NOT_ADMITTED, ("on_visit",), _ADMIT, fields=(REASON,), participants=(_SECOND,),
            clocks=_LATER,
        ),
        Transition("confirm_entry", (ENTERED,), SAME, ("enterprise",), _VISITS, must=("!entry_confirmed",), fields=(_MAYBE,)),
        Transition(
            "record_visit", (ENTERED,), INSPECTED, ("on_visit",), _RECORD,
            fields=(
                Field("checked", "text"), Field("findings", "list", required=False),
                Field("signature", "choice", choices=("signed", "refused")),
            ),
            participants=(_SECOND, Participant("representative", "named", instead="witness")), clocks=(Clock("stop", "visit"),),
        ),
        Transition(
            "confirm_exit", (INSPECTED,), SAME, ("enterprise",), _VISITS, must=("!exit_confirmed",), fields=(_MAYBE,),
        ),
        Transition(
            "call_off", (APPLIED, APPROVED, NOTIFIED), CALLED_OFF, ("owner_officer", "owner_leader"), HOUSE, fields=(REASON,),
            clocks=_LATER,
        ),
        Transition(
            "add_note", (APPLIED, APPROVED, NOTIFIED, ENTERED), SAME, ("owner_unit", "enterprise"), HOUSE, fields=(_NOTE,),
        ),
        desk_row((APPLIED, APPROVED, NOTIFIED, ENTERED)),
    ),
)  # fmt: skip
"""A visit that counts against the cap is counted when it is approved; one that was called off gives its place back."""
