"""One act on many cases: what it would do to each, who would see it, and what became of each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.events import Act, Outcome
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case
from fangwei.casework.queries import May, may
from fangwei.engines.lifecycle import Transition
from fangwei.engines.lifecycle.decide import required_participants
from fangwei.ui.parts import ChipView, Choice, Column, EmptyView, FieldView, LinesView, ListView, Row
from fangwei.ui.present import verbs, words
from fangwei.ui.present.cards import grade_view, state_chip
from fangwei.ui.present.fields import Asking, fields_of
from fangwei.ui.present.links import case_href
from fangwei.ui.present.may import LIKELY, ON_OTHER_PAGES, seen_by
from fangwei.ui.present.typed import data_of, id_or_new

AT_ONCE = 200
"""How many cases one form acts on at most; each is an act of its own."""

_SHARED = frozenset({"text", "line", "choice", "date", "yes", "post"})
_EACH_ITS_OWN = frozenset(
    {"amend", "merge", "split", "reinspect", "submit", "verify", "order", "set_deadline", "upgrade", "refer", "control"}
)
"""What nobody should do to many at a stroke: it says something of one case alone."""

_ONLY_GENERAL = "grade"
_NAMED = 3
_LOADED = ("owner_post__organization", "place__site__enterprise", "hazard")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen case as a form carries it: with the version that was seen and the id of the act on it."""

    case: Case
    act_id: UUID

    @property
    def mark(self) -> str:
        """The value of the form's hidden field."""
        return f"{self.case.id}~{self.case.version}~{self.act_id}"


@dataclass(frozen=True, kw_only=True)
class BulkOffer:
    """One verb on the chosen cases: how many it fits, why not the others, who would see it, and its form."""

    verb: str
    label: str
    says: str
    done: int
    refused: Sequence[tuple[str, int]]
    seen_by: Sequence[str]
    fields: Sequence[FieldView]
    marks: Sequence[str]


def chosen_of(cases: Iterable[Case]) -> list[Chosen]:
    """Return cases as a form will carry them."""
    return [Chosen(case, uuid7()) for case in cases]


def offers_of(chosen: Sequence[Chosen], actor: Actor, at: datetime) -> list[BulkOffer]:
    """Return the verbs that fit at least one of the chosen cases and ask the same of all, the likeliest first."""
    found = {one.case.pk: may(one.case, actor, at=at) for one in chosen}
    rows: dict[str, dict[UUID, Transition]] = {}
    for key, allowed in found.items():
        for row in allowed.rows:
            if _fits_many(row, allowed):
                rows.setdefault(row.verb, {})[key] = row
    names = sorted(
        rows, key=lambda verb: (LIKELY.index(verb) if verb in LIKELY else len(LIKELY), -len(rows[verb]), verb)
    )
    return [_offer(verb, rows[verb], chosen, found, actor, at) for verb in names]


def _place(verb: str) -> int:
    return len(LIKELY) + list(verbs.LABELS).index(verb)


def _fits_many(row: Transition, allowed: May) -> bool:
    if row.verb in ON_OTHER_PAGES | _EACH_ITS_OWN or row.verb not in verbs.LABELS or row.evidence:
        return False
    if required_participants(row, allowed.truths):
        return False
    return all(field.kind in _SHARED for field in row.fields if field.required)


def _offer(
    verb: str,
    rows: dict[UUID, Transition],
    chosen: Sequence[Chosen],
    found: dict[UUID, May],
    actor: Actor,
    at: datetime,
) -> BulkOffer:
    fitting = [one for one in chosen if one.case.pk in rows]
    first = fitting[0].case
    shared = replace(rows[first.pk], fields=tuple(one for one in rows[first.pk].fields if one.kind in _SHARED))
    fields = fields_of(shared, Asking(first, first.place, actor, at, found[first.pk].truths), leave_out=("criterion",))
    others = Counter(_why_not(verb, one.case, found[one.case.pk]) for one in chosen if one.case.pk not in rows)
    return BulkOffer(
        verb=verb,
        label=words.verb(verb),
        says=words.said(verbs.SAYS, verb),
        done=len(fitting),
        refused=others.most_common(),
        seen_by=_readers(one.case for one in fitting),
        fields=[_general(field) if verb == _ONLY_GENERAL else field for field in fields if field.kind != "file"],
        marks=[one.mark for one in chosen],
    )


