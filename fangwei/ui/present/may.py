"""What a person may do with a case now, as forms read off the lifecycle's rows."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import May, may
from fangwei.engines.lifecycle import Transition
from fangwei.ui.parts import MayView, VerbView
from fangwei.ui.present import verbs, words
from fangwei.ui.present.fields import Asking, fields_of
from fangwei.ui.present.items import handed_in, item_fields
from fangwei.ui.present.links import act_href
from fangwei.ui.present.typed import NOTHING, Typed

LIKELY = (
    "confirm_baseline", "accept_transfer", "refuse_transfer", "arbitrate", "void", "decline_void", "downgrade",
    "decline_downgrade", "decide_dispute", "grant_extension", "refuse_extension", "approve_resumption", "refuse_resumption",
    "grade", "order", "issue", "reinspect", "submit", "verify", "expert_accept", "self_close", "close", "set_deadline",
    "approve_visit", "turn_down_visit", "notify_visit", "begin_visit", "record_visit", "confirm_entry", "confirm_exit",
    "review_overdue", "review_control", "review_suspension", "look_back", "send_back", "request_extension",
    "request_resumption", "delist",
    "issue_letter", "hold_interview", "answer", "accept_answer", "record_answer", "receive_clue", "note_result", "find_done",
    "find_poor", "follow_up",
    "reject_answer", "assign", "say_repaired", "commit_plan", "report_done", "verify_problem", "close_problem",
    "return_plan", "return_work",
)  # fmt: skip
"""The verbs that a case waits for, the likeliest first; the others are offered below, for rarer days."""

STEPS_BACK = frozenset(
    {
        "send_back",
        "refuse_extension",
        "refuse_transfer",
        "decline_downgrade",
        "decline_void",
        "turn_down_visit",
        "reject_answer",
        "return_plan",
        "return_work",
    }
)
"""What one does instead of the step forward; alone it is nothing that the case waits for."""

ON_OTHER_PAGES = frozenset({"change_items"})


def may_view(
    case: Case, actor: Actor, *, at: datetime, surface: str, typed: Typed = NOTHING, back: str = ""
) -> MayView:
    """Return the panel of a case for one actor; `typed` is a form that came back."""
    found = may(case, actor, at=at)
    nothing_in = case.kind == "order" and not handed_in(case)
    rows = [
        row for row in found.rows if row.verb not in ON_OTHER_PAGES and not (nothing_in and row.verb == "reinspect")
    ]
    # A form that came back for a verb that is no longer possible is shown as the notice of the page, not here.
    rows.sort(key=lambda row: (row.verb != typed.verb, _place(row.verb)))
    shown = [_verb(row, case, actor, found, at, surface, typed, back) for row in rows]
    likely = 0 if _only_stops(rows, typed) else sum(row.verb in LIKELY or row.verb == typed.verb for row in rows)
    others = [(words.verb(verb), words.relations(who)) for verb, who in found.others.items() if verb in verbs.LABELS]
    return MayView(verbs=shown[:likely], rare=shown[likely:], others=others, waiting=_waiting(case, likely, found))


def _only_stops(rows: Sequence[Transition], typed: Typed) -> bool:
    """Tell whether of what is likely only a step back is left, because the step forward waits for somebody else."""
    likely = {row.verb for row in rows if row.verb in LIKELY}
    return not typed.verb and likely <= STEPS_BACK


def _place(verb: str) -> int:
    return LIKELY.index(verb) if verb in LIKELY else len(LIKELY) + list(verbs.LABELS).index(verb)


def _verb(
    row: Transition, case: Case, actor: Actor, found: May, at: datetime, surface: str, typed: Typed, back: str
) -> VerbView:
    mine = typed if typed.verb == row.verb else NOTHING
    asking = Asking(case, case.place, actor, at, found.truths, mine)
    hidden = [("act_id", str(uuid7())), ("if_version", str(case.version)), ("back", back)]
    hidden += [("kept", str(file.id)) for file in mine.kept]
    fields = [*item_fields(row, case, asking), *fields_of(row, asking, leave_out=("items", "results"))]
    return VerbView(
        name=row.verb,
        label=words.verb(row.verb),
        action=act_href(surface, case.id, row.verb),
        says=words.said(verbs.SAYS, row.verb),
        seen_by=seen_by(case),
        fields=fields,
        hidden=hidden,
        draft=f"{case.id}:{row.verb}:{case.version}",
        errors=mine.above(fields),
        law=words.law(row.citation),
    )


def seen_by(case: Case) -> str:
    """Return who reads what is written on a case."""
    site = getattr(case.place, "site", None)
    if case.kind == "order" and case.order.issued_at is None:
        return _("your own unit only, until it is issued")
    if case.kind == "visit" and case.visit.notified_at is None:
        return _("your own unit only, until the enterprise is told")
    authorities = _("the authorities with a duty here")
    return words.listing([site.enterprise.name, authorities]) if site is not None else authorities


def _waiting(case: Case, likely: int, found: May) -> str:
    if likely or not case.is_open:
        return ""
    if case.kind == "order" and case.order.issued_at:
        return _("Waits for the enterprise to hand in the open items.")
    who: Sequence[str] = tuple(dict.fromkeys(who for verb in LIKELY for who in found.others.get(verb, ())))
    return _("Waits for: %(who)s.") % {"who": words.relations(who)} if who else ""
