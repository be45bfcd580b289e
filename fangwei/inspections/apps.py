"""Django's entry for inspections: its kind of case and its papers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "fangwei.inspections"
    label = "inspections"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        from fangwei.casework.kinds import register_kind
        from fangwei.documents.kinds import register_document
        from fangwei.inspections.papers import PAPERS
        from fangwei.inspections.visits import VISIT_KIND

        register_kind(VISIT_KIND)
        for paper in PAPERS:
            register_document(paper)
