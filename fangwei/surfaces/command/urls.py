"""Addresses of those who lead and of those who coordinate."""

from django.urls import path

from fangwei.surfaces.command import views

app_name = "command"
urlpatterns = [
    path("", views.home, name="home"),
    path("office/", views.office, name="office"),
]
