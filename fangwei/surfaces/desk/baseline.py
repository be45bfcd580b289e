"""The baseline after an import: inherited cases that wait for an officer's word, confirmed one by one or many at once."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from fangwei.casework.door import act as carry_out
from fangwei.casework.events import Act
from fangwei.casework.queries import visible
from fangwei.ui.present.asked import OFFICERS, Asked, for_roles, page
from fangwei.ui.present.baseline import baseline_page, chosen_cases


@require_safe
@for_roles(OFFICERS)
def inherited(request: HttpRequest) -> HttpResponse:
    """List the imported cases that nobody has confirmed, grouped by township."""
    return page(request, "desk/inherited.html", baseline_page(cast(Asked, request)))


@require_POST
@for_roles(OFFICERS)
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the chosen cases, each by an act of its own; what is refused stays and is said."""
    asked = cast(Asked, request)
    cases = chosen_cases(visible(asked.actor), request.POST, asked.actor, asked.at)
    acts = [
        Act(uuid7(), case.id, "confirm_baseline", max(asked.at, case.last_at), if_version=case.version)
        for case in cases
    ]
    outcomes = carry_out(acts, by=asked.actor, received_at=asked.at, channel="web")
    done, refused = sum(one.done for one in outcomes), [one.refusal for one in outcomes if one.refusal]
    messages.success(request, ngettext("%(n)s case confirmed.", "%(n)s cases confirmed.", done) % {"n": done})
    if refused:
        messages.error(request, _("%(n)s not confirmed: %(why)s") % {"n": len(refused), "why": refused[0].texts()[0]})  # type: ignore[attr-defined]
    back = request.POST.get("back", "")
    return HttpResponseRedirect(reverse("desk:inherited") + (back if back.startswith("?") else ""))
