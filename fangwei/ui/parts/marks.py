"""The smallest parts: chips, risk shapes, grades, times, links, two-line cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from fangwei.ui.parts.part import Part

Tone = Literal["plain", "strong", "dark", "done", "paused"]
Colour = Literal["red", "orange", "yellow", "blue"]
Grade = Literal["ungraded", "general", "major"]


@dataclass(frozen=True)
class ChipView(Part):
    """A short word in a frame: a state, a mark, a provenance.

    Tones: plain (a state on its way), strong (asks for attention), dark (overdue), done (quietly finished), paused.
    """

    text: str
    tone: Tone = "plain"
    template: ClassVar[str] = "ui/chip.html"


@dataclass(frozen=True)
class RiskView(Part):
    """One of the four risk colours, always with its shape and its word."""

    colour: Colour
    template: ClassVar[str] = "ui/risk.html"


@dataclass(frozen=True)
class GradeView(Part):
    """A hazard's grade by law: general or major, or not graded yet."""

    grade: Grade
    template: ClassVar[str] = "ui/grade.html"


@dataclass(frozen=True)
class TimeView(Part):
    """An instant or a day in words; `style` is moment ("12 Apr, 17:30"), ago ("3 days ago") or day ("12 Apr")."""

    value: datetime | date
    style: Literal["moment", "ago", "day"] = "moment"
    template: ClassVar[str] = "ui/time.html"


@dataclass(frozen=True)
class LinkView(Part):
    """A text that leads somewhere."""

    text: str
    href: str
    template: ClassVar[str] = "ui/link.html"


@dataclass(frozen=True)
class LinesView(Part):
    """Two lines in one cell: what it is, and below it quietly where or whose it is. Each may be a text or a part."""

    first: Part | str
    second: Part | str
    template: ClassVar[str] = "ui/lines.html"


@dataclass(frozen=True)
class MarksView(Part):
    """Several small parts in a row, wrapped where there is no room."""

    items: Sequence[Part]
    template: ClassVar[str] = "ui/marks.html"
