"""Official papers on screens: the list on a case's page, and the page of one paper with what may be done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from fangwei.casework.models import Case
from fangwei.documents.kinds import document_kind
from fangwei.documents.models import Document, Service
from fangwei.documents.queries import documents_of, drawable, may_issue
from fangwei.documents.refusals import DocumentRefused
from fangwei.ui import words as ui_words
from fangwei.ui.parts import (
    ChipView,
    Choice,
    FactsView,
    FieldView,
    LinesView,
    LinkView,
    MayView,
    NoticeView,
    Part,
    VerbView,
)
from fangwei.ui.present import people, words
from fangwei.ui.present.asked import ENTERPRISE, GRID, Asked
from fangwei.ui.present.fields import files_field
from fangwei.ui.present.links import case_href
from fangwei.ui.present.may import seen_by
from fangwei.ui.present.typed import NOTHING, Typed


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """One paper in a list: what it is, its number, when, how far it has come, and where its files are."""

    title: str
    number: str
    at: Any
    href: str
    word: str
    pdf: str
    marks: Sequence[ChipView]
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class DrawView:
    """A paper that may be drawn up now; `hidden` goes with the button."""

    label: str
    hidden: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class DocumentsView(Part):
    """The papers of a case, those that may be drawn up now, and the whole case as one file."""

    papers: Sequence[PaperView]
    draws: Sequence[DrawView]
    action: str
    bound: str
    template: ClassVar[str] = "present/documents.html"


def documents_view(case: Case, request: Asked) -> DocumentsView:
    """Return the section of a case's page that lists its papers."""
    papers = documents_of(case, request.actor)
    return DocumentsView(
        papers=[_paper(one) for one in papers],
        draws=[
            DrawView(
                label=_drawn_for(one),
                hidden=[
                    ("kind", one.kind.name),
                    ("fact", str(one.told.fact.id) if one.told else ""),
                    ("document_id", str(uuid7())),
                ],
            )
            for one in drawable(case, request.actor)
        ],
        action=reverse("documents:draw", args=[case.id]),
        bound=reverse("documents:bound", args=[case.id]),
    )


def _drawn_for(one: Any) -> str:
    if one.told is None:
        return str(one.kind.label)
    given = {"what": one.kind.label, "day": ui_words.day(one.told.fact.at)}
    return _("%(what)s (%(day)s)") % given


def _paper(document: Document) -> PaperView:
    return PaperView(
        title=title_of(document),
        number=document.number,
        at=document.drawn_at,
        href=reverse("documents:document", args=[document.id]),
        word=reverse("documents:file", args=[document.id, "docx"]),
        pdf=reverse("documents:file", args=[document.id, "pdf"]),
        marks=marks_of(document),
        quiet=document.withdrawn_at is not None,
    )


def title_of(document: Document) -> str:
    """Return what a paper is called in the reader's language."""
    kind = document_kind(document.kind)
    return str(kind.label) if kind is not None else str(document.content.get("标题", ""))


def marks_of(document: Document) -> list[ChipView]:
    """Return how far a paper has come: withdrawn, received, refused, or not yet served."""
    marks = [ChipView(_("Edition %(number)s") % {"number": document.edition})] if document.edition > 1 else []
    if document.withdrawn_at is not None:
        return [*marks, ChipView(_("Withdrawn"), "paused")]
    outcomes = {one.outcome for one in document.services.all()}
    kind = document_kind(document.kind)
    if Service.Outcome.RECEIVED in outcomes:
        return [*marks, ChipView(_("Receipt signed"), "done")]
    if Service.Outcome.REFUSED in outcomes:
        return [*marks, ChipView(_("Refused before a witness"), "done")]
    if kind is not None and kind.served:
        return [*marks, ChipView(_("Not yet served"), "strong")]
    return marks


def refused_page(case: Case, refused: DocumentRefused) -> dict[str, Any]:
    """Return the page that says why a paper cannot be had."""
    return {
        "notice": NoticeView(title=_("This cannot be done now."), text=refused.message, tone="problem"),
        "case": case,
    }


def document_page(request: Asked, document: Document, typed: Typed) -> dict[str, Any]:
    """Return the context of a paper's page; `typed` is a form that came back."""
    case = document.case
    mine = may_issue(request.actor, document.authority)
    verbs = _verbs(request, document, typed) if mine else []
    return {
        "title": title_of(document),
        "number": document.number,
        "marks": marks_of(document),
        "back": LinkView(case.number or "", case_href(_surface(request), case.id)),
        "facts": _facts(document, request),
        "services": [_service(one) for one in document.services.order_by("served_at", "id")],
        "may": MayView(verbs=verbs[:1], rare=verbs[1:]) if verbs else None,
        "word": reverse("documents:file", args=[document.id, "docx"]),
        "pdf": reverse("documents:file", args=[document.id, "pdf"]),
        "picture": reverse("documents:file", args=[document.id, "png"]),
    }


def _surface(request: Asked) -> str:
    role = request.actor.role
    if role in ENTERPRISE:
        return "enterprise"
    return "grid" if role in GRID and role == "grid_worker" else "desk"


