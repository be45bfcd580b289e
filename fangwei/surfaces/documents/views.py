"""Reading, downloading, drawing up, serving and withdrawing official papers."""

from collections.abc import Callable
from typing import cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fangwei.casework.models import Case
from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.documents import actions
from fangwei.documents.models import Document
from fangwei.documents.queries import document_for, pages_of, pdf_of, word_of
from fangwei.documents.refusals import DocumentRefused
from fangwei.surfaces.documents.forms import service_of
from fangwei.ui.present.asked import ENTERPRISE, GRID, OFFICERS, READERS, Asked, for_roles, page
from fangwei.ui.present.binding import case_file
from fangwei.ui.present.documents import document_page, refused_page
from fangwei.ui.present.typed import NOTHING, Typed, ids_of, values_of
from fangwei.ui.present.uploads import receive

EVERYBODY = READERS | ENTERPRISE | GRID
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILES: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (word_of, _WORD),
    "pdf": (pdf_of, "application/pdf"),
    "png": (lambda document: pages_of(document)[0], "image/png"),
}


def _document(request: HttpRequest, document_id: UUID) -> Document:
    try:
        return document_for(cast(Asked, request).actor, document_id)
    except DocumentRefused as refused:
        raise Http404(refused.code) from refused


def _case(request: HttpRequest, case_id: UUID) -> Case:
    try:
        return case_for(cast(Asked, request).actor, str(case_id))
    except Refused as refused:
        raise Http404(refused.code) from refused


@require_safe
@for_roles(EVERYBODY)
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Show a paper: its first page, its files, how it was served, and what may be done with it."""
    asked = cast(Asked, request)
    return page(request, "documents/document.html", document_page(asked, _document(request, document_id), NOTHING))


@require_safe
@for_roles(EVERYBODY)
def file(request: HttpRequest, document_id: UUID, form: str) -> HttpResponse:
    """Hand out a paper as Word, as PDF or as a picture of its first page."""
    if form not in _FILES:
        raise Http404
    found, (make, media_type) = _document(request, document_id), _FILES[form]
    try:
        return _handed_out(make(found), media_type, f"{found.number}.{form}", inline=form != "docx")
    except DocumentRefused as refused:
        return page(request, "documents/refused.html", refused_page(found.case, refused), status=refused.status)


@require_safe
@for_roles(EVERYBODY)
def bound(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Hand out a case bound into one PDF."""
    asked, found = cast(Asked, request), _case(request, case_id)
    try:
        made = case_file(found, asked.actor, at=asked.at)
    except DocumentRefused as refused:
        return page(request, "documents/refused.html", refused_page(found, refused), status=refused.status)
    return _handed_out(made, "application/pdf", f"{found.number}.pdf", inline=True)


@require_POST
@for_roles(OFFICERS)
def draw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw up a paper of a case; the same form sent twice leads to the same paper."""
    asked, found = cast(Asked, request), _case(request, case_id)
    given, fact = ids_of([request.POST.get("document_id", "")]), ids_of([request.POST.get("fact", "")])
    try:
        drawn = actions.draw_up(
            found,
            kind=request.POST.get("kind", ""),
            fact_id=next(iter(fact), None),
            document_id=next(iter(given), None),
            by=asked.actor,
            at=asked.at,
        )
    except DocumentRefused as refused:
        return page(request, "documents/refused.html", refused_page(found, refused), status=refused.status)
    return _to(drawn, _("Drawn up: %(number)s.") % {"number": drawn.number}, request)


@require_POST
@for_roles(OFFICERS)
def serve(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Record that a paper was served; a refusal keeps all that was typed."""
    asked, found, received = cast(Asked, request), _document(request, document_id), receive(cast(Asked, request))
    typed = Typed("serve", values_of(request.POST), received.files, received.by_field)
    if received.errors:
        return page(request, "documents/document.html", document_page(asked, found, typed), status=422)
    try:
        actions.serve(found, by=asked.actor, at=asked.at, **service_of(request.POST, received.files))
    except DocumentRefused as refused:
        return _again(asked, found, "serve", refused, received.files)
    return _to(found, _("Service recorded."), request)


@require_POST
@for_roles(OFFICERS)
def redraw(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Replace a paper by a new edition."""
    asked, found = cast(Asked, request), _document(request, document_id)
    try:
        new = actions.redraw(found, reason=request.POST.get("reason", ""), by=asked.actor, at=asked.at)
    except DocumentRefused as refused:
        return _again(asked, found, "redraw", refused)
    return _to(new, _("Drawn up: %(number)s.") % {"number": new.number}, request)


@require_POST
@for_roles(OFFICERS)
def withdraw(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take a paper back."""
    asked, found = cast(Asked, request), _document(request, document_id)
    try:
        actions.withdraw(found, reason=request.POST.get("reason", ""), by=asked.actor, at=asked.at)
    except DocumentRefused as refused:
        return _again(asked, found, "withdraw", refused)
    return _to(found, _("Withdrawn: %(number)s.") % {"number": found.number}, request)


def _again(request: Asked, found: Document, verb: str, refused: DocumentRefused, files: object = ()) -> HttpResponse:
    typed = Typed(verb, values_of(request.POST), tuple(files), {}, [refused.message])  # type: ignore[arg-type]
    return page(request, "documents/document.html", document_page(request, found, typed), status=refused.status)


def _to(document: Document, said: str, request: HttpRequest) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("documents:document", args=[document.id]))


def _handed_out(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
    # No sandbox: it keeps browsers from showing a PDF; nothing in the file may be loaded or run all the same.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
