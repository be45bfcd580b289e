"""Every address of the system, by audience."""

from django.urls import URLResolver, include, path

from fangwei.surfaces.cases.views import criteria
from fangwei.ui.present.links import SURFACES


def _cases_of(surface: str) -> URLResolver:
    """A case has one page, mounted below the address of each audience."""
    pages = include(("fangwei.surfaces.cases.urls", "cases"), namespace=f"{surface}-cases")
    return path(f"{surface}/cases/", pages, {"surface": surface})


urlpatterns = [
    path("", include("fangwei.surfaces.public.urls")),
    path("", include("fangwei.surfaces.entrance.urls")),
    path("desk/", include("fangwei.surfaces.desk.urls")),
    path("command/", include("fangwei.surfaces.command.urls")),
    path("enterprise/", include("fangwei.surfaces.enterprise.urls")),
    path("grid/", include("fangwei.surfaces.grid.urls")),
    *(_cases_of(surface) for surface in SURFACES),
    path("criteria/", criteria, name="criteria"),
    path("evidence/", include("fangwei.surfaces.evidence.urls")),
    path("documents/", include("fangwei.surfaces.documents.urls")),
    path("people/", include("fangwei.surfaces.people.urls")),
    path("search/", include("fangwei.surfaces.search.urls")),
    path("ledger/", include("fangwei.surfaces.audit.urls")),
    path("api/", include("fangwei.surfaces.api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("preferences/", include("fangwei.surfaces.preferences.urls")),
    path("notices/", include("fangwei.surfaces.notices.urls")),
    path("styleguide/", include("fangwei.surfaces.styleguide.urls")),  # 404 but in demo and debug mode
]

handler400 = "fangwei.surfaces.entrance.errors.bad_request"
handler403 = "fangwei.surfaces.entrance.errors.forbidden"
handler404 = "fangwei.surfaces.entrance.errors.not_found"
handler500 = "fangwei.surfaces.entrance.errors.failed"
