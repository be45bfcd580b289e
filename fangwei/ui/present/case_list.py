"""The list of cases: one page of it as it was asked for, its columns, and the chips that say what it is narrowed to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.lists import counted_later
from fangwei.casework.models import Case, SavedView
from fangwei.hazards.lifecycle import HAZARD
from fangwei.ledger.kept import Given, Kept, Rows
from fangwei.register.models import Territory
from fangwei.register.queries import names_of
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    BulkVerb,
    ChipView,
    Choice,
    Column,
    EmptyView,
    ExportLink,
    FieldView,
    FilterChip,
    FilterView,
    LinesView,
    LinkView,
    ListView,
    MarksView,
    Part,
    Row,
    Tab,
    TabsView,
    TimeView,
)
from fangwei.ui.present import words
from fangwei.ui.present.answering import bodies_of, body_name, post_name
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.keyset import CAP, CasePage, page_of_walk
from fangwei.ui.present.links import case_hrefs
from fangwei.ui.present.narrowed import USUAL, Narrowed, walks_of
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.people import owner_lines
from fangwei.ui.present.reasons import due_line


def hazard_list(
    request: Asked, *, surface: str, kept: Rows[SavedView] | None = None, bulk_action: str = "", export: str = ""
) -> ListView:
    """Return one page of the list of hazards as the actor may read it, in the order and with the columns asked for.

    `kept` are the reader’s views, `bulk_action` is where chosen rows go, `export` where the list as it is seen is handed out.
    """
    actor, at, after = request.actor, request.at, request.GET.get("after", "")
    narrowed = Narrowed.read(request.GET)
    walks = walks_of(actor, narrowed, at)
    # What is asked here goes out with the page's own question.
    count = counted_later(walks, CAP) if all(one.is_plain for one in walks) else None
    bodies, townships = (
        (bodies_of(actor, narrowed.get("body")), townships_of(actor)) if surface == "desk" else (list, list)
    )
    found = page_of_walk(actor, walks, after, order=narrowed.sort)
    offers = _Offers(surface, tuple(bodies()), tuple(townships()))
    frame = _frame(narrowed.query, offers, get_language())
    return ListView(
        caption=_("Hazards"),
        columns=frame.columns,
        rows=rows_of(found.cases, frame.columns, surface, at),
        empty=frame.empty,
        count=_count(count, found, after),
        next=narrowed.address(after=found.after) if found.after else "",
        first=narrowed.address() if after else "",
        tabs=_with_views(frame.tabs, kept() if kept else (), narrowed.query) if frame.tabs else None,
        chips=_chips(narrowed, offers),
        clear="?" if narrowed.given else "",
        filter=frame.filter,
        bulk=[BulkVerb(name="preview", label=_("Act on the chosen…"))] if bulk_action else (),
        bulk_action=bulk_action,
        dense=request.COOKIES.get("fangwei_density") == "dense",
        density_back=request.get_full_path(),
        export=[
            ExportLink(label=label, action=export, query=narrowed.query, name=name)
            for name, label in (("xlsx", "Excel"), ("csv", "CSV"))
            if export
        ],
    )


@dataclass(frozen=True, slots=True)
class _Offers:
    """What a reader's list can be narrowed to beside what every list can: bodies and townships, each by value and name."""

    surface: str
    bodies: tuple[tuple[str, str], ...] = ()
    townships: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the rows of a list however its rows change."""

    columns: list[Column]
    tabs: tuple[Tab, ...]
    filter: FilterView
    empty: EmptyView


@lru_cache(maxsize=64)
def _frame(query: str, offers: _Offers, _language: str | None) -> _Frame:
    narrowed = Narrowed.read(QueryDict(query))
    words_in = FieldView(
        name="q", label=_("Words, number or place"), kind="search", value=narrowed.get("q"), required=False
    )
    return _Frame(
        columns=chosen_columns(narrowed, offers.surface),
        tabs=_tabs(narrowed.query) if offers.surface == "desk" else (),
        filter=FilterView(search=words_in, fields=tuple(_fields(narrowed, offers))),
        empty=_empty(narrowed),
    )


def chosen_columns(narrowed: Narrowed, surface: str) -> list[Column]:
    """Return the columns that were chosen, else the usual ones; what it is about is always there."""
    every = _columns(surface)
    wanted = narrowed.columns or USUAL
    return [column for key, column in every.items() if key == "what" or key in wanted]


def rows_of(cases: Sequence[Case], columns: Sequence[Column], surface: str, at: datetime) -> list[Row]:
    """Return the rows of some cases; owners and divisions are looked up once for all."""
    shown = {column.key for column in columns}
    owners = owner_lines(cases, ui_words.local(at).date()) if "owner" in shown else {}
    divisions = names_of({case.territory for case in cases}) if "township" in shown else {}
    alike = _Alike()
    cells: dict[str, Callable[[Case], Part | str | None]] = {
        "what": lambda case: LinesView(case.title, case.place.name if case.place else ""),
        "number": lambda case: case.number,
        "grade": alike.grade,
        "state": alike.state,
        "owner": lambda case: owners.get(case.pk),
        "township": lambda case: divisions.get(case.territory, ""),
        "opened": lambda case: TimeView(case.opened_at, "day"),
        "clock": lambda case: TimeView(case.closed_at, "day") if case.closed_at else alike.clock(case),
    }
    href = case_hrefs(surface)
    chosen = [(key, cell) for key, cell in cells.items() if key in shown]
    return [
        Row(
            key=str(case.id),
            href=href(case.id),
            cells={key: cell(case) for key, cell in chosen},
            quiet=not case.is_open,
        )
        for case in cases
    ]


class _Alike:
    """The marks of one list: rows in the same state share one, so that it is drawn once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Part | None] = {}

    def grade(self, case: Case) -> Part | None:
        """Return a case's grade."""
        return self._once((case.kind, case.severity), lambda: grade_view(case))

    def state(self, case: Case) -> Part | None:
        """Return a case's state, and whether it came from a sheet."""
        return self._once((case.state, case.inherited), lambda: _state(case))

    def clock(self, case: Case) -> Part | None:
        """Return a case's deadline."""
        return self._once(("due", case.due_at), lambda: due_line(case))

    def _once(self, key: tuple[object, ...], make: Callable[[], Part | None]) -> Part | None:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]


