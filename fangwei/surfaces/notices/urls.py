"""Addresses of one's notices; the one of a single notice is what messages outside the system carry."""

from django.urls import path

from fangwei.surfaces.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="read-all"),
    path("<uuid:notice_id>/", views.notice, name="notice"),
    path("<uuid:notice_id>/open/", views.open_notice, name="open"),
]
