"""Addresses of the published log and of what can be taken away from it."""

from django.urls import path

from fangwei.surfaces.audit import counts, gaps, home, log, offline_page, proofs

urlpatterns = [
    path("", home.home, name="ledger"),
    path("gaps", gaps.gap_list, name="ledger-gaps"),
    path("counts", counts.count_list, name="ledger-counts"),
    path("checkpoint", log.checkpoint, name="ledger-checkpoint"),
    path("pending", log.pending, name="ledger-pending"),
    path("vkeys", log.keys, name="ledger-keys"),
    path("policy", log.policy, name="ledger-policy"),
    path("receipts/<uuid:fact>.tlog-proof", proofs.fact_receipt, name="ledger-receipt"),
    path("proofs/<slug:kind>/<uuid:subject>", proofs.proof, name="ledger-proof"),
    path("lives/<slug:kind>/<uuid:subject>", proofs.record_life, name="ledger-record-life"),
    path("lives/<str:key>", proofs.case_life, name="ledger-life"),
    path("check", offline_page.check, name="ledger-check"),
    path("tile/<path:name>", log.tiles, name="ledger-tile"),
]
