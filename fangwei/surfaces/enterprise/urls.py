"""Addresses of the enterprise."""

from django.urls import path


from fangwei.surfaces.enterprise import views, visits

app_name = "enterprise"
urlpatterns = [
    path("", views.home, name="home"),
    path("hazards/", views.hazards, name="hazards"),
    path("report/", views.report, name="report"),
    path("file/", views.file, name="file"),
    path("visits/", visits.visits, name="visits"),
    path("gate/<uuid:place_id>/", visits.gate_poster, name="gate-poster"),
]
