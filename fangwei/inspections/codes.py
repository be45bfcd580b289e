"""Signed codes that nobody can guess: an inspector's, good for some minutes, and that of a site's gate.

They hold no names; what they lead to is read when they are shown. Knows no Django: the key is passed in.
"""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

BADGE_LASTS = timedelta(minutes=10)
_MARK = 12


def badge_code(person: UUID, post: UUID, at: datetime, key: bytes) -> str:
    """Return the code of a person in a post that is good until `BADGE_LASTS` after an instant."""
    until = int((at + BADGE_LASTS).timestamp())
    return _signed(b"badge", person.bytes + post.bytes + until.to_bytes(6, "big"), key)


def read_badge(code: str, at: datetime, key: bytes) -> tuple[UUID, UUID, datetime] | None:
    """Return person, post and end of a code; None for one that is false or has run out."""
    body = _body(b"badge", code, key)
    if body is None or len(body) != 38:
        return None
    until = datetime.fromtimestamp(int.from_bytes(body[32:], "big"), UTC)
    return (UUID(bytes=body[:16]), UUID(bytes=body[16:32]), until) if at <= until else None


def gate_code(place: UUID, key: bytes) -> str:
    """Return the code of a place's gate; it stays the same as long as the deployment's key does."""
    return _signed(b"gate", place.bytes, key)


def read_gate(code: str, key: bytes) -> UUID | None:
    """Return the place of a gate's code; None for one that is false."""
    body = _body(b"gate", code, key)
    return UUID(bytes=body) if body is not None and len(body) == 16 else None


def commitment(case: UUID, text: str, key: bytes) -> str:
    """Return what stands in a record for a text that its readers must not see; whoever holds the key can show that it fits."""
    return (
        "hmac-sha256:"
        + hmac.new(sha256(b"fangwei.clue" + key).digest(), case.bytes + text.encode(), sha256).hexdigest()
    )


def _mark(use: bytes, body: bytes, key: bytes) -> bytes:
    return hmac.new(sha256(b"fangwei." + use + key).digest(), body, sha256).digest()[:_MARK]


def _signed(use: bytes, body: bytes, key: bytes) -> str:
    return base64.urlsafe_b64encode(body + _mark(use, body, key)).decode().rstrip("=")


def _body(use: bytes, code: str, key: bytes) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except ValueError:
        return None
    body, mark = raw[:-_MARK], raw[-_MARK:]
    return body if body and hmac.compare_digest(mark, _mark(use, body, key)) else None
