"""What every part of a screen has in common: one template, or the little markup it writes itself, and the page's instant."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from django.utils.safestring import SafeString

Draw = Callable[[object], str]
"""Draws whatever stands inside a part: another part, a text, a number."""


class Part:
    """Plain data that the `part` template tag draws: with the one template belonging to its class, unless it writes itself."""

    template: ClassVar[str] = ""

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """Further template variables that depend on the page's instant."""
        return {}

    @property
    def lasting(self) -> bool:
        """Whether equal parts look alike on every page in one language, so that a drawn one is kept."""
        return False

    def written(self, at: datetime | None, draw: Draw) -> SafeString | None:
        """Return the markup of a part that stands in every row of a list, None for all others.

        To set up a template takes ten times as long as to fill it when all it holds is a word in a frame.
        """
        return None


def instant(at: datetime | None) -> datetime:
    """The page's instant, insisted upon.

    Raises: ValueError when the surface put no `at` into the page's context.
    """
    if at is None:
        raise ValueError("this part shows time: put the page's instant into the context as 'at'")
    return at
