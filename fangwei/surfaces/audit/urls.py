"""Addresses of the published log."""

from django.urls import path

from fangwei.surfaces.audit import log, offline_page

urlpatterns = [
    path("checkpoint", log.checkpoint, name="ledger-checkpoint"),
    path("pending", log.pending, name="ledger-pending"),
    path("vkeys", log.keys, name="ledger-keys"),
    path("policy", log.policy, name="ledger-policy"),
    path("check", offline_page.check, name="ledger-check"),
    path("tile/<path:name>", log.tiles, name="ledger-tile"),
]
