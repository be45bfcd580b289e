"""Django's entry for duty."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "fangwei.duty"
    label = "duty"
