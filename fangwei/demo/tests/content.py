"""The county's business content as one text, so that two databases can be compared; ids are left out, they differ."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

_QUESTIONS: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "cases": (
        "fangwei.casework.models.Case",
        {"kind__in": ["hazard", "order"]},  # letters follow from what is overdue, look-backs included: see below
        (
            "number",
            "state",
            "title",
            "place__name",
            "owner_post__organization__name",
            "opened_at",
            "due_at",
            "closed_at",
            "version",
            "severity",
            "inherited",
        ),
    ),
    "hazards": (
        "fangwei.hazards.models.Hazard",
        {},
        ("case__number", "description", "measures", "found_on", "spot", "grade", "how_found", "works_stopped"),
    ),
    "people": ("fangwei.register.models.Person", {}, ("name", "certificate_number")),
    "firms": ("fangwei.register.models.Enterprise", {}, ("name", "uscc", "territory_code", "principal_name")),
    "places": ("fangwei.register.models.Place", {}, ("name", "address", "lat", "lon", "territory_code")),
    "users": ("fangwei.accounts.models.User", {}, ("username", "person__name")),
    # Which closed hazard is looked back at is drawn with a key of the deployment, so reminders of that differ.
    "facts": ("fangwei.ledger.models.Fact", {"subject_kind__in": ["hazard", "order"]}, ("verb", "at", "channel")),
}


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _rows(model: str, wanted: dict[str, Any], fields: Iterable[str]) -> list[list[object]]:
    module, _dot, name = model.rpartition(".")
    found = getattr(import_module(module), name).objects.filter(**wanted).order_by().values_list(*fields)
    if "verb" in fields:
        found = found.exclude(verb="overdue")
    # Sorted here: two databases sort Chinese differently.
    return sorted(([_plain(value) for value in row] for row in found), key=lambda row: json.dumps(row, default=str))


def as_json() -> str:
    """Return everything that a visitor can see of the county, sorted."""
    return json.dumps([_rows(*question) for question in _QUESTIONS.values()], default=str)


def show() -> None:
    """Print the content of the deployment that the environment names."""
    import_module("fangwei.cli").start_django()
    sys.stdout.write(as_json())
