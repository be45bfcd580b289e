"""Evidence files: checked, hashed and kept by their content before anything refers to them."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext_lazy as lazy
from PIL import Image, UnidentifiedImageError
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case, Evidence
from fangwei.casework.refusals import refuse
from fangwei.ledger.kept import Kept
from fangwei.ledger.keyed import Keyed
from fangwei.ledger.writes import Writes

_CHUNK = 1024 * 1024
_MAGIC = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}
_PIXELS = 60_000_000
_HASH = re.compile(r"[0-9a-f]{64}")


class BadFile(ValueError):
    """A file that cannot be taken as evidence; `code` and `params` say why."""

    TEXTS = {
        "file_too_large": lazy("The file is larger than %(limit)s MB; send a smaller photo."),
        "file_type": lazy("Only JPEG, PNG, WebP photos and PDF documents are taken as evidence."),
        "file_damaged": lazy("The picture cannot be read; take it again."),
        "file_empty": lazy("The file is empty."),
    }

    def __init__(self, code: str, **params: str) -> None:
        self.code, self.params = code, params
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.TEXTS[self.code]) % self.params


def _storage() -> Storage:
    return storages["evidence"]


def path_of(sha256: str) -> str:
    """Return where content of this hash is kept."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _media_type(head: bytes) -> str:
    for magic, media_type in _MAGIC.items():
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    raise BadFile("file_type")


def _measure(file: IO[bytes]) -> tuple[int, int]:
    try:
        with Image.open(file) as picture:
            width, height = picture.size
            if width * height > _PIXELS:
                raise BadFile("file_damaged")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadFile("file_damaged") from error
    return width, height


def store(
    file: IO[bytes],
    *,
    name: str,
    by: Actor,
    at: datetime,
    taken_at: datetime | None = None,
    point: tuple[float, float] | None = None,
) -> Evidence:
    """Check a file, keep its bytes by their hash and return the row that an act may attach. Raises: BadFile."""
    limit = settings.FANGWEI_UPLOAD_LIMIT
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise BadFile("file_too_large", limit=str(limit // _CHUNK))
        digest.update(chunk)
    if not size:
        raise BadFile("file_empty")
    file.seek(0)
    media_type = _media_type(file.read(16))
    file.seek(0)
    width, height = _measure(file) if media_type.startswith("image/") else (None, None)
    file.seek(0)
    sha256 = digest.hexdigest()
    if not _storage().exists(path_of(sha256)):
        _storage().save(path_of(sha256), File(file))
    return Evidence.objects.create(
        id=uuid7(),
        sha256=sha256,
        name=name.rsplit("/", 1)[-1][-120:],
        media_type=media_type,
        size=size,
        width=width,
        height=height,
        uploaded_by=by.person_id,
        uploaded_at=at,
        taken_at=taken_at,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
    )


def keep_content(file: IO[bytes], sha256: str) -> None:
    """Keep a file that the system itself made, such as a clue's bundle, by the hash of its content."""
    if not content_held(sha256):
        _storage().save(path_of(sha256), File(file))


def drop_content(sha256: str) -> None:
    """Remove a file that the system itself made and has made anew without what was lawfully erased; never evidence."""
    if content_held(sha256) and not Evidence.objects.filter(sha256=sha256).exists():
        _storage().delete(path_of(sha256))


def content_held(sha256: str) -> bool:
    """Say whether content of this hash is kept."""
    return bool(_HASH.fullmatch(sha256)) and _storage().exists(path_of(sha256))


def open_content(sha256: str) -> File:
    """Return kept bytes for streaming by their hash."""
    return _storage().open(path_of(sha256))


def open_evidence(evidence: Evidence) -> File:
    """Return the stored bytes of a piece of evidence for streaming."""
    return _storage().open(path_of(evidence.sha256))


_HASHES: Keyed[tuple[UUID, str]] = Keyed(lambda ids: Evidence.objects.filter(id__in=ids).values_list("id", "sha256"))


def asking_hashes(ids: Sequence[UUID]) -> tuple[Kept[tuple[UUID, str]], dict[str, UUID]]:
    """Return the query for the hashes of files, and its values."""
    return _HASHES.asked(ids)


def attach(
    ids: Sequence[UUID], *, case: Case, fact_id: UUID, by: Actor, stage: str, writes: Writes | None = None
) -> None:
    """Attach files uploaded before by the same person to a case: now, or together with what else an act writes.

    Raises: Refused (evidence_unknown), when it is written.
    """
    if not ids:
        return
    now = writes or Writes()
    now.update(
        Evidence,
        {"case_id": case.id, "fact_id": fact_id, "stage": stage[:12]},
        where={"case_id": None, "uploaded_by": by.person_id, "id": tuple(set(ids))},
        count=len(set(ids)),
        otherwise=refuse("evidence_unknown"),
    )
    if writes is None:
        now.send()
