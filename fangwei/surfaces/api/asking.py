"""Who asks: the bearer of a token, or somebody signed in with a browser; with which scopes, and how often."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from ninja.utils import check_csrf

from fangwei.accounts.actions import USE_NOTED_EVERY, note_use
from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import TOKEN_SCOPES, TokenRefused, bearer_of, local_day
from fangwei.surfaces.api.problems import LANGUAGES, Problem
from fangwei.surfaces.api.rates import RATES
from fangwei.ui.present.asked import Asked

BEARER = "Bearer "
_SAFE = frozenset({"GET", "HEAD"})


def clock() -> datetime:
    """Read the clock; the one place where a request of the interface does."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Caller:
    """As whom a request acts, at which instant, and what it may do."""

    actor: Actor
    at: datetime
    scopes: frozenset[str]

    @property
    def today(self) -> date:
        """The day on the wall calendar."""
        return local_day(self.at)


class CalledRequest(HttpRequest):
    """A request whose caller is known."""

    auth: Caller


def caller(request: HttpRequest) -> Caller:
    """Return who asks, after the gate of the operation let them in."""
    return cast(CalledRequest, request).auth


class Token:
    """The gate of an operation: lets in whoever brings a token with its scope, or a session; counts how often."""

    openapi_security_schema: ClassVar[dict[str, Any]] = {"type": "http", "scheme": "bearer", "bearerFormat": "fw_…"}

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller. Raises: Problem 401, 403, 429."""
        header = request.META.get("HTTP_AUTHORIZATION", "")
        found = _bearer(header[len(BEARER) :].strip(), request) if header.startswith(BEARER) else _signed_in(request)
        if self.scope not in found.scopes:
            raise Problem(403, "scope_missing", {"scope": self.scope})
        if found.actor.post_id is None:
            raise Problem(403, "role")
        return found


def _bearer(secret: str, request: HttpRequest) -> Caller:
    at = clock()
    try:
        bearer = bearer_of(secret, at)
    except TokenRefused as refused:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Problem(401, refused.code, headers=headers, said=refused.messages[refused.code]) from None
    if "HTTP_ACCEPT_LANGUAGE" not in request.META:
        translation.activate(bearer.language)
    _count(bearer.token_id, at)
    if bearer.last_used_at is None or at - bearer.last_used_at > USE_NOTED_EVERY:
        note_use(token_id=bearer.token_id, at=at)
    return Caller(bearer.actor, at, bearer.scopes)


def _signed_in(request: HttpRequest) -> Caller:
    asked = cast(Asked, request)
    if not hasattr(request, "user") or not asked.user.is_authenticated:
        raise Problem(401, "token_missing", headers={"WWW-Authenticate": "Bearer"})
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise Problem(403, "csrf")
    _count(asked.user.pk, asked.at)
    return Caller(asked.actor, asked.at, frozenset(TOKEN_SCOPES))


def _count(who: UUID, at: datetime) -> None:
    rate = settings.FANGWEI_API_RATE
    if (seconds := RATES.wait(who, rate, at)) > 0:
        wait = max(ceil(seconds), 1)
        raise Problem(429, "rate_limited", {"rate": rate, "seconds": wait}, headers={"Retry-After": str(wait)})


def language_of(request: HttpRequest) -> str:
    """Return the language that a request without a session asks for; Chinese when it asks for none of ours."""
    wanted = request.META.get("HTTP_ACCEPT_LANGUAGE")
    return translation.get_language_from_request(request) if wanted else LANGUAGES["zh"]
