"""The roles that a demonstration offers at its door; there are none anywhere else."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class OfferedRole:
    """One invented person of the demonstration: the user's name, what they are called on the screen, and their role."""

    username: str
    label: str
    role: str


def offered_roles() -> list[OfferedRole]:
    """Return the roles in the reader's language; an empty list outside a demonstration."""
    if not settings.FANGWEI_DEMO:
        return []
    try:
        module = import_module("fangwei.demo.roles")
    except ModuleNotFoundError:
        return []
    english = (get_language() or "").startswith("en")
    return [OfferedRole(username, en if english else zh, role) for username, zh, en, role in module.ROLES]
