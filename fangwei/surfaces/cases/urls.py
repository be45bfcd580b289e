"""Addresses of a case, mounted once for each audience."""

from django.urls import path

from fangwei.surfaces.cases import views

urlpatterns = [
    path("<str:key>/", views.case, name="case"),
    path("<str:key>/print/", views.print_case, name="print"),
    path("<str:key>/acts/<slug:verb>/", views.act, name="act"),
]
