"""Files that the system itself makes, such as a clue's bundle, kept beside the evidence by the hash of their content."""

import re
from typing import IO

from django.core.files.base import File
from django.core.files.storage import storages

from fangwei.casework.evidence import path_of

_HASH = re.compile(r"[0-9a-f]{64}")


def keep_content(file: IO[bytes], sha256: str) -> None:
    """Keep a file by the hash of its content, once."""
    if not content_held(sha256):
        storages["evidence"].save(path_of(sha256), File(file))


def content_held(sha256: str) -> bool:
    """Say whether content of this hash is kept."""
    return bool(_HASH.fullmatch(sha256)) and storages["evidence"].exists(path_of(sha256))


def open_content(sha256: str) -> File:
    """Return kept bytes for streaming by their hash."""
    return storages["evidence"].open(path_of(sha256))
