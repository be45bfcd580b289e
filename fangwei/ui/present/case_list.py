"""The list of cases: what it is narrowed to, one page of it, and the chips that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.kinds import all_kinds
from fangwei.casework.lists import UNDATED, Walk, before, counted, own, walk
from fangwei.casework.models import Case
from fangwei.casework.queries import EVERY_AUDIENCE
from fangwei.casework.scopes import LIST_LEVELS
from fangwei.engines.codes import subtree_bounds
from fangwei.hazards.lifecycle import HAZARD
from fangwei.register.models import Territory
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    BulkVerb,
    ChipView,
    Choice,
    Column,
    EmptyView,
    FieldView,
    FilterChip,
    LinesView,
    LinkView,
    ListView,
    MarksView,
    Row,
    Tab,
    TimeView,
)
from fangwei.ui.present import words
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.keyset import CAP, CasePage, page_of_walk
from fangwei.ui.present.links import case_href
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.people import owner_lines
from fangwei.ui.present.reasons import due_line

_KEYS = ("need", "state", "grade", "due", "whose", "township", "kind", "q")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters in force, by name; unknown ones are dropped."""

    given: Mapping[str, str]

    @classmethod
    def read(cls, asked: QueryDict) -> "Narrowed":
        """Read the filters of an address."""
        return cls({key: text for key in _KEYS if (text := (asked.get(key) or "").strip()[:80])})

    def address(self, **changes: str) -> str:
        """Return the query of an address with some filters changed; the page begins anew."""
        wanted = {**self.given, **changes}
        return "?" + urlencode({key: value for key, value in wanted.items() if value})

    def get(self, key: str) -> str:
        """Return a filter's value, empty when it is not in force."""
        return self.given.get(key, "")


def walks_of(actor: Actor, narrowed: Narrowed, at: datetime) -> tuple[Walk, ...]:
    """Return the stretches of the lists' index that hold the cases an actor may read, narrowed."""
    need = BY_NAME.get(narrowed.get("need"))
    walks = need.walks(actor, at) if need else (_plain(actor, narrowed),)
    return tuple(_cut(one, actor, narrowed, at) for one in walks)


def _plain(actor: Actor, narrowed: Narrowed) -> Walk:
    kind, state = narrowed.get("kind") or "hazard", narrowed.get("state")
    if kind not in all_kinds():
        return Walk((), ())
    if state:
        return walk(actor, kinds=(kind,), states=(state,))
    return walk(actor, kinds=(kind,), ended=None if narrowed.get("q") else False)


def _cut(one: Walk, actor: Actor, narrowed: Narrowed, at: datetime) -> Walk:
    grade, due, whose = narrowed.get("grade"), narrowed.get("due"), narrowed.get("whose")
    extra = Q()
    if narrowed.get("need") and narrowed.get("state"):
        extra &= Q(case__state=narrowed.get("state"))
    if grade == "major":
        one = replace(one, major=True)
    elif grade:
        extra &= Q(severity=1 if grade == "general" else 0)
    if due == "overdue":
        one = replace(one, until=min(before(at), one.until or UNDATED))
    elif due == "none":
        one, extra = replace(one, since=UNDATED), extra & Q(case__is_open=True)
    if whose in ("unit", "post") and actor.organization_id:
        one = own(one)
    if whose == "post" and actor.post_id:
        extra &= Q(case__owner_post_id=actor.post_id)
    if (township := narrowed.get("township")).isdecimal():
        one, extra = at_home(one, township), extra & _within(township)
    for word in narrowed.get("q").split():
        extra &= matching(word)
    return replace(one, narrowed=one.narrowed & extra)


def at_home(one: Walk, township: str) -> Walk:
    """Return the walk through the township's own rows, where the reader reads every line: fewer are passed over."""
    if len(township) not in LIST_LEVELS:
        return one
    pairs = {
        (audience, township if audience == EVERY_AUDIENCE and township.startswith(code) else code)
        for audience, code in one.readers
    }
    return replace(one, readers=tuple(sorted(pairs)))


def _within(township: str) -> Q:
    low, high = subtree_bounds(township)
    return Q(case__territory__gte=low, case__territory__lt=high)


def matching(word: str) -> Q:
    """Return the condition for scope rows whose case has a word in its title or place, or is of that number."""
    return Q(case__title__icontains=word) | Q(case__number=word.upper()) | Q(case__place__name__icontains=word)


