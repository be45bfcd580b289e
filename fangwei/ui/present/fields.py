"""The fields of a verb's form, read off its row: what is asked, in plain words, prefilled from what is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import due_by_rule
from fangwei.casework.models import Case
from fangwei.casework.refusals import Refused
from fangwei.duty.queries import domains_of
from fangwei.engines.calendar import last_day_of
from fangwei.engines.lifecycle import Field, Participant, Transition
from fangwei.engines.lifecycle.decide import holds, required_participants
from fangwei.hazards.lifecycle.fields import ON_SPOT
from fangwei.hazards.models import Hazard
from fangwei.register.models import Place
from fangwei.ui import words as ui_words
from fangwei.ui.parts import Choice, FieldView
from fangwei.ui.present import people, words
from fangwei.ui.present.criteria import find_criteria
from fangwei.ui.present.reasons import domain_names
from fangwei.ui.present.typed import NOTHING, WITH, Typed

FILES = "image/jpeg,image/png,image/webp,application/pdf"
_PHOTO_WELCOME = frozenset(
    {"report", "self_report", "verify", "self_close", "close", "add_note", "request_extension", "record_visit"}
)


@dataclass(frozen=True, kw_only=True)
class CriterionField(FieldView):
    """A search among the items of the sector criteria, answered by choosing one."""

    search: str = ""
    items: Sequence[Choice] = field(default_factory=tuple)
    template: ClassVar[str] = "present/criterion_field.html"


@dataclass(frozen=True, slots=True)
class Asking:
    """Of whom and about what a form asks."""

    case: Case | None
    place: Place | None
    actor: Actor
    at: datetime
    truths: frozenset[str] = frozenset()
    typed: Typed = NOTHING

    @property
    def on(self) -> date:
        """The day of asking."""
        return ui_words.local(self.at).date()

    @property
    def territory(self) -> str:
        """The division that the rules are asked for."""
        if self.case is not None:
            return self.case.territory
        return (self.place.territory_code or self.place.county_code) if self.place else ""


def fields_of(row: Transition, asking: Asking, *, leave_out: Sequence[str] = ()) -> list[FieldView]:
    """Return the form of one row: what it asks, who must take part, and the files."""
    found = [_field(row, asked, asking) for asked in row.fields if asked.name not in leave_out]
    found += [_participant(row, person, asking) for person in required_participants(row, asking.truths)]
    if row.evidence or row.verb in _PHOTO_WELCOME:
        found.append(files_field(row.verb, asking.typed, required=bool(row.evidence)))
    return found


def files_field(verb: str, typed: Typed, *, required: bool) -> FieldView:
    """Return the field for photos and documents; files that were sent before stay with the form."""
    kept = words.listing(file.name for file in typed.kept)
    helped = _("Photos (JPEG, PNG, WebP) or PDF; several at once are fine.")
    if kept:
        helped = _("Already uploaded and kept: %(names)s. Add more only if needed.") % {"names": kept}
    return FieldView(
        name="files",
        label=words.said(words.FIELDS, "evidence"),
        kind="file",
        accept=FILES,
        multiple=True,
        required=required and not kept,
        help=helped,
        errors=typed.of("files"),
        prefix=verb,
    )


def _field(row: Transition, asked: Field, asking: Asking) -> FieldView:
    special = _SPECIAL.get(asked.name)
    if special is not None:
        return special(row, asked, asking)
    if asked.kind == "choice":
        return _choice(row, asked, asking)
    if asked.kind == "date":
        return _date(row, asked, asking)
    return plain(row, asked, asking, kind="textarea" if asked.kind == "text" else "text", rows=3)


def plain(row: Transition, asked: Field, asking: Asking, **more: object) -> FieldView:
    """Return a field as it is asked, with what was typed before or is known."""
    typed, name = asking.typed, asked.name
    needed = asked.required or bool(asked.required_when and not holds(asked.required_when, asking.truths))
    given: dict[str, object] = {
        "label": words.said(words.FIELDS, name),
        "value": typed.one(name, str(more.pop("known_value", ""))),
        "required": needed,
        "errors": typed.of(name),
        "help": _HELP.get((row.verb, name), _HELP.get(("", name), lambda: ""))(),
        "max_length": asked.longest if asked.kind in ("text", "line") else None,
        "prefix": row.verb,
    }
    return FieldView(name=name, **(given | more))  # type: ignore[arg-type]


def _choice(row: Transition, asked: Field, asking: Asking) -> FieldView:
    chosen = asking.typed.one(asked.name, asked.choices[0] if len(asked.choices) == 1 else "")
    choices = [
        Choice(
            value=value,
            label=words.said(words.CHOICES, value),
            help=_CHOICE_HELP.get((asked.name, value), lambda: "")(),
            chosen=value == chosen,
        )
        for value in asked.choices
    ]
    if len(choices) > 4:
        return plain(row, asked, asking, kind="select", choices=[Choice(value="", label=_("Please choose")), *choices])
    return plain(row, asked, asking, kind="radio", choices=choices)


def _date(row: Transition, asked: Field, asking: Asking) -> FieldView:
    if asked.name == "found_on":
        today = asking.on.isoformat()
        return plain(row, asked, asking, kind="date", maximum=today, known_value=today)
    helped = _HELP.get((row.verb, asked.name), lambda: "")()
    latest = latest_day(asking) if asked.name == "due_on" else None
    if latest is not None:
        ceiling = _("At the latest %(day)s.") % {"day": ui_words.day(latest, asking.at)}
        helped = f"{helped} {ceiling}".strip()
    return plain(
        row,
        asked,
        asking,
        kind="date",
        minimum=asking.on.isoformat(),
        maximum=latest.isoformat() if latest else "",
        help=helped,
    )


def latest_day(asking: Asking, grade: str = "") -> date | None:
    """Return the last day that a rectification deadline may have by the rule of the territory."""
    hazard = getattr(asking.case, "hazard", None) if asking.case is not None and asking.case.kind == "hazard" else None
    grade = grade or (hazard.grade if hazard is not None else "") or "general"
    try:
        return last_day_of(due_by_rule(f"hazard.rectification.{grade}", asking.at, asking.territory))
    except Refused:
        return None


def _criterion(row: Transition, asked: Field, asking: Asking) -> FieldView:
    chosen = asking.typed.one("criterion")
    case = asking.case
    category = case.hazard.category if case is not None and case.kind == "hazard" else ""
    place = asking.place or (case.place if case is not None else None)
    items = find_criteria(asking.on, "", chosen, place, category)
    return CriterionField(
        name="criterion",
        label=words.said(words.FIELDS, "criterion"),
        kind="radio",
        value=chosen,
        required=asked.required,
        errors=asking.typed.of("criterion"),
        help=_("Only for a major hazard: the item of the sector's criteria that makes it one."),
        search=reverse("criteria"),
        items=items,
        prefix=row.verb,
    )


def _funds(row: Transition, asked: Field, asking: Asking) -> FieldView:
    return plain(row, asked, asking, kind="number", unit=_("yuan"), inputmode="decimal", minimum="0", step="0.01")


def _on_spot(row: Transition, asked: Field, asking: Asking) -> FieldView:
    chosen = set(asking.typed.values.get("on_spot", ()))
    choices = [Choice(value=one, label=words.said(words.CHOICES, one), chosen=one in chosen) for one in ON_SPOT]
    return plain(row, asked, asking, kind="checkboxes", choices=choices)


def _category(row: Transition, asked: Field, asking: Asking) -> FieldView:
    place = asking.place or (asking.case.place if asking.case else None)
    own = list(domains_of(place, asking.on)) if place is not None else []
    rows = domain_names(asking.on)
    chosen = asking.typed.one("category", asking.case.hazard.category if asking.case else "")
    names = [*own, *(name for name in rows if name not in own)]
    choices = [Choice(value=name, label=rows.get(name, name), chosen=name == chosen) for name in names]
    return plain(row, asked, asking, kind="select", choices=choices)


def _into(row: Transition, asked: Field, asking: Asking) -> FieldView:
    case = asking.case
    others = Hazard.objects.filter(
        case__place_id=(case.place_id if case else None) or people.NOBODY, case__is_open=True
    )
    listed = others.exclude(case_id=case.id if case else people.NOBODY).select_related("case").order_by("-case_id")[:50]
    choices = [Choice(value=str(one.case_id), label=f"{one.case.number} {one.description[:40]}") for one in listed]
    return _select(row, asked, asking, choices, _("There is no other open hazard at this place."))


def _to_post(row: Transition, asked: Field, asking: Asking) -> FieldView:
    choices = people.receiving_posts(asking.case, asking.on) if asking.case else []
    return _select(row, asked, asking, choices, _("No other body of this place has a duty post yet."))


def _select(row: Transition, asked: Field, asking: Asking, choices: Sequence[Choice], nobody: str) -> FieldView:
    first = Choice(value="", label=_("Please choose"))
    return plain(row, asked, asking, kind="select", choices=[first, *choices], **({} if choices else {"help": nobody}))


def _leaves(row: Transition, asked: Field, asking: Asking) -> FieldView:
    on_it = asking.case.visit.inspectors.select_related("person").order_by("id") if asking.case else ()
    choices = [Choice(value=str(one.person_id), label=f"{one.person.name} · {one.certificate_number}") for one in on_it]
    return _select(row, asked, asking, choices, "")


def _comes(row: Transition, asked: Field, asking: Asking) -> FieldView:
    visit = asking.case.visit if asking.case else None
    found = people.certified_officers(asking.actor, max(asking.on, visit.planned_on) if visit else asking.on)
    on_it = set(visit.inspectors.values_list("person_id", flat=True)) if visit else set()
    choices = [
        Choice(value=str(one.id), label=f"{one.name} · {one.certificate_number}")
        for one in found
        if one.id not in on_it and one.id != asking.actor.person_id
    ]
    return _select(row, asked, asking, choices, _("No other officer of your unit has a valid certificate."))


def _level(row: Transition, asked: Field, asking: Asking) -> FieldView:
    own = {6: "county", 4: "city", 2: "province"}.get(len(asking.actor.territory_code), "county")
    chosen = asking.typed.one("level", own)
    choices = [Choice(value=one, label=words.said(words.CHOICES, one), chosen=one == chosen) for one in asked.choices]
    return plain(row, asked, asking, kind="radio", choices=choices)


def _parts(row: Transition, asked: Field, asking: Asking) -> FieldView:
    return plain(row, asked, asking, kind="textarea", rows=4)


def _participant(row: Transition, person: Participant, asking: Asking) -> FieldView:
    name, typed = WITH + person.role, asking.typed
    if person.side == "named":
        errors = [*typed.of(name), *typed.of(WITH + person.instead)] if person.instead else typed.of(name)
        return FieldView(
            name=name,
            label=_("Name of the representative, or of the witness if they refuse"),
            value=typed.one(name),
            errors=errors,
            help=_("For a refusal name somebody who saw it, such as a village official."),
            max_length=80,
            prefix=row.verb,
        )
    found = _CANDIDATES[person.side](asking)
    nobody = _("Nobody else holds such an office here now.") if not found else ""
    return FieldView(
        name=name,
        label=words.said(words.FIELDS, person.role),
        kind="select",
        value=typed.one(name),
        choices=[Choice(value="", label=_("Please choose")), *found],
        errors=typed.of(name),
        help=nobody,
        prefix=row.verb,
    )


def _beside(asking: Asking) -> list[Choice]:
    """Return the officers who may stand beside the actor: of a visit its own inspectors."""
    found = people.second_officers(asking.actor, asking.on)
    if asking.case is None or asking.case.kind != "visit":
        return found
    on_it = {str(one) for one in asking.case.visit.inspectors.values_list("person_id", flat=True)}
    return [one for one in found if one.value in on_it]


_CANDIDATES: dict[str, Callable[[Asking], list[Choice]]] = {
    "officer": _beside,
    "expert": lambda asking: people.experts(asking.territory, asking.actor, asking.on),
    "committee_office": lambda asking: people.office_people(asking.territory, asking.actor, asking.on),
}
_SPECIAL: dict[str, Callable[[Transition, Field, Asking], FieldView]] = {
    "criterion": _criterion,
    "funds_fen": _funds,
    "on_spot": _on_spot,
    "category": _category,
    "into": _into,
    "to_post": _to_post,
    "leaves": _leaves,
    "comes": _comes,
    "level": _level,
    "parts": _parts,
    "findings": _parts,
}
_HELP: dict[tuple[str, str], Callable[[], str]] = {
    ("submit", "note"): lambda: _("What was done, by whom. Photograph the same spot."),
    ("verify", "note"): lambda: _("What you saw and how you checked it."),
    ("send_back", "reason"): lambda: _("The enterprise reads this: say what is still dangerous."),
    ("send_back", "due_on"): lambda: _("Only if the deadline has passed or shall be earlier."),
    ("resume", "due_on"): lambda: _("Only if no time was left when it was suspended."),
    ("request_extension", "until"): lambda: _("The day until which you need."),
    ("", "measures"): lambda: _("What has to be done, so that anybody can tell whether it was done."),
    ("", "spot"): lambda: _("Building, floor, machine; so that another person finds it."),
    ("", "description"): lambda: _("What is wrong and whom it could hurt."),
    ("", "interim"): lambda: _("What keeps people safe until then."),
    ("", "findings"): lambda: _("Each line is registered as a hazard of its own; leave it empty if nothing was found."),
    ("", "checked"): lambda: _("What you looked at, and in what state it was."),
    ("", "parts"): lambda: _("Each line becomes a hazard of its own."),
    ("", "responsible"): lambda: _("One named person at the enterprise."),
}
_CHOICE_HELP: dict[tuple[str, str], Callable[[], str]] = {
    ("grade", "general"): lambda: _("Small harm and hard to miss; removed at once or soon after it is found."),
    ("grade", "major"): lambda: _("Great harm or hard to remove; work stops in whole or part. Name the criterion."),
    ("signature", "refused"): lambda: _("The order counts all the same; a witness is named."),
}
