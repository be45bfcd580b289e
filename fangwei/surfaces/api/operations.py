"""Every operation of the interface with its address, scope and answers; those of cases once for each registered kind."""

import json
import logging
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from fangwei.casework.kinds import Kind, all_kinds
from fangwei.casework.refusals import Refused
from fangwei.surfaces.api import cases, exports, files, law, outputs, places, schemas
from fangwei.surfaces.api.asking import Token
from fangwei.surfaces.api.listing import parameters
from fangwei.surfaces.api.problems import MEDIA_TYPE, Problem, answer_problem
from fangwei.ui.present.reasons import lang

log = logging.getLogger(__name__)
JSON = "application/json"
READ = (401, 403, 404, 422, 429)
WRITE = (400, 401, 403, 404, 409, 413, 415, 422, 429)
_SUMMARY: dict[str, Promise] = {
    "list": _("List cases of this kind"),
    "open": _("Register a case"),
    "export": _("Take out the list as a table"),
    "read": _("Read a case and what may be done to it"),
    "history": _("What happened to a case"),
    "clocks": _("A case's deadlines and why"),
    "act": _("Do a verb to a case"),
}


def make_api() -> NinjaAPI:
    """Return the interface with an operation set for each kind of case that is registered now."""
    api = NinjaAPI(title="Fangwei", version="1", urls_namespace="api", openapi_url=None, docs_url=None)
    api.add_exception_handler(Problem, _told)
    api.add_exception_handler(Refused, _told)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    for too_many in (TooManyFieldsSent, TooManyFilesSent):
        api.add_exception_handler(too_many, _too_many)
    api.add_exception_handler(Exception, _failed)
    for name, kind in all_kinds().items():
        _of_kind(api, name, kind)
    _shared(api)
    return api


def _told(request: HttpRequest, fault: Any) -> HttpResponse:
    return answer_problem(fault)


def _too_big(request: HttpRequest, fault: Any) -> HttpResponse:
    return answer_problem(Problem(413, "body_too_large"))


def _too_many(request: HttpRequest, fault: Any) -> HttpResponse:
    return answer_problem(Problem(422, "too_many_fields"))


def _failed(request: HttpRequest, fault: Any) -> HttpResponse:
    log.error("an operation of the interface failed: %s", request.path, exc_info=fault)
    return answer_problem(Problem(500, "failed"))


def _add(
    api: NinjaAPI,
    method: str,
    path: str,
    view: Callable[..., Any],
    scope: str,
    answers: dict[int, Any],
    problems: Sequence[int],
    **more: Any,
) -> None:
    api.default_router.add_api_operation(
        path,
        [method],
        view,
        auth=Token(scope),
        response={**answers, **dict.fromkeys(problems, outputs.Problem)},
        description=cast(str, format_lazy("{}: {}", _("Scope"), scope)),
        **more,
    )


def _json_body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def _of_kind(api: NinjaAPI, name: str, kind: Kind) -> None:
    one = f"/{name}/{{key}}"

    def add(what: str, method: str, path: str, view: Any, scope: str, answers: Any, problems: Any, extra: Any) -> None:
        common = {"operation_id": f"{what}_{name}", "summary": _SUMMARY[what], "tags": [name], "openapi_extra": extra}
        _add(api, method, path, view, scope, answers, problems, **common)

    listing = {"parameters": parameters(kind.lifecycle)}
    add("list", "GET", f"/{name}", cases.listed(kind), "read", {200: outputs.Cases}, READ, listing)
    if verbs := schemas.opening_verbs(kind):
        body = _json_body(schemas.one_of(name, verbs))
        done = {201: outputs.Outcome, 200: outputs.Outcome}
        add("open", "POST", f"/{name}", cases.opened(kind), "act", done, WRITE, body)
    taken = {"parameters": exports.parameters(kind)}
    add("export", "POST", f"/{name}/export", exports.handed_out(kind), "export", {200: None}, READ, taken)
    match = {"parameters": [_header("If-None-Match", _("The version that is known already."), {"type": "string"})]}
    add("read", "GET", one, cases.read(kind), "read", {200: outputs.FullCase, 304: None}, READ, match)
    add("history", "GET", f"{one}/history", cases.happened(kind), "read", {200: outputs.History}, READ, _HISTORY)
    add("clocks", "GET", f"{one}/clocks", cases.clocks(kind), "read", {200: outputs.Clocks}, READ, {})
    body = _json_body(schemas.one_of(name, schemas.acting_verbs(kind)))
    body["parameters"] = [
        _header("If-Match", _("The version that the caller saw; 412 when the case has moved on."), _VERSION)
    ]
    add("act", "POST", f"{one}/acts", cases.acted(kind), "act", {200: outputs.Outcome}, (*WRITE, 412), body)


