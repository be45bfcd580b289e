"""尽职 record: what somebody knew of a case or a place and when, what they did, what they asked for; each with its proof.

It is the officer's own protection: everything in it is a fact that the ledger holds, nothing is written afterwards. What
happened to a case while it was theirs counts as known to them, whether or not they looked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_person
from fangwei.casework.models import Case, Reminder
from fangwei.casework.queries import visible
from fangwei.engines.codes import is_within
from fangwei.ledger.models import Fact, LogEntry
from fangwei.ledger.queries import Told, proven_at, published_facts, receipt, told
from fangwei.oversight.dossier import sha256_of
from fangwei.oversight.models import Letter
from fangwei.oversight.performance import Owned, owned_by
from fangwei.oversight.quarters import Span
from fangwei.register.models import Person, Tenure

FORMAT = "fangwei/diligence/1"
MOST_CASES = 60
MOST_FACTS = 2000
MOST_PERSONS = 12
ASKED = frozenset(
    {
        "propose_transfer", "refuse_transfer", "request_extension", "list_supervision", "propose_downgrade", "propose_void",
        "dispute_grade", "request_resumption", "refer", "stop_works", "assign", "issue_letter", "publish_circular", "bundle",
        "follow_up", "return_plan", "return_work", "reject_answer",
    }
)  # fmt: skip
"""Verbs by which somebody asks others: to take over, for time, for resources, for a decision, for those above or below."""

Side = Literal["knew", "did", "asked"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, on which side, what; `fact_id` is what proves it, None for what the register or a reminder says."""

    at: datetime
    side: Side
    code: str
    about: str
    received_at: datetime
    case_id: UUID | None = None
    fact_id: UUID | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the ledger holds a fact: its leaf and index, whether it is published, when it was provably there."""

    leaf: str
    index: int | None
    published: bool
    proven_at: datetime | None


@dataclass(slots=True)
class Record:
    """What one person knew, did and asked for in a span, about some cases."""

    person: Person
    span: Span
    cases: list[Case]
    entries: list[Entry] = field(default_factory=list)
    seals: dict[UUID, Seal] = field(default_factory=dict)
    tenures: list[Tenure] = field(default_factory=list)
    cut: bool = False

    def of(self, side: Side) -> list[Entry]:
        """Return the lines of one side in their order."""
        return [entry for entry in self.entries if entry.side == side]

    @property
    def sealed(self) -> int:
        """How many of the facts are in the published log."""
        return sum(seal.published for seal in self.seals.values())

    def as_json(self) -> dict[str, Any]:
        """Return the record as it is taken away; its hash is over everything but the hash itself."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "person": {"id": str(self.person.id), "name": self.person.name},
            "from": self.span.first.isoformat(),
            "to": self.span.last.isoformat(),
            "complete": not self.cut,
            "posts": [_post(one) for one in self.tenures],
            "cases": [_case(one) for one in self.cases],
            **{side: [self._line(entry) for entry in self.of(side)] for side in ("knew", "did", "asked")},
        }
        return content | {"sha256": sha256_of(content)}

    def _line(self, entry: Entry) -> dict[str, Any]:
        seal = self.seals.get(entry.fact_id) if entry.fact_id else None
        return {
            "at": entry.at.isoformat(timespec="seconds"),
            "received_at": entry.received_at.isoformat(timespec="seconds"),
            "what": entry.code,
            "about": entry.about,
            "says": entry.says,
            "fact": str(entry.fact_id) if entry.fact_id else None,
            "leaf_sha256": seal.leaf if seal else None,
            "log_index": seal.index if seal else None,
            "proven_at": seal.proven_at.isoformat(timespec="seconds") if seal and seal.proven_at else None,
        }


def receipts_of(record: Record) -> dict[str, str]:
    """Return the receipt of every fact of a record that is in the published log, by the fact's id."""
    return {str(fact_id): str(receipt(fact_id)) for fact_id, seal in record.seals.items() if seal.published}


