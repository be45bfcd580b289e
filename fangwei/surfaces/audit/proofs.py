"""Evidence to take away: a fact's receipt, a case's whole life."""

import json
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import life, receipt
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _not_yet(problem: LedgerRefused) -> HttpResponse:
    return HttpResponse(f"{problem} {problem.hint}", status=409, content_type="text/plain; charset=utf-8")


@require_safe
@for_roles(READERS | ENTERPRISE | GRID)
def fact_receipt(request: HttpRequest, fact: UUID) -> HttpResponse:
    """Give the receipt of a fact about a case that the reader may see."""
    subject = Fact.objects.filter(id=fact).values_list("subject_id", flat=True).first()
    try:
        case_for(cast(Asked, request).actor, str(subject))
        return _file(str(receipt(fact)), f"{fact}.tlog-proof", "text/plain; charset=utf-8")
    except Refused as refused:
        raise Http404(refused.code) from refused
    except LedgerRefused as problem:
        return _not_yet(problem)


@require_safe
@for_roles(READERS | ENTERPRISE | GRID)
def case_life(request: HttpRequest, key: str) -> HttpResponse:
    """Give everything that outsiders need to check a case's whole history; it holds what the reader may read anyway."""
    try:
        case = case_for(cast(Asked, request).actor, key)
        text = json.dumps(life(case.id), ensure_ascii=False, indent=1) + "\n"
    except Refused as refused:
        raise Http404(refused.code) from refused
    except LedgerRefused as problem:
        return _not_yet(problem)
    return _file(text, f"{case.number or case.id}.json", "application/json; charset=utf-8")
