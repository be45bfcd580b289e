"""Founding the county's bodies: organizations, posts, people in office and their users, all through the register's verbs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from fangwei.accounts.actions import create_user
from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import actors_of_post
from fangwei.demo import names
from fangwei.demo.cast import Cast
from fangwei.demo.roles import ROLES
from fangwei.demo.staff import BODIES, COUNTY, TOWNSHIPS, ZONE_TOWNSHIP, Body, Seat, township
from fangwei.duty.actions import give_portfolio
from fangwei.register.actions import (
    appoint,
    establish_organization,
    establish_post,
    grant_jurisdiction,
    register_person,
)
from fangwei.register.models import Enterprise, Organization, Post, Territory
from fangwei.register.queries import duty_post_of

_CHARGES = {"party_committee": ("",), "government": ("", "emergency", "fire", "industry", "energy")}
_OFFERED = frozenset(role.username for role in ROLES)


class Founder:
    """Founds bodies and puts invented people into office; keeps the cast of everybody appointed."""

    def __init__(self, *, rng: Random, founded: date, at: datetime, password: str) -> None:
        self.cast = Cast()
        self._people = names.people(rng)
        self._founded, self._at, self._password = founded, at, password
        self._serial = 0
        self._by = Actor.system()

    def found_county(self) -> Cast:
        """Found every body of the county and of the levels above it."""
        above: dict[str, Organization] = {}
        for body in self._bodies():
            organization = self._found(body, above.get(body.kind))
            above[body.kind] = organization
        self._place_zone()
        create_user(
            username="operator", password=self._password, person=None, by=self._by, at=self._at, is_operator=True
        )
        return self.cast

    def _bodies(self) -> Iterator[Body]:
        yield from BODIES
        called = dict(Territory.objects.filter(parent_code=COUNTY).values_list("code", "name"))
        for ending in TOWNSHIPS:
            code = COUNTY + ending
            yield township(code, called[code])

    def _found(self, body: Body, superior: Organization | None) -> Organization:
        duty = next((seat for seat in body.seats if seat.duty), None)
        upper = superior if superior is not None and body.territory.startswith(superior.territory_code) else None
        organization = establish_organization(
            name=body.name,
            kind=body.kind,
            territory_code=body.territory,
            parent=upper if upper is not None and upper.territory_code != body.territory else None,
            by=self._by,
            at=self._at,
            valid_from=self._founded,
            duty_post_name=duty.name if duty else "联络岗",
        )
        self.cast.bodies[body.kind, body.territory] = organization.id
        duty_post = duty_post_of(organization.id)
        assert duty_post is not None, "a body is founded with the post that its cases come to"
        self.cast.duty_posts[organization.id] = duty_post.id
        for seat in sorted(body.seats, key=lambda seat: not seat.duty):
            post = duty_post if seat.duty else self._post(seat, organization)
            self.put_into_office(post, seat, body.territory)
            if seat.role == "leader" and seat.duty:
                self._charge(post, body.kind)
        return organization

    def _charge(self, post: Post, kind: str) -> None:
        """Put the deputy of a party committee or a government in charge of work safety and of the lines below it."""
        for line in _CHARGES.get(kind, ()):
            give_portfolio(post=post, line=line, valid_from=self._founded, by=self._by, at=self._at)

    def _post(self, seat: Seat, organization: Organization) -> Post:
        return establish_post(
            name=seat.name,
            role=seat.role,
            rank=seat.rank,
            organization=organization,
            by=self._by,
            at=self._at,
            valid_from=self._founded,
        )

    def keeper(self, *, kind: str, name: str, territory: str, seats: tuple[Seat, ...]) -> Organization:
        """Found a body that keeps places, such as a village committee."""
        return self._found(Body(kind, name, territory, seats), None)

    def firm(self, enterprise: Enterprise, usernames: tuple[str, str], territory: str) -> None:
        """Give a firm its two people: the safety officer and the principal."""
        for role, name, username in (
            ("enterprise_safety_officer", "安全员", usernames[0]),
            ("enterprise_principal", "主要负责人", usernames[1]),
        ):
            seat = Seat(name, role, username, duty=role == "enterprise_safety_officer")
            post = establish_post(
                name=name,
                role=role,
                enterprise=enterprise,
                is_duty_post=seat.duty,
                by=self._by,
                at=self._at,
                valid_from=self._founded,
            )
            self.put_into_office(post, seat, territory, "" if seat.duty else enterprise.principal_name)

    def put_into_office(self, post: Post, seat: Seat, territory: str, called: str = "") -> None:
        """Invent a person, by a name where the register has one, appoint them to the post and give them a user."""
        self._serial += 1
        officer = seat.role in {"inspector", "regulator"}
        person = register_person(
            name=called or next(self._people),
            phone=names.phone(self._serial),
            certificate_number=f"演示{territory}{self._serial:05d}" if officer else "",
            certificate_until=self._founded + timedelta(days=5 * 365) if officer else None,
            territory_code=territory,
            by=self._by,
            at=self._at,
        )
        appoint(person=person, post=post, start=self._founded, by=self._by, at=self._at)
        # Hashing a password takes a tenth of a second on purpose: only who is offered at sign-in gets one.
        password = self._password if seat.username in _OFFERED else None
        create_user(username=seat.username, password=password, person=person, by=self._by, at=self._at)
        for actor in actors_of_post(post.id, self._founded):
            self.cast.join(actor)

    def _place_zone(self) -> None:
        zone = Organization.objects.get(id=self.cast.bodies["zone", ZONE_TOWNSHIP])
        grant_jurisdiction(
            territory_code=ZONE_TOWNSHIP,
            kind="zone",
            organization=zone,
            superior_code=COUNTY,
            valid_from=self._founded,
            citation="演示：开发区托管协议",
            by=self._by,
            at=self._at,
        )
