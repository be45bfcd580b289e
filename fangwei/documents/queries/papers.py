"""Finding papers: those of a case, one by its id, what could be drawn up now, and for whom."""

from dataclasses import dataclass
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import kind_seen, visible
from fangwei.casework.relations import OFFICER_ROLES
from fangwei.documents.kinds import DocumentKind, document_kinds
from fangwei.documents.models import Document
from fangwei.documents.refusals import DocumentRefused
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import Told, told
from fangwei.register.models import Organization

_RECENT = 200


def documents_of(case: Case, actor: Actor) -> list[Document]:
    """Return the papers of a case that this actor may read, in the order in which they were drawn up; none for a stranger."""
    if not actor.is_system and kind_seen(actor, case.id) is None:
        return []
    rows = Document.objects.filter(case_id=case.id).select_related("authority", "replaces", "replaced_by")
    return list(rows.prefetch_related("services", "files").order_by("drawn_at", "id"))


def document_for(actor: Actor, document_id: UUID) -> Document:
    """Return one paper if this actor may read its case. Raises: DocumentRefused (document_unknown)."""
    found = (
        Document.objects.filter(id=document_id, case__in=visible(actor))
        .select_related("case__owner_post__organization", "case__place__site__enterprise", "authority", "replaces")
        .first()
    )
    if found is None:
        raise DocumentRefused("document_unknown")
    return found


def may_issue(actor: Actor, authority: Organization | None) -> bool:
    """Say whether an actor draws up, serves and withdraws papers of an authority: its own officers do."""
    return authority is not None and actor.role in OFFICER_ROLES and actor.organization_id == authority.id


def authority_of(case: Case, done: Told | None) -> Organization | None:
    """Return whose paper it is: of the body that did what it documents, else of the body that answers for the case."""
    if done is not None and done.fact.authority is not None:
        return Organization.objects.filter(id=done.fact.authority).first()
    return case.owner_post.organization


@dataclass(frozen=True, slots=True)
class Drawable:
    """A paper that can be drawn up now: its kind and the act that it would document, if it documents one."""

    kind: DocumentKind
    told: Told | None


def drawable(case: Case, actor: Actor) -> list[Drawable]:
    """Return the papers of a case that this actor may draw up now and that have not been drawn up."""
    kinds = document_kinds(case.kind)
    verbs = {verb for kind in kinds for verb in kind.verbs}
    facts = Fact.objects.filter(subject_id=case.id, verb__in=verbs).order_by("-n")[:_RECENT]
    there = set(Document.objects.filter(case_id=case.id).values_list("fact_id", "kind"))
    said = told(facts) if verbs else []
    found = []
    for kind in kinds:
        acts = [one for one in said if one.fact.verb in kind.verbs and kind.applies(case, one)]
        for one in acts if kind.verbs else [None]:
            known = (one.fact.id if one else None, kind.name) in there
            if not known and may_issue(actor, authority_of(case, one)):
                found.append(Drawable(kind, one))
    return found
