"""Visits as people see them: the list, the form that applies for one, what is known of one, the counters of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.casework.queries import Readable
from fangwei.casework.refusals import Refused
from fangwei.engines.lifecycle import Field
from fangwei.inspections import lifecycle as life
from fangwei.inspections.models import Trigger, Visit
from fangwei.inspections.queries import (
    LAST_VISITS,
    Counter,
    asking_counters,
    counters,
    counters_from,
    hazards_of,
    is_hidden,
    own_counter,
    triggers,
    visits_of,
)
from fangwei.register.models import OrganizationKind, Place
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    Choice,
    Column,
    EmptyView,
    ErrorsView,
    FactsView,
    FieldView,
    LinesView,
    LinkView,
    ListView,
    Part,
    Row,
    TimeView,
)
from fangwei.ui.present import people, words
from fangwei.ui.present.asked import OFFICERS, Asked
from fangwei.ui.present.cards import state_chip
from fangwei.ui.present.fields import Asking, plain
from fangwei.ui.present.keyset import page_by_newest
from fangwei.ui.present.links import case_href
from fangwei.ui.present.own_site import own_sites
from fangwei.ui.present.reasons import lang, why_rule
from fangwei.ui.present.typed import NOTHING, Typed, data_of, id_or_new, typed_back

COMING = (life.APPLIED, life.APPROVED, life.NOTIFIED, life.ENTERED)
SHOWS_CODE = (life.APPROVED, life.NOTIFIED, life.ENTERED)
_ROW = life.VISIT.rows("apply_visit")[0]
_SHOWN = 100


# -- lists -------------------------------------------------------------------------------------------------------


def visits_page(request: Asked, surface: str) -> dict[str, Any]:
    """Return the context of the page of visits: those to come by day, those that ended, and an enterprise's counters."""
    mine = visits_of(request.actor)
    coming = mine.filter(state__in=COMING).order_by("visit__planned_on", "id")[:_SHOWN]
    ended = page_by_newest(mine.filter(is_open=False).select_related("visit"), request.GET.get("ended", ""), 30)
    firm, sites = request.actor.enterprise_id, own_sites(request.actor)
    territory = (sites[0].territory_code or sites[0].county_code) if sites else ""
    return {
        "coming": _list(
            list(coming),
            surface,
            _("Visits to come"),
            _("No visit is under way."),
            _("A visit is applied for on the page of a place, and approved by the leader of the unit.")
            if surface == "desk"
            else _("An announced visit stands here as soon as the authority has told you."),
        ),
        "ended": _list(
            ended.cases,
            surface,
            _("Visits that ended"),
            _("None yet."),
            next_page=f"?ended={ended.after}" if ended.after else "",
        ),
        "counters": counters_view(firm, territory, request.actor, request.at) if firm and territory else None,
    }


def asking_visits(place: Place, at: datetime) -> Sequence[tuple[Readable[Any], dict[str, Any]]]:
    """Return what the section of a place's file about visits asks, together with the rest of the file."""
    site = getattr(place, "site", None)
    if site is None:
        return ()
    return (LAST_VISITS, {"place": place.id}), asking_counters(site.enterprise_id, at)


def visits_at(place: Place, found: Sequence[Sequence[Any]], at: datetime, surface: str) -> dict[str, Any]:
    """Return the section of a place's file about visits: the enterprise's counters and the last visits here."""
    if not found:
        return {"visit_counters": None, "visits": None}
    here, counted = found
    territory = place.territory_code or place.county_code
    return {
        "visit_counters": _counters(counters_from(counted, territory, at), territory, at),
        "visits": _list(here, surface, _("Visits"), _("No visit yet.")) if here else None,
    }


