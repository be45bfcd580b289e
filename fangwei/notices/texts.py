"""What notices say, in the language that is active: one sentence a code, then the deadline in plain words.

Texts that leave the house name the case by its number and its place, and nobody by name.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fangwei.engines.calendar import SHANGHAI, last_day_of

SAYS = {
    "owned": gettext_lazy("New case for you: grade it"),
    "self_reported": gettext_lazy("An enterprise reported a finding of its own"),
    "to_order": gettext_lazy("Graded: order the rectification"),
    "ordered": gettext_lazy("You are ordered to remove a danger"),
    "disputed": gettext_lazy("The grade is disputed: decide"),
    "dispute_decided": gettext_lazy("The dispute about the grade is decided"),
    "upgraded": gettext_lazy("Raised to a major hazard"),
    "downgrade_proposed": gettext_lazy("A downgrade was proposed: decide"),
    "downgraded": gettext_lazy("A major hazard below you was downgraded"),
    "downgraded_here": gettext_lazy("Downgraded to a general hazard"),
    "reopened": gettext_lazy("Reopened: the danger is back"),
    "submitted": gettext_lazy("Rectification handed in: check it"),
    "expert_wanted": gettext_lazy("An expert’s acceptance is asked for"),
    "expert_accepted": gettext_lazy("The expert has accepted it: check it"),
    "accepted": gettext_lazy("Accepted: close it with a second officer"),
    "verified": gettext_lazy("The removal was confirmed"),
    "closed": gettext_lazy("The case is closed"),
    "sent_back": gettext_lazy("Sent back: the danger is not removed yet"),
    "works_stopped": gettext_lazy("Works are stopped"),
    "resumption_asked": gettext_lazy("Resumption of work is asked for: decide"),
    "resumption_approved": gettext_lazy("Work may be resumed"),
    "resumption_refused": gettext_lazy("Work may not be resumed yet"),
    "extension_asked": gettext_lazy("More time is asked for: decide"),
    "extension_granted": gettext_lazy("More time was granted"),
    "extension_refused": gettext_lazy("More time was refused: the deadline stays"),
    "void_proposed": gettext_lazy("Voiding was proposed: decide"),
    "referred": gettext_lazy("Referred to enforcement"),
    "transfer_offered": gettext_lazy("A case is offered to you: take it over or refuse"),
    "transfer_accepted": gettext_lazy("The other post has taken the case over"),
    "transfer_refused": gettext_lazy("The other post refused; the committee office decides"),
    "arbitration_wanted": gettext_lazy("A handover was refused: decide who answers"),
    "arbitrated": gettext_lazy("The committee office decided who answers"),
    "arbitrated_to_you": gettext_lazy("The committee office decided: the case is yours"),
    "listed": gettext_lazy("Put under listed supervision"),
    "delisted": gettext_lazy("The listed supervision has ended"),
    "blind_spot_found": gettext_lazy("A blind spot was found: say who repairs it"),
    "blind_spot_back": gettext_lazy("A blind spot came back"),
    "blind_spot_stands": gettext_lazy("The blind spot is still there"),
    "blind_spot_yours": gettext_lazy("A blind spot is yours to repair"),
    "blind_spot_gone": gettext_lazy("The blind spot is gone"),
    "letter_due": gettext_lazy("A paper of oversight falls due: issue it"),
    "letter_came": gettext_lazy("A paper of oversight for you: answer it"),
    "interview_held": gettext_lazy("The interview was held: hand in the plan"),
    "letter_answered": gettext_lazy("An answer came in: weigh it"),
    "clue_received": gettext_lazy("The receipt of the clue is confirmed"),
    "answer_accepted": gettext_lazy("Your answer was accepted"),
    "answer_rejected": gettext_lazy("Your answer was sent back"),
    "problem_handed": gettext_lazy("An inspection’s problem is yours: hand in a plan"),
    "plan_came": gettext_lazy("A plan for a listed problem came in"),
    "plan_returned": gettext_lazy("Your plan was sent back"),
    "work_reported": gettext_lazy("A listed problem is said to be put right: check it"),
    "work_returned": gettext_lazy("Sent back: the problem is not put right yet"),
    "problem_verified": gettext_lazy("Put right: a second person closes it"),
    "problem_closed": gettext_lazy("The listed problem is closed"),
    "visit_asked": gettext_lazy("A visit waits for your approval"),
    "visit_approved": gettext_lazy("The visit is approved"),
    "visit_turned_down": gettext_lazy("The visit was turned down"),
    "visit_announced": gettext_lazy("A visit is announced to you"),
    "visit_changed": gettext_lazy("Another inspector comes to the visit"),
    "visit_begun": gettext_lazy("Inspectors are with you: check who they are"),
    "visit_recorded": gettext_lazy("The record of the visit is there: confirm their leaving"),
    "visit_called_off": gettext_lazy("The visit was called off"),
    "handover_give": gettext_lazy("Your handover: check the list of open cases and confirm it"),
    "handover_take": gettext_lazy("A handover waits for your confirmation"),
    "handover_taken": gettext_lazy("Your handover is complete"),
    "due_soon": gettext_lazy("A deadline comes near"),
    "overdue": gettext_lazy("A deadline has passed"),
    "overdue_below": gettext_lazy("A deadline in your field has passed"),
}

CLOCKS = {
    "grade": gettext_lazy("To be graded"),
    "order": gettext_lazy("To be ordered"),
    "rectify": gettext_lazy("To be rectified"),
    "verify": gettext_lazy("To be verified"),
    "dispute": gettext_lazy("Dispute to be decided"),
    "accept": gettext_lazy("Handover to be answered"),
    "arbitration": gettext_lazy("Owner to be decided"),
    "extension": gettext_lazy("Extension to be decided"),
    "resumption": gettext_lazy("Resumption to be decided"),
    "control": gettext_lazy("Control to be reviewed"),
    "suspension": gettext_lazy("Suspension to be reviewed"),
    "referral": gettext_lazy("Referral to be followed up"),
    "lookback": gettext_lazy("To be looked back at"),
    "repair": gettext_lazy("To be repaired"),
    "issue": gettext_lazy("To be issued"),
    "reply": gettext_lazy("To be answered"),
    "meet": gettext_lazy("Interview to be held"),
    "follow": gettext_lazy("To be looked at again"),
    "plan": gettext_lazy("Plan to be handed in"),
    "check": gettext_lazy("To be verified"),
    "close": gettext_lazy("To be closed"),
    "approve": gettext_lazy("To be approved"),
    "visit": gettext_lazy("To be carried out"),
}
"""What a deadline is called; the screens' own words."""

