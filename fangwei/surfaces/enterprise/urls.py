"""Addresses of the enterprise."""

from django.urls import path

from fangwei.surfaces.enterprise import records, views, visits

app_name = "enterprise"
urlpatterns = [
    path("", views.home, name="home"),
    path("hazards/", views.hazards, name="hazards"),
    path("report/", views.report, name="report"),
    path("file/", views.file, name="file"),
    path("records/", records.records, name="records"),
    path("records/statistics/", records.statistics, name="statistics"),
    path("records/tenants/", records.tenants, name="tenants"),
    path("records/rewards/", records.rewards, name="rewards"),
    path("records/rewards/<uuid:reward_id>/pay/", records.pay, name="reward-pay"),
    path("records/rewards/<uuid:reward_id>/strike/", records.strike, name="reward-strike"),
    path("visits/", visits.visits, name="visits"),
    path("gate/<uuid:place_id>/", visits.gate_poster, name="gate-poster"),
]
