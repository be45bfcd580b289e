"""Django's entry for notices: it hears of facts about cases and of the reminders that a sweep writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "fangwei.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from fangwei.casework.sweep import register_reminded
        from fangwei.ledger.consumers import register_consumer
        from fangwei.notices.consumer import HEARD, digest, remind

        register_consumer("notices", HEARD, digest)
        register_reminded("notices", remind)
