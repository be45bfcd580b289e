"""Django's entry for duty: it hears of the register's facts and keeps its classes resolved."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    name = "fangwei.duty"
    label = "duty"
    verbose_name = _("Duty")

    def ready(self) -> None:
        from fangwei.duty.consumer import HEARD, digest
        from fangwei.ledger.consumers import register_consumer

        register_consumer("duty", HEARD, digest)
