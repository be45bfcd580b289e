"""Markup written by hand, for the small things that stand in every row: escaped as a template would escape them."""

from html import escape

from django.utils.safestring import SafeString


def safe(value: object) -> str:
    """Return a text as it stands in markup; what is markup already stays as it is."""
    drawn = getattr(value, "__html__", None)
    return str(drawn()) if drawn is not None else escape(str(value))


def markup(pattern: str, *pieces: object) -> SafeString:
    """Fill a pattern of markup with pieces: `format_html` without its care for lazy texts, three times as fast."""
    return SafeString(pattern.format(*map(safe, pieces)))
