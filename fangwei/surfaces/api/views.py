"""The description of the interface, for programs and for people, and what is said where there is nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.surfaces.api.operations import openapi_document
from fangwei.surfaces.api.problems import Problem, answer_problem


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document; it says nothing about anybody, so anybody may read it."""
    response = HttpResponse(openapi_document(), content_type="application/json")
    response["Vary"] = "Accept-Language, Cookie"
    return response


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say as a problem document that there is no such address."""
    return answer_problem(Problem(404, "address_unknown"))
