"""Witnesses of the log, asked over HTTP. Source: c2sp.org/tlog-witness."""

import hashlib
import urllib.error
import urllib.request
from dataclasses import dataclass

TIMEOUT = 10
_MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A witness's answer; status 0 when it could not be reached, with the reason as its body."""

    status: int
    body: bytes
    kind: str = ""


def _ask(request: urllib.request.Request, timeout: float) -> Reply:
    if not request.full_url.startswith(("http://", "https://")):
        return Reply(0, b"not an address")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 http and https only, see above
            return Reply(answer.status, answer.read(_MOST), answer.headers.get_content_type())
    except urllib.error.HTTPError as problem:
        with problem:
            return Reply(problem.code, problem.read(_MOST), problem.headers.get_content_type())
    except (OSError, ValueError) as problem:
        return Reply(0, str(problem).encode())


def add_checkpoint(prefix: str, body: str, *, timeout: float = TIMEOUT) -> Reply:
    """Hand a checkpoint with its proof to the witness at `prefix`."""
    request = urllib.request.Request(  # noqa: S310 the scheme is looked at before it is opened
        f"{prefix.rstrip('/')}/add-checkpoint",
        data=body.encode(),
        headers={"Content-Type": "text/plain; charset=utf-8"},
    )
    return _ask(request, timeout)


def last_cosigned(prefix: str, origin: str, *, timeout: float = TIMEOUT) -> Reply:
    """Ask the witness at `prefix` for the last checkpoint of this log that it cosigned."""
    name = hashlib.sha256(origin.encode()).hexdigest()
    return _ask(urllib.request.Request(f"{prefix.rstrip('/')}/{name}/checkpoint"), timeout)  # noqa: S310 as above
