"""The list of hazards: opened as it was asked for, kept as a view, handed out as it is seen."""

from typing import cast

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fangwei.casework.actions import TooManyViews, drop_view, keep_view
from fangwei.casework.queries import views_of
from fangwei.sheets.actions import record_export
from fangwei.ui.present.asked import OFFICERS, READERS, Asked, for_roles, page
from fangwei.ui.present.case_export import as_csv, as_xlsx, table_of
from fangwei.ui.present.case_list import hazard_list
from fangwei.ui.present.narrowed import Narrowed
from fangwei.ui.present.typed import ids_of


@require_safe
@for_roles(READERS)
def hazards(request: HttpRequest) -> HttpResponse:
    """List hazards, narrowed as the address says."""
    asked = cast(Asked, request)
    bulk = reverse("desk:bulk") if asked.actor.role in OFFICERS else ""
    kept, query = views_of(asked.user), Narrowed.read(request.GET).query
    listed = hazard_list(asked, surface="desk", kept=kept, bulk_action=bulk, export=reverse("desk:hazards-export"))
    opened = next((view for view in kept() if view.query == query), None)
    return page(request, "desk/hazards.html", {"list": listed, "query": query, "opened": opened})


@require_POST
@for_roles(READERS)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is under a name, or forget a view."""
    asked = cast(Asked, request)
    query = Narrowed.read(QueryDict(request.POST.get("query", "")[:2000])).query
    if request.POST.get("drop"):
        for view_id in ids_of([request.POST["drop"]]):
            drop_view(asked.user, view_id=view_id)
        return HttpResponseRedirect(reverse("desk:hazards"))
    try:
        keep_view(asked.user, name=request.POST.get("name", ""), query=query, at=asked.at)
        messages.success(request, _("The view is kept above the list."))
    except TooManyViews as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(f"{reverse('desk:hazards')}?{query}")


@require_POST
@for_roles(READERS)
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out the list as it is seen; the ledger is told how many rows went out."""
    asked = cast(Asked, request)
    table = table_of(asked, Narrowed.read(QueryDict(request.POST.get("query", "")[:2000])))
    record_export(
        "hazard_list", territory=asked.actor.territory_code, count=len(table) - 1, by=asked.actor, at=asked.at
    )
    name = f"hazards-{asked.today:%Y%m%d}"
    if request.POST.get("format") == "csv":
        kept = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8", headers=kept)
    return FileResponse(as_xlsx(table, _("Hazards")), as_attachment=True, filename=f"{name}.xlsx")
