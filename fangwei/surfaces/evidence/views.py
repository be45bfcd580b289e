"""Serves evidence by permission: a file opens for whoever may read its case, or for its uploader while it has none."""

from io import BytesIO
from typing import cast
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps

from fangwei.casework.evidence import open_evidence
from fangwei.casework.models import Evidence
from fangwei.casework.queries import visible
from fangwei.ui.present.asked import ENTERPRISE, GRID, READERS, Asked, for_roles

EVERYBODY = READERS | ENTERPRISE | GRID
SMALL = (480, 480)


@require_safe
@for_roles(EVERYBODY)
def original(request: HttpRequest, evidence_id: UUID) -> HttpResponseBase:
    """Hand out a file as it was handed in, never run by the browser."""
    evidence = _readable(cast(Asked, request), evidence_id)
    response = FileResponse(open_evidence(evidence), content_type=evidence.media_type)
    shown = "inline" if evidence.media_type.startswith("image/") else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(evidence.name)}"
    return _private(response)


@require_safe
@for_roles(EVERYBODY)
def small(request: HttpRequest, evidence_id: UUID) -> HttpResponseBase:
    """Hand out a small upright copy of a photo."""
    evidence = _readable(cast(Asked, request), evidence_id)
    if not evidence.media_type.startswith("image/"):
        raise Http404
    with open_evidence(evidence) as file, Image.open(file) as picture:
        picture.draft("RGB", SMALL)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail(SMALL)
        target = BytesIO()
        upright.save(target, "JPEG", quality=80)
    return _private(HttpResponse(target.getvalue(), content_type="image/jpeg"))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _readable(request: Asked, evidence_id: UUID) -> Evidence:
    evidence = get_object_or_404(Evidence, id=evidence_id)
    if evidence.case_id is None:
        mine = evidence.uploaded_by is not None and evidence.uploaded_by == request.actor.person_id
    else:
        mine = visible(request.actor).filter(id=evidence.case_id).exists()
    if not mine:
        raise Http404
    return evidence
