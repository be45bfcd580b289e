"""The verbs of papers: draw up, keep the files, serve, withdraw, replace by a new edition. Each but the files is a fact."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.events import Act, Step
from fangwei.casework.evidence import attach
from fangwei.casework.models import Case
from fangwei.casework.relations import OFFICER_ROLES
from fangwei.documents.events import document_fact
from fangwei.documents.kinds import DocumentKind, document_kind, document_kinds
from fangwei.documents.models import Document, Rendering, Series, Service
from fangwei.documents.numbers import number_of
from fangwei.documents.printing import print_pdf
from fangwei.documents.queries import material
from fangwei.documents.queries.files import chosen_faces, filled, paper_data, path_of, storage, template_of
from fangwei.documents.queries.papers import authority_of, may_issue
from fangwei.documents.refusals import DocumentRefused
from fangwei.documents.word import plain
from fangwei.engines.merkle import canonical
from fangwei.ledger.actions import append
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import Told, told
from fangwei.register.law import book
from fangwei.register.models import Organization, Tenure
from fangwei.register.queries import names_of


def follow_act(step: Step) -> list[Act]:
    """Draw up the papers that belong to an act at once, in its transaction; for a kind of case's `after`.

    An act sent twice is carried out once, so its paper is drawn up once. What an act of nobody's authority did has no paper.
    """
    kinds = [kind for kind in document_kinds(step.case.kind) if kind.automatic and step.act.verb in kind.verbs]
    if kinds:
        [done] = told(Fact.objects.filter(id=step.act.act_id))
        for kind in kinds:
            authority = authority_of(step.case, done)
            if authority is not None and kind.applies(step.case, done):
                _draw(step.case, kind, done, authority, by=step.by, at=step.act.at, channel=step.channel)
    return []


@transaction.atomic
def draw_up(
    case: Case,
    *,
    kind: str,
    by: Actor,
    at: datetime,
    fact_id: UUID | None = None,
    document_id: UUID | None = None,
    channel: str = "web",
) -> Document:
    """Draw up a paper about a case: number it and freeze what it says. The same `document_id` twice is one paper.

    Raises: DocumentRefused.
    """
    known = Document.objects.filter(id=document_id).first() if document_id else None
    if known is not None:
        return known
    found = document_kind(kind)
    if found is None or found.case_kind != case.kind:
        raise DocumentRefused("kind_unknown")
    done = _documented(case, found, fact_id)
    authority = authority_of(case, done)
    _check_authority(by, authority)
    assert authority is not None
    _lock(case)
    if done is not None:
        standing = Document.objects.filter(fact_id=done.fact.id, kind=kind).order_by("-edition").first()
        if standing is not None:
            raise DocumentRefused("already_drawn", number=standing.number)
    return _draw(case, found, done, authority, by=by, at=at, channel=channel, document_id=document_id)


@transaction.atomic
def redraw(document: Document, *, reason: str, by: Actor, at: datetime, channel: str = "web") -> Document:
    """Replace a paper by a new edition with a number of its own; the old one is withdrawn and keeps its number.

    Raises: DocumentRefused.
    """
    _lock(document.case)
    document = Document.objects.select_related("authority", "case").get(id=document.id)
    kind = document_kind(document.kind)
    if kind is None or Document.objects.filter(replaces=document).exists():
        raise DocumentRefused("withdrawn", number=document.number)
    _check_authority(by, document.authority)
    _end(document, reason, by, at, channel)
    done = told(Fact.objects.filter(id=document.fact_id)) if document.fact_id else []
    first = done[0] if done else None
    return _draw(document.case, kind, first, document.authority, by=by, at=at, channel=channel, replaces=document)


@transaction.atomic
def withdraw(document: Document, *, reason: str, by: Actor, at: datetime, channel: str = "web") -> Document:
    """Take a paper back, with the reason; its number stays taken. Raises: DocumentRefused."""
    _lock(document.case)
    document = Document.objects.select_related("authority", "case").get(id=document.id)
    _check_authority(by, document.authority)
    if document.withdrawn_at is not None:
        raise DocumentRefused("withdrawn", number=document.number)
    return _end(document, reason, by, at, channel)


@transaction.atomic
def keep_files(document: Document, *, at: datetime) -> list[Rendering]:
    """Make the Word file and the PDF of a paper and keep them by their hash; what is kept already stays as it is.

    Raises: DocumentRefused (template_faulty); without a Chinese font only the Word file is kept.
    """
    kept = {row.format: row for row in document.files.all()}
    kind = document_kind(document.kind)
    if kind is None:
        raise DocumentRefused("kind_unknown")
    template = template_of(kind)
    word = filled(template, document)
    made = {Rendering.Format.DOCX: word}
    try:
        data = paper_data(document, word)
        made[Rendering.Format.PDF] = print_pdf("paper.typ", data, chosen_faces(), at=document.drawn_at)
    except DocumentRefused as refused:
        if refused.code != "no_fonts":
            raise
    for form, content in made.items():
        if form not in kept:
            kept[form] = _keep(document, form, content, template.sha256, at)
    return list(kept.values())


@transaction.atomic
def serve(
    document: Document,
    *,
    how: str,
    receiver: str,
    served_at: datetime,
    by: Actor,
    at: datetime,
    second: UUID | None = None,
    relation: str = "",
    witness: str = "",
    refused: bool = False,
    note: str = "",
    receipt: UUID | None = None,
    channel: str = "web",
) -> Service:
    """Record that a paper was served, or that receiving it was refused before a witness; keeps the files as handed over.

    Raises: DocumentRefused.
    """
    _check_authority(by, document.authority)
    _check_service(document, how=how, receiver=receiver, served_at=served_at, at=at, refused=refused, witness=witness)
    officers = _officers(document, by, second, served_at)
    files = {row.format: row.sha256 for row in keep_files(document, at=at)}
    outcome = Service.Outcome.REFUSED if refused else Service.Outcome.RECEIVED
    said = {
        "how": how,
        "outcome": outcome.value,
        "served_at": served_at.isoformat(),
        "files": files,
        "number": document.number,
    }
    said |= {"receiver": receiver, "witness": witness}
    who = [{"role": "second_officer", "person": str(one)} for one in officers[1:]]
    fact = append([document_fact(document, "serve", by, at, channel, said, participants=who)])[0]
    if receipt is not None:
        attach([receipt], case=document.case, fact_id=fact.id, by=by, stage="serve")
    return Service.objects.create(
        document=document,
        how=how,
        receiver=receiver[:80],
        relation=relation[:80],
        outcome=outcome,
        witness=witness[:80],
        note=note[:2000],
        served_at=served_at,
        officers=[str(one) for one in officers],
        receipt_id=receipt,
        files=files,
        recorded_by=by.person_id,
        recorded_at=at,
    )


def _documented(case: Case, kind: DocumentKind, fact_id: UUID | None) -> Told | None:
    if not kind.verbs:
        return None
    facts = Fact.objects.filter(subject_id=case.id, verb__in=kind.verbs).order_by("-n")
    if fact_id is not None:
        facts = facts.filter(id=fact_id)
    done = next((one for one in told(facts[:50]) if kind.applies(case, one)), None)
    if done is None:
        raise DocumentRefused("nothing_to_document")
    return done


def _check_authority(by: Actor, authority: Organization | None) -> None:
    if authority is None:
        raise DocumentRefused("no_authority")
    if not may_issue(by, authority):
        raise DocumentRefused("not_your_document", authority=authority.name)


def _lock(case: Case) -> None:
    # One paper of a case at a time: two officers who press the same button get one paper and one refusal.
    if connection.features.has_select_for_update:
        list(Case.objects.select_for_update().filter(id=case.id).values_list("id"))


def _draw(
    case: Case,
    kind: DocumentKind,
    done: Told | None,
    authority: Organization,
    *,
    by: Actor,
    at: datetime,
    channel: str,
    document_id: UUID | None = None,
    replaces: Document | None = None,
) -> Document:
    day = material.local_day(at)
    serial = _next_serial(authority, kind.mark, day.year)
    area = names_of([authority.territory_code]).get(authority.territory_code, "")
    number = number_of(area, authority.kind, authority.name, kind.mark, day.year, serial)
    said: material.Values = {
        "标题": kind.title,
        "机关": authority.name,
        "文号": number,
        "日期": material.chinese_day(day),
        "案号": case.number or "",
        "救济": material.remedies(day, authority.territory_code) if kind.remedies else "",
        "替代文号": replaces.number if replaces else "",
        "附件": material.evidence_of_act(done),
    }
    said |= material.party(case) | material.acting(done, by.person_id)
    content = plain({**said, **kind.gather(case, done, at)})
    if kind.signs is not None:
        content["执法人员"] += material.lines_for_others(len(content["执法人员"]), day, authority.territory_code)
    document = Document.objects.create(
        id=document_id or uuid7(),
        case=case,
        kind=kind.name,
        authority=authority,
        year=day.year,
        serial=serial,
        number=number,
        edition=replaces.edition + 1 if replaces else 1,
        replaces=replaces,
        fact_id=done.fact.id if done else None,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        drawn_by=by.person_id,
        drawn_at=at,
    )
    said_of = {"number": number, "kind": kind.name, "case": str(case.id), "sha256": document.sha256}
    cause = done.fact.id if done else None
    append([document_fact(document, "draw_up", by, at, channel, said_of, cause=cause)], fresh=True)
    return document


def _next_serial(authority: Organization, mark: str, year: int) -> int:
    """Return the next serial; the row's lock holds until the transaction ends, and a rolled back one gives it back."""
    rows = Series.objects.filter(authority=authority, mark=mark, year=year)
    if not rows.update(last=F("last") + 1):
        Series.objects.bulk_create([Series(authority=authority, mark=mark, year=year)], ignore_conflicts=True)
        rows.update(last=F("last") + 1)
    return rows.get().last


