"""The Django application of the screens' shared parts."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and template tags; it has no models."""

    name = "fangwei.ui"
    label = "ui"
