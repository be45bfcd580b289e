"""The 尽职 record on a screen: three columns of time, what was known, done and asked for, each line with its proof."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import place_in_reach
from fangwei.casework.models import Case
from fangwei.oversight.diligence import (
    Entry,
    Record,
    Seal,
    cases_for_record,
    diligence_record,
    may_take_record,
    persons_for_record,
)
from fangwei.oversight.quarters import Span
from fangwei.register.models import Person
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    ChipView,
    Column,
    EmptyView,
    FactsView,
    FieldView,
    LinesView,
    LinkView,
    ListView,
    Row,
    TimeView,
)
from fangwei.ui.present import words
from fangwei.ui.present.links import case_href
from fangwei.ui.present.typed import day_of, id_of

WEEKS = 53
_HOW = {
    "mine": gettext_lazy("came to my post: %(what)s"),
    "offered": gettext_lazy("offered to my post: %(what)s"),
    "letter": gettext_lazy("letter to my unit: %(what)s"),
    "seen": gettext_lazy("while it was mine: %(what)s"),
    "readable": gettext_lazy("open to my reading: %(what)s"),
    "with": gettext_lazy("took part: %(what)s"),
}


def said(code: str) -> str:
    """Return a line's code in words."""
    if code == "office":
        return _("took office")
    if code == "reminded":
        return _("was reminded by the system")
    how, colon, verb = code.partition(":")
    return str(_HOW[how]) % {"what": words.happened(verb)} if colon and how in _HOW else words.happened(code)


def asked_of(actor: Actor, given: QueryDict, today: date) -> dict[str, Any]:
    """Return the context of the page: the question and, when it can be answered, the record."""
    span = span_of(given, today)
    key, place, person = (
        given.get("case", "").strip()[:60],
        id_of(given.get("place", "")),
        id_of(given.get("person", "")),
    )
    found = record_for(actor, key, place, person, span)
    asked = bool(key or place)
    return {
        "fields": [
            FieldView(name="case", label=_("Number of the case"), value=key, required=False),
            FieldView(name="start", label=_("From"), kind="date", value=span.first.isoformat(), required=False),
            FieldView(name="end", label=_("Until"), kind="date", value=span.last.isoformat(), required=False),
        ],
        "hidden": [("place", str(place or "")), ("person", str(person or ""))],
        "asked": asked,
        "title": _("Diligence record"),
        "address": reverse("desk:diligence"),
        "take": reverse("desk:diligence-take"),
        "record": _shown(found) if found else None,
        "records": _records_at(actor, place) if place else (),
    }


def span_of(given: QueryDict, today: date) -> Span:
    """Return the days asked for, by default the last year up to today."""
    start, end = day_of(given.get("start", "")), day_of(given.get("end", ""))
    last = end or today
    first = start or last - timedelta(weeks=WEEKS)
    return Span(min(first, last), last)


def record_for(actor: Actor, key: str, place: UUID | None, person_id: UUID | None, span: Span) -> Record | None:
    """Return the record that is asked for; None where there is nothing that this actor may take."""
    wanted = person_id or actor.person_id
    person = Person.objects.filter(id=wanted).first() if wanted else None
    if person is None or not (key or place):
        return None
    cases = cases_for_record(actor, person.id, case_key=key, place_id=place)
    cases = [case for case in cases if may_take_record(actor, person.id, case.territory)]
    return diligence_record(person, cases, span) if cases else None


def _records_at(actor: Actor, place_id: UUID) -> list[LinkView]:
    """Return the ways to the records about a place that this reader may draw, one's own first."""
    place = place_in_reach(actor, place_id)
    if place is None:
        return []
    address = f"{reverse('desk:diligence')}?place={place.id}"
    return [
        LinkView(_("My diligence record"), address)
        if one.id == actor.person_id
        else LinkView(_("Diligence record of %(name)s") % {"name": one.name}, f"{address}&person={one.id}")
        for one in persons_for_record(actor, place.id, place.territory_code or place.county_code)
    ]


def _shown(record: Record) -> dict[str, Any]:
    about = record.cases[0]
    return {
        "person": record.person.name,
        "facts": FactsView(
            [
                (_("Whose"), record.person.name),
                (_("Posts held"), words.listing(_post(record)) or None),
                (_("About"), _about(record.cases)),
                (_("Days"), ui_words.days(record.span.first, record.span.last)),
                (_("Facts in the published log"), f"{record.sealed} / {len(record.seals)}"),
            ]
        ),
        "title": about.number or "",
        "cut": record.cut,
        "knew": _lines(record, record.of("knew"), _("What I knew, and since when")),
        "did": _lines(record, record.of("did"), _("What I did, and when")),
        "asked_for": _lines(record, record.of("asked"), _("What I asked for")),
    }


def _post(record: Record) -> list[str]:
    return [
        f"{one.post.body} · {one.post.name} ({one.start.isoformat()} – {one.end.isoformat() if one.end else '…'})"
        for one in record.tenures
    ]


def _about(cases: Sequence[Case]) -> LinkView | str:
    if len(cases) == 1:
        return LinkView(f"{cases[0].number} {cases[0].title[:80]}", case_href("desk", cases[0].id))
    return _("%(n)s cases at one place") % {"n": len(cases)}


def _lines(record: Record, entries: Sequence[Entry], caption: str) -> ListView:
    return ListView(
        caption=caption,
        columns=[
            Column(key="at", label=_("When"), kind="time", width="fit"),
            Column(key="what", label=caption, width="wide", on_phone="title"),
            Column(key="received", label=_("Recorded"), kind="time", width="fit"),
            Column(key="proof", label=_("In the ledger"), width="fit"),
        ],
        rows=[
            Row(
                key=f"{number}",
                cells={
                    "at": TimeView(entry.at),
                    "what": LinesView(said(entry.code), " · ".join(part for part in (entry.about, entry.says) if part)),
                    "received": TimeView(entry.received_at),
                    "proof": _proof(entry, record.seals.get(entry.fact_id) if entry.fact_id else None),
                },
            )
            for number, entry in enumerate(entries)
        ],
        empty=EmptyView(title=_("The facts say nothing on this side.")),
    )


def _proof(entry: Entry, seal: Seal | None) -> LinkView | ChipView | str:
    if entry.fact_id is None:
        return _("register") if entry.code == "office" else "—"
    if seal is None or not seal.published:
        return ChipView(_("being logged"))
    return LinkView(_("leaf %(n)s") % {"n": seal.index}, reverse("ledger-receipt", args=[entry.fact_id]))
