"""The description of the interface, for programs and for people, and what is said where there is nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fangwei.surfaces.api.manual import kinds_view
from fangwei.surfaces.api.operations import addresses, openapi_document
from fangwei.surfaces.api.problems import Problem, answer_problem
from fangwei.ui.present.asked import page


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document; it says nothing about anybody, so anybody may read it."""
    response = HttpResponse(openapi_document(), content_type="application/json")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the interface to people: each kind with its verbs, what they ask, of whom, and by which article."""
    base = f"{request.scheme}://{request.get_host()}"
    shown = {"kinds": kinds_view(), "addresses": addresses(), "base": base, "rate": settings.FANGWEI_API_RATE}
    return page(request, "api/docs.html", shown)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say as a problem document that there is no such address."""
    return answer_problem(Problem(404, "address_unknown"))
