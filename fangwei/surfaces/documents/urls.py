"""Addresses of official papers."""

from django.urls import path

from fangwei.surfaces.documents import views

app_name = "documents"
urlpatterns = [
    path("draw/<uuid:case_id>/", views.draw, name="draw"),
    path("cases/<uuid:case_id>/file.pdf", views.bound, name="bound"),
    path("<uuid:document_id>/", views.document, name="document"),
    path("<uuid:document_id>/file.<slug:form>", views.file, name="file"),
    path("<uuid:document_id>/serve/", views.serve, name="serve"),
    path("<uuid:document_id>/redraw/", views.redraw, name="redraw"),
    path("<uuid:document_id>/withdraw/", views.withdraw, name="withdraw"),
]
