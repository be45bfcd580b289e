"""Addresses of evidence."""

from django.urls import path

from fangwei.surfaces.evidence import views

urlpatterns = [
    path("<uuid:evidence_id>/", views.original, name="evidence"),
    path("<uuid:evidence_id>/small/", views.small, name="evidence-thumb"),
]
