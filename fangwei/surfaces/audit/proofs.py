"""Evidence to take away: a record's proof on a page, a fact's receipt, a record's whole life in a file."""

import json
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.ledger.queries import life, receipt
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles, page
from fangwei.ui.present.proofs import Subject, life_of, may_take_life, proof_page, readable, readable_fact

EVERYBODY = READERS | ENTERPRISE | GRID


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _not_yet(problem: LedgerRefused) -> HttpResponse:
    return HttpResponse(f"{problem} {problem.hint}", status=409, content_type="text/plain; charset=utf-8")


def _life_file(told: dict[str, object], name: str) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _file(text, name, "application/json; charset=utf-8")


def _readable(request: HttpRequest, kind: str, subject: UUID) -> Subject:
    actor = cast(Asked, request).actor
    found = readable(actor, kind, subject, surface="enterprise" if actor.role in ENTERPRISE else "desk")
    if found is None:
        raise Http404("unknown")
    return found


@require_safe
@for_roles(EVERYBODY)
def proof(request: HttpRequest, kind: str, subject: UUID) -> HttpResponse:
    """Show a record's facts in the log with their three times, and offer their receipts and the whole life."""
    after = request.GET.get("after", "")
    found = _readable(request, kind, subject)
    return page(request, "audit/proof.html", proof_page(found, int(after) if after.isdecimal() else 0))


@require_safe
@for_roles(EVERYBODY)
def record_life(request: HttpRequest, kind: str, subject: UUID) -> HttpResponse:
    """Give everything that outsiders need to check a record's whole history; it holds what the reader may read anyway."""
    found = _readable(request, kind, subject)
    if not may_take_life(cast(Asked, request).actor, subject):
        raise Http404("withheld")
    try:
        return _life_file(*life_of(found))
    except LedgerRefused as problem:
        return _not_yet(problem)


@require_safe
@for_roles(EVERYBODY)
def fact_receipt(request: HttpRequest, fact: UUID) -> HttpResponse:
    """Give the receipt of a fact about a record that the reader may see."""
    if readable_fact(cast(Asked, request).actor, fact) is None:
        raise Http404("unknown")
    try:
        return _file(str(receipt(fact)), f"{fact}.tlog-proof", "text/plain; charset=utf-8")
    except LedgerRefused as problem:
        return _not_yet(problem)


@require_safe
@for_roles(EVERYBODY)
def case_life(request: HttpRequest, key: str) -> HttpResponse:
    """Give a case's whole life by its number."""
    try:
        case = case_for(cast(Asked, request).actor, key)
        if not may_take_life(cast(Asked, request).actor, case.id):
            raise Http404("withheld")
        return _life_file(life(case.id), f"{case.number or case.id}.json")
    except Refused as refused:
        raise Http404(refused.code) from refused
    except LedgerRefused as problem:
        return _not_yet(problem)
