"""The pages of problem lists: all lists with how far they are, one list with its problems, and the form that declares one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.casework.refusals import Refused
from fangwei.oversight.actions import Head, Listed, ListRefused
from fangwei.oversight.models import InspectionType, ProblemList
from fangwei.oversight.problems import may_be_inspected
from fangwei.oversight.queries import problem_lists, progress_of
from fangwei.register.models import Organization, Post
from fangwei.register.queries import names_of
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    Choice,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    LinesView,
    LinkView,
    ListView,
    ProgressView,
    Row,
    TimeView,
)
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import due_line
from fangwei.ui.present.typed import day_of, id_of

PAGE = 30
LINES = 8


def lists_page(request: Asked) -> dict[str, Any]:
    """Return the context of the list of problem lists, the newest first."""
    wanted = problem_lists(request.actor)
    after = request.GET.get("after", "")
    if (last := id_of(after)) is not None:
        wanted = wanted.filter(id__lt=last)
    found = list(wanted.order_by("-id")[: PAGE + 1])
    shown, more = found[:PAGE], len(found) > PAGE
    progress = progress_of(one.id for one in shown)
    return {
        "list": ListView(
            caption=_("Problem lists"),
            columns=[
                Column(key="what", label=_("List"), width="wide", on_phone="title"),
                Column(key="kind", label=_("Kind"), width="fit", on_phone="bare"),
                Column(key="who", label=_("Inspected by"), on_phone="hidden"),
                Column(key="at", label=_("Handed over"), kind="time", width="fit"),
                Column(key="done", label=_("Progress")),
            ],
            rows=[_list_row(one, progress.get(one.id, (0, 0))) for one in shown],
            empty=EmptyView(
                title=_("There is no problem list."),
                how=_(
                    "A committee office hands over what its inspection of those below it found; each line is a case."
                ),
            ),
            next=f"?after={shown[-1].id}" if more else "",
            first="?" if after else "",
        ),
        "may_declare": request.actor.role == "committee_office",
    }


def _list_row(one: ProblemList, progress: tuple[int, int]) -> Row:
    return Row(
        key=str(one.id),
        href=reverse("desk:problem-list", args=[one.id]),
        cells={
            "what": LinesView(one.title, one.team),
            "kind": str(InspectionType(one.inspection).label),
            "who": one.inspecting.name,
            "at": TimeView(one.declared_at, "day"),
            "done": ProgressView(label=_("Closed"), done=progress[0], total=progress[1]),
        },
        quiet=bool(progress[1]) and progress[0] == progress[1],
    )


def list_page(listed: ProblemList, request: Asked) -> dict[str, Any]:
    """Return the context of one problem list: its head and those of its problems that the reader may read."""
    cases = (
        visible(request.actor).filter(problem__listed_in=listed).select_related("owner_post__organization", "problem")
    )
    done, whole = progress_of([listed.id]).get(listed.id, (0, 0))
    territory = names_of([listed.territory]).get(listed.territory, listed.territory)
    return {
        "listed": listed,
        "facts": FactsView(
            [
                (_("Kind"), str(InspectionType(listed.inspection).label)),
                (_("Inspected by"), listed.inspecting.name),
                (_("Inspection team"), listed.team),
                (_("Inspected"), territory),
                (_("From – to"), ui_words.days(listed.began_on, listed.ended_on, request.at)),
                (_("Handed over"), TimeView(listed.declared_at)),
                (_("Published at"), TimeView(listed.published_at) if listed.published_at else _("Not published")),
            ]
        ),
        "progress": ProgressView(label=_("Closed"), done=done, total=whole),
        "list": ListView(
            caption=_("Problems"),
            columns=[
                Column(key="line", label=_("Line"), kind="number", width="fit"),
                Column(key="what", label=_("Problem"), width="wide", on_phone="title"),
                Column(key="who", label=_("Who answers")),
                Column(key="state", label=_("State"), width="fit", on_phone="bare"),
                Column(key="clock", label=_("Deadline"), width="fit"),
            ],
            rows=[_problem_row(case) for case in cases.order_by("problem__line")[:LINES_SHOWN]],
            empty=EmptyView(title=_("None of its problems is yours to read.")),
        ),
        "may_publish": listed.published_at is None and request.actor.organization_id == listed.inspecting_id,
    }


LINES_SHOWN = 300


def _problem_row(case: Case) -> Row:
    owner = case.owner_post.organization
    return Row(
        key=str(case.id),
        href=case_href("desk", case.id),
        cells={
            "line": case.problem.line,
            "what": LinesView(case.title, case.number or ""),
            "who": owner.name if owner else str(case.owner_post),
            "state": state_chip(case),
            "clock": TimeView(case.closed_at, "day") if case.closed_at else due_line(case),
        },
        quiet=not case.is_open,
    )


@dataclass(slots=True)
class Declaring:
    """The form that declares a list: what was typed, and what is wrong with it."""

    typed: Mapping[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, post: QueryDict) -> "Declaring":
        """Read a sent form."""
        return cls({name: (post.get(name) or "").strip() for name in post})

    def get(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    def head(self) -> Head | None:
        """Return the head of the list; None when something is missing, which is then said at its field."""
        began, ended = day_of(self.get("began_on")), day_of(self.get("ended_on"))
        for name, value in (("began_on", began), ("ended_on", ended)):
            if value is None:
                self.errors[name] = [_("Write the day like 2026-03-01.")]
        for name in ("title", "team", "territory"):
            if not self.get(name):
                self.errors[name] = [_("Please fill this in.")]
        kind = self.get("inspection")
        if kind not in InspectionType.values:
            self.errors["inspection"] = [_("Please choose")]
        if self.errors or began is None or ended is None:
            return None
        return Head(self.get("title"), InspectionType(kind), self.get("team"), self.get("territory"), began, ended)

    def lines(self) -> list[Listed]:
        """Return the lines that are filled in; one that names nobody who answers is said at its field."""
        found: list[Listed] = []
        for number in range(1, LINES + 1):
            text, post = self.get(f"description-{number}"), id_of(self.get(f"to_post-{number}"))
            if not text and post is None:
                continue
            if post is None:
                self.errors[f"to_post-{number}"] = [_("Please choose")]
            elif not text:
                self.errors[f"description-{number}"] = [_("Please fill this in.")]
            else:
                found.append(Listed(text, post, self.get(f"requirement-{number}")))
        return found

    def refused(self, refusal: Refused | ListRefused) -> "Declaring":
        """Return the form with the reasons of a refusal."""
        said = [words.reason(one) for one in refusal.reasons] if isinstance(refusal, Refused) else [str(refusal)]
        self.general = said
        return self


def declare_page(request: Asked, typed: Declaring) -> dict[str, Any]:
    """Return the context of the form."""
    bodies = _bodies(request.actor)
    below = sorted({(post.organization.territory_code) for post in bodies if post.organization})
    names = names_of(below)
    own = request.actor.territory_code
    around = [code for code in below if len(code) <= max(6, len(own))] or [own]
    today = ui_words.local(request.at).date().isoformat()
    head = [
        _field(typed, "title", _("Title of the list"), max_length=120),
        _field(
            typed,
            "inspection",
            _("Kind"),
            kind="radio",
            choices=[
                Choice(
                    value=value, label=str(label), chosen=value == (typed.get("inspection") or InspectionType.values[0])
                )
                for value, label in InspectionType.choices
            ],
        ),
        _field(
            typed,
            "territory",
            _("What was inspected"),
            kind="select",
            choices=[
                Choice(value=code, label=names.get(code, code), chosen=code == typed.get("territory"))
                for code in around
            ],
        ),
        _field(typed, "team", _("Inspection team"), max_length=200),
        _field(typed, "began_on", _("Began on"), kind="date", maximum=today),
        _field(typed, "ended_on", _("Ended on"), kind="date", maximum=today),
    ]
    return {
        "head": head,
        "lines": [_line(typed, number, bodies) for number in range(1, LINES + 1)],
        "reasons": typed.general,
    }


def _line(typed: Declaring, number: int, bodies: Sequence[Post]) -> list[FieldView]:
    chosen = typed.get(f"to_post-{number}")
    choices = [Choice(value="", label=_("Please choose"))]
    choices += [
        Choice(value=str(post.id), label=str(post.organization), chosen=str(post.id) == chosen) for post in bodies
    ]
    return [
        _field(typed, f"to_post-{number}", _("Body that answers"), kind="select", choices=choices, required=False),
        _field(typed, f"description-{number}", _("Problem"), kind="textarea", rows=2, max_length=2000, required=False),
        _field(typed, f"requirement-{number}", _("What is asked for"), max_length=500, required=False),
    ]


def _field(typed: Declaring, name: str, label: str, **more: Any) -> FieldView:
    return FieldView(name=name, label=label, value=typed.get(name), errors=typed.errors.get(name, ()), **more)


def _bodies(actor: Actor) -> list[Post]:
    """Return the duty posts of the bodies that an office may inspect, those of its own level and the next first."""
    inspecting = Organization.objects.filter(id=actor.organization_id).first() if actor.organization_id else None
    if inspecting is None:
        return []
    below = Q(organization__territory_code__startswith=actor.territory_code, is_duty_post=True)
    posts = Post.objects.standing().filter(below, organization__valid_to=None).select_related("organization")
    found = [post for post in posts if post.organization and may_be_inspected(post.organization, inspecting)]
    return sorted(found, key=lambda post: (len(post.organization.territory_code), post.organization.name))[:400]  # type: ignore[union-attr]


def back_link() -> LinkView:
    """Return the way back to all lists."""
    return LinkView(_("Problem lists"), reverse("desk:problems"))
