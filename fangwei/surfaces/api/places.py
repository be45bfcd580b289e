"""Places that the caller may look up, and what is known of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from fangwei.accounts.queries import places_in_reach
from fangwei.duty.answers import NobodyAnswers
from fangwei.duty.queries import class_of, domains_of, owners_now
from fangwei.register.models import Place
from fangwei.surfaces.api.answers import answer
from fangwei.surfaces.api.asking import caller
from fangwei.surfaces.api.formats import read_uuid
from fangwei.surfaces.api.listing import PAGING, Read, described
from fangwei.surfaces.api.problems import Problem
from fangwei.ui.present.places import search

PARAMETERS = described(
    {
        "q": ({"type": "string", "minLength": 1, "maxLength": 80}, _("Words of name or address, or a credit code.")),
        "territory": ({"type": "string", "pattern": "^[0-9]{2,12}$"}, _("Only places of this division and below.")),
        **PAGING,
    }
)


def list_places(request: HttpRequest) -> HttpResponse:
    """Return a page of places, in the order in which they were registered."""
    read = Read(request.GET, frozenset({"q", "territory", "cursor", "limit"}))
    places = search(places_in_reach(caller(request).actor), read.text("q", 80), read.code("territory"))
    if after := read.id("cursor"):
        places = places.filter(id__gt=after)
    limit = read.limit()
    loaded = places.filter(valid_to=None).select_related("site__enterprise", "keeper_organization")
    found = list(loaded.order_by("id")[: limit + 1])
    following = str(found[limit - 1].id) if len(found) > limit else None
    return answer({"items": [place_json(place) for place in found[:limit]], "next": following})


def read_place(request: HttpRequest, place_id: str) -> HttpResponse:
    """Return one place with who answers for each of its dangers, and by which rule."""
    asked = caller(request)
    Read(request.GET)
    places = places_in_reach(asked.actor).select_related("site__enterprise", "keeper_organization")
    wanted = read_uuid(place_id)
    place = places.filter(id=wanted).first() if wanted else None
    if place is None:
        raise Problem(404, "place_unknown")
    domains = domains_of(place, asked.today)
    try:
        answers = owners_now({class_of(place, domain) for domain in domains}, asked.today)
    except NobodyAnswers:
        answers = {}
    answered = [(domain, answers[class_of(place, domain)]) for domain in domains if class_of(place, domain) in answers]
    owners = [
        {
            "domain": domain,
            "post": str(one.owner_post.id),
            "post_name": one.owner_post.name,
            "organization_name": one.lead.name,
            "rule": one.rule,
            "citation": one.citation,
            "status": one.status,
        }
        for domain, one in answered
    ]
    return answer({**place_json(place), "domains": list(domains), "answers": owners})


def place_json(place: Place) -> dict[str, Any]:
    """Return what lists show of a place; its site and enterprise are loaded with it."""
    site = getattr(place, "site", None)
    firm = site.enterprise if site else None
    keeper = place.keeper_organization
    return {
        "id": str(place.id),
        "kind": place.kind,
        "name": place.name,
        "address": place.address,
        "territory": place.territory_code or place.county_code,
        "lat": place.lat,
        "lon": place.lon,
        "keeper": {"id": str(keeper.id), "name": keeper.name} if keeper else None,
        "site": {
            "enterprise": str(firm.id),
            "enterprise_name": firm.name,
            "uscc": firm.uscc,
            "industry_code": site.industry_code,
            "employees": site.employees,
        }
        if site and firm
        else None,
    }
