"""Django's entry for casework: lets the ledger compare cases with their facts."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fangwei.casework"
    label = "casework"

    def ready(self) -> None:
        from fangwei.casework.comparison import compare_cases
        from fangwei.ledger.comparers import register_comparer

        register_comparer("cases", compare_cases)
