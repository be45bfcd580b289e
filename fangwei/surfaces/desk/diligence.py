"""The 尽职 record in one click: of one's own acts, and for the auditor of those in their territory."""

import json
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from fangwei.oversight.actions.files import take_diligence_record
from fangwei.oversight.diligence import Record, receipts_of
from fangwei.oversight.quarters import Span
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.diligence import asked_of, record_for, span_of
from fangwei.ui.present.printed import paper_head
from fangwei.ui.present.typed import id_of


@require_safe
@for_roles(READERS)
def diligence(request: HttpRequest) -> HttpResponse:
    """Show what was known, done and asked for about a case or a place."""
    asked = cast(Asked, request)
    context = asked_of(asked.actor, request.GET, asked.today)
    shown = context["record"]
    context["print"] = paper_head(asked, context["title"], shown["title"] if shown else "")
    return page(request, "desk/diligence.html", context)


@require_POST
@for_roles(READERS)
def take(request: HttpRequest) -> HttpResponse:
    """Hand out the record with its receipts; the ledger is told its hash."""
    asked = cast(Asked, request)
    given = request.POST
    span = span_of(given, asked.today)
    found = record_for(
        asked.actor,
        given.get("case", "").strip()[:60],
        id_of(given.get("place", "")),
        id_of(given.get("person", "")),
        span,
    )
    if found is None:
        raise Http404
    told = found.as_json()
    take_diligence_record(
        record_id=uuid7(),
        person_id=found.person.id,
        sha256=told["sha256"],
        territory=found.cases[0].territory,
        about=_about(found, span),
        by=asked.actor,
        at=asked.at,
    )
    text = json.dumps(told | {"receipts": receipts_of(found)}, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="diligence-{found.cases[0].number or "cases"}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _about(found: Record, span: Span) -> dict[str, object]:
    return {
        "cases": [str(case.id) for case in found.cases],
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
    }
