"""Resolving one class of places and one domain: rows of the tables, bodies of the roster, and what they leave open."""

from collections.abc import Sequence
from dataclasses import dataclass

from fangwei.duty.answers import NobodyAnswers, OwnerClass, Reason
from fangwei.duty.models import Gap
from fangwei.duty.roster import Roster
from fangwei.duty.rules import PRESUMED, DutyRow, DutyTable
from fangwei.engines.codes import county_of
from fangwei.register.models import Organization


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the rules and bodies say: the row, the lead (if exactly one), the gap and what causes it, the way there."""

    row: DutyRow | None
    lead: Organization | None
    gap: str
    about: str
    reasons: tuple[Reason, ...]

    @property
    def rule(self) -> str:
        """The row's name as answers cite it."""
        return f"{self.row.source}#{self.row.id}" if self.row else "duty.none"

    @property
    def status(self) -> str:
        """Whether the rule is confirmed, unconfirmed, local or only presumed."""
        return self.row.status if self.row else "unconfirmed"


def resolve(one: OwnerClass, table: DutyTable, roster: Roster) -> Resolved:
    """Say which line and which body lead for a class, or why that is not exactly one."""
    return among(table.matches(one.trade, one.domain, one.traits), one, roster)


def among(rows: Sequence[DutyRow], one: OwnerClass, roster: Roster) -> Resolved:
    """Say it from the rows that speak of the class; of it only the territory and the trade's division still count."""
    seat = county_of(one.territory_code) or one.territory_code
    if not rows:
        return Resolved(None, None, Gap.NO_RULE, f"{seat}:{one.trade[:2]}", (Reason("no_rule"),))
    if len(rows) > 1:
        ids = "+".join(sorted(row.id for row in rows))
        return Resolved(rows[-1], None, Gap.TWO_LEADS, f"{seat}:{ids}"[:80], (Reason("two_rules", ids),))
    row, reasons = _settled(rows[0], one.territory_code, roster)
    bodies = roster.leads(row, one.territory_code)
    if not bodies:
        about = f"{seat}:{':'.join([row.lead, *row.named])}"[:80]
        return Resolved(row, None, Gap.NO_ORGANIZATION, about, (*reasons, Reason("department_missing", row.lead)))
    if len(bodies) > 1:
        names = "、".join(body.name for body in bodies)
        about = f"{seat}:{':'.join([row.lead, *row.named])}"[:80]
        return Resolved(row, None, Gap.TWO_LEADS, about, (*reasons, Reason("two_leads", names)))
    given = roster.jurisdictions(row.lead, one.territory_code)
    reasons = (*reasons, Reason("jurisdiction" if given else "department", bodies[0].name))
    if row.status == PRESUMED:
        return Resolved(row, bodies[0], Gap.PRESUMED, f"{seat}:{row.id}", reasons)
    return Resolved(row, bodies[0], "", "", reasons)


def _settled(row: DutyRow, territory_code: str, roster: Roster) -> tuple[DutyRow, tuple[Reason, ...]]:
    if row.status != PRESUMED:
        return row, (Reason("rule", row.id),)
    confirmed = roster.confirmation(row, territory_code)
    if confirmed is None:
        return row, (Reason("presumed", row.id),)
    assisting = tuple(kind for kind in (row.lead, *row.assisting) if kind != confirmed.lead)
    assisting = row.assisting if confirmed.lead == row.lead else assisting
    settled = DutyRow(
        id=row.id,
        domain=row.domain,
        lead=confirmed.lead,
        assisting=assisting,
        citation=row.citation,
        status="local",
        source=row.source,
    )
    return settled, (Reason("confirmed", row.id),)


def stands_in(one: OwnerClass, found: Resolved, roster: Roster) -> tuple[Organization, tuple[Reason, ...]]:
    """Return who owns what comes up in a class, never nobody: the lead, else the township, else the committee office.

    Of two departments of one line the eldest owns meanwhile, so that a danger waits for nobody's decision; the pair is a
    blind spot all the same. Raises: NobodyAnswers where not even a committee office is registered.
    """
    if found.lead is not None:
        return found.lead, found.reasons
    if found.gap == Gap.TWO_LEADS and found.row is not None:
        eldest = next(iter(roster.leads(found.row, one.territory_code)), None)
        if eldest is not None:
            return eldest, (*found.reasons, Reason("department", eldest.name))
    township = roster.directory.township(one.territory_code)
    if township is not None and not township.placeholder:
        return township, (*found.reasons, Reason("township", township.name))
    office = roster.directory.office(one.territory_code)
    if office is None:
        raise NobodyAnswers(one.territory_code)
    reasons = (*found.reasons, Reason("office", office.name))
    return office, (*reasons, Reason("placeholder")) if office.placeholder else reasons