def _list(
    cases: Sequence[Case], surface: str, caption: str, empty: str, how: str = "", next_page: str = ""
) -> ListView:
    return ListView(
        caption=caption,
        columns=[
            Column(key="what", label=caption, width="wide", on_phone="title"),
            Column(key="type", label=_("Type"), width="fit", on_phone="bare"),
            Column(key="body", label=_("Visiting body"), on_phone="line"),
            Column(key="day", label=_("Day"), kind="time", width="fit"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
        ],
        rows=[_visit_row(case, surface) for case in cases],
        empty=EmptyView(title=empty, how=how),
        next=next_page,
    )


def _visit_row(case: Case, surface: str) -> Row:
    visit: Visit = case.visit
    return Row(
        key=str(case.id),
        href=case_href(surface, case.id),
        cells={
            "what": LinesView(case.place.name if case.place else case.title, case.number or ""),
            "type": words.said(words.CHOICES, visit.type),
            "body": case.owner_post.organization.name if case.owner_post.organization else None,
            "day": TimeView(visit.entered_at or visit.planned_on, "day"),
            "state": state_chip(case),
        },
        quiet=not case.is_open,
    )


def counters_view(enterprise_id: UUID, territory: str, actor: Actor, at: datetime) -> FactsView:
    """Return how often an enterprise was visited this year by each line, and how often it may be."""
    return _counters(counters(enterprise_id, territory, at, actor), territory, at)


def _counters(found: Sequence[Counter], territory: str, at: datetime) -> FactsView:
    if not found:
        on = ui_words.local(at)
        return FactsView([(str(on.year), _("No daily visit this year."))])
    return FactsView([(_line(one.line), _counter(one, territory, at)) for one in found])


def _line(line: str) -> str:
    return str(OrganizationKind(line).label) if line in OrganizationKind.values else line


def _counter(one: Counter, territory: str, at: datetime) -> Part | str:
    said = _("%(year)s: %(done)s daily visits, the cap is %(cap)s") % {
        "year": one.year,
        "done": one.done,
        "cap": one.cap.value,
    }
    more = []
    if one.coming:
        more.append(_("more approved: %(number)s") % {"number": one.coming})
    if one.special:
        more.append(_("special visits: %(number)s") % {"number": one.special})
    if one.individual:
        more.append(_("visits for one matter: %(number)s") % {"number": one.individual})
    why = why_rule(said, "visit.cap.daily", ui_words.local(at).date(), territory)
    return LinesView(why or said, words.listing(more) or _("No other visit this year."))


# -- what is known of one ----------------------------------------------------------------------------------------


def visit_facts(case: Case, request: Asked, surface: str) -> FactsView:
    """Return what is known of a visit; an enterprise reads of a clue only that there is one."""
    visit: Visit = case.visit
    hidden = surface == "enterprise" and is_hidden(visit.trigger, request.today)
    facts: list[tuple[str, Part | str | int | None]] = [
        (words.said(words.FIELDS, "type"), words.said(words.CHOICES, visit.type)),
        (words.said(words.FIELDS, "trigger"), trigger_word(visit, hidden=hidden)),
        (words.said(words.FIELDS, "planned_on"), TimeView(visit.planned_on, "day")),
        (words.said(words.FIELDS, "matters"), visit.matters),
        (words.said(words.FIELDS, "inspectors"), inspectors_line(visit)),
        (_("Counts against the cap"), _("yes") if visit.counts else _("no")),
    ]
    if not hidden:
        facts.insert(2, (words.said(words.FIELDS, "basis"), visit.basis))
    if visit.unannounced:
        facts.append((words.said(words.FIELDS, "unannounced"), _("The notice is given at the door.")))
    if visit.of_order is not None:
        facts.append(
            (
                words.said(words.FIELDS, "of_order"),
                LinkView(visit.of_order.number or "", case_href(surface, visit.of_order.id)),
            )
        )
    facts += _times(visit)
    if visit.checked:
        facts.append((words.said(words.FIELDS, "checked"), visit.checked))
    found = hazards_of(case)
    facts += [(_("Hazard"), LinkView(f"{one.number} {one.title[:60]}", case_href(surface, one.id))) for one in found]
    if surface == "desk" and _may_order(case, request, found):
        address = f"{reverse('desk:draft', args=[case.place_id])}?visit={case.id}"
        facts.append((_("Order"), LinkView(_("Draft one for the hazards of this visit"), address)))
    if surface == "desk" and case.state in SHOWS_CODE:
        facts.append(
            (_("Code to show at the gate"), LinkView(_("Show the code"), reverse("desk:visit-code", args=[case.id])))
        )
    return FactsView(facts)


def _may_order(case: Case, request: Asked, found: Sequence[Case]) -> bool:
    """Tell whether somebody of the visiting unit may draft an order for what the visit found and nobody ordered yet."""
    actor = request.actor
    ours = actor.role in OFFICERS and actor.organization_id == case.owner_post.organization_id
    return ours and any(one.state in ("registered", "graded") for one in found)


def _times(visit: Visit) -> list[tuple[str, Part | str | int | None]]:
    found = (
        (_("Approved at"), visit.approved_at),
        (_("Enterprise told at"), visit.notified_at),
        (_("Came at"), visit.entered_at),
        (_("Entry confirmed by the enterprise"), visit.entry_confirmed_at),
        (_("Left at"), visit.left_at),
        (_("Leaving confirmed by the enterprise"), visit.exit_confirmed_at),
    )
    return [(label, TimeView(at)) for label, at in found if at is not None]


def trigger_word(visit: Visit, *, hidden: bool) -> str:
    """Return the cause of a visit in words."""
    return _("checking a clue") if hidden else words.said(words.CHOICES, visit.trigger)


def inspectors_line(visit: Visit) -> str:
    """Return who inspects, with the numbers of their certificates."""
    return words.listing(f"{one.person.name}（{one.certificate_number}）" for one in _inspectors(visit))


def _inspectors(visit: Visit) -> list[Any]:
    return list(visit.inspectors.select_related("person").order_by("id"))


# -- applying ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Application:
    """The form that applies for a visit to a place, as it was asked for or sent."""

    request: Asked
    place: Place
    typed: Typed = NOTHING

    @property
    def act(self) -> Act:
        """The act that the sent form asks for; sent twice it is the same act."""
        post = self.request.POST
        data = data_of(_ROW, post) | {"place": str(self.place.id)}
        return Act(
            act_id=id_or_new(post.get("act_id", "")),
            case_id=id_or_new(post.get("case_id", "")),
            verb=_ROW.verb,
            at=self.request.at,
            data=data,
            kind="visit",
        )

    def refused(self, refusal: Refused) -> "Application":
        """Return the form with the reasons of a refusal."""
        return Application(self.request, self.place, typed_back(_ROW.verb, self.request.POST, (), refusal, {}))

    def context(self) -> dict[str, Any]:
        """Return what the form's template draws."""
        asking = Asking(None, self.place, self.request.actor, self.request.at, frozenset(), self.typed)
        fields = [field for asked in _ROW.fields if (field := _field(asked, asking)) is not None]
        general = self.typed.above(fields)
        wrong = bool(general) or any(field.errors for field in fields)
        return {
            "place": self.place,
            "fields": fields,
            "errors": ErrorsView(fields=fields, general=general) if wrong else None,
            "hidden": [("act_id", str(uuid7())), ("case_id", str(uuid7()))],
            **_own_counter(self.place, self.request),
            "draft": f"visit:{self.place.id}",
        }


def _own_counter(place: Place, request: Asked) -> dict[str, Any]:
    site = place.site
    line = request.actor.organization_kind
    territory = place.territory_code or place.county_code
    used, cap = own_counter(site.enterprise_id, line, territory, request.at)
    said = _("Approved or carried out this year by your line: %(used)s; the yearly cap of daily visits is %(cap)s.") % {
        "used": used,
        "cap": cap.value,
    }
    why = why_rule(said, "visit.cap.daily", request.today, territory)
    return {"counter": why or said, "full": used >= int(cap.value)}


def _field(asked: Field, asking: Asking) -> FieldView | None:
    if asked.name == "place":
        return None
    if asked.name == "type":
        chosen = asking.typed.one("type", "daily")
        choices = [
            Choice(value=one, label=words.said(words.CHOICES, one), help=_TYPE_HELP[one](), chosen=one == chosen)
            for one in asked.choices
        ]
        return plain(_ROW, asked, asking, kind="radio", choices=choices)
    if asked.name == "trigger":
        return plain(_ROW, asked, asking, kind="select", choices=_trigger_choices(asking))
    if asked.name == "of_order":
        return _order_field(asked, asking)
    if asked.name == "planned_on":
        return plain(_ROW, asked, asking, kind="date", minimum=asking.on.isoformat())
    if asked.name == "unannounced":
        return plain(
            _ROW,
            asked,
            asking,
            kind="checkbox",
            required=True,
            help=_("Then the notice is given at the door; the enterprise sees nothing before."),
        )
    if asked.name == "inspectors":
        return _inspectors_field(asked, asking)
    if asked.name == "basis":
        helped = _("Name or number of the plan, campaign, instruction or clue. Never write who reported.")
        return plain(_ROW, asked, asking, help=helped)
    helped = _("What the enterprise may read: rooms, equipment, papers. Nothing about who reported.")
    return plain(_ROW, asked, asking, kind="textarea", rows=3, help=helped)


def _trigger_choices(asking: Asking) -> list[Choice]:
    chosen = asking.typed.one("trigger")
    choices = [Choice(value="", label=_("Please choose"))]
    for row in triggers(asking.territory, asking.on):
        fits = words.listing(words.said(words.CHOICES, one) for one in row["types"].split())
        counts = _("counts") if row["counts"] == "yes" else _("does not count")
        label = f"{row[lang()]}（{fits}；{counts}）" if lang() == "zh" else f"{row['en']} ({fits}; {counts})"
        choices.append(Choice(value=row["id"], label=label, chosen=row["id"] == chosen))
    return choices


def _order_field(asked: Field, asking: Asking) -> FieldView | None:
    mine = asking.actor.organization_id or people.NOBODY
    orders = Case.objects.filter(
        place=asking.place, kind="order", order__issued_at__isnull=False, owner_post__organization_id=mine
    ).order_by("-id")[:30]
    chosen = asking.typed.one(asked.name)
    choices = [
        Choice(value=str(one.id), label=f"{one.number} {ui_words.day(one.opened_at)}", chosen=str(one.id) == chosen)
        for one in orders
    ]
    if not choices:
        return None
    first = Choice(value="", label=_("None"))
    return plain(
        _ROW, asked, asking, kind="select", choices=[first, *choices],
        help=_("Only for “%(cause)s”.") % {"cause": Trigger.REINSPECTION.label},
    )  # fmt: skip


def _inspectors_field(asked: Field, asking: Asking) -> FieldView:
    found = people.certified_officers(asking.actor, asking.on)
    chosen = set(asking.typed.values.get(asked.name, ())) or {str(asking.actor.person_id)}
    choices = [
        Choice(value=str(one.id), label=f"{one.name} · {one.certificate_number}", chosen=str(one.id) in chosen)
        for one in found
    ]
    helped = _("Two or more. Only officers of your unit with a valid certificate are listed.")
    return plain(_ROW, asked, asking, kind="checkboxes", choices=choices, help=helped)


_TYPE_HELP = {
    "daily": lambda: _("By the yearly plan; counts against the cap."),
    "special": lambda: _("An approved campaign or an instruction from above."),
    "individual": lambda: _("A tip, a clue, a re-inspection, an accident, or the enterprise asked for it."),
}
