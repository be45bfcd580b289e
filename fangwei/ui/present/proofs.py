"""Who may have the proof of what: whoever may read a record may take its whole life along, and nobody else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import places_in_reach
from fangwei.casework.kinds import all_kinds, kind_of
from fangwei.casework.models import Case
from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import chain, life
from fangwei.ledger.queries.watching import Link
from fangwei.register.models import Enterprise, MajorInstallation, Organization, Person, Post, Tenure
from fangwei.sheets.queries import job_of
from fangwei.ui.parts import ChipView, Column, EmptyView, LinesView, ListView, Row, TimeView
from fangwei.ui.present.asked import ENTERPRISE, READERS
from fangwei.ui.present.links import case_href, place_href
from fangwei.ui.present.records import happened_to, kind_name

AUDITORS = frozenset({"auditor", "leader", "committee_office"})
PAGE = 100

_OF_A_TERRITORY = frozenset({"jurisdiction", "territory", "duty", "portfolio", "secondment"})
_OF_EVERYBODY = frozenset({"law", "ledger"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that somebody may read: its kind, its id, what it is called, and its own page if there is one."""

    kind: str
    id: UUID
    title: str
    href: str = ""


def readable(actor: Actor, kind: str, subject: UUID, *, surface: str = "desk") -> Subject | None:
    """Return the record if this actor may read it, None when not or when there is none."""
    if kind in all_kinds():
        return _case(actor, kind, subject, surface)
    reader = _READERS.get(kind)
    if reader is not None:
        title = reader(actor, subject)
        shown = place_href(surface, subject) if kind == "place" else ""
        return Subject(kind, subject, title, shown) if title else None
    return _of_territory(actor, kind, subject)


def may_take_life(actor: Actor, subject: UUID) -> bool:
    """Say whether the whole history of a record goes to this reader, or a part of it is withheld from them."""
    case = Case.objects.filter(id=subject).first()
    return case is None or not kind_of(case.kind).withheld(case, actor)


def readable_fact(actor: Actor, fact: UUID) -> Subject | None:
    """Return the record that a fact speaks of, if this actor may read it."""
    told = Fact.objects.filter(id=fact).values_list("subject_kind", "subject_id").first()
    return readable(actor, *told) if told else None


def _case(actor: Actor, kind: str, subject: UUID, surface: str) -> Subject | None:
    try:
        case = case_for(actor, str(subject))
    except Refused:
        return None
    title = " ".join(part for part in (case.number, case.title) if part)
    return Subject(kind, subject, title, case_href(surface, subject)) if case.kind == kind else None


def _place(actor: Actor, subject: UUID) -> str:
    if actor.role not in READERS | ENTERPRISE:
        return ""
    return places_in_reach(actor).filter(id=subject).values_list("name", flat=True).first() or ""


def _installation(actor: Actor, subject: UUID) -> str:
    found = MajorInstallation.objects.filter(id=subject).first()
    return found.name if found is not None and _place(actor, found.site_id) else ""


def _enterprise(actor: Actor, subject: UUID) -> str:
    own = actor.enterprise_id == subject
    if own or (actor.role in READERS and places_in_reach(actor).filter(site__enterprise_id=subject).exists()):
        return Enterprise.objects.filter(id=subject).values_list("name", flat=True).first() or ""
    return ""


def _organization(actor: Actor, subject: UUID) -> str:
    found = Organization.objects.filter(id=subject).first()
    if found is None:
        return ""
    own = actor.organization_id == subject
    below = actor.role in READERS and _below(found.territory_code, actor)
    return found.name if own or below else ""


def _below(code: str, actor: Actor) -> bool:
    return actor.organization_id is not None and code.startswith(actor.territory_code)


def _post(actor: Actor, subject: UUID) -> str:
    post = Post.objects.filter(id=subject).first()
    if post is None:
        return ""
    body, of_firm = post.organization_id, post.enterprise_id
    seen = (_organization(actor, body) if body else "") or (_enterprise(actor, of_firm) if of_firm else "")
    return f"{seen} · {post.name}" if seen else ""