def _readers(cases: Iterable[Case]) -> list[str]:
    """Return who reads what is written on some cases: each enterprise its own, the authorities all of them."""
    firms: dict[str, None] = {}
    others: dict[str, None] = {}
    for case in cases:
        site = getattr(case.place, "site", None)
        if site is None or case.kind == "order":
            others[seen_by(case)] = None
        else:
            firms[site.enterprise.name] = None
            others[_("the authorities with a duty here")] = None
    named = words.listing([*firms][:_NAMED]) + ("…" if len(firms) > _NAMED else "")
    mine = [_("%(n)s enterprises, each its own: %(names)s") % {"n": len(firms), "names": named}] if firms else []
    return [*mine, *others]


def _general(field: FieldView) -> FieldView:
    # A major hazard cites a criterion of its own: many at a stroke are general ones.
    if field.name != "grade":
        return field
    label = next((choice.label for choice in field.choices if choice.value == "general"), "")
    return replace(field, choices=[Choice(value="general", label=label, chosen=True)], value="general")


def _why_not(verb: str, case: Case, allowed: May) -> str:
    if who := allowed.others.get(verb):
        return _("only %(who)s may") % {"who": words.relations(who)}
    return _("not possible while “%(state)s”") % {"state": words.state(case.state)}


def sent_back(texts: Sequence[str], cases: Sequence[Case]) -> list[tuple[Chosen, int]]:
    """Return what a sent form carries of the cases that its sender may read: each with the version seen."""
    known = {str(case.pk): case for case in cases}
    found = []
    for text in texts[:AT_ONCE]:
        case_id, _tilde, rest = text.partition("~")
        version, _tilde, act_id = rest.partition("~")
        if case_id in known and version.isdecimal():
            found.append((Chosen(known[case_id], id_or_new(act_id)), int(version)))
    return found


def acts_of(sent: Sequence[tuple[Chosen, int]], verb: str, post: QueryDict, actor: Actor, at: datetime) -> list[Act]:
    """Return the acts that a sent form asks for, one a case; what does not fit is left to the door to refuse."""
    acts = []
    for one, version in sent:
        row = next((row for row in may(one.case, actor, at=at).rows if row.verb == verb), None)
        row = row or next((row for row in kind_of(one.case.kind).lifecycle.rows(verb) if not row.hidden), None)
        data: dict[str, Any] = data_of(row, post) if row is not None else {}
        acts.append(Act(one.act_id, one.case.pk, verb, max(at, one.case.last_at), data, if_version=version))
    return acts


def loaded(cases: Any) -> list[Case]:
    """Return the cases of a query set as an act needs them, the oldest first."""
    return list(cases.select_related(*_LOADED).order_by("id")[:AT_ONCE])


def chosen_list(cases: Sequence[Case]) -> ListView:
    """Return the list of what was chosen."""
    return _list(cases, [Column(key="state", label=_("State"), width="fit", on_phone="bare")], {})


def outcome_list(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> ListView:
    """Return what became of each case, the refused ones first, each with its reason."""
    said = {one.case_id: one for one in outcomes}
    ordered = sorted(cases, key=lambda case: said[case.pk].done)
    shown: dict[UUID, ChipView | LinesView] = {}
    for case in ordered:
        refusal = said[case.pk].refusal
        texts = refusal.texts() if refusal is not None else []  # type: ignore[attr-defined]
        shown[case.pk] = LinesView(_("not done"), " ".join(texts)) if refusal else ChipView(_("done"), "done")
    return _list(ordered, [Column(key="outcome", label=_("What became of it"), on_phone="line")], shown)


def _list(cases: Sequence[Case], more: Sequence[Column], outcome: dict[UUID, ChipView | LinesView]) -> ListView:
    return ListView(
        caption=_("Chosen cases"),
        columns=[
            Column(key="what", label=_("Hazard"), width="wide", on_phone="title"),
            Column(key="grade", label=_("Grade"), width="fit", on_phone="bare"),
            *more,
        ],
        rows=[
            Row(
                key=str(case.pk),
                href=case_href("desk", case.pk),
                cells={
                    "what": LinesView(case.title, case.place.name if case.place else ""),
                    "grade": grade_view(case),
                    "state": state_chip(case),
                    "outcome": outcome.get(case.pk),
                },
            )
            for case in cases
        ],
        empty=EmptyView(title=_("Nothing was chosen."), how=_("Tick the boxes of a list first.")),
    )
