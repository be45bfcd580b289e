"""A county in which everybody who may have to do with a case is somebody: each role in each body, near, far and above."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from fangwei.accounts.actions import create_user
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County, holder_of
from fangwei.register.models import Enterprise, Organization, Place
from fangwei.register.tests import factories as register
from fangwei.surfaces.api import asking
from fangwei.surfaces.api.rates import RATES
from fangwei.surfaces.api.tests.programs import Programs
from fangwei.ui.tests.visiting import PASSWORD, Visit
from tests.permissions.oracle import What, Who, what

NEIGHBOUR, OTHER_TOWNSHIP, JIYUAN = "411624", "411681101", "419001"
BODIES: Mapping[str, tuple[str, str]] = {
    "fire": ("fire", register.COUNTY),
    "party": ("party_committee", register.COUNTY),
    "government": ("government", register.COUNTY),
    "discipline": ("discipline", register.COUNTY),
    "other_township": ("township", OTHER_TOWNSHIP),
    "village": ("village_committee", register.TOWNSHIP),
    "city_emergency": ("emergency", "4116"),
    "city_government": ("government", "4116"),
    "city_discipline": ("discipline", "4116"),
    "province_emergency": ("emergency", "41"),
    "province_office": ("committee_office", "41"),
    "next_emergency": ("emergency", NEIGHBOUR),
    "next_office": ("committee_office", NEIGHBOUR),
    "next_government": ("government", NEIGHBOUR),
    "next_discipline": ("discipline", NEIGHBOUR),
    "next_township": ("township", "411624100"),
    "jiyuan_emergency": ("emergency", JIYUAN),
}
PEOPLE = (
    "emergency.inspector", "emergency.inspector.2", "emergency.regulator", "emergency.leader", "emergency.expert",
    "fire.inspector", "fire.regulator", "fire.leader", "fire.expert",
    "housing.inspector", "housing.leader", "market.inspector", "market.regulator",
    "township.township_officer", "township.grid_worker", "township.leader", "township.inspector",
    "other_township.township_officer", "other_township.grid_worker",
    "village.grid_worker", "village.township_officer", "village.leader",
    "office.committee_office", "office.committee_office.2", "office.leader",
    "government.leader", "party.leader", "discipline.auditor", "discipline.leader",
    "works.enterprise_safety_officer", "works.enterprise_principal", "shop.enterprise_principal",
    "other_firm.enterprise_safety_officer", "other_firm.enterprise_principal",
    "city_emergency.inspector", "city_emergency.leader", "city_office.committee_office", "city_office.leader",
    "city_government.leader", "city_discipline.auditor",
    "province_emergency.regulator", "province_office.committee_office",
    "next_emergency.inspector", "next_emergency.expert", "next_emergency.leader", "next_office.committee_office",
    "next_government.leader", "next_discipline.auditor", "next_township.township_officer", "next_township.grid_worker",
    "jiyuan_emergency.inspector",
)  # fmt: skip
"""Everybody by body and role; the same role in the neighbouring county may never do what it may at home."""


@dataclass
class World:
    """People, places and the cases that are looked at."""

    patch: pytest.MonkeyPatch
    people: dict[str, Who] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    samples: dict[str, Any] = field(default_factory=dict)
    _whats: dict[str, What] = field(default_factory=dict)
    _clients: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.visit = Visit(self.patch)
        self.county: County = self.visit.county
        self.programs = Programs(self.visit)
        self.patch.setattr(asking, "clock", self.county.tick)
        self.patch.setattr(settings, "FANGWEI_API_RATE", 0)
        RATES.forget()
        self._places()
        self._people()

    def _places(self) -> None:
        county, made = self.county, register.organization
        self.bodies: dict[str, Organization | Enterprise] = {
            name: made(kind, code, name) for name, (kind, code) in BODIES.items() if name != "next_township"
        }
        register.Territory.objects.get_or_create(
            code="411624100", defaults={"name": "槐店镇", "level": "township", "parent_code": NEIGHBOUR}
        )
        self.bodies["next_township"] = made("township", "411624100", "next_township")
        for name in ("emergency", "housing", "market", "township", "office", "city_office"):
            self.bodies[name] = getattr(county, name)
        shop, other = (register.site(industry_code=code, territory_code=OTHER_TOWNSHIP) for code in ("6210", "2614"))
        shop.employees = 4
        shop.save()
        road = register.place("road")
        road.keeper_organization = self.bodies["village"]
        road.save()
        there = register.site(industry_code="2614", territory_code="411624100")
        self.bodies |= {"works": county.site.enterprise, "shop": shop.enterprise, "other_firm": other.enterprise}
        self.places = {
            "works": county.place,
            "shop": Place.objects.get(id=shop.place_id),
            "other": Place.objects.get(id=other.place_id),
            "road": road,
            "commons": register.place("water"),
            "next": Place.objects.get(id=there.place_id),
        }

    def _people(self) -> None:
        county = self.county
        there = {
            "emergency.inspector": county.officer,
            "emergency.inspector.2": county.second,
            "emergency.leader": county.head,
            "emergency.expert": county.expert,
            "township.township_officer": county.township_officer,
            "township.grid_worker": county.grid,
            "office.committee_office": county.office_duty,
            "city_office.committee_office": county.city_duty,
            "works.enterprise_safety_officer": county.safety,
            "works.enterprise_principal": county.principal,
        }
        for name in PEOPLE:
            body = self.bodies[name.split(".")[0]]
            role = name.split(".")[1]
            actor = there.get(name) or holder_of(register.post(role, body))
            firm = isinstance(body, Enterprise)
            self.people[name] = Who(
                name, actor, role, "" if firm else body.kind, "" if firm else body.territory_code,
                None if firm else body.id, body.id if firm else None,
            )  # fmt: skip
        operator = create_user(
            username="operator", password=PASSWORD, person=None, is_operator=True, by=register.SYSTEM, at=county.at
        )
        self.samples["operator"] = operator

    def open_doors(self) -> None:
        """Sign everybody in and give everybody a token, once: what a test makes is gone after it."""
        for name, who in self.people.items():
            self._clients[name] = self.visit.client(who.actor)
            self.programs.secret(who.actor)

    def client(self, who: str) -> Client:
        """A browser in which this person is signed in."""
        return self._clients[who]

    def signed_in(self, user: Any) -> Client:
        """A browser of a user without a post."""
        client = Client()
        client.force_login(user, backend="fangwei.accounts.backend.PasswordBackend")
        return client

    def whats(self, kind: str) -> dict[str, What]:
        """The cases of a kind as their rows say they stand, by name; read once."""
        if not self._whats:
            for name in self.cases:
                self._whats[name] = what(self.case(name), self.places, self.county.at)
        return {name: one for name, one in self._whats.items() if one.case.kind == kind}

    def case(self, name: str) -> Case:
        """A case as it stands now."""
        return Case.objects.select_related("owner_post__organization", "place__site", "place__keeper_organization").get(
            id=self.cases[name].id
        )
