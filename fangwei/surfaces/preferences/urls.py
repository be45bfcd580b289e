"""Addresses of the reader's display settings and of their tokens."""

from django.urls import path

from fangwei.surfaces.preferences.tokens import make_token, revoke_tokens, tokens
from fangwei.surfaces.preferences.views import preferences

urlpatterns = [
    path("", preferences, name="preferences"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/new/", make_token, name="make-token"),
    path("tokens/revoke/", revoke_tokens, name="revoke-tokens"),
]