def _state(case: Case) -> Part:
    chip = state_chip(case)
    return MarksView([chip, ChipView(_("From a sheet"))]) if case.inherited else chip


def _count(counted: Callable[[], tuple[int, bool]] | None, found: CasePage, after: str) -> str:
    # What is on the page is known; beyond it only rows that all count are counted, and never more than a thousand.
    if not after and not found.after:
        return _("%(count)s cases") % {"count": len(found.cases)}
    if counted is None:
        return ""
    count, beyond = counted()
    said = _("more than %(count)s") if beyond else _("%(count)s cases")
    return said % {"count": f"{count:,}"}


def _columns(surface: str) -> dict[str, Column]:
    every = [
        Column(key="what", label=_("Hazard"), width="wide", on_phone="title"),
        Column(key="number", label=_("Number"), width="fit", on_phone="line"),
        Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
        Column(key="state", label=_("State"), width="fit", on_phone="bare"),
        Column(key="owner", label=_("Who answers"), on_phone="hidden"),
        Column(key="township", label=_("Township"), width="fit", on_phone="line"),
        Column(key="opened", label=_("Registered on"), kind="time", width="fit", on_phone="line"),
        Column(key="clock", label=_("Deadline"), width="fit", on_phone="line"),
    ]
    return {column.key: column for column in every if surface == "desk" or column.key not in ("owner", "township")}


def _empty(narrowed: Narrowed) -> EmptyView:
    need = BY_NAME.get(narrowed.get("need"))
    if need is not None:
        return EmptyView(title=str(need.empty), how=_("It appears here by itself as soon as something needs it."))
    if narrowed.given:
        clear = LinkView(_("Show all open hazards"), "?")
        return EmptyView(title=_("No hazard fits these filters."), how=_("Take a filter away."), action=clear)
    return EmptyView(
        title=_("No open hazard."), how=_("Hazards come from inspections, own checks, grid rounds and imported sheets.")
    )


