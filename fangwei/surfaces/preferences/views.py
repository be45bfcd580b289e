"""Keeps the reader's display settings in cookies and returns to where they were."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 60 * 60


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Set theme (light, dark or the device's own) or switch the contrast for sunlight or the rows of lists, then go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if "theme" in request.POST:
        _keep(response, "theme", request.POST["theme"] if request.POST["theme"] in ("light", "dark") else "")
    if "contrast" in request.POST:
        _keep(response, "contrast", "" if request.COOKIES.get("fangwei_contrast") else "more")
    if "density" in request.POST:
        _keep(response, "density", "" if request.COOKIES.get("fangwei_density") else "dense")
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.set_cookie(f"fangwei_{name}", value, max_age=YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(f"fangwei_{name}")