def hazard_list(
    actor: Actor, asked: QueryDict, at: datetime, *, surface: str, bulk: bool = False, tabs: bool = True
) -> ListView:
    """Return one page of the list of hazards as an actor may read it."""
    narrowed = Narrowed.read(asked)
    walks = walks_of(actor, narrowed, at)
    ended = narrowed.get("state") in _ended()
    found = page_of_walk(actor, walks, asked.get("after", ""))
    owners = owner_lines(found.cases, ui_words.local(at).date())
    return ListView(
        caption=_("Hazards"),
        columns=_columns(surface),
        rows=[_row(case, owners[case.id], surface, ended=ended) for case in found.cases],
        empty=_empty(narrowed),
        count=_count(walks, found, asked.get("after", "")),
        next=narrowed.address(after=found.after) if found.after else "",
        first=narrowed.address() if asked.get("after") else "",
        tabs=_tabs(narrowed) if tabs else (),
        chips=_chips(narrowed, actor),
        clear="?" if narrowed.given else "",
        search=FieldView(
            name="q", label=_("Words, number or place"), kind="search", value=narrowed.get("q"), required=False
        ),
        fields=_fields(narrowed, actor, surface),
        bulk=[BulkVerb(name="confirm_baseline", label=words.verb("confirm_baseline"))] if bulk else (),
        dense=asked.get("density") == "dense",
    )


def _count(walks: Sequence[Walk], found: CasePage, after: str) -> str:
    # What is on the page is known; beyond it only rows that all count are counted, and never more than a thousand.
    if not after and not found.after:
        return _("%(count)s cases") % {"count": len(found.cases)}
    if not all(one.is_plain for one in walks):
        return ""
    count, beyond = counted(walks, CAP)
    said = _("more than %(count)s") if beyond else _("%(count)s cases")
    return said % {"count": f"{count:,}"}


def _ended() -> frozenset[str]:
    return frozenset(state.name for state in HAZARD.states if state.final)


def _columns(surface: str) -> list[Column]:
    columns = [
        Column(key="what", label=_("Hazard"), width="wide", on_phone="title"),
        Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
        Column(key="state", label=_("State"), width="fit", on_phone="bare"),
        Column(key="clock", label=_("Deadline"), width="fit", on_phone="line"),
    ]
    if surface == "desk":
        columns.insert(3, Column(key="owner", label=_("Who answers"), on_phone="hidden"))
    return columns


def _row(case: Case, owner: object, surface: str, *, ended: bool) -> Row:
    place = case.place.name if case.place else ""
    marks = [state_chip(case)]
    if case.inherited:
        marks.append(ChipView(_("From a sheet")))
    return Row(
        key=str(case.id),
        href=case_href(surface, case.id),
        cells={
            "what": LinesView(case.title, place),
            "grade": grade_view(case),
            "state": MarksView(marks) if len(marks) > 1 else marks[0],
            "owner": owner,  # type: ignore[dict-item]
            "clock": TimeView(case.closed_at, "day") if ended and case.closed_at else due_line(case),
        },
        quiet=not case.is_open,
    )


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


def _tabs(narrowed: Narrowed) -> list[Tab]:
    views = [
        (_("All open"), {}),
        (_("Ours"), {"whose": "unit"}),
        (_("Overdue"), {"due": "overdue"}),
        (_("Major"), {"grade": "major"}),
        (_("To verify"), {"state": "submitted"}),
        (_("Closed"), {"state": "closed"}),
    ]
    return [
        Tab(label=label, href="?" + urlencode(given), current=dict(narrowed.given) == given) for label, given in views
    ]


def _chips(narrowed: Narrowed, actor: Actor) -> list[FilterChip]:
    shown = {
        "need": lambda value: str(BY_NAME[value].label) if value in BY_NAME else value,
        "state": words.state,
        "grade": lambda value: words.said(words.CHOICES, value),
        "due": lambda value: _("Overdue") if value == "overdue" else _("No deadline"),
        "whose": lambda value: _("My post") if value == "post" else _("My unit"),
        "township": lambda value: dict(townships(actor)).get(value, value),
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
        "township": _("Township"),
        "kind": _("Kind"),
        "q": _("Search"),
    }


def _fields(narrowed: Narrowed, actor: Actor, surface: str) -> list[FieldView]:
    labels, every = _labels(), ("", _("All"))
    states = [every, *((state.name, words.state(state.name)) for state in HAZARD.states)]
    options: dict[str, list[tuple[str, str]]] = {
        "state": states,
        "grade": [every, *((one, words.said(words.CHOICES, one)) for one in ("general", "major"))],
        "due": [every, ("overdue", _("Overdue")), ("none", _("No deadline"))],
    }
    if surface == "desk":
        options["whose"] = [every, ("unit", _("My unit")), ("post", _("My post"))]
        if found := townships(actor):
            options["township"] = [every, *found]
    fields = [
        FieldView(
            name=name,
            label=labels[name],
            kind="select",
            required=False,
            value=narrowed.get(name),
            choices=[Choice(value=value, label=label) for value, label in choices],
            prefix="filter",
        )
        for name, choices in options.items()
    ]
    need = narrowed.get("need")
    return fields + ([FieldView(name="need", label="", kind="hidden", value=need)] if need else [])


def townships(actor: Actor) -> list[tuple[str, str]]:
    """Return the townships of an actor's county, to narrow a list to one."""
    code = actor.territory_code
    if len(code) != 6:
        return []
    return list(Territory.objects.standing().filter(parent_code=code).order_by("code").values_list("code", "name"))
