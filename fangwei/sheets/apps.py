"""Django's entry for sheets; sites are the first register sheet, declared by the register as data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "fangwei.sheets"
    label = "sheets"
    verbose_name = _("Register sheets")

    def ready(self) -> None:
        from fangwei.sheets import registry, sites

        registry.register(sites.IMPORT)
