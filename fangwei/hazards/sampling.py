"""Which closed hazards are looked back at: drawn by a keyed hash, so that nobody who closes one can know or choose."""

import hashlib
import hmac
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings

from fangwei.register.law import book
from fangwei.settings.keys import read_or_make


@cache
def _key() -> bytes:
    return read_or_make(settings.FANGWEI_KEYS / "sampling.key", create=True).encode()


def sampled(case_id: UUID, rule: str, territory: str, at: datetime) -> bool:
    """Say whether this case is in the look-back sample of a rate's rule; always the same answer for one case and rate."""
    percent = int(book().value(rule, at.date(), territory[:6]).value)
    drawn = hmac.new(_key(), case_id.bytes, hashlib.sha256).digest()
    return int.from_bytes(drawn[:4], "big") % 100 < percent