_SHORT = 16


def sentence(code: str, params: dict[str, Any]) -> str:
    """Return what a notice says."""
    if code == "imported":
        told = _("Import finished: %(imported)s rows taken, %(rejected)s refused")
        return told % {"imported": params.get("imported", 0), "rejected": params.get("rejected", 0)}
    return str(SAYS.get(code, code))


def heading(one: Any, at: datetime) -> str:
    """Return what a notice says at an instant; of a deadline, which one, and that it has passed since."""
    named = CLOCKS.get(one.clock)
    passed = one.code == "due_soon" and one.due_at is not None and one.due_at <= at
    said = sentence("overdue" if passed else one.code, one.params)
    if one.code in {"due_soon", "overdue", "overdue_below"} and named:
        return _("%(what)s: %(clock)s") % {"what": said, "clock": named}
    return said


def remaining(due_at: datetime | None, at: datetime) -> str:
    """Return what remains until a deadline, with its day: "3 days left (by 12 April)"; empty without one."""
    if due_at is None:
        return ""
    today, last = at.astimezone(SHANGHAI).date(), last_day_of(due_at)
    days = (last - today).days
    day = _day(last, today)
    if days > 0:
        return ngettext("%(n)s day left (until %(day)s)", "%(n)s days left (until %(day)s)", days) % {
            "n": days,
            "day": day,
        }
    if days == 0:
        return _("due today (%(day)s)") % {"day": day}
    return ngettext("%(n)s day overdue (since %(day)s)", "%(n)s days overdue (since %(day)s)", -days) % {
        "n": -days,
        "day": day,
    }


def _day(day: date, today: date) -> str:
    return dateformat.format(day, _("j M") if day.year == today.year else _("j M Y"))


def message_of(notices: Sequence[Any], *, at: datetime, address: str) -> tuple[str, str]:
    """Return subject and text of one message that carries these notices out of the house, in the active language."""
    lines = [_line(one, at, address) for one in notices]
    if len(notices) == 1:
        one = notices[0]
        return f"{_('Fangwei')}：{heading(one, at)}", lines[0]
    subject = ngettext("Fangwei: %(n)s notice for you", "Fangwei: %(n)s notices for you", len(notices))
    return subject % {"n": len(notices)}, "\n\n".join(lines)


def _line(one: Any, at: datetime, address: str) -> str:
    said = [heading(one, at)]
    if one.case is not None:
        place = one.case.place.name[:_SHORT] if one.case.place is not None else ""
        said.append(" ".join(part for part in (one.case.number, place) if part))
    if left := remaining(one.due_at, at):
        said.append(left)
    if address:
        said.append(f"{address}/notices/{one.id}/")
    return "\n".join(said)
