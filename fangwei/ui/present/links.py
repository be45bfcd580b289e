"""Where things are: the addresses that presenters put behind words, for the surface that shows them."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, reverse

_NOBODY = UUID(int=0)
SURFACES = ("desk", "enterprise", "grid")
"""The audiences that have a page for a case; each has it under its own address."""


def address(name: str) -> str:
    """Return the address of a page without parts that change; asked for some twenty times a page, it is found once."""
    return _reversed(name, get_script_prefix())


def _of(name: str, key: UUID | str) -> str:
    """Return the address of one thing's page: that of any other, with its own key in it."""
    return _reversed_for_any(name, get_script_prefix()).replace(str(_NOBODY), str(key))


@cache
def _reversed(name: str, _prefix: str) -> str:
    return reverse(name)


@cache
def _reversed_for_any(name: str, _prefix: str) -> str:
    return reverse(name, args=[str(_NOBODY)])


def case_href(surface: str, case_id: UUID) -> str:
    """Return the page of a case."""
    return _of(f"{surface}-cases:case", case_id)


def case_hrefs(surface: str) -> Callable[[UUID], str]:
    """Return what tells the page of each of many cases."""
    before, _key, behind = case_href(surface, _NOBODY).partition(str(_NOBODY))
    return lambda case_id: f"{before}{case_id}{behind}"


def act_href(surface: str, case_id: UUID, verb: str) -> str:
    """Return where a verb's form is sent."""
    return reverse(f"{surface}-cases:act", args=[str(case_id), verb])


def print_href(surface: str, case_id: UUID) -> str:
    """Return the page of a case as it is printed."""
    return _of(f"{surface}-cases:print", case_id)


def place_href(surface: str, place_id: UUID | None) -> str:
    """Return the file of a place; empty for an audience that has none."""
    return _of("desk:place", place_id) if surface == "desk" and place_id else ""


def who_href(surface: str, place_id: UUID | None, domain: str = "") -> str:
    """Return the page that says who answers at a place; empty for an audience that has none."""
    if surface != "desk" or place_id is None:
        return ""
    return _of("desk:who", place_id) + (f"?domain={domain}" if domain else "")


def diligence_href(surface: str, case: str) -> str:
    """Return the reader's own diligence record about a case, by its number; empty for an audience that has none."""
    return f"{address('desk:diligence')}?case={case}" if surface == "desk" else ""
