"""Unfinished uploads: pieces of files in the data folder, each with what was announced, until finished or expired.

Nothing of them is in the database: until an upload is finished and checked it is no evidence. Several machines that
answer the same address need the folder in common.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Self
from uuid import UUID

from django.conf import settings
from uuid_utils.compat import uuid7

from fangwei.surfaces.api.formats import read_uuid
from fangwei.surfaces.api.problems import Problem

KEPT_FOR = timedelta(hours=24)
MOST_OPEN = 20
"""How many unfinished uploads one person may have."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that is still on its way."""

    id: UUID
    name: str
    size: int
    sha256: str
    by: str
    expires_at: datetime

    @classmethod
    def find(cls, upload_id: str, *, by: UUID | None, at: datetime) -> Self | None:
        """Return an upload of this person that has not expired."""
        try:
            found = cls.read(_folder() / f"{read_uuid(upload_id)}.json")
        except (ValueError, OSError, KeyError):
            return None
        return found if found.by == str(by) and at < found.expires_at else None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what was announced. Raises: OSError, ValueError, KeyError."""
        said = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            UUID(said["id"]),
            said["name"],
            said["size"],
            said["sha256"],
            said["by"],
            datetime.fromisoformat(said["expires_at"]),
        )

    @property
    def bytes(self) -> Path:
        """Where the pieces are put together."""
        return _folder() / f"{self.id}.part"

    @property
    def note(self) -> Path:
        """Where it stands what was announced."""
        return _folder() / f"{self.id}.json"


def begin(announced: tuple[str, int, str], *, by: UUID | None, at: datetime) -> Upload:
    """Begin an upload of (name, size, SHA-256) after removing what has expired. Raises: Problem 429."""
    name, size, sha256 = announced
    upload = Upload(uuid7(), name, size, sha256, str(by), at + KEPT_FOR)
    _folder().mkdir(parents=True, exist_ok=True)
    if sum(one.by == upload.by for one in _standing(at)) >= MOST_OPEN:
        raise Problem(429, "uploads_open", headers={"Retry-After": "3600"})
    upload.bytes.touch(mode=0o600)
    said = asdict(upload) | {"id": str(upload.id), "expires_at": upload.expires_at.isoformat()}
    upload.note.write_text(json.dumps(said), encoding="utf-8")
    return upload


def received(upload: Upload) -> int:
    """Return how many bytes have come."""
    return upload.bytes.stat().st_size if upload.bytes.exists() else 0


def add(upload: Upload, piece: bytes, *, at: int) -> None:
    """Write a piece where it belongs: sent twice, it lies there once."""
    with upload.bytes.open("r+b") as file:
        file.seek(at)
        file.write(piece)


def opened(upload: Upload) -> IO[bytes]:
    """Return the whole for reading."""
    return upload.bytes.open("rb")


def drop(upload: Upload) -> None:
    """Forget an upload."""
    upload.note.unlink(missing_ok=True)
    upload.bytes.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = settings.FANGWEI_HOME / "uploads"
    return folder


def _standing(at: datetime) -> list[Upload]:
    standing = []
    for path in _folder().glob("*.json"):
        try:
            one = Upload.read(path)
        except (ValueError, OSError, KeyError):
            continue
        if one.expires_at <= at:
            drop(one)
        else:
            standing.append(one)
    return standing
