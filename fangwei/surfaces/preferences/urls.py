"""Addresses of the reader's display settings."""

from django.urls import path

from fangwei.surfaces.preferences.views import preferences

urlpatterns = [path("", preferences, name="preferences")]
