"""Addresses of the style page; they answer in debug and demo mode only."""

from django.urls import path

from fangwei.surfaces.styleguide.views import case, desk, parts

urlpatterns = [
    path("", parts, name="styleguide"),
    path("case/", case, name="styleguide-case"),
    path("desk/", desk, name="styleguide-desk"),
]