def _end(document: Document, reason: str, by: Actor, at: datetime, channel: str) -> Document:
    if not reason.strip():
        raise DocumentRefused("reason_missing")
    if document.withdrawn_at is None:
        document.withdrawn_by, document.withdrawn_at, document.withdrawn_reason = (
            by.person_id,
            at,
            reason.strip()[:2000],
        )
        document.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        said = {"number": document.number, "reason": document.withdrawn_reason}
        append([document_fact(document, "withdraw", by, at, channel, said)])
    return document


def _keep(document: Document, form: str, content: bytes, template: str, at: datetime) -> Rendering:
    sha256 = hashlib.sha256(content).hexdigest()
    if not storage().exists(path_of(sha256)):
        storage().save(path_of(sha256), ContentFile(content))
    row, _made = Rendering.objects.get_or_create(
        document=document,
        format=form,
        defaults={"sha256": sha256, "size": len(content), "template": template, "made_at": at},
    )
    return row


def _check_service(
    document: Document, *, how: str, receiver: str, served_at: datetime, at: datetime, refused: bool, witness: str
) -> None:
    kind = document_kind(document.kind)
    faults = {
        "not_served": kind is not None and not kind.served,
        "withdrawn": document.withdrawn_at is not None,
        "how_unknown": how not in Service.How.values,
        "receiver_missing": not receiver.strip(),
        "witness_missing": refused and not witness.strip(),
        "served_too_early": served_at < document.drawn_at.replace(second=0, microsecond=0),
        "served_in_future": served_at > at,
    }
    if code := next((code for code, wrong in faults.items() if wrong), ""):
        raise DocumentRefused(code, number=document.number, drawn=material.moment_of(document.drawn_at))


def _officers(document: Document, by: Actor, second: UUID | None, on: datetime) -> list[UUID]:
    """Return who served: the actor and the second officer, as many as the law asks for (rule `enforcement.officers`)."""
    day = material.local_day(on)
    needed = book().value("enforcement.officers", day, document.authority.territory_code[:6])
    officers = [one for one in (by.person_id, second) if one is not None]
    if len(set(officers)) < int(needed.value):
        raise DocumentRefused("two_officers", needed=str(needed.value), citation=needed.citation)
    held = Tenure.objects.on(day).filter(post__organization=document.authority, post__role__in=OFFICER_ROLES)
    if second is not None and not held.filter(person_id=second).exists():
        raise DocumentRefused("officer_unknown")
    return officers
