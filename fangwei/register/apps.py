"""Django's entry for the register: tells the ledger how far apart the law lets a fact's times lie."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "fangwei.register"
    label = "register"

    def ready(self) -> None:
        from fangwei.ledger.gaps import declare_tolerance
        from fangwei.register.law import tolerance_of

        declare_tolerance(tolerance_of)
