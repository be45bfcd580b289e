"""The life of a letter: it falls due by itself, is issued by the committee office, answered by its addressee and weighed by the
office, never by whom it urges.

An interview has its notice, record, plan and follow-up; a circular is published; a clue is handed over with its evidence, and
only its receipt and result are noted here, because the inquiry stays outside.
"""

from fangwei.casework.asides import HOUSE, REASON, desk_row
from fangwei.engines.lifecycle import NEW, SAME, Clock, Field, Lifecycle, Participant, State, Transition

DUE, ISSUED, HELD, ANSWERED, FOLLOWED, RECEIVED = "due", "issued", "held", "answered", "followed", "received"
CLOSED, DROPPED = "closed", "dropped"
INTERVIEW, CIRCULAR, CLUE = "interview", "circular", "clue"
_PLAIN = ("referral", "reminder", "urging", "warning", CIRCULAR)
_OVERSIGHT = "安全生产法（2021）第九条、第十条"
_TALK = "安委〔2018〕2号（条目待核）"
_HANDED = "地方党政领导干部安全生产责任制规定（条目待核）"
_NOTE = Field("note", "text")
_OFFICE = ("owner_officer", "owner_leader")
_MAYBE = Field("note", "text", required=False)
_SECOND = (Participant("second_officer", "committee_office"),)


def _reply(form: str) -> Clock:
    return Clock("start", "reply", rule=f"oversight.reply.{form}", holder="addressee")


_ISSUE = (
    *(
        Transition(
            "issue_letter", (DUE,), ISSUED, _OFFICE, _OVERSIGHT, when=(form,), fields=(_MAYBE,),
            clocks=(Clock("stop", "issue"), _reply(form)),
        )
        for form in _PLAIN
    ),
    Transition(
        "issue_letter", (DUE,), ISSUED, _OFFICE, _TALK, when=(INTERVIEW,),
        fields=(Field("meet_on", "date"), Field("meet_at", "line"), _MAYBE),
        clocks=(Clock("stop", "issue"), Clock("start", "meet", due="meet_on")),
    ),
    Transition(
        "issue_letter", (DUE,), ISSUED, _OFFICE, _HANDED, when=(CLUE,), must=("bundled",), fields=(_MAYBE,),
        clocks=(Clock("stop", "issue"), _reply(CLUE)),
    ),
)  # fmt: skip

_INTERVIEW = (
    Transition(
        "hold_interview", (ISSUED,), HELD, _OFFICE, _TALK, when=(INTERVIEW,),
        fields=(Field("attended", "line"), Field("record", "text")), participants=_SECOND,
        clocks=(Clock("stop", "meet"), _reply(INTERVIEW)),
    ),
    Transition(
        "accept_answer", (ANSWERED,), FOLLOWED, _OFFICE, _TALK, never=("addressee",), when=(INTERVIEW,),
        fields=(_NOTE, Field("follow_on", "date")), clocks=(Clock("start", "follow", due="follow_on"),),
    ),
    Transition(
        "follow_up", (FOLLOWED,), SAME, _OFFICE, _TALK, never=("addressee",),
        fields=(_NOTE, Field("follow_on", "date")), clocks=(Clock("stop", "follow"), Clock("start", "follow", due="follow_on")),
    ),
    Transition(
        "find_done", (FOLLOWED,), CLOSED, _OFFICE, _TALK, never=("addressee",), fields=(_NOTE,),
        clocks=(Clock("stop", "follow"),),
    ),
    Transition(
        "find_poor", (FOLLOWED,), CLOSED, _OFFICE, _TALK, never=("addressee",), fields=(REASON,),
        participants=_SECOND, clocks=(Clock("stop", "follow"),),
    ),
)  # fmt: skip

_CLUE = (
    Transition(
        "bundle", (DUE, ISSUED), SAME, _OFFICE, _HANDED, when=(CLUE,), hidden=True,
        fields=(Field("sha256"), Field("size", "number"), Field("files", "number"), Field("facts", "number")),
    ),
    Transition(
        "receive_clue", (ISSUED,), RECEIVED, ("addressee",), _HANDED, when=(CLUE,), fields=(Field("received_by"), _MAYBE),
        clocks=(Clock("stop", "reply"),),
    ),
    Transition(
        "receive_clue", (ISSUED,), RECEIVED, _OFFICE, _HANDED, when=(CLUE,), fields=(Field("received_by"), _MAYBE),
        evidence=1, clocks=(Clock("stop", "reply"),),
    ),
    Transition("note_result", (RECEIVED,), CLOSED, ("addressee",), _HANDED, fields=(_NOTE,)),
    Transition("note_result", (RECEIVED,), CLOSED, _OFFICE, _HANDED, fields=(_NOTE,), evidence=1),
)  # fmt: skip

_ANSWER = (
    Transition(
        "answer", (ISSUED,), ANSWERED, ("addressee",), _OVERSIGHT, when=("!interview", "!clue"), fields=(_NOTE,),
        clocks=(Clock("stop", "reply"),),
    ),
    Transition(
        "answer", (HELD,), ANSWERED, ("addressee",), _TALK, when=(INTERVIEW,), fields=(_NOTE, Field("finish_on", "date")),
        clocks=(Clock("stop", "reply"),),
    ),
    Transition(
        "record_answer", (ISSUED,), ANSWERED, _OFFICE, _OVERSIGHT, never=("addressee",),
        when=("!interview", "!clue"), fields=(_NOTE,), evidence=1, clocks=(Clock("stop", "reply"),),
    ),
    Transition(
        "record_answer", (HELD,), ANSWERED, _OFFICE, _TALK, never=("addressee",),
        fields=(_NOTE, Field("finish_on", "date")), evidence=1, clocks=(Clock("stop", "reply"),),
    ),
    Transition(
        "accept_answer", (ANSWERED,), CLOSED, _OFFICE, HOUSE, never=("addressee",), when=("!interview",),
        fields=(_NOTE,),
    ),
    *(
        Transition(
            "reject_answer", (ANSWERED,), HELD if form == INTERVIEW else ISSUED, _OFFICE, HOUSE,
            never=("addressee",), when=(form,), fields=(REASON,), clocks=(_reply(form),),
        )
        for form in (*_PLAIN, INTERVIEW)
    ),
)  # fmt: skip

LETTER = Lifecycle(
    kind="letter",
    states=(
        State(DUE), State(ISSUED), State(HELD), State(ANSWERED), State(FOLLOWED), State(RECEIVED),
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
        *_ISSUE,
        *_INTERVIEW,
        *_CLUE,
        *_ANSWER,
        Transition(
            "publish_circular", (ISSUED, ANSWERED, CLOSED), SAME, _OFFICE, _OVERSIGHT, when=(CIRCULAR,),
            must=("!published",), fields=(Field("where", "line"),),
        ),
        Transition(
            "drop", (DUE, ISSUED), DROPPED, _OFFICE, HOUSE, fields=(REASON,), participants=_SECOND,
        ),
        Transition("overtake", (DUE,), DROPPED, ("system",), HOUSE, hidden=True),
        Transition(
            "add_note", (DUE, ISSUED, HELD, ANSWERED, FOLLOWED, RECEIVED), SAME, ("owner_unit", "addressee"), HOUSE,
            fields=(_NOTE,),
        ),
        desk_row((DUE, ISSUED, HELD, ANSWERED, FOLLOWED, RECEIVED)),
    ),
)  # fmt: skip
"""A reply is no end: the office says whether it will do, and what it found stays on the record."""
