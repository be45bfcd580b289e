"""Somebody's copy of a published log: a folder, or an address that serves one."""

import urllib.error
import urllib.request
from pathlib import Path

TIMEOUT = 30


class CopyUnreachable(OSError):
    """The folder or the server cannot be read at all."""


def read_file(place: str, name: str) -> bytes | None:
    """Return a file of the copy at `place`, None when the copy does not have it. Raises: CopyUnreachable."""
    if place.startswith(("http://", "https://")):
        return _read_address(f"{place.rstrip('/')}/{name}")
    try:
        return (Path(place) / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise CopyUnreachable(str(problem)) from problem


def _read_address(address: str) -> bytes | None:
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 http and https only, see above
            data: bytes = answer.read()
            return data
    except urllib.error.HTTPError as problem:
        if problem.code in {404, 410}:
            return None
        raise CopyUnreachable(f"{address}: {problem}") from problem
    except OSError as problem:
        raise CopyUnreachable(f"{address}: {problem}") from problem
