"""Who stands where: every body that could lead in some territories on a day, doubles included, and their duty posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from fangwei.duty.models import Confirmation
from fangwei.duty.rules import DutyRow
from fangwei.engines.codes import chain_of
from fangwei.register.models import Jurisdiction, JurisdictionKind, Organization, Post
from fangwei.register.queries import Directory, duty_posts_of

_GIVEN = (JurisdictionKind.DELEGATED, JurisdictionKind.VERTICAL)


@dataclass(frozen=True, slots=True)
class Roster:
    """The bodies, jurisdictions, duty posts and confirmations of some territories on a day; a handful of statements."""

    on: date
    directory: Directory
    standing: dict[tuple[str, str], tuple[Organization, ...]]
    posts: dict[UUID, Post]
    confirmed: dict[tuple[str, str], Confirmation]

    @classmethod
    def load(cls, territory_codes: Iterable[str], on: date) -> Self:
        """Read all that may answer in these territories and above them."""
        codes = set(territory_codes)
        directory = Directory.load(codes, on)
        reached = {code for one in codes for code in chain_of(one)} | set(directory.zones.values())
        standing: dict[tuple[str, str], tuple[Organization, ...]] = {}
        bodies = Organization.objects.on(on).filter(territory_code__in=reached, placeholder=False)
        for body in bodies.order_by("valid_from", "id"):
            key = body.kind, body.territory_code
            standing[key] = (*standing.get(key, ()), body)
        ids = {body.id for row in standing.values() for body in row}
        ids |= {body.id for body in directory.bodies.values()}
        ids |= {row.organization.id for rows in directory.jurisdictions.values() for row in rows if row.organization}
        confirmed = {
            (row.territory_code, row.row): row
            for row in Confirmation.objects.on(on).filter(territory_code__in=reached).order_by("valid_from", "id")
        }
        return cls(on, directory, standing, duty_posts_of(ids, on), confirmed)

    def jurisdictions(self, line: str, territory_code: str) -> tuple[Jurisdiction, ...]:
        """Return the delegations and vertical managements of a line that speak most exactly; two are a contradiction."""
        for code in chain_of(territory_code):
            rows = [r for r in self.directory.jurisdictions.get(code, ()) if r.kind in _GIVEN and r.line in (line, "")]
            exact = [row for row in rows if row.line] or rows
            if exact:
                return tuple({row.organization_id: row for row in exact}.values())
        return ()

    def leads(self, row: DutyRow, territory_code: str) -> tuple[Organization, ...]:
        """Return the bodies that lead a line at a place: none, one, or more, which is a blind spot as well."""
        given = self.jurisdictions(row.lead, territory_code)
        if given:
            return tuple(one.organization for one in given if one.organization is not None)
        for seat in self._seats(row.level, territory_code):
            found = self.standing.get((row.lead, seat), ())
            if row.named:
                found = tuple(body for body in found if any(word in body.name for word in row.named))
            if found:
                return found
        return ()

    def confirmation(self, row: DutyRow, territory_code: str) -> Confirmation | None:
        """Return what the nearest committee office settled about a presumed row."""
        return next(
            (
                self.confirmed[code, row.id]
                for code in chain_of(territory_code)
                if (code, row.id) in self.confirmed and row.source == "duty.nearest"
            ),
            None,
        )

    def _seats(self, level: str, territory_code: str) -> tuple[str, ...]:
        seats = self.directory.seats(territory_code)
        if level == "county":
            return seats
        # A county that answers to the province has its own body where others have the city's.
        above = territory_code[: 4 if level == "city" else 2]
        return (above, *seats)
