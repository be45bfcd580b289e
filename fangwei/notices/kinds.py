"""What is told to whom after which act, and which verb answers it: one table for each kind of case."""

from dataclasses import dataclass

TASK, DEADLINE, OVERSIGHT, WORD = "task", "deadline", "oversight", "word"


@dataclass(frozen=True, slots=True)
class Tell:
    """One word to one audience after an act.

    `asks` are the verbs that would answer it, the likeliest first: the notice leads to the first of them that its reader may
    do. Where the reader may do none of them nothing is told, unless `anyway` says that it is worth knowing as long as the case
    stands where the act left it. `clock` names the deadline that the notice shows.
    """

    to: str
    code: str
    asks: tuple[str, ...] = ()
    clock: str = ""
    group: str = TASK
    anyway: bool = False


def _word(to: str, code: str, clock: str = "", group: str = WORD) -> Tell:
    return Tell(to, code, clock=clock, group=group, anyway=True)


_ORDERED = Tell("rectifier", "ordered", ("submit", "self_close"), "rectify", anyway=True)
_TRANSFERS = {
    "propose_transfer": (Tell("offered", "transfer_offered", ("accept_transfer", "refuse_transfer"), "accept"),),
    "accept_transfer": (_word("last_from", "transfer_accepted"),),
    "refuse_transfer": (
        Tell("office", "arbitration_wanted", ("arbitrate",), "arbitration"),
        _word("owner", "transfer_refused"),
    ),
    "arbitrate": (Tell("owner", "arbitrated_to_you", ("grade", "order", "verify"), anyway=True), _word("last_from", "arbitrated"),
                  _word("last_offered", "arbitrated")),
}  # fmt: skip
_LISTING = {
    "list_supervision": (
        _word("owner", "listed", group=OVERSIGHT),
        _word("rectifier", "listed", "rectify", group=OVERSIGHT),
    ),
    "delist": (_word("owner", "delisted", group=OVERSIGHT), _word("rectifier", "delisted", group=OVERSIGHT)),
}

HAZARD: dict[str, tuple[Tell, ...]] = {
    "report": (Tell("owner", "owned", ("grade",), "grade"),),
    "self_report": (Tell("owner", "self_reported", ("grade",), "grade", anyway=True),),
    "split_off": (Tell("owner", "owned", ("grade", "order"), "grade"),),
    "grade": (Tell("owner", "to_order", ("order",), "order"),),
    "dispute_grade": (Tell("owner", "disputed", ("decide_dispute",), "dispute"),),
    "decide_dispute": (_word("rectifier", "dispute_decided"), _word("above", "downgraded", group=OVERSIGHT)),
    "upgrade": (_word("owner", "upgraded"), _word("rectifier", "upgraded")),
    "propose_downgrade": (Tell("head", "downgrade_proposed", ("downgrade", "decline_downgrade")),),
    "downgrade": (_word("above", "downgraded", group=OVERSIGHT), _word("rectifier", "downgraded_here")),
    "order": (_ORDERED,),
    "set_deadline": (_ORDERED,),
    "resume_rectification": (_ORDERED,),
    "resume": (_ORDERED,),
    "reopen": (Tell("rectifier", "reopened", ("submit",), "rectify", anyway=True), _word("owner", "reopened")),
    "submit": (
        Tell("handler", "submitted", ("verify",), "verify", anyway=True),
        Tell("owner", "submitted", ("verify",), "verify", anyway=True),
        Tell("expert", "expert_wanted", ("expert_accept",), "verify"),
        Tell("township", "submitted", ("verify",), "verify"),
        Tell("office", "submitted", ("verify",), "verify"),
    ),
    "expert_accept": (
        Tell("handler", "expert_accepted", ("verify",), "verify"),
        Tell("owner", "expert_accepted", ("verify",), "verify"),
    ),
    "verify": (Tell("handler", "accepted", ("close",)), Tell("owner", "accepted", ("close",)), _word("rectifier", "verified")),
    "close": (_word("rectifier", "closed"),),
    "self_close": (_word("owner", "closed"),),
    "send_back": (Tell("rectifier", "sent_back", ("submit",), "rectify", anyway=True),),
    "stop_works": (_word("rectifier", "works_stopped", group=TASK), _word("owner", "works_stopped")),
    "request_resumption": (
        Tell("handler", "resumption_asked", ("approve_resumption",), "resumption"),
        Tell("owner", "resumption_asked", ("approve_resumption",), "resumption"),
    ),
    "approve_resumption": (_word("rectifier", "resumption_approved"),),
    "refuse_resumption": (Tell("rectifier", "resumption_refused", ("request_resumption",), anyway=True),),
    "request_extension": (
        Tell("lister", "extension_asked", ("grant_extension", "refuse_extension"), "extension"),
        Tell("handler", "extension_asked", ("grant_extension", "refuse_extension"), "extension"),
        Tell("owner", "extension_asked", ("grant_extension", "refuse_extension"), "extension"),
    ),
    "grant_extension": (Tell("rectifier", "extension_granted", ("submit",), "rectify", group=WORD, anyway=True),),
    "refuse_extension": (Tell("rectifier", "extension_refused", ("submit",), "rectify", group=WORD, anyway=True),),
    "propose_void": (
        Tell("head", "void_proposed", ("void", "decline_void")),
        Tell("office", "void_proposed", ("void", "decline_void")),
    ),
    "refer": (_word("rectifier", "referred"),),
    **_TRANSFERS,
    **_LISTING,
}  # fmt: skip

ORDER: dict[str, tuple[Tell, ...]] = {}
"""An order's hazards tell each for itself."""

