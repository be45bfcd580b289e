"""The address of the one box."""

from django.urls import path

from fangwei.surfaces.search import views

urlpatterns = [path("", views.find, name="search")]
