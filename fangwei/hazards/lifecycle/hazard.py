"""The life of a hazard as one table: buttons, permissions, deadlines, API and diagrams are read off it."""

from fangwei.casework.asides import aside_rows, desk_row
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, Participant, State, Transition
from fangwei.engines.lifecycle.table import COMPUTED
from fangwei.hazards.lifecycle import law
from fangwei.hazards.lifecycle.ending import ENDING_ROWS
from fangwei.hazards.lifecycle.fields import (
    CRITERION,
    DUE_ON,
    FOUND_FIELDS,
    GRADE,
    NOTE,
    REASON,
    SECOND_OFFICER,
    START_RECTIFY,
    TREATMENT_FIELDS,
)
from fangwei.hazards.lifecycle.standing import STANDING_ROWS

STATES = (
    State("registered"),
    State("graded"),
    State("ordered"),
    State("submitted"),
    State("accepted"),
    State("controlled"),
    State("suspended"),
    State("disputed"),
    State("referred"),
    State("closed", final=True, ended_as="fixed"),
    State("merged", final=True, ended_as="elsewhere"),
    State("voided", final=True, ended_as="mistake"),
)
OPEN = tuple(state.name for state in STATES if not state.final)

FINDING_ROWS = (
    Transition(
        "report", (NEW,), "registered", ("officer", "township", "grid", "local", "expert", "leader", "system"), law.FOUND,
        fields=FOUND_FIELDS, clocks=(Clock("start", "grade", rule="hazard.grade"),),
    ),
    Transition(
        "self_report", (NEW,), "ordered", ("enterprise", "keeper"), law.FINDS_ITSELF, when=("claims_general",),
        fields=(*FOUND_FIELDS, Field("grade", "choice", choices=("general", "major")), DUE_ON, Field("measures", "text")),
        clocks=(START_RECTIFY,),
    ),
    Transition(
        "self_report", (NEW,), "registered", ("enterprise", "keeper"), law.FINDS_ITSELF, when=("!claims_general",),
        fields=(*FOUND_FIELDS, Field("grade", "choice", choices=("general", "major")), CRITERION),
        clocks=(Clock("start", "grade", rule="hazard.grade"),),
    ),
    Transition(
        "split_off", (NEW,), COMPUTED, ("system",), law.HOUSE, hidden=True,
        may_reach=("registered", "graded", "ordered"),
        fields=(Field("parent", "case"), Field("description", "text")),
        clocks=(
            Clock("start", "grade", rule="hazard.grade", when=("in_registered",)),
            Clock("start", "order", rule="hazard.officer.set_deadline", when=("in_graded",)),
            Clock("start", "rectify", due="due_on", holder="rectifier", when=("in_ordered",)),
        ),
    ),
)  # fmt: skip

ABSORBING_ROWS = (
    Transition(
        "absorb", OPEN, SAME, ("system",), law.HOUSE, hidden=True, fields=(Field("merged", "case"),),
        clocks=(
            Clock("extend", "rectify", due="kept", when=("rectify_running",)),
            Clock("start", "rectify", due="kept", holder="rectifier", when=("!rectify_running",)),
        ),
    ),
)  # fmt: skip

GRADING_ROWS = (
    Transition(
        "grade", ("registered",), "graded", ("owner_officer",), law.GRADE,
        fields=(GRADE, CRITERION, Field("reason", "text", required=False)),
        clocks=(Clock("stop", "grade"), Clock("start", "order", rule="hazard.officer.set_deadline")),
    ),
    Transition(
        "grade", ("registered",), "graded", ("township",), law.GRADE, when=("small_place",),
        fields=(Field("grade", "choice", choices=("general",)), Field("reason", "text", required=False)),
        clocks=(Clock("stop", "grade"), Clock("start", "order", rule="hazard.officer.set_deadline")),
    ),
    Transition(
        "dispute_grade", ("graded", "ordered"), "disputed", ("enterprise", "keeper", "township", "office"), law.GRADE,
        fields=(REASON,), clocks=(Clock("start", "dispute", rule="hazard.grade_dispute"),),
    ),
    Transition(
        "decide_dispute", ("disputed",), COMPUTED, ("owner_officer",), law.GRADE, may_reach=("graded", "ordered"),
        never=("rectifying_side",), participants=(SECOND_OFFICER, Participant("expert", "expert")),
        fields=(GRADE, CRITERION, REASON), clocks=(Clock("stop", "dispute"),),
    ),
    Transition(
        "upgrade", ("graded", "ordered", "submitted", "controlled", "referred"), SAME,
        ("owner_officer", "office", "upper_office", "upper"), law.GRADE, when=("general",),
        fields=(Field("criterion", "line"), REASON),
    ),
    Transition(
        "propose_downgrade", ("graded", "ordered", "submitted", "controlled"), SAME, ("owner_officer",), law.GRADE,
        when=("major",), must=("!downgrade_proposed",), fields=(REASON,),
    ),
    Transition(
        "downgrade", ("graded", "ordered", "submitted", "controlled"), SAME, ("owner_officer", "owner_leader", "upper"),
        law.GRADE, never=("proposer",), when=("major",), must=("downgrade_proposed", "!listed"),
        participants=(Participant("expert", "expert"),), fields=(REASON,),
    ),
    Transition(
        "decline_downgrade", ("graded", "ordered", "submitted", "controlled"), SAME,
        ("owner_officer", "owner_leader", "upper"), law.GRADE, when=("major",), must=("downgrade_proposed",), fields=(REASON,),
    ),
)  # fmt: skip

