"""One act on many cases: a page that says what would happen and who would see it, then the acts, then what became of each."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from fangwei.casework.door import act
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.ui.present import words
from fangwei.ui.present.asked import OFFICERS, Asked, for_roles, page
from fangwei.ui.present.bulk import acts_of, chosen_list, chosen_of, loaded, offers_of, outcome_list, sent_back
from fangwei.ui.present.typed import ids_of


@require_POST
@for_roles(OFFICERS)
def preview(request: HttpRequest) -> HttpResponse:
    """Say what may be done to the chosen cases, to how many of them, and who would see it; nothing is done yet."""
    asked = cast(Asked, request)
    cases = _readable(asked, request.POST.getlist("chosen"))
    offers = offers_of(chosen_of(cases), asked.actor, asked.at)
    return page(request, "desk/chosen.html", {"offers": offers, "list": chosen_list(cases), "number": len(cases)})


@require_POST
@for_roles(OFFICERS)
def carry_out(request: HttpRequest) -> HttpResponse:
    """Do the chosen verb to each case by an act of its own, and say what became of each."""
    asked, verb = cast(Asked, request), request.POST.get("verb", "")
    marks = request.POST.getlist("mark")
    cases = _readable(asked, [mark.partition("~")[0] for mark in marks])
    sent = sent_back(marks, cases)
    outcomes = act(
        acts_of(sent, verb, request.POST, asked.actor, asked.at), by=asked.actor, received_at=asked.at, channel="web"
    )
    done = sum(one.done for one in outcomes)
    listed = outcome_list([one.case for one, _version in sent], outcomes)
    told = {"done": done, "refused": len(outcomes) - done, "verb": words.verb(verb), "list": listed}
    return page(request, "desk/chosen_done.html", told)


def _readable(request: Asked, ids: list[str]) -> list[Case]:
    return loaded(visible(request.actor).filter(id__in=ids_of(ids)))
