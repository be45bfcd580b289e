"""The parts of a case's page: header, what may be done now, what happened, the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import ClassVar, Literal

from fangwei.ui import words
from fangwei.ui.parts.forms import FieldView
from fangwei.ui.parts.marks import ChipView, GradeView, LinkView, RiskView
from fangwei.ui.parts.part import Part
from fangwei.ui.parts.reasons import ClockView, OwnerView, PersonView

Proof = Literal["pending", "logged", "witnessed"]


@dataclass(frozen=True, kw_only=True)
class CaseHeaderView(Part):
    """What a case is at one glance: number, kind, what, where, state, marks, owner and clocks."""

    kind: str
    number: str
    what: str
    where: LinkView | str
    state: ChipView
    owner: OwnerView
    clocks: Sequence[ClockView] = ()
    risk: RiskView | None = None
    grade: GradeView | None = None
    marks: Sequence[ChipView] = ()
    back: LinkView | None = None
    template: ClassVar[str] = "ui/case_header.html"


@dataclass(frozen=True, kw_only=True)
class VerbView:
    """One thing this person may do now: what the button says, what it will do, who will see it, what it asks for."""

    name: str
    label: str
    action: str
    says: str
    seen_by: str = ""
    fields: Sequence[FieldView] = ()
    hidden: Sequence[tuple[str, str]] = ()
    law: Part | str | None = None
    draft: str = ""
    errors: Sequence[str] = ()

    @property
    def takes_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(field.kind == "file" for field in self.fields)

    @property
    def refused(self) -> bool:
        """Whether the form came back with something to correct, so that it is shown opened."""
        return bool(self.errors) or any(field.errors for field in self.fields)


@dataclass(frozen=True, kw_only=True)
class MayView(Part):
    """What this person may do now, likeliest first; the first is the main one. Below it: who may do the rest.

    `rare` are verbs for unusual days, kept behind one more tap; `others` are pairs of a verb's label and who may do it;
    `waiting` says what the case waits for when nothing is due from this person.
    """

    verbs: Sequence[VerbView]
    rare: Sequence[VerbView] = ()
    others: Sequence[tuple[str, str]] = ()
    waiting: str = ""
    template: ClassVar[str] = "ui/may.html"


@dataclass(frozen=True, kw_only=True)
class EvidenceView(Part):
    """One photo or file with where and when it was taken. `held` is False for what the sheet only claimed."""

    name: str
    href: str = ""
    thumb: str = ""
    kind: Literal["photo", "video", "document", "statement"] = "photo"
    caption: str = ""
    taken_at: datetime | None = None
    place: str = ""
    by: str = ""
    size: int | None = None
    hints: Sequence[str] = ()
    held: bool = True
    template: ClassVar[str] = "ui/evidence.html"


@dataclass(frozen=True)
class EvidenceListView(Part):
    """Several pieces of evidence as a row of thumbnails."""

    items: Sequence[EvidenceView]
    template: ClassVar[str] = "ui/evidence_list.html"


@dataclass(frozen=True, kw_only=True)
class BeforeAfterView(Part):
    """The same spot before and after rectification: side by side, and with script a slider over one picture."""

    before: EvidenceView
    after: EvidenceView
    template: ClassVar[str] = "ui/before_after.html"


@dataclass(frozen=True, kw_only=True)
class EventView:
    """One thing that happened: when (claimed), who as which post, what it changed, what was attached, how it is proven.

    `proven_at` is the time the system can prove; it is shown when it differs from the claimed time by a minute or more.
    `gap` marks that they are further apart than the channel allows.
    """

    at: datetime
    what: str
    actor: str = ""
    post: str = ""
    text: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    people: Sequence[PersonView] = ()
    evidence: Sequence[EvidenceView] = ()
    proof: Proof = "pending"
    proof_href: str = ""
    proven_at: datetime | None = None
    gap: bool = False
    channel: str = ""

    @property
    def claimed_differs(self) -> bool:
        """Whether the claimed and the proven time are a minute or more apart."""
        return self.proven_at is not None and abs((self.proven_at - self.at).total_seconds()) >= 60


@dataclass(frozen=True)
class TimelineView(Part):
    """What happened, newest first, a heading for each day."""

    events: Sequence[EventView]
    more: LinkView | None = None
    template: ClassVar[str] = "ui/timeline.html"

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """The events grouped by local day, newest first."""
        ordered = sorted(self.events, key=lambda event: event.at, reverse=True)
        days: list[tuple[date, list[EventView]]] = [
            (day, list(events)) for day, events in groupby(ordered, key=lambda event: words.local(event.at).date())
        ]
        return {"days": days}
