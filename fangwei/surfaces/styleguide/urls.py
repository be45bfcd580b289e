"""Addresses of the style page; included only in debug and demo mode."""

from django.urls import path

from fangwei.surfaces.styleguide.views import case, desk, parts

urlpatterns = [
    path("", parts, name="styleguide"),
    path("case/", case, name="styleguide-case"),
    path("desk/", desk, name="styleguide-desk"),
]
