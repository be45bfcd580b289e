"""Secrets live in files of the data folder, never in the database and never in the environment."""

import os
import secrets
from pathlib import Path


def read_or_make(path: Path, *, create: bool) -> str:
    """Return the secret kept in `path`, made on first use and readable by its owner alone.

    Raises: FileNotFoundError when the file is missing and `create` is false.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if not create:
            raise
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
    return secret
