"""A computed value with its reason, a legal clock with its deadline, and the person who answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar, Literal

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fangwei.ui import words
from fangwei.ui.markup import markup
from fangwei.ui.parts.part import Draw, Part, instant

Status = Literal["confirmed", "unconfirmed", "local"]
ClockState = Literal["running", "paused", "met", "missed", "unset"]
_RUNS: ClockState = "running"


@dataclass(frozen=True, kw_only=True)
class WhyView(Part):
    """A computed value under a dotted line; opening it shows the rule that made it.

    `value` is the text on the screen, `rule` the rule's code, `rule_name` its name in words, `rule_value` what the rule
    said on the day `on`, `inputs` pairs of label and text, `overlay` the name of the local file that changed the value.
    """

    value: str
    rule: str
    rule_name: str
    citation: str
    status: Status
    on: date
    rule_value: str = ""
    because: str = ""
    inputs: Sequence[tuple[str, str]] = ()
    overlay: str = ""
    href: str = ""
    template: ClassVar[str] = "ui/why.html"

    @property
    def lasting(self) -> bool:
        """As long as no day is written in it."""
        return not self.rule_value


@dataclass(frozen=True)
class ClockReading:
    """A clock read at one instant; positions are per cent of the bar's width."""

    lead: str
    rest: str
    late: bool
    near: bool
    elapsed: float
    pauses: Sequence[tuple[float, float]]
    first_due: float | None
    note: str


@dataclass(frozen=True, kw_only=True)
class ClockView(Part):
    """A legal clock: what is left in plain words, the deadline, the bar of elapsed time, pauses and an extension.

    `ended` is when the clock was stopped (met, missed) or the pause began (paused); `extended_from` the deadline before
    the last extension; `pauses` pairs of begin and end, the last end None while paused. `size` "line" leaves out the bar.
    """

    label: str
    state: ClockState
    due: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    extended_from: datetime | None = None
    pauses: Sequence[tuple[datetime, datetime | None]] = ()
    why: WhyView | None = None
    size: Literal["full", "line"] = "full"
    template: ClassVar[str] = "ui/clock.html"

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """The reading at the page's instant, and the reason with the reading as its value."""
        reading = read_clock(self, instant(at))
        return {"reading": reading, "why": replace(self.why, value=reading.lead) if self.why else None}

    def written(self, at: datetime | None, draw: Draw) -> SafeString | None:
        """The words alone, on one line; the clock with its bar is left to the template."""
        if self.size != "line":
            return None
        now = instant(at)
        if self.state == _RUNS and self.due is not None and self.why is None:
            return _running(self.due, words.gap(self.due, now), words.local(now).year, get_language())
        lead, rest, late, near = _clock_words(self, now)
        quiet = "" if self.state == _RUNS else " clock-quiet"
        tone = " clock-late" if late else " clock-near" if near else quiet
        return _line(draw(replace(self.why, value=lead)) if self.why else markup("<span>{}</span>", lead), rest, tone)


@lru_cache(maxsize=4096)
def _running(due: datetime, gap: words.Gap, year: int, _language: str | None) -> SafeString:
    # Deadlines end at the same midnights: in most lists a row reads like one that was drawn before.
    tone = " clock-late" if gap.late else " clock-near" if gap.near else ""
    before = _("before %(moment)s") % {"moment": words.moment_in(due, year)}
    return _line(markup("<span>{}</span>", words.said(gap)), before, tone)


def _line(lead: str, rest: str, tone: str) -> SafeString:
    beside = markup(' <span class="clock-rest">{}</span>', rest) if rest else ""
    return markup('<span class="clock clock-line{}"><span class="clock-lead">{}</span>{}</span>', tone, lead, beside)


def read_clock(clock: ClockView, at: datetime) -> ClockReading:
    """Read the clock at an instant: its words and the places on its bar."""
    lead, rest, late, near = _clock_words(clock, at)
    note = ""
    if clock.extended_from:
        note = _("Extended; first due %(moment)s") % {"moment": words.moment(clock.extended_from, at)}
    if clock.started is None or clock.due is None or clock.due <= clock.started:
        return ClockReading(lead, rest, late, near, 0.0, (), None, note)
    now = clock.ended if clock.ended else at
    pauses = [(_place(clock, begin), _place(clock, end or at)) for begin, end in clock.pauses]
    return ClockReading(
        lead=lead,
        rest=rest,
        late=late,
        near=near,
        elapsed=_place(clock, now),
        pauses=[(begin, round(end - begin, 2)) for begin, end in pauses],
        first_due=_place(clock, clock.extended_from) if clock.extended_from else None,
        note=note,
    )


def _clock_words(clock: ClockView, at: datetime) -> tuple[str, str, bool, bool]:
    """The words in bold, the words beside them, whether it is overdue, whether less than a day is left."""
    if clock.due is None:
        return _("No deadline set yet"), "", False, False
    before = _("before %(moment)s") % {"moment": words.moment(clock.due, at)}
    stopped = clock.ended or at
    match clock.state:
        case "unset":
            return _("No deadline set yet"), "", False, False
        case "met":
            return _("Done in time"), words.moment(clock.ended, at) if clock.ended else "", False, False
        case "missed":
            return _("Done, %(overdue)s") % {"overdue": words.overdue(clock.due, stopped)}, before, False, False
        case "paused" if stopped > clock.due:
            return _("Paused, %(overdue)s") % {"overdue": words.overdue(clock.due, stopped)}, before, False, False
        case "paused":
            since = _("since %(moment)s") % {"moment": words.moment(stopped, at)}
            return _("Paused, %(left)s") % {"left": words.left(clock.due, stopped)}, since, False, False
    if at > clock.due:
        return words.overdue(clock.due, at), before, True, False
    return words.left(clock.due, at), before, False, clock.due - at < words.DAY


def _place(clock: ClockView, moment: datetime) -> float:
    """Where an instant stands between the clock's start (0) and its deadline (100)."""
    if clock.started is None or clock.due is None:
        return 0.0
    share = (moment - clock.started) / (clock.due - clock.started)
    return round(min(1.0, max(0.0, share)) * 100, 2)


@dataclass(frozen=True, kw_only=True)
class OwnerView(Part):
    """Who answers: post, holder, organization. Without a post it is drawn as the problem it is."""

    post: str = ""
    holder: str = ""
    organization: str = ""
    phone: str = ""
    since: date | None = None
    acting: bool = False
    href: str = ""
    label: str = ""
    why: WhyView | None = None
    size: Literal["full", "line"] = "full"
    template: ClassVar[str] = "ui/owner.html"

    def written(self, at: datetime | None, draw: Draw) -> SafeString | None:
        """Post and holder on one line; the card with telephone and reason is left to the template."""
        if self.size != "line":
            return None
        if not self.post:
            said = _("Nobody answers")
            return markup('<span class="owner owner-line owner-nobody"><strong>{}</strong></span>', said)
        return markup(
            '<span class="owner owner-line" title="{}"><span class="owner-holder">{}</span>'
            ' <span class="owner-organization">{}</span></span>',
            self.organization,
            f"{self.post} {self.holder}" if self.holder else self.post,
            self.organization,
        )


@dataclass(frozen=True, kw_only=True)
class PersonView(Part):
    """A person in a stated role of an act: the second officer, the enterprise's representative, a witness."""

    name: str
    role: str
    organization: str = ""
    certificate: str = ""
    template: ClassVar[str] = "ui/person.html"


@dataclass(frozen=True)
class PeopleView(Part):
    """Everyone who took part, one line each."""

    people: Sequence[PersonView]
    template: ClassVar[str] = "ui/people.html"
