"""What every part of a screen has in common: one template, and what it needs to know of the page's instant."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar


class Part:
    """Plain data that the `part` template tag renders with the one template belonging to its class."""

    template: ClassVar[str]

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """Further template variables that depend on the page's instant."""
        return {}


def instant(at: datetime | None) -> datetime:
    """The page's instant, insisted upon.

    Raises: ValueError when the surface put no `at` into the page's context.
    """
    if at is None:
        raise ValueError("this part shows time: put the page's instant into the context as 'at'")
    return at
