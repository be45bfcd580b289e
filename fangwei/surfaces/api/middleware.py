"""The short way in for programs: a request with a token meets neither session nor cookies nor pages.

A body that is too large is refused by its announced length, before any of it is read.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_resolver
from django.utils import translation

from fangwei.surfaces.api.asking import BEARER, language_of
from fangwei.surfaces.api.problems import Problem, answer_problem

PREFIX = "/api/"
MANUAL = "/api/v1/docs"
FILES = "/api/v1/evidence"
ENVELOPE = 64 * 1024
"""What a file's form may weigh beside the file."""


class ApiMiddleware:
    """Answers requests with a token directly; those of a signed-in browser go on through the whole chain."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.resolver = get_resolver("fangwei.surfaces.api.urls")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(PREFIX):
            return self.get_response(request)
        if (refused := _too_large(request)) is not None:
            return _private(refused)
        if path == MANUAL or not request.META.get("HTTP_AUTHORIZATION", "").startswith(BEARER):
            return _not_allowed(self.get_response(request))
        before = translation.get_language()
        try:
            translation.activate(language_of(request))
            return _private(_not_allowed(self._answer(request)))
        finally:
            translation.activate(before) if before else translation.deactivate()

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
            match = self.resolver.resolve(request.path_info[len(PREFIX) - 1 :])
        except DisallowedHost:
            return answer_problem(Problem(400, "host_unknown"))
        except Http404:
            return answer_problem(Problem(404, "address_unknown"))
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response


def _too_large(request: HttpRequest) -> HttpResponse | None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.path_info.startswith(FILES):
        limit = max(settings.FANGWEI_UPLOAD_LIMIT + ENVELOPE, limit)
    if length <= limit:
        return None
    with translation.override(language_of(request)):
        return answer_problem(Problem(413, "too_large", {"limit": limit}))


def _not_allowed(response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code != 405:
        return response
    allowed = ", ".join(sorted(response["Allow"].split(", ")))
    return answer_problem(Problem(405, "method_not_allowed", {"allowed": allowed}, headers={"Allow": allowed}))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    if isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"
    return response
