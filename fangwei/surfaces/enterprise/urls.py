"""Addresses of the enterprise."""

from django.urls import path

from fangwei.surfaces.enterprise import views

app_name = "enterprise"
urlpatterns = [
    path("", views.home, name="home"),
    path("hazards/", views.hazards, name="hazards"),
    path("report/", views.report, name="report"),
    path("file/", views.file, name="file"),
]
