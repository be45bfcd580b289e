"""Django's entry for the register: tells the ledger how far apart a fact's times may lie and how persons are erased."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "fangwei.register"
    label = "register"

    def ready(self) -> None:
        from fangwei.ledger.erasers import register_eraser
        from fangwei.ledger.gaps import declare_tolerance
        from fangwei.register.actions.erasing import KEEPER_ERASER, PERSON_ERASER, PRINCIPAL_ERASER
        from fangwei.register.law import tolerance_of

        declare_tolerance(tolerance_of)
        register_eraser("person", PERSON_ERASER)
        register_eraser("principal", PRINCIPAL_ERASER)
        register_eraser("keeper", KEEPER_ERASER)
