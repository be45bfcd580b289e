"""The one drawn set of icons and the four risk shapes: 24-unit grid, lines of 1.5, round ends.

Each icon is the `d` of one path; a dot is drawn as a zero-length line. They are our own drawings.
"""

from functools import cache

from django.utils.safestring import SafeString

from fangwei.ui.markup import markup

ICONS: dict[str, str] = {
    "alert": "M12 4.5a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 8.5v5M12 16.5v.01",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "bell": "M6 16.5h12c-1.2-1.4-1.5-3-1.5-5.5a4.5 4.5 0 0 0-9 0c0 2.5-.3 4.1-1.5 5.5M10.2 19a2 2 0 0 0 3.6 0M12 4.2v2",
    "book": "M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5M12 6.5v13",
    "camera": "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10.2a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6",
    "case": "M6 4h8l4 4v12H6zM14 4v4h4M9 12h6M9 15.5h6",
    "chart": "M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "chevron": "M7 10l5 5 5-5",
    "clock": "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 8v4.5l3 2",
    "close": "M6 6l12 12M18 6L6 18",
    "desk": "M4 5h16v11H4zM9 20h6M12 16v4",
    "display": "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 4v16M14.5 7.5h2.2M14.5 12H20M14.5 16.5h2.2",
    "download": "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15",
    "eye": "M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "globe": "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16",
    "hazard": "M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12M15 15l5 5M10.5 7.8v3.4M10.5 13.4v.01",
    "home": "M4 11l8-6.5 8 6.5M6 9.5V20h12V9.5M10 20v-5.5h4V20",
    "import": "M12 4v10M8 10.5l4 4 4-4M4 14v5.5h16V14",
    "list": "M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5v.01M4.5 12v.01M4.5 17.5v.01",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "map": "M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14",
    "menu": "M4.5 7h15M4.5 12h15M4.5 17h15",
    "order": "M6 3.5h12v17l-3-1.8-3 1.8-3-1.8-3 1.8zM9 8.5h6M9 12.5h6",
    "pause": "M9 6v12M15 6v12",
    "people": (
        "M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M3.5 19c0-3.5 2.2-5.5 5.5-5.5s5.5 2 5.5 5.5"
        "M15.5 5.3a3 3 0 0 1 0 5.4M17 13.8c2.2.6 3.5 2.4 3.5 5.2"
    ),
    "person": "M12 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M5 20c0-4 2.8-6 7-6s7 2 7 6",
    "phone": "M6.5 4H10l1.5 4.5L9.5 10c1 2 2.5 3.5 4.5 4.5l1.5-2 4.5 1.5v3.5c0 1-1 2-2 2C11 19 5 13 4.5 6c0-1 1-2 2-2",
    "pin": (
        "M12 3.5c3.5 0 6 2.6 6 6 0 4-3.5 7.5-6 11-2.5-3.5-6-7-6-11 0-3.4 2.5-6 6-6"
        "M12 7.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6"
    ),
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "search": "M11 4.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M16 16l4.5 4.5",
    "shield": "M12 3.5l7 2.5v5.5c0 4-2.5 7-7 9-4.5-2-7-5-7-9V6zM9 12l2.2 2.2L15.2 10",
    "site": "M4 20V10l5 3v-3l5 3V5h6v15zM8 16.5h2M13 16.5h2",
    "upload": "M12 15.5V4.5M7.5 9L12 4.5 16.5 9M4.5 19.5h15",
    "witness": (
        "M12 3.5l2.3 1.7 2.9.1.9 2.7 2.2 1.8-.8 2.7.8 2.7-2.2 1.8-.9 2.7-2.9.1L12 21.5"
        "l-2.3-1.7-2.9-.1-.9-2.7-2.2-1.8.8-2.7-.8-2.7 2.2-1.8.9-2.7 2.9-.1zM8.8 12.5l2.2 2.2 4.2-4.4"
    ),
}

RISK_SHAPES: dict[str, str] = {
    "red": "M8 1.8L15 14.2H1z",
    "orange": "M8 1L15 8 8 15 1 8z",
    "yellow": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z",
    "blue": "M2 2h12v12H2z",
}


@cache
def icon(name: str) -> SafeString:
    """Return the drawing of one icon; it is silent for screen readers because a word stands beside it."""
    return markup(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )
