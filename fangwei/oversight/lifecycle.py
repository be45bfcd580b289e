"""The lives of blind spots and of letters.

A blind spot is found by the system, repaired by people, and ended by the system when it is really gone. A letter falls due by
itself, is issued by the committee office, answered by its addressee and weighed by the office, never by whom it urges.
"""

from fangwei.casework.asides import HOUSE, aside_rows
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, Participant, State, Transition

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
    ),
)  # fmt: skip
"""Nobody's word ends a blind spot: whoever repairs it says so, and the next run looks whether it is gone."""


DUE, ISSUED, HELD, ANSWERED, DROPPED = "due", "issued", "held", "answered", "dropped"
INTERVIEW = "interview"
_FORMS = ("referral", "reminder", "urging", "warning", "circular", "clue")
_OVERSIGHT = "安全生产法（2021）第九条、第十条"
_NOTE = Field("note", "text")
_MAYBE = Field("note", "text", required=False)


def _reply(form: str) -> Clock:
    return Clock("start", "reply", rule=f"oversight.reply.{form}", holder="addressee")


LETTER = Lifecycle(
    kind="letter",
    states=(
        State(DUE), State(ISSUED), State(HELD), State(ANSWERED),
        State(CLOSED, final=True, ended_as="fixed"), State(DROPPED, final=True, ended_as="mistake"),
    ),
    transitions=(
        Transition(
            "fall_due", (NEW,), DUE, ("system",), _OVERSIGHT, hidden=True,
            fields=(
                Field("form"), Field("about", "case"), Field("clock", "number"), Field("days", "number"), Field("title", "text"),
            ),
            clocks=(Clock("start", "issue", rule="oversight.issue"),),
        ),
        *(
            Transition(
                "issue_letter", (DUE,), ISSUED, ("owner_officer",), _OVERSIGHT, when=(form,), fields=(_MAYBE,),
                clocks=(Clock("stop", "issue"), _reply(form)),
            )
            for form in _FORMS
        ),
        Transition(
            "issue_letter", (DUE,), ISSUED, ("owner_officer",), _OVERSIGHT, when=(INTERVIEW,), fields=(_MAYBE,),
            clocks=(Clock("stop", "issue"),),
        ),
        Transition(
            "hold_interview", (ISSUED,), HELD, ("owner_officer",), "安委〔2018〕2号（条目待核）", when=(INTERVIEW,),
            fields=(Field("attended", "line"), Field("record", "text")),
            participants=(Participant("second_officer", "committee_office"),), clocks=(_reply(INTERVIEW),),
        ),
        Transition(
            "answer", (ISSUED,), ANSWERED, ("addressee",), _OVERSIGHT, when=("!interview",), fields=(_NOTE,),
            clocks=(Clock("stop", "reply"),),
        ),
        Transition(
            "answer", (HELD,), ANSWERED, ("addressee",), _OVERSIGHT, when=(INTERVIEW,), fields=(_NOTE,),
            clocks=(Clock("stop", "reply"),),
        ),
        Transition(
            "record_answer", (ISSUED, HELD), ANSWERED, ("owner_officer",), _OVERSIGHT, never=("addressee",), fields=(_NOTE,),
            evidence=1, clocks=(Clock("stop", "reply"),),
        ),
        Transition(
            "accept_answer", (ANSWERED,), CLOSED, ("owner_officer",), HOUSE, never=("addressee",), fields=(_NOTE,),
        ),
        *(
            Transition(
                "reject_answer", (ANSWERED,), HELD if form == INTERVIEW else ISSUED, ("owner_officer",), HOUSE,
                never=("addressee",), when=(form,), fields=(Field("reason", "text"),), clocks=(_reply(form),),
            )
            for form in (*_FORMS, INTERVIEW)
        ),
        Transition(
            "drop", (DUE, ISSUED), DROPPED, ("owner_officer",), HOUSE, fields=(Field("reason", "text"),),
            participants=(Participant("second_officer", "committee_office"),),
        ),
        Transition("overtake", (DUE,), DROPPED, ("system",), HOUSE, hidden=True),
        Transition("add_note", (DUE, ISSUED, HELD, ANSWERED), SAME, ("owner_unit", "addressee"), HOUSE, fields=(_NOTE,)),
    ),
)  # fmt: skip
"""A reply is no end: the office says whether it will do, and what it found stays on the record."""
