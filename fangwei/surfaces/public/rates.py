"""How often one address may try codes: a bucket a minute in this process's memory; addresses are kept as short hashes only."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fangwei.ui.present.asked import Asked, page

TRIES = 30
"""Pages a minute, enough for a gate where a whole shift looks, too few to guess anything."""
KEPT = 10_000

_seen: OrderedDict[bytes, tuple[datetime, float]] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Give everybody a full bucket again."""
    with _lock:
        _seen.clear()


def _take(caller: bytes, at: datetime) -> bool:
    with _lock:
        since, left = _seen.get(caller, (at, float(TRIES)))
        left = min(float(TRIES), left + max((at - since).total_seconds(), 0.0) * TRIES / 60)
        allowed = left >= 1
        _seen[caller] = (at, left - 1 if allowed else left)
        _seen.move_to_end(caller)
        if len(_seen) > KEPT:
            _seen.popitem(last=False)
        return allowed


def _caller(request: HttpRequest) -> bytes:
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SESSION_COOKIE_SECURE:
        # Behind the proxy that ends TLS the last address is the one it saw itself.
        address = str(request.META.get("HTTP_X_FORWARDED_FOR", address)).split(",")[-1].strip()
    return sha256(f"{settings.SECRET_KEY}{address}".encode()).digest()[:8]


def shown_to_whom_holds_it(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be opened by its code: not too often, kept by no cache and no search engine, its address told to nobody."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if not _take(_caller(request), cast(Asked, request).at):
            answer = page(request, "public/too_often.html", {}, status=429)
            answer["Retry-After"] = "60"
            answer._has_been_logged = True  # type: ignore[attr-defined]  # a code that is good does not go into a log
            return answer
        answer = view(request, *args, **given)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return guarded
