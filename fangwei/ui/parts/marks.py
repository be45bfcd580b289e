"""The smallest parts: chips, risk shapes, grades, times, links, two-line cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fangwei.ui import icons, words
from fangwei.ui.markup import markup
from fangwei.ui.parts.part import Draw, Part, instant

Tone = Literal["plain", "strong", "dark", "done", "paused"]
Colour = Literal["red", "orange", "yellow", "blue"]
Grade = Literal["ungraded", "general", "major"]
_SIGNS = {"done": "check", "paused": "pause"}


@dataclass(frozen=True)
class ChipView(Part):
    """A short word in a frame: a state, a mark, a provenance.

    Tones: plain (a state on its way), strong (asks for attention), dark (overdue), done (quietly finished), paused.
    """

    text: str
    tone: Tone = "plain"

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """The word in its frame, with a sign where the tone has one."""
        sign = icons.icon(_SIGNS[self.tone]) if self.tone in _SIGNS else ""
        return markup('<span class="chip chip-{}">{}{}</span>', self.tone, sign, self.text)


@dataclass(frozen=True)
class RiskView(Part):
    """One of the four risk colours, always with its shape and its word."""

    colour: Colour
    template: ClassVar[str] = "ui/risk.html"


@dataclass(frozen=True)
class GradeView(Part):
    """A hazard's grade by law: general or major, or not graded yet."""

    grade: Grade

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """The grade in words."""
        said = {"major": _("Major hazard"), "general": _("General hazard")}.get(self.grade) or _("Not graded")
        return markup('<span class="grade grade-{}">{}</span>', self.grade, said)


@dataclass(frozen=True)
class TimeView(Part):
    """An instant or a day in words; `style` is moment ("12 Apr, 17:30"), ago ("3 days ago") or day ("12 Apr")."""

    value: datetime | date
    style: Literal["moment", "ago", "day"] = "moment"

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """The words, and for machines the time itself; with the exact time as a hint over all but a day."""
        value, hint = self.value, SafeString("")
        if self.style == "day" or not isinstance(value, datetime):
            said = words.day(value, at)
        else:
            said = words.ago(value, instant(at)) if self.style == "ago" else words.moment(value, at)
            hint = markup(' title="{}"', words.full(value))
        return markup('<time class="nowrap" datetime="{}"{}>{}</time>', value.isoformat(), hint, said)


@dataclass(frozen=True)
class LinkView(Part):
    """A text that leads somewhere."""

    text: str
    href: str

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """The link."""
        return markup('<a href="{}">{}</a>', self.href, self.text)


@dataclass(frozen=True)
class LinesView(Part):
    """Two lines in one cell: what it is, and below it quietly where or whose it is. Each may be a text or a part."""

    first: Part | str
    second: Part | str

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """Both lines."""
        return markup(
            '<span class="lines"><span class="lines-first">{}</span><span class="lines-second">{}</span></span>',
            draw(self.first),
            draw(self.second),
        )


@dataclass(frozen=True)
class MarksView(Part):
    """Several small parts in a row, wrapped where there is no room."""

    items: Sequence[Part]

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """All of them."""
        return markup('<span class="marks">{}</span>', SafeString("".join(draw(one) for one in self.items)))
