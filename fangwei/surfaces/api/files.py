"""Evidence: sent whole in a form or piece by piece, checked against its SHA-256, and read by whoever may read its case."""

import hashlib
import re
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError

from fangwei.casework.evidence import BadFile, open_evidence, store
from fangwei.casework.models import Evidence
from fangwei.casework.queries import visible
from fangwei.surfaces.api import bodies
from fangwei.surfaces.api.answers import answer, evidence_json
from fangwei.surfaces.api.asking import Caller, caller
from fangwei.surfaces.api.formats import read_uuid
from fangwei.surfaces.api.problems import Problem
from fangwei.surfaces.api.uploads import Upload, add, begin, drop, opened, received

CHUNK = "application/octet-stream"
_SHA256 = re.compile("[0-9a-f]{64}")


def sent(request: HttpRequest) -> HttpResponse:
    """Take one file as `file` of a form; `sha256` beside it is checked."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "content_type", {"wanted": "multipart/form-data"})
    try:
        files, post = request.FILES, request.POST
    except (MultiPartParserError, ValueError) as fault:
        raise Problem(400, "form_malformed") from fault
    file = files.get("file")
    if not isinstance(file, UploadedFile):
        if getattr(request, "too_large", None):
            raise Problem(413, "too_large", {"limit": settings.FANGWEI_UPLOAD_LIMIT})
        raise Problem(422, "parameter_bad", {"field": "file", "why": "missing"})
    for sent_along in (files, post):
        for name in sent_along:
            if len(sent_along.getlist(name)) > 1:
                raise Problem(422, "parameter_bad", {"field": name[:40], "why": "repeated"})
    announced_as = post.get("sha256")
    if announced_as is not None and not _SHA256.fullmatch(announced_as):
        raise Problem(422, "parameter_bad", {"field": "sha256", "why": "sha256"})
    return _stored(file, file.name or "", announced_as or "", caller(request))


def announced(request: HttpRequest) -> HttpResponse:
    """Begin an upload in pieces: name, size and SHA-256 of the whole."""
    body, asked = bodies.read_json(request), caller(request)
    limit = settings.FANGWEI_UPLOAD_LIMIT
    upload = begin(_announcement(body, limit), by=asked.actor.person_id, at=asked.at)
    return answer(upload_json(upload), 201, {"Location": f"/api/v1/evidence/uploads/{upload.id}"})


def standing(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Return how much of an upload has come, so that it goes on from there."""
    return answer(upload_json(_upload(request, upload_id)))


def continued(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Take the next piece of an upload; `Upload-Offset` says where it begins."""
    if request.content_type != CHUNK:
        raise Problem(415, "content_type", {"wanted": CHUNK})
    upload = _upload(request, upload_id)
    given = request.headers.get("Upload-Offset", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 16):
        raise Problem(422, "parameter_bad", {"field": "Upload-Offset", "why": "0.."})
    now = received(upload)
    if int(given) != now:
        raise Problem(409, "upload_offset", {"offset": now}, headers={"Upload-Offset": str(now)})
    if now + len(request.body) > upload.size:
        raise Problem(413, "too_large", {"limit": upload.size - now})
    add(upload, request.body, at=now)
    return answer(upload_json(upload), headers={"Upload-Offset": str(received(upload))})


def finished(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Check the whole of an upload and keep it as evidence."""
    asked, upload = caller(request), _upload(request, upload_id)
    if (now := received(upload)) != upload.size:
        raise Problem(409, "upload_incomplete", {"received": now, "size": upload.size})
    with opened(upload) as file:
        response = _stored(file, upload.name, upload.sha256, asked)
    drop(upload)
    return response


def told(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """Return what is known of a file."""
    return answer(evidence_json(_readable(request, evidence_id)))


def content(request: HttpRequest, evidence_id: str) -> HttpResponseBase:
    """Return the bytes of a file as they were handed in."""
    file = _readable(request, evidence_id)
    response = FileResponse(open_evidence(file), content_type=file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def upload_json(upload: Upload) -> dict[str, Any]:
    """Return an unfinished upload."""
    return {
        "id": str(upload.id),
        "name": upload.name,
        "size": upload.size,
        "sha256": upload.sha256,
        "offset": received(upload),
        "chunk": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "expires_at": upload.expires_at.isoformat().replace("+00:00", "Z"),
    }


def _announcement(body: dict[str, Any], limit: int) -> tuple[str, int, str]:
    name, size, sha256 = body.get("name"), body.get("size"), body.get("sha256")
    wrong = [key for key in body if key not in ("name", "size", "sha256")]
    if wrong:
        raise Problem(422, "parameter_bad", {"field": wrong[0][:40], "why": "unknown"})
    if not isinstance(name, str) or not 0 < len(name) <= 120 or "\x00" in name:
        raise Problem(422, "parameter_bad", {"field": "name", "why": "1..120"})
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise Problem(422, "parameter_bad", {"field": "size", "why": "1.."})
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise Problem(422, "parameter_bad", {"field": "sha256", "why": "sha256"})
    if size > limit:
        raise Problem(413, "too_large", {"limit": limit})
    return name, size, sha256


def _sha256(file: Any) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _stored(file: Any, name: str, announced_as: str, asked: Caller) -> HttpResponse:
    if announced_as and announced_as != _sha256(file):
        raise Problem(422, "upload_differs")
    try:
        kept = store(file, name=name.replace("\x00", ""), by=asked.actor, at=asked.at)
    except BadFile as bad:
        raise Problem(
            413 if bad.code == "file_too_large" else 422, bad.code, bad.params, said=bad.TEXTS[bad.code]
        ) from bad
    return answer(evidence_json(kept), 201, {"Location": f"/api/v1/evidence/{kept.id}"})


def _upload(request: HttpRequest, upload_id: str) -> Upload:
    asked = caller(request)
    found = Upload.find(upload_id, by=asked.actor.person_id, at=asked.at)
    if found is None:
        raise Problem(404, "upload_unknown")
    return found


def _readable(request: HttpRequest, evidence_id: str) -> Evidence:
    asked = caller(request)
    wanted = read_uuid(evidence_id)
    file = Evidence.objects.filter(id=wanted).first() if wanted else None
    if file is None or not _may_read(file, asked):
        raise Problem(404, "evidence_not_found")
    return file


def _may_read(file: Evidence, asked: Caller) -> bool:
    if file.case_id is None:
        return file.uploaded_by is not None and file.uploaded_by == asked.actor.person_id
    return visible(asked.actor).filter(id=file.case_id).exists()
