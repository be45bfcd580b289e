"""Django's entry for duty: it hears of the register's facts, keeps its classes resolved, and brings the chart as a sheet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    name = "fangwei.duty"
    label = "duty"
    verbose_name = _("Duty")

    def ready(self) -> None:
        from fangwei.duty.chart_import import IMPORT
        from fangwei.duty.consumer import HEARD, digest
        from fangwei.ledger.consumers import register_consumer
        from fangwei.sheets import registry

        register_consumer("duty", HEARD, digest)
        registry.register(IMPORT)
