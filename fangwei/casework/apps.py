"""Django's entry for casework: lets the ledger compare cases with their facts, and unanswered handovers go up."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fangwei.casework"
    label = "casework"

    def ready(self) -> None:
        from fangwei.casework.comparison import compare_cases
        from fangwei.casework.handover import escalate
        from fangwei.casework.sweep import register_sweeper
        from fangwei.ledger.comparers import register_comparer

        register_comparer("cases", compare_cases)
        register_sweeper("handovers", escalate)
