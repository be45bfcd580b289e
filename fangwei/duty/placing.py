"""What places of one class have in common, and what is amiss with places themselves: read for many places at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fangwei.duty.models import Gap, PlaceGap
from fangwei.engines.codes import county_of
from fangwei.register.law import book
from fangwei.register.models import Lease, Place, PlaceKind, Site, Territory

LINKS = "duty.sublet.links"
BATCH = 2000
Judge = Callable[[list[UUID], date], list[PlaceGap]]


class ClassKey(NamedTuple):
    """What places of one class have in common."""

    territory_code: str
    trade: str
    traits: str


def gaps_of(ids: Iterable[UUID], on: date) -> list[PlaceGap]:
    """Return what is amiss with places themselves: outside any territory, let without agreement, without a keeper."""
    wanted = list(ids)
    found: list[PlaceGap] = []
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        for judge in (_outside, _unkept, _let):
            found += judge(some, on)
    return found


def suspects(on: date) -> Iterator[tuple[Judge, QuerySet[Any, UUID]]]:
    """Yield each judge of places with those of all places that it has to look at: few, and chosen by the database."""
    places = Place.objects.on(on).order_by()
    codes = set(places.values_list("territory_code", flat=True).distinct())
    outside = codes - set(Territory.objects.on(on).values_list("code", flat=True))
    yield _outside, places.filter(territory_code__in=outside).values_list("id", flat=True)
    unkept = places.filter(keeper_name="").exclude(kind=PlaceKind.SITE)
    left = Q(keeper_organization=None) | Q(keeper_organization__valid_to__lte=on)
    yield _unkept, unkept.filter(left).values_list("id", flat=True)
    let = Q(landlord__isnull=False) | Exists(Lease.objects.on(on).filter(site=OuterRef("pk")))
    yield _let, Site.objects.filter(let, place__in=places).order_by().values_list("place_id", flat=True)


def _outside(ids: list[UUID], on: date) -> list[PlaceGap]:
    rows = Place.objects.filter(id__in=ids).values_list("id", "territory_code")
    codes = dict(rows)
    standing = set(Territory.objects.on(on).filter(code__in=set(codes.values())).values_list("code", flat=True))
    return [
        PlaceGap(place_id=id_, kind=Gap.OUTSIDE_TERRITORY, cause=f"{county_of(code)}:{code}", about=code)
        for id_, code in codes.items()
        if code not in standing
    ]


def _unkept(ids: list[UUID], on: date) -> list[PlaceGap]:
    places = Place.objects.filter(id__in=ids, keeper_name="").exclude(kind=PlaceKind.SITE)
    rows = places.values_list("id", "territory_code", "keeper_organization_id", "keeper_organization__valid_to")
    return [
        PlaceGap(place_id=id_, kind=Gap.NO_KEEPER, cause=f"{county_of(code)}:{code}", about=code)
        for id_, code, keeper, until in rows
        if keeper is None or (until is not None and until <= on)
    ]


def _let(ids: list[UUID], on: date) -> list[PlaceGap]:
    leases = _leases(ids, on)
    chains = dict(leases)
    wanted = {lease.let_from_id for lease in leases.values()} - set(chains) - {None}
    while wanted:  # one statement for every link of all chains
        above = _leases(wanted, on)
        chains |= above
        wanted = {lease.let_from_id for lease in above.values()} - set(chains) - {None}
    bare = Site.objects.filter(place_id__in=ids, landlord__isnull=False).exclude(place_id__in=list(leases))
    counties = dict(Place.objects.filter(id__in=list(leases)).values_list("id", "county_code"))
    longest = int(book().value(LINKS, on).value) if leases else 0
    found = [_judge_lease(_chain(lease, chains), counties[lease.site_id], longest) for lease in leases.values()]
    for id_, landlord, county in bare.values_list("place_id", "landlord_id", "place__county_code"):
        found.append(_gap(id_, Gap.LEASE_WITHOUT_AGREEMENT, f"{county}:{landlord}", ""))
    return [gap for gap in found if gap is not None]


def _leases(sites: Iterable[UUID | None], on: date) -> dict[UUID, Lease]:
    """Return the lease in force of each site."""
    return {lease.site_id: lease for lease in Lease.objects.on(on).filter(site_id__in=list(sites)).order_by("-id")}


def _judge_lease(chain: list[Lease], county: str, longest: int) -> PlaceGap | None:
    lease = chain[0]
    unsigned = any(one.safety_agreement_on is None for one in chain)
    if len(chain) >= longest or (len(chain) > 1 and unsigned):
        root = chain[-1]
        return _gap(
            lease.site_id, Gap.SUBLET_CHAIN, f"{county}:{root.landlord_id or root.landlord_name}", root.landlord_name
        )
    if unsigned:
        landlord = lease.landlord_id or lease.landlord_name
        return _gap(lease.site_id, Gap.LEASE_WITHOUT_AGREEMENT, f"{county}:{landlord}", lease.landlord_name)
    return None


def _chain(lease: Lease, known: Mapping[UUID, Lease]) -> list[Lease]:
    """Return a lease and those it is let from, the tenant's own first; a circle in the data ends the chain."""
    chain, seen = [lease], {lease.site_id}
    while (above := chain[-1].let_from_id) is not None and above not in seen and above in known:
        seen.add(above)
        chain.append(known[above])
    return chain


def downstream(ids: Iterable[UUID]) -> set[UUID]:
    """Return places together with every site that is let from one of them, however many links further on."""
    found, frontier = set(ids), set(ids)
    while frontier:
        below: set[UUID] = set()
        some = list(frontier)
        for start in range(0, len(some), 500):
            below |= set(
                Lease.objects.filter(let_from_id__in=some[start : start + 500]).values_list("site_id", flat=True)
            )
        frontier = below - found
        found |= frontier
    return found


def _gap(place_id: UUID, kind: str, cause: str, about: str) -> PlaceGap:
    return PlaceGap(place_id=place_id, kind=kind, cause=cause[:120], about=about[:120])
