"""The style page, one case page and one desk, drawn from invented content."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fangwei.surfaces.styleguide import cases, lists, samples

AT = datetime(2026, 4, 9, 6, 20, tzinfo=UTC)
ROW_COUNTS = {"0": 0, "1": 1, "7": 7, "40": 40}


def _not_in_earnest(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    # Asked at each request: a process may learn that it is a demo after its addresses were read.
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not (settings.DEBUG or settings.FANGWEI_DEMO):
            raise Http404
        return view(request)

    return guarded


@_not_in_earnest
def parts(request: HttpRequest) -> HttpResponse:
    """Every part in every state."""
    rows = ROW_COUNTS.get(request.GET.get("rows", "7"), 7)
    page = {"at": AT, "shell": samples.shell(), "names": samples.names(), **samples.everything(AT)}
    page["list"] = lists.hazards(AT, rows, dense="dense" in request.GET)
    page["list_empty"] = lists.hazards(AT, 0)
    return render(request, "styleguide/parts.html", page)


@_not_in_earnest
def case(request: HttpRequest) -> HttpResponse:
    """A whole case page."""
    return render(request, "styleguide/case.html", {"at": AT, "shell": samples.shell(), **cases.case_page(AT)})


@_not_in_earnest
def desk(request: HttpRequest) -> HttpResponse:
    """A desk: the list as wide as the page."""
    rows = ROW_COUNTS.get(request.GET.get("rows", "40"), 40)
    page = {"at": AT, "shell": samples.shell(), "names": samples.names(), "figures": samples.figures()}
    page["list"] = lists.hazards(AT, rows, dense=True)
    return render(request, "styleguide/desk.html", page)