ORDERING_ROWS = (
    Transition(
        "order", ("graded",), "ordered", ("owner_officer",), law.ORDER, fields=TREATMENT_FIELDS,
        clocks=(Clock("stop", "order"), START_RECTIFY),
    ),
    Transition(
        "order", ("graded",), "ordered", ("township",), law.ORDER, when=("small_place", "general"), fields=TREATMENT_FIELDS,
        clocks=(Clock("stop", "order"), START_RECTIFY),
    ),
    Transition(
        "set_deadline", ("ordered",), SAME, ("owner_officer",), law.ORDER, must=("!rectify_running",),
        fields=(DUE_ON, REASON), clocks=(START_RECTIFY,),
    ),
    Transition(
        "set_deadline", ("ordered",), SAME, ("township",), law.ORDER, when=("small_place", "general"),
        must=("!rectify_running",), fields=(DUE_ON, REASON), clocks=(START_RECTIFY,),
    ),
)  # fmt: skip

_AWAIT = (
    Clock("stop", "rectify"),
    Clock("stop", "referral"),
    Clock("cancel", "control"),
    Clock("start", "verify", rule="hazard.verification.review"),
)
RECTIFYING_ROWS = (
    Transition(
        "submit", ("ordered", "controlled", "referred"), "submitted", ("enterprise", "keeper"), law.SUBMIT,
        fields=(NOTE,), evidence=1, clocks=_AWAIT,
    ),
    Transition(
        "submit", ("ordered", "controlled", "referred"), "submitted", ("grid", "township"), law.SUBMIT,
        when=("small_place",), fields=(NOTE,), evidence=1, clocks=_AWAIT,
    ),
    Transition(
        "submit", ("ordered", "controlled", "referred"), "submitted", ("township", "grid", "owner_officer"), law.SUBMIT,
        when=("ownerless",), fields=(NOTE,), evidence=1, clocks=_AWAIT,
    ),
    Transition(
        "send_back", ("submitted", "accepted"), "ordered", ("owner_officer",), law.VERIFY, never=("rectifying_side",),
        fields=(REASON, Field("due_on", "date", required=False)),
        clocks=(Clock("stop", "verify"), Clock("cancel", "resumption"), START_RECTIFY),
    ),
    Transition(
        "send_back", ("submitted", "accepted"), "ordered", ("office", "upper_office"), law.VERIFY,
        never=("rectifying_side",), when=("owner_rectified",),
        fields=(REASON, Field("due_on", "date", required=False)),
        clocks=(Clock("stop", "verify"), Clock("cancel", "resumption"), START_RECTIFY),
    ),
    Transition(
        "send_back", ("submitted",), "ordered", ("township",), law.VERIFY, never=("rectifying_side",),
        when=("small_place", "general"), fields=(REASON, Field("due_on", "date", required=False)),
        clocks=(Clock("stop", "verify"), START_RECTIFY),
    ),
)  # fmt: skip

HAZARD = Lifecycle(
    kind="hazard",
    states=STATES,
    transitions=(
        *FINDING_ROWS,
        *ABSORBING_ROWS,
        *GRADING_ROWS,
        *ORDERING_ROWS,
        *RECTIFYING_ROWS,
        *ENDING_ROWS,
        *STANDING_ROWS,
        *aside_rows(
            OPEN,
            extendable=("ordered",),
            listable=("graded", "ordered", "submitted", "accepted", "controlled", "referred"),
        ),
        desk_row(OPEN),
    ),
    import_states=("ordered", "submitted", "closed"),
)
