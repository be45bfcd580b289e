"""Every address of the system, by audience."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("preferences/", include("fangwei.surfaces.preferences.urls")),
]

if settings.DEBUG or settings.FANGWEI_DEMO:
    urlpatterns += [path("styleguide/", include("fangwei.surfaces.styleguide.urls"))]
