"""Django's entry for oversight: its kinds of case, its detector, its queue and its part of each sweep."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "fangwei.oversight"
    label = "oversight"
    verbose_name = _("Oversight")

    def ready(self) -> None:
        from fangwei.casework.kinds import register_kind
        from fangwei.casework.sweep import register_sweeper
        from fangwei.documents.kinds import register_document
        from fangwei.duty.detectors import register_detector
        from fangwei.duty.models import Gap
        from fangwei.ledger.comparers import register_comparer
        from fangwei.ledger.consumers import register_consumer
        from fangwei.ledger.erasers import register_copies
        from fangwei.oversight.actions.redacting import forget_in_bundles
        from fangwei.oversight.comparison import compare_duty_files
        from fangwei.oversight.consumer import HEARD, digest, sweep
        from fangwei.oversight.kinds import BLIND_SPOT_KIND
        from fangwei.oversight.letters import LETTER_KIND
        from fangwei.oversight.papers import PAPERS
        from fangwei.oversight.problem_import import IMPORT
        from fangwei.oversight.problems import PROBLEM_KIND
        from fangwei.oversight.queries import left_cases
        from fangwei.sheets import registry

        register_kind(BLIND_SPOT_KIND)
        register_kind(LETTER_KIND)
        register_kind(PROBLEM_KIND)
        registry.register(IMPORT)
        register_copies("clue bundles", forget_in_bundles)
        register_comparer("duty_files", compare_duty_files)
        register_detector(Gap.CASE_OWNER_LEFT.value, left_cases)
        register_consumer("oversight", HEARD, digest)
        register_sweeper("oversight", sweep)
        for paper in PAPERS:
            register_document(paper)