def diligence_record(person: Person, cases: Iterable[Case], span: Span) -> Record:
    """Return what a person knew, did and asked for about some cases in a span of days."""
    chosen = sorted(cases, key=lambda case: case.opened_at)
    found = Record(person, span, chosen[:MOST_CASES], cut=len(chosen) > MOST_CASES)
    held = Tenure.objects.filter(person=person, start__lte=span.last).select_related(
        "post__organization", "post__enterprise"
    )
    found.tenures = [one for one in held.order_by("start", "id") if one.end is None or one.end > span.first]
    cases_by_id = {case.id: case for case in found.cases}
    posts = {one.post_id for one in found.tenures}
    letters = {one.case_id: one for one in Letter.objects.filter(about_id__in=cases_by_id).select_related("case")}
    owned: dict[UUID, list[Owned]] = {}
    for one in owned_by(posts, span.begins, span.ends) if posts else []:
        owned.setdefault(one.case.id, []).append(one)
    subjects = [*cases_by_id, *letters]
    facts = Fact.objects.filter(subject_id__in=subjects, at__gte=span.begins, at__lt=span.ends).order_by("at", "id")
    rows = told(facts[: MOST_FACTS + 1])
    found.cut = found.cut or len(rows) > MOST_FACTS
    bodies = {one.post.organization_id for one in found.tenures if one.post.organization_id}
    readable = _readable(person, found.tenures, list(cases_by_id), span)
    for row in rows[:MOST_FACTS]:
        letter = letters.get(row.fact.subject_id)
        case = letter.case if letter else cases_by_id[row.fact.subject_id]
        to_me = letter is not None and letter.addressee_id in bodies
        entry = _entry(row, case, found.tenures, owned.get(case.id, []), person, readable, to_me=to_me)
        if entry is not None:
            found.entries.append(entry)
    found.entries += _taken_over(found.tenures, span)
    found.entries += _reminded(list(cases_by_id), posts, span, cases_by_id)
    found.entries.sort(key=lambda entry: (entry.at, entry.side, str(entry.fact_id)))
    found.seals = _seals([entry.fact_id for entry in found.entries if entry.fact_id])
    return found


def _entry(
    row: Told,
    case: Case,
    tenures: list[Tenure],
    owned: list[Owned],
    person: Person,
    readable: set[UUID],
    *,
    to_me: bool,
) -> Entry | None:
    fact, data = row.fact, row.data or {}
    posts = {str(one.post_id) for one in tenures}
    came = str(data.get("owner_post") or data.get("decided_owner") or "") in posts
    code, side = fact.verb, "knew"
    if fact.actor == person.id:
        side = "asked" if fact.verb in ASKED else "did"
    elif _takes_part(row, person):
        side, code = "did", f"with:{fact.verb}"
    elif came:
        code = f"mine:{fact.verb}"
    elif str(data.get("to_post") or "") in posts:
        code = f"offered:{fact.verb}"
    elif to_me and fact.verb in ("issue_letter", "hold_interview", "accept_answer", "reject_answer"):
        code = f"letter:{fact.verb}"
    elif any(one.at(fact.at) for one in owned):
        code = f"seen:{fact.verb}"
    elif case.id in readable and (fact.n == 1 or fact.verb in ("list_supervision", "delist")):
        code = f"readable:{fact.verb}"
    else:
        return None
    says = "\n".join(
        str(data[name]) for name in ("description", "note", "reason", "measures") if isinstance(data.get(name), str)
    )
    return Entry(
        fact.at, _side(side), code, case.number or str(case.id), fact.received_at, case.id, fact.id, says[:600]
    )


def _side(text: str) -> Side:
    return "did" if text == "did" else "asked" if text == "asked" else "knew"


def _takes_part(row: Told, person: Person) -> bool:
    return any(str(one.get("person", "")) == str(person.id) for one in row.fact.participants)


def _taken_over(tenures: list[Tenure], span: Span) -> list[Entry]:
    """The beginnings of office within the span: what a post had already, its holder took over then."""
    found = []
    for one in tenures:
        if one.start >= span.first:
            body = one.post.body
            about = " · ".join(part for part in (body.name if body else "", one.post.name) if part)
            at = Span(one.start, one.start).begins
            found.append(Entry(at, "knew", "office", about, one.recorded_at))
    return found