def _tabs(query: str) -> tuple[Tab, ...]:
    views = [
        (_("All open"), ""),
        (_("Ours"), "whose=unit"),
        (_("Overdue"), "due=overdue"),
        (_("Major"), "grade=major"),
        (_("To verify"), "state=submitted"),
        (_("Closed"), "state=closed"),
    ]
    return tuple(Tab(label=label, href=f"?{shown}", current=shown == query) for label, shown in views)


def _with_views(tabs: tuple[Tab, ...], kept: Sequence[SavedView], query: str) -> TabsView:
    own = (Tab(label=view.name, href=f"?{view.query}", current=view.query == query) for view in kept)
    return TabsView((*tabs, *own), _("Hazards"))


def _chips(narrowed: Narrowed, offers: _Offers) -> list[FilterChip]:
    shown = {
        "need": lambda value: str(BY_NAME[value].label) if value in BY_NAME else value,
        "state": words.state,
        "grade": lambda value: words.said(words.CHOICES, value),
        "due": lambda value: _("Overdue") if value == "overdue" else _("No deadline"),
        "whose": lambda value: _("My post") if value == "post" else _("My unit"),
        "body": body_name,
        "post": post_name,
        "township": lambda value: dict(offers.townships).get(value, value),
        "kind": lambda value: words.said(words.CHOICES, value),
        "q": lambda value: value,
    }
    return [
        FilterChip(label=label, value=shown[key](value), without=narrowed.address(**{key: ""}))
        for key, label in _labels().items()
        if (value := narrowed.get(key))
    ]


def _labels() -> dict[str, str]:
    return {
        "need": _("Needs"),
        "state": _("State"),
        "grade": _("Grade"),
        "due": _("Deadline"),
        "whose": _("Answers"),
        "body": _("Answering body"),
        "post": _("Post"),
        "township": _("Township"),
        "kind": _("Kind"),
        "q": _("Search"),
    }


def _fields(narrowed: Narrowed, offers: _Offers) -> list[FieldView]:
    labels, every = _labels(), ("", _("All"))
    states = [every, *((state.name, words.state(state.name)) for state in HAZARD.states)]
    options: dict[str, list[tuple[str, str]]] = {
        "state": states,
        "grade": [every, *((one, words.said(words.CHOICES, one)) for one in ("general", "major"))],
        "due": [every, ("overdue", _("Overdue")), ("none", _("No deadline"))],
    }
    if offers.surface == "desk":
        options["whose"] = [every, ("unit", _("My unit")), ("post", _("My post"))]
        if offers.bodies:
            options["body"] = [every, *offers.bodies]
        if offers.townships:
            options["township"] = [every, *offers.townships]
    fields = [
        FieldView(
            name=name,
            label=labels[name],
            kind="select",
            required=False,
            value=narrowed.get(name),
            choices=tuple(Choice(value=value, label=label) for value, label in choices),
            prefix="filter",
        )
        for name, choices in options.items()
    ]
    orders = {"due": _("nearest deadline first"), "newest": _("newest first"), "gravest": _("gravest first")}
    fields.append(
        FieldView(
            name="sort",
            label=_("Sorted by"),
            kind="select",
            required=False,
            value=narrowed.sort,
            choices=tuple(Choice(value=value, label=label) for value, label in orders.items()),
            prefix="filter",
        )
    )
    shown = narrowed.columns or USUAL
    columns = [column for key, column in _columns(offers.surface).items() if key != "what"]
    fields.append(
        FieldView(
            name="cols",
            label=_("Columns"),
            kind="checkboxes",
            required=False,
            choices=tuple(Choice(value=one.key, label=one.label, chosen=one.key in shown) for one in columns),
            prefix="filter",
        )
    )
    carried = {name: narrowed.get(name) for name in ("need", "post")}
    return fields + [
        FieldView(name=name, label="", kind="hidden", value=value) for name, value in carried.items() if value
    ]


def townships_of(actor: Actor) -> Callable[[], list[tuple[str, str]]]:
    """Return what tells the townships of an actor's county, to narrow a list to one, once they are needed."""
    return _TOWNSHIPS.later(county=actor.territory_code) if len(actor.territory_code) == 6 else list


def _townships() -> QuerySet[Any]:
    below = Territory.objects.standing().filter(parent_code=Given("county", CharField()))
    return below.order_by("code").values_list("code", "name")


_TOWNSHIPS: Kept[tuple[str, str]] = Kept(_townships)
