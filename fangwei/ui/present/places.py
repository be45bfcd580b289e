"""Places: the list, and the file of one place with everything known of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, UUIDField, Value
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import places_in_reach
from fangwei.casework.models import Case
from fangwei.casework.queries import NEWEST_HERE, Readable, ask_readable, visible
from fangwei.duty.answers import NobodyAnswers
from fangwei.duty.queries import States, class_of, domains_later, owners_now, states_later
from fangwei.engines.codes import check_uscc
from fangwei.ledger.kept import Given, Kept
from fangwei.register.models import MajorInstallation, Place, Site
from fangwei.register.queries import names_later, names_of
from fangwei.sheets.refusals import reason
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    Choice,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    FilterChip,
    FilterView,
    LinesView,
    ListView,
    Part,
    Row,
)
from fangwei.ui.parts.marks import ChipView
from fangwei.ui.present import words
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.case_list import townships_of
from fangwei.ui.present.keyset import bare, cut, page_by_deadline, page_by_newest
from fangwei.ui.present.links import case_href, place_href, who_href
from fangwei.ui.present.reasons import domain_names, due_line, why_owner
from fangwei.ui.present.typed import id_of
from fangwei.ui.present.visits import asking_visits, visits_at

PAGE = 40
SHOWN = 20
"""How many cases of a sort a file shows at once."""


def search(places: QuerySet[Place], text: str, township: str = "") -> QuerySet[Place]:
    """Narrow places by a name, an address or a credit code, and by township."""
    if township.isdecimal():
        places = places.filter(territory_code__startswith=township)
    coded = check_uscc(text)
    if text and coded.valid:
        return places.filter(site__enterprise__uscc=coded.normalized)
    for word in text.split():
        places = places.filter(
            Q(name__icontains=word) | Q(address__icontains=word) | Q(site__enterprise__name__icontains=word)
        )
    return places


def place_list(actor: Actor, asked: QueryDict) -> ListView:
    """Return one page of the places an actor may look up."""
    text, township = asked.get("q", "").strip()[:80], asked.get("township", "")
    places = search(places_in_reach(actor), text, township).filter(valid_to=None)
    after = asked.get("after", "")
    if (mark := id_of(after)) is not None:
        places = places.filter(id__gt=mark)
    found = list(places.select_related("site__enterprise", "keeper_organization").order_by("id")[: PAGE + 1])
    shown, more = found[:PAGE], len(found) > PAGE
    divisions = names_of({place.territory_code for place in shown})
    query = {key: value for key, value in (("q", text), ("township", township)) if value}
    known = townships_of(actor)()
    return ListView(
        caption=_("Places"),
        columns=[
            Column(key="name", label=_("Place"), width="wide", on_phone="title"),
            Column(key="kind", label=_("Kind or trade"), on_phone="line"),
            Column(key="where", label=_("Township"), width="fit", on_phone="line"),
            Column(key="people", label=_("Employees"), kind="number", width="fit", on_phone="hidden"),
        ],
        rows=[_place_row(place, divisions) for place in shown],
        empty=EmptyView(title=_("No place fits."), how=_("Places come in with register sheets of sites.")),
        next="?" + urlencode({**query, "after": str(shown[-1].id)}) if more else "",
        first="?" + urlencode(query) if after else "",
        filter=FilterView(
            search=FieldView(
                name="q", label=_("Name, address or credit code"), kind="search", value=text, required=False
            ),
            fields=(_township_field(known, township),) if known else (),
        ),
        chips=[
            FilterChip(
                label=_("Township"), value=dict(known).get(township, township), without="?" + urlencode({"q": text})
            )
        ]
        if township
        else [],
    )


def _township_field(known: Sequence[tuple[str, str]], chosen: str) -> FieldView:
    choices = (Choice(value="", label=_("All")), *(Choice(value=code, label=name) for code, name in known))
    return FieldView(name="township", label=_("Township"), kind="select", required=False, value=chosen, choices=choices)


def _place_row(place: Place, divisions: dict[str, str]) -> Row:
    site = _site(place)
    kind = site.industry_name or site.industry_code if site else str(place.get_kind_display())
    return Row(
        key=str(place.id),
        href=place_href("desk", place.id),
        cells={
            "name": LinesView(place.name, place.address or divisions.get(place.territory_code, "")),
            "kind": kind or None,
            "where": divisions.get(place.territory_code),
            "people": site.employees if site else None,
        },
    )


def _site(place: Place) -> Site | None:
    return getattr(place, "site", None)


def file_of(place: Place, actor: Actor, at: datetime, asked: QueryDict, *, surface: str) -> dict[str, Any]:
    """Return everything known of a place: what it is, who answers, installations, hazards, orders, doubts."""
    on = ui_words.local(at).date()
    here = {"place": place.id}
    # What is asked here goes out with the cases.
    divisions, installations = (
        names_later([place.territory_code, place.county_code]),
        _INSTALLATIONS.later(site=place.id),
    )
    domains, states = domains_later(place, on), states_later()
    dated, undated, ended, orders, *visits = ask_readable(
        actor, (_DATED, here), (_UNDATED, here), (_ENDED, here), (_ORDERS, here), *asking_visits(place, at)
    )
    opened, closed = cut((dated + undated)[: SHOWN + 1], SHOWN), cut(ended, SHOWN)
    if mark := asked.get("open"):
        opened = page_by_deadline(_further(place, actor).filter(is_open=True), mark, SHOWN)
    if mark := asked.get("closed"):
        closed = page_by_newest(_further(place, actor).filter(is_open=False), mark, SHOWN)
    return {
        "place": place,
        "facts": _facts(place, divisions()),
        "answers": _answers(place, domains(), states(), on),
        "who_href": who_href(surface, place.id),
        "installations": [_installation(one) for one in installations()],
        "open": _cases(
            opened.cases, surface, _("Open hazards"), _("No open hazard here."), _next("open", opened.after)
        ),
        "closed": _cases(
            closed.cases, surface, _("Ended hazards"), _("None has ended yet."), _next("closed", closed.after)
        ),
        "orders": _cases(orders[:SHOWN], surface, _("Orders"), _("No order was issued here."), "") if orders else None,
        "doubts": [_doubt(one) for one in place.warnings],
        **visits_at(place, visits, at, surface),
    }


def _further(place: Place, actor: Actor) -> QuerySet[Case]:
    return bare(visible(actor).filter(place=place, kind="hazard"))


def _here(kind: str, cases: QuerySet[Case]) -> QuerySet[Case]:
    return bare(cases.filter(place_id=Given("place", UUIDField()), kind=kind))


# One plan fits places with ten cases and with ten thousand, because the whole order is that of the index `case_by_place_due`.
# As a value: SQLite goes by an index only where a column is compared.
_OPEN, _ENDED_ONES = Value(True), Value(False)
_DATED: Readable[Case] = Readable(
    lambda cases: (
        _here("hazard", cases).filter(is_open=_OPEN, due_at__isnull=False).order_by("due_at", "id")[: SHOWN + 1]
    )
)
_UNDATED: Readable[Case] = Readable(
    lambda cases: (
        _here("hazard", cases).filter(is_open=_OPEN, due_at__isnull=True).order_by(*NEWEST_HERE[1:])[: SHOWN + 1]
    )
)
_ENDED: Readable[Case] = Readable(
    lambda cases: _here("hazard", cases).filter(is_open=_ENDED_ONES).order_by(*NEWEST_HERE[1:])[: SHOWN + 1]
)
_ORDERS: Readable[Case] = Readable(lambda cases: _here("order", cases).order_by(*NEWEST_HERE)[: SHOWN + 1])


def _next(name: str, after: str) -> str:
    return "?" + urlencode({name: after}) if after else ""


def _facts(place: Place, divisions: Mapping[str, str]) -> FactsView:
    site = _site(place)
    where = words.listing(
        dict.fromkeys(divisions[code] for code in (place.county_code, place.territory_code) if code in divisions)
    )
    facts: list[tuple[str, Part | str | int | None]] = [(_("Kind"), str(place.get_kind_display()))]
    if site is not None:
        firm = site.enterprise
        facts += [
            (_("Enterprise"), firm.name),
            (_("Credit code"), firm.uscc),
            (_("Principal"), firm.principal_name or None),
            (_("Trade"), " ".join(part for part in (site.industry_code, site.industry_name) if part) or None),
            (_("Employees"), site.employees),
            (_("Hazardous chemicals"), None if site.hazardous_chemicals is None else _yes(site.hazardous_chemicals)),
        ]
        if site.landlord is not None:
            facts.append((_("Landlord"), site.landlord.name))
    else:
        keeper = place.keeper_organization.name if place.keeper_organization else place.keeper_name
        facts.append((_("Kept by"), keeper or ChipView(_("nobody: the township answers"), "strong")))
    facts += [(_("Address"), place.address or None), (_("Division"), where or None)]
    if place.lat is not None:
        facts.append((_("Coordinates"), f"{place.lat:.5f}, {place.lon:.5f}"))
    return FactsView(facts)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _answers(place: Place, domains: Sequence[str], states: States, on: date) -> FactsView | None:
    names = domain_names(on)
    try:
        answers = owners_now({class_of(place, domain) for domain in domains}, on, states)
    except NobodyAnswers:
        return None
    facts: list[tuple[str, Part | str | int | None]] = []
    for domain in domains:
        answer = answers[class_of(place, domain)]
        facts.append((capfirst(names.get(domain, domain)), why_owner(answer, answer.lead.name, on)))
    return FactsView(facts)


_INSTALLATIONS: Kept[MajorInstallation] = Kept(
    lambda: MajorInstallation.objects.filter(site_id=Given("site", UUIDField()), valid_to=None).order_by("level", "id")
)


def _installation(one: MajorInstallation) -> dict[str, Any]:
    level = _("Level %(level)s") % {"level": one.level} if one.level else _("below the threshold")
    return {
        "name": one.name,
        "kind": str(one.get_unit_kind_display()),
        "level": ChipView(level, "strong" if one.level else "plain"),
        "facts": FactsView(
            [
                ("S = Σ q/Q", f"{one.s.normalize():f}"),
                ("R = α · Σ β q/Q", f"{one.r.normalize():f}"),
                ("α", f"{one.alpha.normalize():f}"),
                (_("People exposed"), one.exposed_people),
            ]
        ),
        "lines": [step for step in one.working if "name" in step],
    }


def _doubt(doubt: dict[str, str]) -> str:
    """Return a doubt of the import in the reader's language; with a value in it, as it was written down."""
    said = reason(str(doubt.get("code", "")), {"given": "{given}"})
    return doubt.get("message", said) if "{given}" in said else said


def _cases(cases: Sequence[Case], surface: str, caption: str, empty: str, following: str) -> ListView:
    return ListView(
        caption=caption,
        columns=[
            Column(key="what", label=caption, width="wide", on_phone="title"),
            Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="clock", label=_("Deadline"), width="fit"),
        ],
        rows=[
            Row(
                key=str(case.id),
                href=case_href(surface, case.id),
                cells={
                    "what": LinesView(case.title, case.number or ""),
                    "grade": grade_view(case),
                    "state": state_chip(case),
                    "clock": due_line(case) if case.is_open else _ended(case),
                },
                quiet=not case.is_open,
            )
            for case in cases
        ],
        empty=EmptyView(title=empty),
        next=following,
    )


def _ended(case: Case) -> str | None:
    return ui_words.day(case.closed_at) if case.closed_at else None
