"""Addresses of the reader's display settings, of their own account and of their tokens."""

from django.urls import path

from fangwei.surfaces.preferences.account import change_own_password, end_chosen, sessions
from fangwei.surfaces.preferences.notices import forget, keep_hours, keep_way, notice_preferences
from fangwei.surfaces.preferences.tokens import make_token, revoke_tokens, tokens
from fangwei.surfaces.preferences.views import preferences

urlpatterns = [
    path("", preferences, name="preferences"),
    path("password/", change_own_password, name="change-password"),
    path("sessions/", sessions, name="sessions"),
    path("sessions/end/", end_chosen, name="end-sessions"),
    path("notices/", notice_preferences, name="notice-preferences"),
    path("notices/hours/", keep_hours, name="keep-notice-hours"),
    path("notices/<slug:channel>/", keep_way, name="keep-notice-address"),
    path("notices/<slug:channel>/forget/", forget, name="forget-notice-address"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/new/", make_token, name="make-token"),
    path("tokens/revoke/", revoke_tokens, name="revoke-tokens"),
]
