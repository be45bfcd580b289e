"""Why a value is what it is: rules of the lawbook and answers of duty as parts of a screen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fangwei.casework.models import Case, RunningClock
from fangwei.duty.answers import Answer
from fangwei.engines.lawbook import Lawbook, LawError
from fangwei.hazards.criteria import criteria
from fangwei.register.law import book
from fangwei.ui import words as ui_words
from fangwei.ui.parts import ClockView, WhyView
from fangwei.ui.parts.reasons import ClockState, Status
from fangwei.ui.present import words

_STATUS: dict[str, Status] = {"confirmed": "confirmed", "local": "local"}
_UNITS = {
    "minutes": gettext_lazy("minutes"),
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("days"),
    "working_days": gettext_lazy("working days"),
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
    "times": gettext_lazy("times"),
    "persons": gettext_lazy("people"),
    "percent": "%",
}


def lang() -> str:
    """Return the reader's language as the law data name it: zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def domain_names(on: date) -> Mapping[str, str]:
    """Return the domains of danger by code, in the reader's language."""
    return _domain_names(book(), on, lang())


@lru_cache(maxsize=16)
def _domain_names(law: Lawbook, on: date, language: str) -> Mapping[str, str]:
    return MappingProxyType({str(row["id"]): str(row[language]) for row in law.value("domains", on).value})


def status_of(raw: str) -> Status:
    """Return a rule's status as the screen knows it; anything but confirmed and local is unconfirmed."""
    return _STATUS.get(raw, "unconfirmed")


def why_rule(
    shown: str,
    rule: str,
    on: date,
    territory: str,
    because: str = "",
    inputs: Sequence[tuple[str, str]] = (),
) -> WhyView | None:
    """Return a shown value with the rule that made it; None when the lawbook knows no such rule on that day."""
    try:
        value = book().value(rule, on, territory[:6] or None)
    except LawError:
        return None
    return WhyView(
        value=shown,
        rule=rule,
        rule_name=value.title.en if lang() == "en" else value.title.zh,
        citation=value.citation_en if lang() == "en" else value.citation,
        status=status_of(value.status),
        on=on,
        rule_value=_rule_value(value.value, value.unit),
        because=because or ((value.note.en if lang() == "en" else value.note.zh) if value.note else ""),
        inputs=inputs,
        overlay=value.overlay or "",
    )


def _rule_value(value: object, unit: str) -> str:
    if isinstance(value, list | dict):
        return ""
    return f"{value} {_UNITS.get(unit, '')}".strip()


def why_criterion(key: str, on: date) -> WhyView | str:
    """Return the item of the sector criteria that a major hazard cites; the bare key when it is not in force that day."""
    item = criteria(on).get(key)
    if item is None:
        return key
    text = criterion_text(item)
    return (
        why_rule(text, f"criteria.{key.rpartition('/')[0]}", on, "", because=_("Item %(item)s") % {"item": key}) or text
    )


def criterion_text(item: dict[str, str]) -> str:
    """Return a criterion's words in the reader's language."""
    return str(item.get(lang()) or item.get("zh") or "")


def why_owner(answer: Answer, shown: str, on: date) -> WhyView:
    """Return the owner's post with the rule of duty that made it the owner."""
    return WhyView(
        value=shown,
        rule=answer.rule,
        rule_name=_("First duty: which line leads for a trade and a danger"),
        citation=answer.citation or _("No rule names a line; the nearest body stands in."),
        status=status_of(answer.status),
        on=on,
        because=" ".join(reason.text for reason in answer.reasons),
    )


def last_moment(due_at: datetime) -> datetime:
    """Return the last minute of a deadline that is kept as the midnight after its last day."""
    local = ui_words.local(due_at)
    return due_at - timedelta(minutes=1) if (local.hour, local.minute, local.second) == (0, 0, 0) else due_at


def due_words(due_at: datetime, at: datetime) -> str:
    """Return how far off a deadline is, in the words that stand on its clock: "3 days left", "2 days overdue"."""
    return ui_words.said(ui_words.gap(last_moment(due_at), at))


def clock_view(clock: RunningClock, case: Case, grade: str, *, line: bool = False) -> ClockView:
    """Return a running or ended clock of a case with its rule."""
    state: ClockState = "running"
    if clock.ended_at:
        state = "missed" if clock.outcome == RunningClock.Outcome.LATE else "met"
    elif clock.paused_at:
        state = "paused"
    rule = clock.rule or (f"hazard.rectification.{grade or 'general'}" if clock.name == "rectify" else "")
    on = ui_words.local(clock.started_at).date()
    set_by_hand = _("The order sets the day; the rule is its ceiling.") if not clock.rule else ""
    return ClockView(
        label=words.said(words.CLOCKS, clock.name),
        state=state,
        due=last_moment(clock.due_at),
        started=clock.started_at,
        ended=clock.ended_at or clock.paused_at,
        extended_from=last_moment(clock.first_due_at) if clock.first_due_at != clock.due_at else None,
        pauses=[(clock.paused_at, None)] if clock.paused_at else (),
        why=why_rule("", rule, on, case.territory, because=set_by_hand) if rule and not line else None,
        size="line" if line else "full",
    )


def due_line(case: Case) -> ClockView:
    """Return a case's nearest deadline as one line, for lists."""
    if case.due_at is None:
        return ClockView(label="", state="unset", size="line")
    return ClockView(label="", state="running", due=last_moment(case.due_at), size="line")
