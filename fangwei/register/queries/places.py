"""Places a page at a time, and the file of one."""

from dataclasses import dataclass
from uuid import UUID

from fangwei.register.models import Lease, MajorInstallation, Place, Site


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """What the register knows of one place: the site and its enterprise if it is one, leases, installations."""

    place: Place
    site: Site | None
    leases: tuple[Lease, ...]
    installations: tuple[MajorInstallation, ...]


def page_of_places(
    territory_code: str, *, after: UUID | None = None, limit: int = 50, name: str = "", kind: str = ""
) -> list[Place]:
    """Return the places in a territory in the order they were registered, `limit` at a time after the last one seen."""
    places = Place.objects.within(territory_code).filter(valid_to=None)
    if after is not None:
        places = places.filter(id__gt=after)
    if name.strip():
        places = places.filter(name__contains=name.strip())
    if kind:
        places = places.filter(kind=kind)
    return list(places.select_related("site__enterprise", "keeper_organization").order_by("id")[:limit])


def place_file(place_id: UUID) -> PlaceFile | None:
    """Return what the register knows of one place."""
    place = Place.objects.select_related("keeper_organization").filter(pk=place_id).first()
    if place is None:
        return None
    site = Site.objects.select_related("enterprise", "landlord", "place").filter(pk=place_id).first()
    if site is None:
        return PlaceFile(place, None, (), ())
    leases = Lease.objects.filter(site=site).select_related("landlord", "let_from__place").order_by("-valid_from", "id")
    installations = MajorInstallation.objects.filter(site=site).order_by("-valid_from", "id")
    return PlaceFile(place, site, tuple(leases), tuple(installations))
