"""Rows for hazards that cannot simply be rectified: works stopped, controlled, suspended, referred, overdue."""

from fangwei.engines.lifecycle import SAME, Clock, Field, Participant, Transition
from fangwei.hazards.lifecycle import law
from fangwei.hazards.lifecycle.fields import DUE_ON, NOTE, REASON, SECOND_OFFICER, START_RECTIFY

_EXPERT_IF_MAJOR = Participant("expert", "expert", when=("major",))
_SECOND_IF_MAJOR = Participant("second_officer", "officer", when=("major",))
_LIVE = ("registered", "graded", "ordered", "submitted", "controlled", "referred")

STOPPING_ROWS = (
    Transition(
        "stop_works", _LIVE, SAME, ("owner_officer", "officer"), law.STOP,
        fields=(Field("measure", "choice", choices=("stop", "evacuate", "seal")), Field("scope", "text")),
        participants=(SECOND_OFFICER,),
    ),
    Transition(
        "request_resumption", ("accepted",), SAME, ("enterprise", "keeper"), law.RESUME,
        must=("works_stopped", "!resumption_requested"), fields=(NOTE,), evidence=1,
        clocks=(Clock("start", "resumption", rule="hazard.resumption.review"),),
    ),
    Transition(
        "approve_resumption", ("accepted",), SAME, ("owner_officer",), law.RESUME, never=("rectifying_side",),
        must=("works_stopped", "resumption_requested"), participants=(SECOND_OFFICER,), fields=(NOTE,), evidence=1,
        clocks=(Clock("stop", "resumption"),),
    ),
    Transition(
        "refuse_resumption", ("accepted",), SAME, ("owner_officer",), law.RESUME, never=("rectifying_side",),
        must=("works_stopped", "resumption_requested"), fields=(REASON,), clocks=(Clock("stop", "resumption"),),
    ),
)  # fmt: skip

CONTROL_ROWS = (
    Transition(
        "control", ("ordered", "submitted", "referred"), "controlled", ("owner_officer",), law.TREATMENT,
        never=("rectifying_side",), participants=(SECOND_OFFICER, _EXPERT_IF_MAJOR),
        fields=(REASON, Field("interim", "text"), Field("review_on", "date")), evidence=1,
        clocks=(
            Clock("cancel", "rectify"),
            Clock("cancel", "verify"),
            Clock("cancel", "referral"),
            Clock("start", "control", due="review_on"),
        ),
    ),
    Transition(
        "review_control", ("controlled",), SAME, ("owner_officer", "township"), law.TREATMENT, never=("rectifying_side",),
        fields=(NOTE, Field("review_on", "date")), evidence=1, clocks=(Clock("start", "control", due="review_on"),),
    ),
    Transition(
        "resume_rectification", ("controlled", "referred"), "ordered", ("owner_officer",), law.ORDER,
        fields=(REASON, DUE_ON), clocks=(Clock("cancel", "control"), Clock("cancel", "referral"), START_RECTIFY),
    ),
)  # fmt: skip

SUSPENSION_ROWS = (
    Transition(
        "suspend", ("graded", "ordered", "submitted", "controlled"), "suspended", ("owner_officer",), law.TREATMENT,
        never=("rectifying_side",), participants=(_SECOND_IF_MAJOR,), evidence=1,
        fields=(
            Field("cause", "choice", choices=("stopped", "bankrupt", "absconded", "disaster")),
            Field("interim", "text"),
            REASON,
        ),
        clocks=(
            Clock("pause", "rectify"),
            Clock("cancel", "order"),
            Clock("cancel", "verify"),
            Clock("cancel", "control"),
            Clock("start", "suspension", rule="hazard.suspended.review"),
        ),
    ),
    Transition(
        "review_suspension", ("suspended",), SAME, ("owner_officer", "township"), law.TREATMENT, never=("rectifying_side",),
        fields=(NOTE,), evidence=1, clocks=(Clock("start", "suspension", rule="hazard.suspended.review"),),
    ),
    Transition(
        "resume", ("suspended",), "ordered", ("owner_officer",), law.TREATMENT,
        fields=(REASON, Field("due_on", "date", required=False, required_when=("!rectify_running",))),
        clocks=(
            Clock("stop", "suspension"),
            Clock("resume", "rectify"),
            Clock("start", "rectify", due="due_on", holder="rectifier", when=("!rectify_running",)),
        ),
    ),
)  # fmt: skip

REFERRAL_ROWS = (
    Transition(
        "review_overdue", ("ordered",), SAME, ("owner_officer",), law.ORDER, never=("rectifying_side",),
        must=("expired",), fields=(NOTE,), evidence=1,
    ),
    Transition(
        "review_overdue", ("ordered",), SAME, ("township",), law.ORDER, never=("rectifying_side",),
        when=("small_place", "general"), must=("expired",), fields=(NOTE,), evidence=1,
    ),
    Transition(
        "refer", ("graded", "ordered", "submitted", "controlled", "suspended"), "referred", ("owner_officer",), law.PENALTY,
        fields=(Field("to_unit", "line"), Field("articles", "line"), REASON),
        clocks=(
            Clock("cancel", "rectify"),
            Clock("cancel", "order"),
            Clock("cancel", "verify"),
            Clock("cancel", "control"),
            Clock("cancel", "suspension"),
            Clock("start", "referral", rule="hazard.referral.follow_up"),
        ),
    ),
    Transition(
        "amend", ("registered", "graded", "ordered"), SAME, ("owner_officer", "township"), law.FOUND,
        fields=(Field("category", "line", required=False), Field("spot", "line", required=False, longest=120), REASON),
    ),
)  # fmt: skip

STANDING_ROWS = (*STOPPING_ROWS, *CONTROL_ROWS, *SUSPENSION_ROWS, *REFERRAL_ROWS)
