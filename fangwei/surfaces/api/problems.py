"""What went wrong, as RFC 9457 asks for it: a code, the law behind it, each field's fault, in both languages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from fangwei.casework.refusals import Refused
from fangwei.engines.lifecycle import Refusal
from fangwei.ui.present import words
from fangwei.ui.present.reasons import lang

MEDIA_TYPE = "application/problem+json"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
TITLES = {
    400: gettext_lazy("This request could not be read."),
    401: gettext_lazy("Sign in, or send a valid token."),
    403: gettext_lazy("You may not do this."),
    404: gettext_lazy("There is nothing here, or you may not see it."),
    405: gettext_lazy("This address does not take that method."),
    409: gettext_lazy("This does not fit what is there now."),
    412: gettext_lazy("The case has moved on since you read it."),
    413: gettext_lazy("That was too much at once."),
    415: gettext_lazy("This kind of content is not taken here."),
    422: gettext_lazy("This was understood but cannot be done."),
    429: gettext_lazy("Too many requests; wait a moment."),
    500: gettext_lazy("Something went wrong on our side."),
}
DETAILS = {
    "json_malformed": gettext_lazy("The body is not valid JSON in UTF-8: %(why)s"),
    "host_unknown": gettext_lazy("This server answers under other names; the operator lists them in FANGWEI_HOSTS."),
    "body_not_object": gettext_lazy("The body must be a JSON object."),
    "content_type": gettext_lazy("Send the body as %(wanted)s."),
    "token_missing": gettext_lazy("Send a token in the header “Authorization: Bearer fw_…”, or sign in."),
    "form_malformed": gettext_lazy("The form is not valid multipart/form-data."),
    "csrf": gettext_lazy("A browser that is signed in must send the X-CSRFToken header."),
    "scope_missing": gettext_lazy("This token may not do this; it needs the scope “%(scope)s”."),
    "role": gettext_lazy("You hold no post from which this can be done."),
    "address_unknown": gettext_lazy("There is no such address; the interface is described at /api/v1/docs."),
    "method_not_allowed": gettext_lazy("Allowed here: %(allowed)s."),
    "body_too_large": gettext_lazy("The body is too large; send fewer acts at once, and files as evidence."),
    "too_large": gettext_lazy("At most %(limit)s bytes are taken here."),
    "rate_limited": gettext_lazy("At most %(rate)s requests a minute; try again after %(seconds)s seconds."),
    "version_differs": gettext_lazy("The version in If-Match is not the case's present one; read it again."),
    "parameter_bad": gettext_lazy("“%(field)s” cannot be read: %(why)s."),
    "place_unknown": gettext_lazy("There is no such place, or you may not see it."),
    "evidence_not_found": gettext_lazy("There is no such file, or you may not see it."),
    "upload_unknown": gettext_lazy("There is no such upload, or it has expired; begin again."),
    "upload_offset": gettext_lazy("The next byte wanted is %(offset)s; send the rest from there."),
    "upload_incomplete": gettext_lazy("%(received)s of %(size)s bytes have come; send the rest first."),
    "upload_differs": gettext_lazy("The SHA-256 of what came is another than announced; send the file again."),
    "uploads_open": gettext_lazy("You have too many unfinished uploads; finish one or wait until it expires."),
    "too_many_acts": gettext_lazy("At most %(limit)s acts are taken at once."),
    "too_many_fields": gettext_lazy("That many parameters or files are never taken at once."),
    "too_many_rows": gettext_lazy("At most %(limit)s rows are taken out at once; narrow the list."),
    "failed": gettext_lazy("Try again with the same act id; an act that was done is not done twice."),
}

WHYS = {
    "unknown": gettext_lazy("there is no such thing to send here"),
    "repeated": gettext_lazy("it may be given only once"),
    "null": gettext_lazy("it holds the character NUL"),
    "missing": gettext_lazy("it is missing"),
    "digits": gettext_lazy("2 to 12 digits are wanted"),
    "uuid": gettext_lazy("an id is wanted, five groups of hexadecimal digits"),
    "date": gettext_lazy("a day is wanted, as 2026-03-02"),
    "date-time": gettext_lazy("an instant with its offset is wanted, as 2026-03-02T09:30:00+08:00"),
    "cursor": gettext_lazy("take it from “next” of the page before"),
    "etag": gettext_lazy("a version in quotation marks is wanted, as in the header ETag"),
    "sha256": gettext_lazy("64 hexadecimal digits in lower case are wanted"),
}
"""Why a parameter cannot be read, where more has to be said than its bounds."""


@dataclass
class Problem(Exception):
    """A request that ends with a problem document; `code` names it for programs."""

    status: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    said: Promise | str | None = None
    spoken: Mapping[str, str] = field(default_factory=dict)

    def detail(self) -> str:
        """Return what happened and what to do, in the language in force."""
        if self.spoken:
            return self.spoken[lang()]
        params = {name: WHYS.get(str(value), value) if name == "why" else value for name, value in self.params.items()}
        return str(self.said or DETAILS[self.code]) % params


def problem_body(problem: Problem | Refused, status: int | None = None) -> dict[str, Any]:
    """Return the members of a problem document, `title` and `detail` in the reader's language and both beside it."""
    status = status or problem.status
    errors = [_error(reason) for reason in problem.reasons] if isinstance(problem, Refused) else []
    spoken = {}
    for short, language in LANGUAGES.items():
        with override(language):
            spoken[short] = {"title": str(TITLES.get(status, TITLES[422])), "detail": _detail(problem)}
    return {
        "type": f"urn:fangwei:problem:{problem.code}",
        **spoken[lang()],
        "status": status,
        "code": problem.code,
        **spoken,
        "citation": next((error["citation"] for error in errors if error["citation"]), ""),
        "errors": errors,
    }


def answer_problem(problem: Problem | Refused, status: int | None = None) -> HttpResponse:
    """Return a problem as the answer to a request."""
    body = problem_body(problem, status)
    response = HttpResponse(_dumps(body), content_type=MEDIA_TYPE, status=body["status"])
    for name, value in problem.headers.items() if isinstance(problem, Problem) else ():
        response[name] = value
    return response


def _detail(problem: Problem | Refused) -> str:
    if isinstance(problem, Problem):
        return problem.detail()
    return " ".join(words.reason(reason) for reason in problem.reasons)


def _error(reason: Refusal) -> dict[str, Any]:
    spoken = {}
    for short, language in LANGUAGES.items():
        with override(language):
            spoken[short] = words.reason(reason)
    field = reason.params.get("field", "")
    if reason.code.startswith("participant_"):
        field = "participants"
    elif reason.code.startswith("evidence_"):
        field = "evidence"
    params = {name: str(value) for name, value in reason.params.items()}
    return {"code": reason.code, "field": field, "params": params, **spoken, "citation": reason.citation}


def _dumps(body: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
