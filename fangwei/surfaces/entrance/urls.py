"""Addresses of the way in."""

from django.urls import path

from fangwei.surfaces.entrance import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/role/", views.take_role, name="take-role"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("acting-as/", views.acting_as, name="acting-as"),
    path("no-screen/", views.no_screen, name="no-screen"),
]