def _reminded(cases: list[UUID], posts: set[UUID], span: Span, by_id: Mapping[UUID, Case]) -> list[Entry]:
    rows = Reminder.objects.filter(case_id__in=cases, post_id__in=posts, at__gte=span.begins, at__lt=span.ends)
    found = []
    for row in rows.order_by("at", "id"):
        about = by_id[row.case_id].number or str(row.case_id)
        found.append(Entry(row.at, "knew", "reminded", about, row.seen_at or row.at, row.case_id))
    return found


def _readable(person: Person, tenures: list[Tenure], cases: list[UUID], span: Span) -> set[UUID]:
    """The cases that the person might read from the posts held in the span: they stood in their lists."""
    found: set[UUID] = set()
    for one in tenures:
        last = span.last if one.end is None else min(span.last, one.end - timedelta(days=1))
        for actor in actors_of_person(person.id, last):
            if actor.post_id == one.post_id:
                found |= set(visible(actor).filter(id__in=cases).values_list("id", flat=True))
    return found


def _seals(facts: list[UUID]) -> dict[UUID, Seal]:
    wanted = list(dict.fromkeys(facts))
    found: dict[UUID, Seal] = {}
    for start in range(0, len(wanted), 400):
        some = wanted[start : start + 400]
        numbers = dict(LogEntry.objects.filter(fact_id__in=some).values_list("fact_id", "number"))
        published, proven = published_facts(some), proven_at(some)
        for fact_id, leaf in Fact.objects.filter(id__in=some).values_list("id", "leaf_hash"):
            found[fact_id] = Seal(bytes(leaf).hex(), numbers.get(fact_id), fact_id in published, proven.get(fact_id))
    return found


def _post(one: Tenure) -> dict[str, Any]:
    body = one.post.body
    return {
        "post": one.post.name,
        "organization": body.name if body else "",
        "start": one.start.isoformat(),
        "end": one.end.isoformat() if one.end else None,
        "acting": one.acting,
        "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": str(case.id),
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "territory": case.territory,
    }


def may_take_record(actor: Actor, person_id: UUID, territory: str) -> bool:
    """Whether an actor may draw a person's record: their own, or as an auditor one of their own territory."""
    if actor.person_id is not None and actor.person_id == person_id:
        return True
    return actor.role == "auditor" and bool(actor.territory_code) and is_within(territory, actor.territory_code)


def persons_for_record(actor: Actor, place_id: UUID, territory: str) -> list[Person]:
    """Return whose records about a place an actor may draw: one's own where one reads a case there or acted on one.

    For an auditor of the territory also those of everybody who acted on the cases there, the latest first.
    """
    here = list(Case.objects.filter(place_id=place_id).order_by("-id").values_list("id", flat=True)[:MOST_CASES])
    acted = Fact.objects.filter(subject_id__in=here, actor__isnull=False).exclude(actor=actor.person_id)
    mine = bool(actor.person_id and here and cases_for_record(actor, actor.person_id, place_id=place_id))
    persons = [actor.person_id] if mine and actor.person_id else []
    if actor.role == "auditor" and may_take_record(actor, UUID(int=0), territory):
        latest = acted.order_by("-at", "-id").values_list("actor", flat=True)[:MOST_FACTS]
        persons += list(dict.fromkeys(one for one in latest if one))[:MOST_PERSONS]
    found = Person.objects.in_bulk(persons)
    return [found[one] for one in persons if one in found]


def cases_for_record(actor: Actor, person_id: UUID, *, case_key: str = "", place_id: UUID | None = None) -> list[Case]:
    """Return the cases of a number, id or place that a record may speak of: those the actor reads, or the person acted on.

    Who has moved to another post still gets the record of what they did in the old one.
    """
    wanted = Case.objects.all()
    if place_id is not None:
        wanted = wanted.filter(place_id=place_id)
    else:
        try:
            wanted = wanted.filter(id=UUID(case_key))
        except ValueError:
            wanted = wanted.filter(number=case_key.strip().upper())
    rows = list(wanted.order_by("-id")[: MOST_CASES + 1])
    ids = [case.id for case in rows]
    seen = set(visible(actor).filter(id__in=ids).values_list("id", flat=True))
    if actor.person_id == person_id:
        seen |= set(Fact.objects.filter(subject_id__in=ids, actor=person_id).values_list("subject_id", flat=True))
    return [case for case in rows if case.id in seen]
