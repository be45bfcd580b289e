"""What I answer for: the duties of a post, its quarter, its yearly files to sign and to countersign."""

import json
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fangwei.oversight.actions.files import (
    DutyFileRefused,
    countersign_duty_file,
    draw_up_duty_file,
    sign_duty_file,
)
from fangwei.oversight.models import DutyFile
from fangwei.register.models import Post
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.duties import duties_page, holder_of, post_for
from fangwei.ui.present.duty_files import file_name, file_page, may_read_file
from fangwei.ui.present.printed import paper_head
from fangwei.ui.present.typed import id_of


@require_safe
@for_roles(READERS)
def home(request: HttpRequest) -> HttpResponse:
    """Show what the actor's own post answers for."""
    actor = cast(Asked, request).actor
    return _duties(cast(Asked, request), actor.post_id) if actor.post_id else redirect("desk:home")


@require_safe
@for_roles(READERS)
def of_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Show what a post answers for, to those who oversee it."""
    return _duties(cast(Asked, request), post_id)


def _duties(request: Asked, post_id: UUID) -> HttpResponse:
    context = duties_page(request.actor, _post(request, post_id), request.GET, request.at)
    context["print"] = paper_head(request, context["print_title"])
    return page(request, "desk/duties.html", context)


def _post(request: Asked, post_id: UUID) -> Post:
    found = post_for(request.actor, post_id)
    if found is None:
        raise Http404
    return found


@require_POST
@for_roles(READERS)
def draw_up(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Draw up the next edition of a duty file for the year asked for."""
    asked = cast(Asked, request)
    post, year = _post(asked, post_id), request.POST.get("year", "")
    holder = id_of(request.POST.get("person", ""))
    person = holder_of(post, holder) if holder else None
    if person is None:
        raise Http404
    try:
        given = int(year) if year.isdecimal() and len(year) == 4 else asked.today.year
        file = draw_up_duty_file(person=person, post=post, year=given, by=asked.actor, at=asked.at)
    except DutyFileRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:duties-of", post_id=post_id)
    return redirect("desk:duty-file", file_id=file.id)


@require_safe
@for_roles(READERS)
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show one edition of a duty file, ready to be printed."""
    asked = cast(Asked, request)
    found = _file(asked, file_id)
    context = file_page(asked.actor, found) | {"print": paper_head(asked, _("Duty file"), file_name(found))}
    return page(request, "desk/duty_file.html", context)


def _file(request: Asked, file_id: UUID) -> DutyFile:
    found = get_object_or_404(DutyFile.objects.select_related("person", "post"), id=file_id)
    if not may_read_file(request.actor, found):
        raise Http404
    return found


@require_safe
@for_roles(READERS)
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Hand out an edition as it is kept, with its signatures."""
    found = _file(cast(Asked, request), file_id)
    told = {
        "content": found.content,
        "sha256": found.sha256,
        "edition": found.edition,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "statement": found.statement,
        "countersigned_at": found.countersigned_at.isoformat() if found.countersigned_at else None,
        "countersigned_by": str(found.countersigned_by) if found.countersigned_by else None,
        "review": found.review,
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="duty-file-{found.year}-{found.edition}.json"'
    return response


@require_POST
@for_roles(READERS)
def sign(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Sign one's own duty file."""
    asked = cast(Asked, request)
    found = _file(asked, file_id)
    try:
        sign_duty_file(found, statement=request.POST.get("statement", "")[:2000], by=asked.actor, at=asked.at)
        messages.success(request, _("Signed. The committee office reviews it now."))
    except DutyFileRefused as refused:
        messages.error(request, str(refused))
    return redirect("desk:duty-file", file_id=file_id)


@require_POST
@for_roles(READERS)
def countersign(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Countersign somebody else's duty file."""
    asked = cast(Asked, request)
    found = _file(asked, file_id)
    try:
        countersign_duty_file(found, review=request.POST.get("review", "")[:2000], by=asked.actor, at=asked.at)
        messages.success(request, _("Countersigned."))
    except DutyFileRefused as refused:
        messages.error(request, str(refused))
    return redirect("desk:duty-file", file_id=file_id)
