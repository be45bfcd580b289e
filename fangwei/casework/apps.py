"""Django's entry for casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fangwei.casework"
    label = "casework"