def _tenure(actor: Actor, subject: UUID) -> str:
    found = Tenure.objects.select_related("person").filter(id=subject).first()
    post = _post(actor, found.post_id) if found is not None else ""
    return f"{post} · {found.person.name}" if found is not None and post else ""


def _person(actor: Actor, subject: UUID) -> str:
    person = Person.objects.filter(id=subject).first()
    if person is None:
        return ""
    held = Tenure.objects.filter(person=person).values_list("post_id", flat=True)
    known = actor.role in AUDITORS and any(_post(actor, post) for post in held)
    return person.name if actor.person_id == subject or known else ""


def _sheet(actor: Actor, subject: UUID) -> str:
    job = job_of(actor, subject)
    return job.file_name if job is not None else ""


_READERS: dict[str, Callable[[Actor, UUID], str]] = {
    "place": _place,
    "installation": _installation,
    "enterprise": _enterprise,
    "organization": _organization,
    "post": _post,
    "tenure": _tenure,
    "person": _person,
    "sheet_import": _sheet,
}


def _of_territory(actor: Actor, kind: str, subject: UUID) -> Subject | None:
    """Return a record that has no page of its own, for those who watch the territory that its first fact names."""
    if actor.role not in AUDITORS or kind not in _OF_A_TERRITORY | _OF_EVERYBODY:
        return None
    first = Fact.objects.filter(subject_id=subject, n=1, subject_kind=kind).first()
    if first is None or (kind in _OF_A_TERRITORY and not _below(first.territory, actor)):
        return None
    return Subject(kind, subject, kind_name(kind))


def proof_href(kind: str, subject: UUID) -> str:
    """Return the page that proves a record's whole life."""
    return reverse("ledger-proof", args=[kind, str(subject)])


def proof_page(subject: Subject, after: int) -> dict[str, Any]:
    """Return the context of a record's proof: its facts in order with their three times, and what can be taken away."""
    links = chain(subject.id, after=after, limit=PAGE + 1)
    return {
        "subject": subject,
        "kind": kind_name(subject.kind),
        "chain": chain_list(subject.title, links[:PAGE], proof_href(subject.kind, subject.id), more=len(links) > PAGE),
        "life": reverse("ledger-record-life", args=[subject.kind, str(subject.id)]),
        "apart": any(link.gap for link in links),
    }


def chain_list(caption: str, links: list[Link], address: str, *, more: bool) -> ListView:
    """Return an object's facts with their places in the log and their three times; a row leads to its receipt."""
    return ListView(
        caption=caption,
        columns=[
            Column(key="n", label=_("Step"), kind="number", width="fit"),
            Column(key="what", label=_("What happened"), on_phone="title", width="wide"),
            Column(key="claimed", label=_("Claimed"), kind="time"),
            Column(key="received", label=_("Received"), kind="time"),
            Column(key="proven", label=_("Proven"), kind="time"),
            Column(key="number", label=_("Log entry"), kind="number", width="fit"),
        ],
        rows=[_link(link) for link in links],
        empty=EmptyView(title=_("Nothing has happened yet.")),
        next=f"{address}?after={links[-1].fact.n}" if more else "",
    )


def _link(link: Link) -> Row:
    mark = ChipView(_("times too far apart"), "strong")
    what = happened_to(link.fact.subject_kind, link.fact.verb)
    return Row(
        key=str(link.fact.id),
        cells={
            "n": link.fact.n,
            "what": LinesView(what, mark) if link.gap else what,
            "claimed": TimeView(link.fact.at),
            "received": TimeView(link.fact.received_at),
            "proven": TimeView(link.proven_at) if link.proven_at else None,
            "number": str(link.number) if link.number is not None else None,
        },
        href=reverse("ledger-receipt", args=[link.fact.id]) if link.number is not None else "",
    )


def life_of(subject: Subject) -> tuple[dict[str, Any], str]:
    """Return a record's whole life and the name of the file to keep it in. Raises: LedgerRefused."""
    return life(subject.id), f"{subject.kind}-{subject.id}.json"
