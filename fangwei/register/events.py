"""What the ledger is told of the register's nouns: names and codes, no telephone and no identity number."""

from typing import Any

from fangwei.register.author import degrees
from fangwei.register.models import Enterprise, Place, Site


def enterprise_facts(enterprise: Enterprise) -> dict[str, Any]:
    """Return what the ledger is told of a newly registered enterprise."""
    return {
        "name": enterprise.name,
        "uscc": enterprise.uscc,
        "principal": enterprise.principal_name,
        "phone_given": bool(enterprise.principal_phone_digest),
    }


def place_facts(place: Place) -> dict[str, Any]:
    """Return what the ledger is told of a place."""
    return {
        "kind": place.kind,
        "name": place.name,
        "territory": place.territory_code,
        "address": place.address,
        "lat": degrees(place.lat),
        "lon": degrees(place.lon),
        "keeper": str(place.keeper_organization_id or "") or place.keeper_name,
    }


def site_facts(site: Site) -> dict[str, Any]:
    """Return what the ledger is told of a site besides its place."""
    return {
        "enterprise": str(site.enterprise_id),
        "industry": site.industry_code,
        "employees": site.employees,
        "hazardous_chemicals": site.hazardous_chemicals,
        "traits": list(site.traits),
    }
