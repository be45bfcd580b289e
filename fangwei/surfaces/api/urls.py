"""Addresses of the interface."""

from django.urls import path, re_path

from fangwei.surfaces.api import views
from fangwei.surfaces.api.operations import API

urlpatterns = [
    path("v1/openapi.json", views.openapi, name="api-openapi"),
    path("v1/docs", views.docs, name="api-docs"),
    path("v1/", API.urls),
    re_path(r"^(?P<rest>.*)$", views.nothing, name="api-nothing"),
]
