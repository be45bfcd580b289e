"""Django's entry for the register: tells the ledger how far apart a fact's times may lie and how a person is erased."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "fangwei.register"
    label = "register"

    def ready(self) -> None:
        from fangwei.ledger.erasers import register_eraser
        from fangwei.ledger.gaps import declare_tolerance
        from fangwei.register.actions.erasing import PERSON_ERASER
        from fangwei.register.law import tolerance_of

        declare_tolerance(tolerance_of)
        register_eraser("person", PERSON_ERASER)
