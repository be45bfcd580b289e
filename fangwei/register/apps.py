"""Django's entry for the register."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "fangwei.register"
    label = "register"
