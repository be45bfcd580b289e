"""Who answers here: everybody who answers for each danger of a place, on a day and by what was known then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.duty.models import Gap
from fangwei.duty.queries import Part as Answering
from fangwei.duty.queries import Responsibility, domains_of, who
from fangwei.engines.calendar import end_of
from fangwei.register.models import Place
from fangwei.ui.parts import ChipView, Choice, FactsView, FieldView, OwnerView, WhyView
from fangwei.ui.present import words
from fangwei.ui.present.reasons import domain_names, status_of


@dataclass(frozen=True, slots=True)
class DangerAnswered:
    """One danger of a place as the screen shows it: who leads, who else answers, and what is amiss."""

    label: str
    lead: OwnerView
    others: FactsView
    gaps: Sequence[ChipView]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: which danger ("" for all), on which day, by what was known at the end of which day."""

    domain: str
    on: date
    known: date | None
    fields: Sequence[FieldView]

    @classmethod
    def read(cls, given: QueryDict, place: Place, today: date) -> "Asking":
        """Read the question from an address; a day that is none is said at its field, and today is answered."""
        on, on_field = _day(given, "on", _("On the day"), today)
        known, known_field = _day(given, "known", _("As known at the end of"), None)
        names = domain_names(on or today)
        domain = given.get("domain", "")
        domain = domain if domain in names else ""
        choices = [Choice(value="", label=_("All dangers of this place"))]
        choices += [Choice(value=one, label=names.get(one, one)) for one in domains_of(place, on or today)]
        which = FieldView(
            name="domain", label=_("Danger"), kind="select", required=False, value=domain, choices=choices
        )
        return cls(domain, on or today, known, (which, on_field, known_field))


def who_page(place: Place, given: QueryDict, today: date) -> dict[str, Any]:
    """Return the context of the page: the question, and the answer for each danger asked about."""
    asking = Asking.read(given, place, today)
    wanted = (asking.domain,) if asking.domain else domains_of(place, asking.on)
    known = end_of(asking.known) if asking.known else None
    names = domain_names(asking.on)
    found = [who(place, domain, asking.on, known) for domain in wanted]
    always = _always(found)
    return {
        "place": place,
        "fields": asking.fields,
        "always": FactsView([(part.title, _other(part, asking.on)) for part in always]),
        "answers": [_answered(one, names.get(one.domain, one.domain), always) for one in found],
        "asked_of_the_past": asking.on != today or known is not None,
        "address": reverse("desk:who", args=[place.id]),
    }


def _day(given: QueryDict, name: str, label: str, otherwise: date | None) -> tuple[date | None, FieldView]:
    text, errors = given.get(name, "").strip(), []
    found = otherwise
    if text:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            errors = [_("Write it like 2026-03-01.")]
    shown = text or (otherwise.isoformat() if otherwise else "")
    return found, FieldView(name=name, label=label, kind="date", required=False, value=shown, errors=errors)


def _always(found: Sequence[Responsibility]) -> list[Answering]:
    """Return who answers for every danger alike: the enterprise's own, the township, the leaders."""
    return [part for part in found[0].parts if all(part in one.parts for one in found)] if found else []


def _answered(one: Responsibility, label: str, always: Sequence[Answering]) -> DangerAnswered:
    because = " ".join(reason.text for reason in one.reasons)
    return DangerAnswered(
        label=label,
        lead=_lead(one.lead, one.on, because) if one.lead else OwnerView(),
        others=FactsView([(part.title, _other(part, one.on)) for part in one.parts if part not in always]),
        gaps=[ChipView(str(Gap(gap).label), "strong") for gap in one.gaps],
    )


def _lead(part: Answering, on: date, because: str) -> OwnerView:
    holder = part.holders[0] if part.holders else None
    return OwnerView(
        post=part.post,
        holder=holder.name if holder else "",
        organization=part.organization,
        since=holder.since if holder else None,
        acting=bool(holder and holder.acting),
        label=_("Leads"),
        why=_why(part, part.post, on, because),
    )


def _other(part: Answering, on: date) -> WhyView:
    held = words.listing(holder.name for holder in part.holders)
    named = " ".join(text for text in (part.post, held) if text) or _("nobody named")
    shown = " · ".join(text for text in (part.organization, named) if text)
    return _why(part, shown, on, "")


def _why(part: Answering, shown: str, on: date, because: str) -> WhyView:
    return WhyView(
        value=shown,
        rule=part.rule,
        rule_name=part.title,
        citation=part.citation or _("No rule names a line; the nearest body stands in."),
        status=status_of(part.status),
        on=on,
        because=because,
    )
