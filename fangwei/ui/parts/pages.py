"""The page's own parts: the shell around it, notices, facts, figures, progress, the head of a print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from django.utils.safestring import SafeString

from fangwei.ui.markup import markup
from fangwei.ui.parts.lists import Tab
from fangwei.ui.parts.marks import LinkView
from fangwei.ui.parts.part import Draw, Part

MENU_LIMIT = 7
PHONE_LIMIT = 4


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One entry of a role's menu; `short` is used in the phone's bottom bar (at most four Han characters)."""

    label: str
    href: str
    icon: str
    short: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class PostChoice:
    """A post this person may act as."""

    id: str
    name: str
    organization: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class ShellView:
    """What stands around a page for the person signed in. Surfaces put it into the context as `shell`.

    `bell` is the address of one's notices, `unread` how many wait there, as a text; empty when none does.

    Raises: ValueError when a role is given more than seven menu entries.
    """

    menu: tuple[MenuEntry, ...] = ()
    person: str = ""
    posts: tuple[PostChoice, ...] = ()
    post_action: str = ""
    sign_out: str = ""
    sign_in: str = ""
    own: tuple[LinkView, ...] = ()
    home: str = "/"
    search: str = ""
    banner: str = ""
    bell: str = ""
    unread: str = ""

    def __post_init__(self) -> None:
        if len(self.menu) > MENU_LIMIT:
            raise ValueError(f"a role has at most {MENU_LIMIT} menu entries, not {len(self.menu)}")

    @property
    def post(self) -> PostChoice | None:
        """The post acted as now."""
        return next((post for post in self.posts if post.current), None)

    @property
    def first_entries(self) -> Sequence[MenuEntry]:
        """The entries that stand in a phone's bottom bar: five, or four and a 'more'."""
        return self.menu if len(self.menu) <= PHONE_LIMIT + 1 else self.menu[:PHONE_LIMIT]

    @property
    def other_entries(self) -> Sequence[MenuEntry]:
        """The entries behind 'more' on a phone."""
        return self.menu[len(self.first_entries) :]


@dataclass(frozen=True, kw_only=True)
class NoticeView(Part):
    """A message about what just happened or what is wrong: what, what was kept, what to do.

    Tones: done (quiet), note, problem (refused or failed).
    """

    title: str
    text: str = ""
    kept: str = ""
    todo: str = ""
    tone: Literal["done", "note", "problem"] = "note"
    links: Sequence[LinkView] = ()
    template: ClassVar[str] = "ui/notice.html"


@dataclass(frozen=True)
class FactsView(Part):
    """What is known, as pairs of label and value; a value may be a text or a part, None is drawn as not known."""

    facts: Sequence[tuple[str, Part | str | int | None]]

    def written(self, at: datetime | None, draw: Draw) -> SafeString:
        """All of them."""
        drawn = (markup("<dt>{}</dt><dd>{}</dd>", label, SafeString(draw(value))) for label, value in self.facts)
        return SafeString(f'<dl class="facts">{"".join(drawn)}</dl>')


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number that leads to the cases behind it."""

    label: str
    value: int
    href: str
    note: str = ""


@dataclass(frozen=True)
class FiguresView(Part):
    """At most five numbers side by side."""

    figures: Sequence[Figure]
    template: ClassVar[str] = "ui/figures.html"


@dataclass(frozen=True, kw_only=True)
class ProgressView(Part):
    """How far a job is: `done` of `total` (None while it is not known), in words and as a bar.

    With `refresh` the part asks for itself again every two seconds (htmx); without script the page's link does.
    """

    label: str
    done: int
    total: int | None = None
    refresh: str = ""
    template: ClassVar[str] = "ui/progress.html"


@dataclass(frozen=True)
class StepsView(Part):
    """The steps of a longer form or an import; the current one is marked."""

    steps: Sequence[Tab]
    template: ClassVar[str] = "ui/steps.html"


@dataclass(frozen=True, kw_only=True)
class PrintView(Part):
    """The head of a printed page: whose paper, what, number; who printed it and when. Not shown on screen."""

    organization: str
    title: str
    number: str = ""
    printed_by: str = ""
    printed_at: datetime | None = None
    template: ClassVar[str] = "ui/print_head.html"