BLIND_SPOT: dict[str, tuple[Tell, ...]] = {
    "detect": (Tell("owner", "blind_spot_found", ("assign", "say_repaired"), "repair", group=OVERSIGHT),),
    "return": (Tell("owner", "blind_spot_back", ("assign", "say_repaired"), "repair", group=OVERSIGHT),),
    "persist": (
        Tell("owner", "blind_spot_stands", ("assign", "say_repaired"), "repair", group=OVERSIGHT),
        Tell("assignee", "blind_spot_stands", ("say_repaired",), "repair", group=OVERSIGHT),
    ),
    "assign": (Tell("assignee", "blind_spot_yours", ("say_repaired",), "repair", group=OVERSIGHT),),
    "vanish": (_word("assignee", "blind_spot_gone", group=WORD),),
    **_TRANSFERS,
    **_LISTING,
}

LETTER: dict[str, tuple[Tell, ...]] = {
    "fall_due": (Tell("owner", "letter_due", ("issue_letter",), "issue", group=OVERSIGHT),),
    "issue_letter": (
        Tell("addressee", "letter_came", ("answer", "receive_clue"), "reply", group=OVERSIGHT, anyway=True),
    ),
    "hold_interview": (Tell("addressee", "interview_held", ("answer",), "reply", group=OVERSIGHT),),
    "answer": (Tell("owner", "letter_answered", ("accept_answer", "reject_answer"), group=OVERSIGHT),),
    "receive_clue": (_word("owner", "clue_received", group=OVERSIGHT),),
    "accept_answer": (_word("addressee", "answer_accepted"),),
    "reject_answer": (Tell("addressee", "answer_rejected", ("answer", "receive_clue"), "reply", group=OVERSIGHT),),
}

PROBLEM: dict[str, tuple[Tell, ...]] = {
    "declare_problem": (Tell("owner", "problem_handed", ("commit_plan",), "plan", group=OVERSIGHT),),
    "commit_plan": (_word("inspecting", "plan_came", "rectify", group=OVERSIGHT),),
    "return_plan": (Tell("owner", "plan_returned", ("commit_plan",), "plan", group=OVERSIGHT),),
    "report_done": (Tell("inspecting", "work_reported", ("verify_problem", "return_work"), "check", group=OVERSIGHT),),
    "return_work": (Tell("owner", "work_returned", ("report_done",), "rectify", group=OVERSIGHT),),
    "verify_problem": (Tell("inspecting", "problem_verified", ("close_problem",), "close", group=OVERSIGHT),),
    "close_problem": (_word("owner", "problem_closed"),),
    "request_extension": (
        Tell("inspecting", "extension_asked", ("grant_extension", "refuse_extension"), "extension", group=OVERSIGHT),
    ),
    "grant_extension": (_word("owner", "extension_granted", "rectify"),),
    "refuse_extension": (_word("owner", "extension_refused", "rectify"),),
    **_TRANSFERS,
    **_LISTING,
}

VISIT: dict[str, tuple[Tell, ...]] = {
    "apply_visit": (Tell("head", "visit_asked", ("approve_visit", "turn_down_visit"), "approve"),),
    "approve_visit": (Tell("owner", "visit_approved", ("notify_visit", "begin_visit"), "visit"),),
    "turn_down_visit": (_word("owner", "visit_turned_down"),),
    "notify_visit": (_word("rectifier", "visit_announced", "visit"),),
    "replace_inspector": (_word("owner", "visit_changed", "visit"), _word("rectifier", "visit_changed", "visit")),
    "begin_visit": (Tell("rectifier", "visit_begun", ("confirm_entry",)),),
    "record_visit": (Tell("rectifier", "visit_recorded", ("confirm_exit",), anyway=True),),
    "call_off": (_word("owner", "visit_called_off"), _word("rectifier", "visit_called_off")),
}

TOLD: dict[str, dict[str, tuple[Tell, ...]]] = {
    "hazard": HAZARD,
    "order": ORDER,
    "blind_spot": BLIND_SPOT,
    "letter": LETTER,
    "problem": PROBLEM,
    "visit": VISIT,
}
LASTING = frozenset(
    {
        "closed",
        "verified",
        "problem_closed",
        "answer_accepted",
        "blind_spot_gone",
        "visit_turned_down",
        "visit_recorded",
        "visit_called_off",
    }
)
"""What stays worth reading after the case has ended."""

ANSWERS: dict[str, tuple[str, ...]] = {
    "grade": ("grade",),
    "order": ("order",),
    "rectify": ("submit", "self_close", "report_done", "review_overdue"),
    "verify": ("verify",),
    "dispute": ("decide_dispute",),
    "accept": ("accept_transfer", "refuse_transfer"),
    "arbitration": ("arbitrate",),
    "extension": ("grant_extension", "refuse_extension"),
    "resumption": ("approve_resumption",),
    "control": ("review_control",),
    "suspension": ("review_suspension",),
    "referral": ("resume_rectification",),
    "lookback": ("look_back",),
    "repair": ("say_repaired", "assign"),
    "issue": ("issue_letter",),
    "reply": ("answer", "receive_clue"),
    "meet": ("hold_interview",),
    "follow": ("follow_up",),
    "plan": ("commit_plan",),
    "check": ("verify_problem",),
    "close": ("close_problem",),
    "approve": ("approve_visit", "turn_down_visit"),
    "visit": ("begin_visit", "notify_visit"),
}
"""Which verb keeps which deadline."""

IMPORT, HANDOVER = "sheet_import", "handover"
HEARD = frozenset(TOLD) | {IMPORT, HANDOVER}