def _facts(document: Document, request: Asked) -> FactsView:
    names = people.names_of_persons({one for one in (document.drawn_by, document.withdrawn_by) if one})
    replaced = Document.objects.filter(replaces=document).first()
    drawn = names.get(document.drawn_by, "") if document.drawn_by else _("The system")
    facts: list[tuple[str, Part | str | int | None]] = [
        (_("Authority"), document.authority.name),
        (_("Drawn up"), LinesView(ui_words.moment(document.drawn_at), drawn)),
    ]
    if document.replaces is not None:
        facts.append((_("Replaces"), LinkView(document.replaces.number, _href(document.replaces))))
    if replaced is not None:
        facts.append((_("Replaced by"), LinkView(replaced.number, _href(replaced))))
    if document.withdrawn_at is not None:
        facts.append((_("Withdrawn"), LinesView(ui_words.moment(document.withdrawn_at), document.withdrawn_reason)))
    facts.append((_("Hash of what it says"), document.sha256))
    facts += [
        (_("Hash of the %(form)s file") % {"form": row.get_format_display()}, row.sha256)
        for row in document.files.order_by("format")
    ]
    return FactsView(facts)


def _href(document: Document) -> str:
    return reverse("documents:document", args=[document.id])


def _service(service: Service) -> FactsView:
    names = people.names_of_persons(service.officers)
    received = service.get_outcome_display()
    if service.witness:
        received = _("%(outcome)s: %(witness)s") % {"outcome": received, "witness": service.witness}
    facts: list[tuple[str, Part | str | int | None]] = [
        (_("Served"), LinesView(ui_words.moment(service.served_at), str(service.get_how_display()))),
        (_("On"), LinesView(service.receiver, service.relation) if service.relation else service.receiver),
        (_("Outcome"), received),
        (_("Officers"), words.listing(names.values())),
    ]
    if service.note:
        facts.append((_("Note"), service.note))
    if service.receipt_id is not None:
        facts.append((_("Receipt"), LinkView(service.receipt.name, reverse("evidence", args=[service.receipt_id]))))  # type: ignore[union-attr]
    return FactsView(facts)


def _verbs(request: Asked, document: Document, typed: Typed) -> list[VerbView]:
    kind = document_kind(document.kind)
    if document.withdrawn_at is not None:
        return []
    found = [_serving(request, document, typed)] if kind is None or kind.served else []
    return [
        *found,
        _with_reason("redraw", _("Draw up a new edition"), document, typed, _says_redraw()),
        _with_reason("withdraw", _("Withdraw it"), document, typed, _says_withdraw()),
    ]


def _says_redraw() -> str:
    return _(
        "A new paper with a number of its own, from the case as the act left it; this one is withdrawn and keeps its number."
    )


def _says_withdraw() -> str:
    return _("It is marked as withdrawn on every page; its number is not given again.")


def _with_reason(verb: str, label: str, document: Document, typed: Typed, says: str) -> VerbView:
    mine = typed if typed.verb == verb else NOTHING
    return VerbView(
        name=verb,
        label=label,
        action=reverse(f"documents:{verb}", args=[document.id]),
        says=says,
        seen_by=seen_by(document.case),
        fields=[
            FieldView(
                name="reason",
                label=_("Reason"),
                kind="textarea",
                rows=3,
                value=mine.one("reason"),
                prefix=verb,
                max_length=2000,
            )
        ],
        errors=mine.general,
    )


def _serving(request: Asked, document: Document, typed: Typed) -> VerbView:
    mine = typed if typed.verb == "serve" else NOTHING
    fields = _service_fields(request, document, mine)
    return VerbView(
        name="serve",
        label=_("Record its service"),
        action=reverse("documents:serve", args=[document.id]),
        says=_("Keeps the files as they were handed over, with their hashes."),
        seen_by=seen_by(document.case),
        fields=fields,
        hidden=[("kept", str(one.id)) for one in mine.kept],
        errors=mine.above(fields),
    )


def _service_fields(request: Asked, document: Document, typed: Typed) -> list[FieldView]:
    content = document.content
    how, outcome = typed.one("how", Service.How.DIRECT), typed.one("outcome", Service.Outcome.RECEIVED)
    seconds = people.second_officers(request.actor, request.today)
    now = ui_words.local(request.at).strftime("%Y-%m-%dT%H:%M")

    def field(name: str, label: str, **more: Any) -> FieldView:
        given = {"value": typed.one(name, str(more.pop("known_value", ""))), "prefix": "serve", **more}
        return FieldView(name=name, label=label, **given)

    return [
        field("how", _("How"), kind="select", choices=_choices(Service.How.choices, how)),
        field("served_at", _("When"), kind="datetime-local", known_value=now, maximum=now),
        field("receiver", _("Receiver"), known_value=content.get("代表") or content.get("主送") or "", max_length=80),
        field("relation", _("Receiver's relation to the party"), required=False, max_length=80),
        field("outcome", _("Outcome"), kind="radio", choices=_choices(Service.Outcome.choices, outcome), value=""),
        field("witness", _("Witness of the refusal"), required=False, max_length=80),
        field(
            "second",
            words.said(words.FIELDS, "second_officer"),
            kind="select",
            choices=[Choice(value="", label=_("Please choose")), *seconds],
        ),
        field("note", _("Note"), kind="textarea", rows=2, required=False, max_length=2000),
        files_field("serve", typed, required=False),
    ]


def _choices(choices: Any, chosen: str) -> list[Choice]:
    return [Choice(value=value, label=str(label), chosen=value == chosen) for value, label in choices]
