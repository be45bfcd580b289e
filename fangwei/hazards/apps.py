"""Django's entry for hazards: makes its kinds of case known to casework, and lets the ledger compare rewards with their facts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HazardsConfig(AppConfig):
    name = "fangwei.hazards"
    label = "hazards"
    verbose_name = _("Hazards")

    def ready(self) -> None:
        from fangwei.casework.kinds import register_kind
        from fangwei.documents.kinds import register_document
        from fangwei.hazards.comparison import compare_rewards
        from fangwei.hazards.kinds import HAZARD_KIND, ORDER_KIND
        from fangwei.hazards.papers import PAPERS
        from fangwei.hazards.sheet_import import IMPORT
        from fangwei.ledger.comparers import register_comparer
        from fangwei.sheets import registry

        register_comparer("rewards", compare_rewards)
        register_kind(HAZARD_KIND)
        register_kind(ORDER_KIND)
        registry.register(IMPORT)
        for paper in PAPERS:
            register_document(paper)
