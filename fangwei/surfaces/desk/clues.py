"""A clue's bundle on the desk: made by the office that hands the clue over, opened by it and by who receives it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fangwei.casework.evidence import open_content
from fangwei.casework.models import Case
from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.oversight.actions import make_bundle
from fangwei.oversight.queries import bundle_of
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked, for_roles, page
from fangwei.ui.present.links import case_href
from fangwei.ui.present.oversight import clue_page

GIVES_OR_GETS = frozenset({"committee_office", "auditor"})


def _clue(request: HttpRequest, case_id: UUID) -> Case:
    try:
        case = case_for(cast(Asked, request).actor, str(case_id))
    except Refused as refused:
        raise Http404(refused.code) from refused
    if case.kind != "letter" or case.letter.form != "clue":
        raise Http404
    return case


@require_safe
@for_roles(GIVES_OR_GETS)
def clue(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what goes with a clue, and let its office make it."""
    return page(request, "desk/clue.html", clue_page(_clue(request, case_id), cast(Asked, request)))


@require_POST
@for_roles(GIVES_OR_GETS)
def make(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Make the bundle as the case stands now."""
    asked, case = cast(Asked, request), _clue(request, case_id)
    try:
        make_bundle(case, said=words.happened, by=asked.actor, at=asked.at)
        messages.success(request, _("The bundle is made; its hash stands in the log."))
    except Refused as refused:
        messages.error(request, " ".join(refused.texts()))
        return HttpResponseRedirect(case_href("desk", case.id))
    return HttpResponseRedirect(request.path.removesuffix("make/"))


@require_safe
@for_roles(GIVES_OR_GETS)
def bundle(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Hand out the newest bundle, piece by piece."""
    case = _clue(request, case_id)
    made = bundle_of(cast(Asked, request).actor, case)
    if made is None:
        raise Http404
    name = f"{case.number or case.id}-{made.sha256[:12]}.zip"
    response = FileResponse(
        open_content(made.content), content_type="application/zip", as_attachment=True, filename=name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
