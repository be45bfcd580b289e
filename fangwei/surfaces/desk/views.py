"""The desk itself: the queue beside the case."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fangwei.casework.queries import case_for
from fangwei.casework.refusals import Refused
from fangwei.ui.parts import LinkView
from fangwei.ui.present.asked import READERS, Asked, for_roles, page
from fangwei.ui.present.case_page import case_page
from fangwei.ui.present.figures import figures_of
from fangwei.ui.present.queue import queue_of


@require_safe
@for_roles(READERS)
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor; on the right the case that was chosen, else the first one."""
    asked = cast(Asked, request)
    chosen = request.GET.get("case", "")
    queue = queue_of(asked.actor, asked.at)
    opened = chosen or queue.first
    context = {"queue": queue.marked(opened), "figures": figures_of(asked.actor, asked.at), "chosen": chosen}
    return page(request, "desk/home.html", context | _open(asked, opened))


def _open(request: Asked, number: str) -> dict[str, object]:
    if not number:
        return {"shown": False}
    try:
        case = case_for(request.actor, number)
    except Refused:
        return {"shown": False}
    back = LinkView(_("Back to the queue"), request.path)
    opened = case_page(request, case, "desk", back=back, return_to=f"{request.path}?case={case.number}")
    return {"shown": True, **opened}
