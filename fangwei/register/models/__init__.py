"""The nouns of the register, one subject a module."""

from fangwei.register.models.enterprise import Enterprise
from fangwei.register.models.installation import MajorInstallation
from fangwei.register.models.organization import Organization, OrganizationKind
from fangwei.register.models.person import Person, Secondment, Tenure
from fangwei.register.models.place import Lease, Place, PlaceKind, Site
from fangwei.register.models.post import Post, Role
from fangwei.register.models.territory import (
    Jurisdiction,
    JurisdictionKind,
    Level,
    Territory,
    TerritoryKind,
    TerritorySuccession,
)

__all__ = [
    "Enterprise",
    "Jurisdiction",
    "JurisdictionKind",
    "Lease",
    "Level",
    "MajorInstallation",
    "Organization",
    "OrganizationKind",
    "Person",
    "Place",
    "PlaceKind",
    "Post",
    "Role",
    "Secondment",
    "Site",
    "Tenure",
    "Territory",
    "TerritoryKind",
    "TerritorySuccession",
]
