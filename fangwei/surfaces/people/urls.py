"""Addresses of people in office."""

from django.urls import path

from fangwei.surfaces.people import accounts, handovers, staffing, views

app_name = "people"
urlpatterns = [
    path("", views.bodies, name="bodies"),
    path("bodies/<uuid:body_id>/", views.body, name="body"),
    path("firms/<uuid:firm_id>/", views.firm, name="firm"),
    path("posts/<uuid:post_id>/", views.post, name="post"),
    path("posts/<uuid:post_id>/appoint/", staffing.appoint, name="appoint"),
    path("posts/<uuid:post_id>/stand-in/", staffing.stand_in, name="stand-in"),
    path("posts/<uuid:post_id>/hand-over/", handovers.hand_over, name="hand-over"),
    path("tenures/<uuid:tenure_id>/end/", staffing.end, name="end"),
    path("persons/new/", staffing.new_person, name="new-person"),
    path("persons/<uuid:person_id>/", views.person, name="person"),
    path("persons/<uuid:person_id>/contact/", staffing.contact, name="contact"),
    path("persons/<uuid:person_id>/account/", accounts.new_account, name="new-account"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:user_id>/", accounts.account, name="account"),
    path("accounts/<uuid:user_id>/reset/", accounts.reset, name="reset"),
    path("accounts/<uuid:user_id>/<slug:to>/", accounts.switch, name="switch"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("handovers/<uuid:handover_id>/give/", handovers.give, name="give"),
    path("handovers/<uuid:handover_id>/take/", handovers.take, name="take"),
    path("handovers/<uuid:handover_id>/withdraw/", handovers.withdraw, name="withdraw"),
    path("handovers/<uuid:handover_id>/successor/", handovers.successor, name="successor"),
]
