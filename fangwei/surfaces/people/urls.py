"""Addresses of people in office."""

from django.urls import path

from fangwei.surfaces.people import accounts, handovers, seats, staffing, views

app_name = "people"
urlpatterns = [
    path("", views.bodies, name="bodies"),
    path("bodies/<uuid:body_id>/", views.body, name="body"),
    path("firms/<uuid:firm_id>/", views.firm, name="firm"),
    path("posts/<uuid:post_id>/", views.post, name="post"),
    path("bodies/<uuid:body_id>/posts/new/", seats.new_post, name="new-post"),
    path("firms/<uuid:firm_id>/posts/new/", seats.new_post_of_firm, name="new-post-of-firm"),
    path("posts/<uuid:post_id>/amend/", seats.amend, name="amend"),
    path("posts/<uuid:post_id>/close/", seats.close, name="close"),
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