_VERSION = {"type": "string", "pattern": schemas.ETAG}


def _header(name: str, text: Promise, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": required, "schema": schema, "description": text}


_HISTORY = {
    "parameters": [
        {"in": "query", "name": "before", "schema": {"type": "integer", "minimum": 1, "maximum": 2**31}},
        {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 200}},
    ]
}
_MANY = _json_body(
    {
        "type": "object",
        "properties": {
            "acts": {
                "type": "array",
                "minItems": 1,
                "maxItems": schemas.MOST_ACTS,
                "items": {
                    "type": "object",
                    "description": _("An act as for one case, with `id` of its case; with `kind` when it opens one."),
                },
            }
        },
        "required": ["acts"],
        "additionalProperties": False,
    }
)
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    },
                    "required": ["file"],
                }
            }
        },
    }
}
_ANNOUNCED = _json_body(
    {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 120},
            "size": {"type": "integer", "minimum": 1},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
        "required": ["name", "size", "sha256"],
        "additionalProperties": False,
    }
)
_PIECE = {
    "parameters": [
        _header(
            "Upload-Offset",
            _("Where this piece begins."),
            {"type": "string", "pattern": "^[0-9]{1,15}$"},
            required=True,
        )
    ],
    "requestBody": {"required": True, "content": {files.CHUNK: {"schema": {"type": "string", "format": "binary"}}}},
}


def _shared(api: NinjaAPI) -> None:
    def add(method: str, path: str, view: Any, scope: str, answers: Any, problems: Any, said: Any, extra: Any) -> None:
        tag, operation = path.strip("/").split("/")[0], f"{view.__name__}_{path.strip('/').split('/')[0]}"
        common = {"operation_id": operation, "summary": said, "tags": [tag], "openapi_extra": extra}
        _add(api, method, path, view, scope, answers, problems, **common)

    many, upload = {200: outputs.Outcomes}, {200: outputs.Upload}
    add("POST", "/acts", cases.acted_on_many, "act", many, WRITE, _("Do many acts at once"), _MANY)
    found = {"parameters": places.PARAMETERS}
    add("GET", "/places", places.list_places, "read", {200: outputs.Places}, READ, _("List places"), found)
    one = "/places/{place_id}"
    add("GET", one, places.read_place, "read", {200: outputs.FullPlace}, READ, _("A place and who answers for it"), {})
    asked = {"parameters": law.PARAMETERS}
    add("GET", "/law/{rule}", law.explain, "read", {200: dict}, READ, _("What a rule says on a day, and why"), asked)
    kept, at = {201: outputs.Evidence}, "/evidence"
    add("POST", at, files.sent, "evidence", kept, WRITE, _("Send a file as evidence"), _FORM)
    sending = f"{at}/uploads"
    add(
        "POST", sending, files.announced, "evidence", {201: outputs.Upload}, WRITE, _("Begin to send in pieces"), _ANNOUNCED
    )  # fmt: skip
    piece = f"{sending}/{{upload_id}}"
    add("GET", piece, files.standing, "evidence", upload, READ, _("How much has come"), {})
    add("PATCH", piece, files.continued, "evidence", upload, WRITE, _("Send the next piece"), _PIECE)
    add("POST", f"{piece}/finish", files.finished, "evidence", kept, WRITE, _("Check the whole and keep it"), {})
    add(
        "GET",
        f"{at}/{{evidence_id}}",
        files.told,
        "read",
        {200: outputs.Evidence},
        READ,
        _("What is known of a file"),
        {},
    )
    bytes_of = f"{at}/{{evidence_id}}/content"
    add("GET", bytes_of, files.content, "read", {200: None}, READ, _("A file's bytes"), {})


API = make_api()


@cache
def _openapi(language: str) -> str:
    document = API.get_openapi_schema(path_prefix="/api/v1/")
    document["components"]["schemas"].update(schemas.components())
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400 and JSON in response.get("content", {}):
                    response["content"] = {MEDIA_TYPE: response["content"][JSON]}
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False)


def openapi_document() -> str:
    """Return the description of the interface in the reader's language, made once a process."""
    return _openapi(lang())


def addresses() -> list[tuple[str, str, str]]:
    """Return method, address and purpose of every operation, those of cases once for all kinds."""
    found: dict[tuple[str, str], str] = {}
    kinds = frozenset(all_kinds())
    for path, operations in json.loads(openapi_document())["paths"].items():
        for method, operation in operations.items():
            (tag,) = operation["tags"]
            shown = path.replace(f"/{tag}", "/{kind}", 1) if tag in kinds else path
            found[method.upper(), shown] = operation["summary"]
    return [(method, path, said) for (method, path), said in found.items()]
