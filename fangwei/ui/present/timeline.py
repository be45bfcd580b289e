"""A case's facts as a timeline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fangwei.casework.models import Case, Evidence
from fangwei.ledger.queries import Told, facts_apart, history, proven_at, published_facts
from fangwei.ui.parts import EventView, LinkView, PersonView, TimelineView
from fangwei.ui.parts.cases import Proof
from fangwei.ui.present import words
from fangwei.ui.present.evidence import evidence_view
from fangwei.ui.present.people import names_of_persons, names_of_posts

PAGE = 20
_CHANNELS = {
    "sheet": gettext_lazy("from a sheet"),
    "offline": gettext_lazy("sent later from the field"),
    "api": gettext_lazy("through the interface"),
    "phone": gettext_lazy("by telephone"),
    "system": gettext_lazy("by the system"),
    "web": gettext_lazy("on a page"),
    "register": gettext_lazy("in the register"),
}
_TOLD = words.RELATIONS | {
    "head": gettext_lazy("the head of the unit"),
    "leader": gettext_lazy("the leader in charge"),
    "rectifier": words.RELATIONS["rectifying_side"],
    "proposed": words.RELATIONS["proposed_owner"],
}
_USUAL = frozenset({"web", "register"})
_TEXTS = ("description", "note", "reason", "measures", "interim")


_LEAVING = ("leaves", "comes")
"""Under which names an act says who leaves a visit and who comes instead."""


@dataclass(frozen=True)
class _Names:
    persons: Mapping[UUID, str]
    posts: Mapping[UUID, tuple[str, str]]
    files: Mapping[UUID, list[Evidence]]
    logged: set[UUID]
    proven: Mapping[UUID, datetime]
    gaps: set[UUID]


def timeline(case: Case, *, before: int | None, address: str) -> TimelineView:
    """Return a page of what happened to a case, newest first; `address` is where older events are read."""
    told = history(case.id, before=before, limit=PAGE)
    names = _names(told)
    oldest = told[-1].fact.n if told else 0
    more = LinkView(_("Earlier events"), f"{address}?before={oldest}#timeline") if oldest > 1 else None
    return TimelineView([_event(one, names) for one in told], more)


def _names(told: list[Told]) -> _Names:
    persons = {one.fact.actor for one in told if one.fact.actor}
    posts = {one.fact.acting_post for one in told if one.fact.acting_post}
    for one in told:
        persons |= {UUID(entry["person"]) for entry in one.fact.participants if entry.get("person")}
        posts |= {UUID(post) for post in _posts_named(one.data or {})}
        persons |= {UUID(str(one.data[name])) for name in _LEAVING if one.data and one.data.get(name)}
    files: dict[UUID, list[Evidence]] = {}
    for file in Evidence.objects.filter(fact_id__in=[one.fact.id for one in told]).order_by("id"):
        if file.fact_id:
            files.setdefault(file.fact_id, []).append(file)
            persons |= {file.uploaded_by} if file.uploaded_by else set()
    ids = [one.fact.id for one in told]
    proven, people, held = proven_at(ids), names_of_persons(persons), names_of_posts(posts)
    gaps = facts_apart([one.fact for one in told], proven)
    return _Names(people, held, files, published_facts(ids), proven, gaps)


def _proof(fact_id: UUID, names: _Names) -> Proof:
    if fact_id not in names.logged:
        return "pending"
    return "witnessed" if fact_id in names.proven else "logged"


def _posts_named(data: Mapping[str, Any]) -> list[str]:
    named = (str(data[name]) for name in ("owner_post", "to_post", "decided_owner") if data.get(name))
    return list(dict.fromkeys(named))


def _event(one: Told, names: _Names) -> EventView:
    fact, data = one.fact, one.data or {}
    post = names.posts.get(fact.acting_post, ("", "")) if fact.acting_post else ("", "")
    return EventView(
        at=fact.at,
        proven_at=names.proven.get(fact.id, fact.received_at),
        gap=fact.id in names.gaps,
        proof=_proof(fact.id, names),
        proof_href=reverse("ledger-receipt", args=[fact.id]) if fact.id in names.logged else "",
        what=words.happened(fact.verb),
        actor=names.persons.get(fact.actor, "") if fact.actor else "",
        post=" · ".join(part for part in (post[1], post[0]) if part) if fact.actor else _("The system"),
        text=(_rung(data) or _text(data))
        if one.data is not None
        else _("What was said here has been lawfully erased."),
        changes=_changes(data, names),
        people=_people(fact.participants, data, names),
        evidence=[evidence_view(file, names.persons) for file in names.files.get(fact.id, [])],
        channel="" if fact.channel in _USUAL or not fact.actor else channel_name(fact.channel),
    )


def channel_name(channel: str) -> str:
    """Return by which way a fact came; a channel that nobody has named is shown as it is."""
    return str(_CHANNELS.get(channel, channel))


def _rung(data: Mapping[str, Any]) -> str:
    """Return which clock a reminder of the ladder was about, how late it was by then, and whom it told."""
    if not (data.get("told") and data.get("step") and isinstance(data.get("days"), int)):
        return ""
    said = {"clock": words.said(words.CLOCKS, str(data.get("clock", ""))), "who": words.said(_TOLD, str(data["told"]))}
    late = ngettext("%(clock)s: %(n)s day late, told %(who)s", "%(clock)s: %(n)s days late, told %(who)s", data["days"])
    return late % {**said, "n": data["days"]}


def _text(data: Mapping[str, Any]) -> str:
    return "\n".join(str(data[name]) for name in _TEXTS if isinstance(data.get(name), str) and data[name])


def _changes(data: Mapping[str, Any], names: _Names) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    before, after = str(data.get("from", "")), str(data.get("to", ""))
    if after and before != after:
        found.append((_("State"), "" if before == "new" else words.state(before), words.state(after)))
    if data.get("grade"):
        found.append((_("Grade"), "", words.said(words.CHOICES, str(data["grade"]))))
    for name in ("due_on", "until", "review_on"):
        if data.get(name):
            found.append((words.said(words.FIELDS, name), "", str(data[name])))
    if all(data.get(name) for name in _LEAVING):
        left, came = (names.persons.get(UUID(str(data[name])), "") for name in _LEAVING)
        numbers = data.get("certificates") or ("", "")
        found.append((_("Inspector"), _certified(left, numbers[0]), _certified(came, numbers[1])))
    for post in _posts_named(data):
        held = names.posts.get(UUID(post))
        if held:
            found.append((_("Who answers"), "", f"{held[1]} · {held[0]}"))
    return found


def _certified(name: str, number: str) -> str:
    return f"{name}（{number}）" if number else name


def _people(bare: list[dict[str, str]], data: Mapping[str, Any], names: _Names) -> list[PersonView]:
    people = [
        PersonView(
            name=names.persons.get(UUID(entry["person"]), ""), role=words.said(words.FIELDS, entry.get("role", ""))
        )
        for entry in bare
        if entry.get("person")
    ]
    named = data.get("participants") or []
    return people + [
        PersonView(
            name=str(entry.get("name", "")),
            role=words.said(words.FIELDS, str(entry.get("role", ""))),
            organization=str(entry.get("note", "")),
        )
        for entry in named
        if isinstance(entry, dict)
    ]
