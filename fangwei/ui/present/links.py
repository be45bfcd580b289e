"""Where things are: the addresses that presenters put behind words, for the surface that shows them."""

from uuid import UUID

from django.urls import reverse

SURFACES = ("desk", "enterprise", "grid")
"""The audiences that have a page for a case; each has it under its own address."""


def case_href(surface: str, case_id: UUID) -> str:
    """Return the page of a case."""
    return reverse(f"{surface}-cases:case", args=[str(case_id)])


def act_href(surface: str, case_id: UUID, verb: str) -> str:
    """Return where a verb's form is sent."""
    return reverse(f"{surface}-cases:act", args=[str(case_id), verb])


def print_href(surface: str, case_id: UUID) -> str:
    """Return the page of a case as it is printed."""
    return reverse(f"{surface}-cases:print", args=[str(case_id)])


def place_href(surface: str, place_id: UUID | None) -> str:
    """Return the file of a place; empty for an audience that has none."""
    return reverse("desk:place", args=[str(place_id)]) if surface == "desk" and place_id else ""


def who_href(surface: str, place_id: UUID | None, domain: str = "") -> str:
    """Return the page that says who answers at a place; empty for an audience that has none."""
    if surface != "desk" or place_id is None:
        return ""
    return reverse("desk:who", args=[str(place_id)]) + (f"?domain={domain}" if domain else "")


def diligence_href(surface: str, case: str) -> str:
    """Return the reader's own diligence record about a case, by its number; empty for an audience that has none."""
    return f"{reverse('desk:diligence')}?case={case}" if surface == "desk" else ""
