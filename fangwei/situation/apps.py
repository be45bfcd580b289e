"""Django's entry for the situation: it hears of what is found by words."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SituationConfig(AppConfig):
    name = "fangwei.situation"
    label = "situation"
    verbose_name = _("Situation")

    def ready(self) -> None:
        from fangwei.ledger.consumers import register_consumer
        from fangwei.situation.consumer import digest, heard

        register_consumer("search", heard(), digest)
