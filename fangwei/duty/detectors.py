"""Blind spots that capabilities above duty can see: each registers a detector by its kind, as casework does its kinds."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Detected(NamedTuple):
    """One pair that a detector finds unanswered, with what its case is opened for."""

    place_id: UUID
    domain: str
    cause: str
    about: str


Detector = Callable[[str, date], list[Detected]]
_detectors: dict[str, Detector] = {}


def register_detector(kind: str, find: Detector) -> None:
    """Declare who finds blind spots of a kind within a territory on a day; called from an app's `ready()` only."""
    _detectors[kind] = find


def detected(territory_code: str, on: date) -> dict[str, list[Detected]]:
    """Return what every detector finds."""
    return {kind: find(territory_code, on) for kind, find in _detectors.items()}
