"""The published log's addresses alone."""

from django.urls import include, path

urlpatterns = [path("ledger/", include("fangwei.surfaces.audit.urls"))]
