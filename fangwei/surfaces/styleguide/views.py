"""The style page, one case page and one desk, drawn from invented content."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fangwei.surfaces.styleguide import cases, lists, samples

AT = datetime(2026, 4, 9, 6, 20, tzinfo=UTC)
ROW_COUNTS = {"0": 0, "1": 1, "7": 7, "40": 40}


def parts(request: HttpRequest) -> HttpResponse:
    """Every part in every state."""
    rows = ROW_COUNTS.get(request.GET.get("rows", "7"), 7)
    page = {"at": AT, "shell": samples.shell(), "names": samples.names(), **samples.everything(AT)}
    page["list"] = lists.hazards(AT, rows, dense="dense" in request.GET)
    page["list_empty"] = lists.hazards(AT, 0)
    return render(request, "styleguide/parts.html", page)


def case(request: HttpRequest) -> HttpResponse:
    """A whole case page."""
    return render(request, "styleguide/case.html", {"at": AT, "shell": samples.shell(), **cases.case_page(AT)})


def desk(request: HttpRequest) -> HttpResponse:
    """A desk: the list as wide as the page."""
    rows = ROW_COUNTS.get(request.GET.get("rows", "40"), 40)
    page = {"at": AT, "shell": samples.shell(), "names": samples.names(), "figures": samples.figures()}
    page["list"] = lists.hazards(AT, rows, dense=True)
    return render(request, "styleguide/desk.html", page)
