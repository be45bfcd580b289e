"""Sheets on their way in: kept in the data folder between the preview and the import, by whoever brought them."""

import json
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import Http404

from fangwei.ui.present.asked import Asked

_SUFFIXES = {".xlsx", ".xls", ".ods", ".csv", ".xlsm"}


def folder() -> Path:
    """Return the folder of sheets that wait for their import."""
    found: Path = settings.FANGWEI_HOME / "sheets" / "incoming"
    found.mkdir(parents=True, exist_ok=True)
    return found


def keep(request: Asked, file: UploadedFile, spec: str) -> str:
    """Keep an uploaded sheet and return the token under which its owner finds it again."""
    token, suffix = secrets.token_hex(16), Path(file.name or "").suffix.lower()
    path = folder() / f"{token}{suffix if suffix in _SUFFIXES else '.xlsx'}"
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    said = {"spec": spec, "path": path.name, "name": (file.name or "")[-120:], "person": str(request.actor.person_id)}
    (folder() / f"{token}.json").write_text(json.dumps(said), encoding="utf-8")
    return token


def kept(request: Asked, token: str) -> dict[str, Any]:
    """Return what is known of a kept sheet. Raises: Http404 for anybody but who brought it."""
    note = folder() / f"{token}.json"
    if not token.isalnum() or not note.exists():
        raise Http404
    said: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    if said["person"] != str(request.actor.person_id):
        raise Http404
    return said | {"file": folder() / said["path"]}


def drop(token: str) -> None:
    """Forget a kept sheet."""
    for path in folder().glob(f"{token}.*"):
        path.unlink(missing_ok=True)


def failure_note(mark: str) -> Path:
    """Return where an import that could not begin says why."""
    return folder() / f"failed-{mark}.txt"


def begin(work: Callable[[], None]) -> None:
    """Do some work beside the request, on a database connection of its own."""

    def alone() -> None:
        try:
            work()
        finally:
            connection.close()

    threading.Thread(target=alone, name="import", daemon=False).start()
