"""Rows that verify, close, look back, reopen, void and merge: where a hazard must not be able to vanish."""

from fangwei.engines.lifecycle import SAME, Clock, Field, Participant, Transition
from fangwei.hazards.lifecycle import law
from fangwei.hazards.lifecycle.fields import DUE_ON, NOTE, REASON, SECOND_OFFICER, START_RECTIFY

_PLAIN = ("general", "!listed", "!works_stopped")
_SELF_CLOSED = ("general", "self_found", "!small_place", "!listed", "!works_stopped")
_ENDED = (Clock("stop", "verify"), Clock("start", "lookback", rule="hazard.lookback.after", when=("sampled",)))
_DOUBTFUL = ("registered", "graded", "ordered", "submitted", "controlled", "suspended", "disputed")

VERIFYING_ROWS = (
    Transition(
        "verify", ("submitted",), "closed", ("owner_officer",), law.VERIFY, never=("rectifying_side",),
        when=(*_PLAIN, "evidence_held"), fields=(NOTE,), clocks=_ENDED,
    ),
    Transition(
        "verify", ("submitted",), "closed", ("owner_officer",), law.VERIFY, never=("rectifying_side",),
        when=(*_PLAIN, "!evidence_held"), fields=(NOTE,), evidence=1, clocks=_ENDED,
    ),
    Transition(
        "verify", ("submitted",), "closed", ("township",), law.VERIFY, never=("rectifying_side",),
        when=(*_PLAIN, "small_place", "evidence_held"), fields=(NOTE,), clocks=_ENDED,
    ),
    Transition(
        "verify", ("submitted",), "closed", ("township",), law.VERIFY, never=("rectifying_side",),
        when=(*_PLAIN, "small_place", "!evidence_held"), fields=(NOTE,), evidence=1, clocks=_ENDED,
    ),
    Transition(
        "verify", ("submitted",), "accepted", ("owner_officer",), law.VERIFY, never=("rectifying_side",),
        when=("major",), must=("expert_accepted",), participants=(SECOND_OFFICER,), fields=(NOTE,), evidence=1,
        clocks=(Clock("stop", "verify"),),
    ),
    Transition(
        "verify", ("submitted",), "accepted", ("owner_officer",), law.VERIFY, never=("rectifying_side",),
        when=("general", "not_plain"), participants=(SECOND_OFFICER,), fields=(NOTE,), evidence=1,
        clocks=(Clock("stop", "verify"),),
    ),
    # Where the owner's own unit had to rectify (a place that nobody keeps), the committee office is the other pair of eyes.
    Transition(
        "verify", ("submitted",), "closed", ("office", "upper_office"), law.VERIFY, never=("rectifying_side",),
        when=(*_PLAIN, "owner_rectified"), fields=(NOTE,), evidence=1, clocks=_ENDED,
    ),
    Transition(
        "verify", ("submitted",), "accepted", ("office", "upper_office"), law.VERIFY, never=("rectifying_side",),
        when=("major", "owner_rectified"), must=("expert_accepted",), participants=(SECOND_OFFICER,), fields=(NOTE,),
        evidence=1, clocks=(Clock("stop", "verify"),),
    ),
    Transition(
        "verify", ("submitted",), "accepted", ("office", "upper_office"), law.VERIFY, never=("rectifying_side",),
        when=("general", "not_plain", "owner_rectified"), participants=(SECOND_OFFICER,), fields=(NOTE,), evidence=1,
        clocks=(Clock("stop", "verify"),),
    ),
    Transition(
        "close", ("accepted",), "closed", ("office", "upper_office"), law.VERIFY, never=("rectifying_side",),
        when=("owner_rectified",), must=("!listed", "!works_stopped"), participants=(SECOND_OFFICER,), fields=(NOTE,),
        clocks=_ENDED,
    ),
    Transition(
        "expert_accept", ("submitted",), SAME, ("expert",), law.VERIFY, never=("rectifying_side",),
        must=("!expert_accepted",), fields=(NOTE,), evidence=1,
    ),
    Transition(
        "self_close", ("submitted",), "closed", ("enterprise",), law.FINDS_ITSELF, never=("rectifier_person",),
        when=(*_SELF_CLOSED, "evidence_held"), fields=(NOTE,), clocks=_ENDED,
    ),
    Transition(
        "self_close", ("submitted",), "closed", ("enterprise",), law.FINDS_ITSELF, never=("rectifier_person",),
        when=(*_SELF_CLOSED, "!evidence_held"), fields=(NOTE,), evidence=1, clocks=_ENDED,
    ),
    Transition(
        "close", ("accepted",), "closed", ("owner_officer",), law.VERIFY, never=("rectifying_side",),
        must=("!listed", "!works_stopped"), participants=(SECOND_OFFICER,), fields=(NOTE,), clocks=_ENDED,
    ),
)  # fmt: skip

AFTER_ROWS = (
    Transition(
        "look_back", ("closed",), SAME, ("owner_officer", "township", "office", "upper_office", "upper"), law.VERIFY,
        never=("rectifying_side", "verifier_person"), fields=(NOTE,), evidence=1, clocks=(Clock("stop", "lookback"),),
    ),
    Transition(
        "reopen", ("closed", "voided"), "ordered",
        ("owner_officer", "township", "office", "upper_office", "upper"), law.VERIFY, never=("rectifying_side",),
        when=("graded_once",), fields=(REASON, DUE_ON), evidence=1, clocks=(Clock("stop", "lookback"), START_RECTIFY),
    ),
    Transition(
        "reopen", ("voided",), "registered", ("owner_officer", "township", "office", "upper_office", "upper"), law.VERIFY,
        when=("!graded_once",), fields=(REASON,), evidence=1, clocks=(Clock("start", "grade", rule="hazard.grade"),),
    ),
)  # fmt: skip

LEAVING_ROWS = (
    Transition(
        "propose_void", _DOUBTFUL, SAME, ("owner_officer",), law.HOUSE, must=("!void_proposed",), fields=(REASON,),
    ),
    Transition(
        "void", _DOUBTFUL, "voided", ("owner_officer", "owner_leader", "office", "upper_office", "upper"), law.HOUSE,
        never=("proposer", "rectifying_side"), when=("!major",), must=("void_proposed", "!listed"), fields=(REASON,),
    ),
    Transition(
        "void", _DOUBTFUL, "voided", ("office", "upper_office", "upper"), law.HOUSE,
        never=("proposer", "rectifying_side"), when=("major",), must=("void_proposed", "!listed"),
        participants=(Participant("expert", "expert"),), fields=(REASON,), evidence=1,
    ),
    Transition(
        "decline_void", _DOUBTFUL, SAME, ("owner_officer", "owner_leader", "office", "upper_office", "upper"), law.HOUSE,
        must=("void_proposed",), fields=(REASON,),
    ),
    Transition(
        "merge", ("registered", "graded", "ordered"), "merged", ("owner_officer",), law.HOUSE, must=("!listed",),
        fields=(Field("into", "case"), REASON),
    ),
    Transition(
        "split", ("registered", "graded", "ordered"), SAME, ("owner_officer",), law.HOUSE,
        fields=(Field("parts", "list"), REASON),
    ),
)  # fmt: skip

ENDING_ROWS = (*VERIFYING_ROWS, *AFTER_ROWS, *LEAVING_ROWS)
