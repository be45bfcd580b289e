"""Addresses of the desk."""

from django.urls import path

from fangwei.surfaces.desk import answers, baseline, clues, diligence, duties, imports, orders, places, problems, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("hazards/", views.hazards, name="hazards"),
    path("places/", places.places, name="places"),
    path("places/<uuid:place_id>/", places.place, name="place"),
    path("places/<uuid:place_id>/who/", answers.who, name="who"),
    path("places/<uuid:place_id>/report/", places.report, name="report"),
    path("places/<uuid:place_id>/order/", orders.draft, name="draft"),
    path("orders/<uuid:case_id>/items/", orders.change_items, name="order-items"),
    path("matrix/", answers.duty_matrix, name="matrix"),
    path("problems/", problems.problems, name="problems"),
    path("problems/new/", problems.declare, name="problem-declare"),
    path("problems/<uuid:list_id>/", problems.problem_list, name="problem-list"),
    path("problems/<uuid:list_id>/publish/", problems.publish, name="problem-publish"),
    path("clues/<uuid:case_id>/", clues.clue, name="clue"),
    path("clues/<uuid:case_id>/make/", clues.make, name="clue-make"),
    path("clues/<uuid:case_id>/bundle.zip", clues.bundle, name="clue-bundle"),
    path("duties/", duties.home, name="duties"),
    path("duties/posts/<uuid:post_id>/", duties.of_post, name="duties-of"),
    path("duties/posts/<uuid:post_id>/draw-up/", duties.draw_up, name="duty-file-draw"),
    path("duties/files/<uuid:file_id>/", duties.file, name="duty-file"),
    path("duties/files/<uuid:file_id>/download/", duties.download, name="duty-file-download"),
    path("duties/files/<uuid:file_id>/sign/", duties.sign, name="duty-file-sign"),
    path("duties/files/<uuid:file_id>/countersign/", duties.countersign, name="duty-file-countersign"),
    path("diligence/", diligence.diligence, name="diligence"),
    path("diligence/take/", diligence.take, name="diligence-take"),
    path("inherited/", baseline.inherited, name="inherited"),
    path("inherited/confirm/", baseline.confirm, name="confirm-baseline"),
    path("import/", imports.start, name="import"),
    path("import/<str:token>/preview/", imports.preview, name="import-preview"),
    path("import/<str:token>/run/", imports.run, name="import-run"),
    path("import/running/<str:mark>/", imports.running, name="import-running"),
    path("import/jobs/<uuid:job_id>/", imports.job, name="import-job"),
    path("import/jobs/<uuid:job_id>/errors/", imports.errors, name="import-errors"),
    path("export/<slug:name>/", imports.export, name="export"),
]
