"""Addresses of the grid."""

from django.urls import path

from fangwei.surfaces.grid import views

app_name = "grid"
urlpatterns = [
    path("", views.home, name="home"),
    path("report/", views.choose, name="report"),
    path("report/<uuid:place_id>/", views.report, name="report-at"),
    path("report/new-place/", views.new_place, name="new-place"),
]
