"""Addresses for everybody."""

from django.urls import path

from fangwei.surfaces.public import views

urlpatterns = [
    path("", views.first, name="root"),
    path("v/<str:code>/", views.visit, name="visit-by-code"),
    path("i/<str:code>/", views.badge, name="badge-by-code"),
    path("g/<str:code>/", views.gate, name="gate-by-code"),
]
