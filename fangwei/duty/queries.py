"""Who answers for a place and a domain of danger, and which domains a place has."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from fangwei.duty.answers import Answer, NobodyAnswers, OwnerClass, Reason
from fangwei.duty.domains import HAZARDOUS_CHEMICALS, MAJOR_INSTALLATION, DomainTable
from fangwei.duty.rules import GENERAL, DutyRow, DutyTable
from fangwei.engines.lawbook import Lawbook
from fangwei.register.law import book
from fangwei.register.models import MajorInstallation, Organization, Place, Site
from fangwei.register.queries import Directory, duty_posts_of

DUTY_RULE = "duty.first"
DOMAINS = "domains"
NO_RULE = "duty.none"


def who_owns(place: Place, domain: str, on: date) -> Answer:
    """Return who owns a danger of a domain at a place on a day.

    The department of the place's jurisdiction, else the township or zone, else the committee office, which exists
    wherever a place is registered. Law: Work Safety Law, Arts. 3, 9, 10. Raises: NobodyAnswers.
    """
    asked = class_of(place, domain)
    return owners_for_classes({asked}, on)[asked]


def owners_for_classes(classes: Iterable[OwnerClass], on: date) -> dict[OwnerClass, Answer]:
    """Return who owns each class of (territory, trade, domain), with a handful of queries for all of them together.

    Raises: NobodyAnswers for the first class of which nobody is registered.
    """
    wanted = [OwnerClass(*one) for one in dict.fromkeys(classes)]
    directory = Directory.load({one.territory_code for one in wanted}, on)
    tables = {code: duty_table(on, code) for code in {one.territory_code for one in wanted}}
    found = {one: _resolve(one, tables[one.territory_code], directory) for one in wanted}
    posts = duty_posts_of((lead.id for lead, _row, _reasons in found.values()), on)
    answers: dict[OwnerClass, Answer] = {}
    for one, (lead, row, reasons) in found.items():
        if lead.id not in posts:
            raise NobodyAnswers(one.territory_code)
        answers[one] = Answer(
            owner_post=posts[lead.id],
            lead=lead,
            lead_kind=row.lead if row else "",
            assisting=row.assisting if row else (),
            township=directory.township(one.territory_code),
            rule=f"{DUTY_RULE}#{row.id}" if row else NO_RULE,
            citation=row.citation if row else "",
            status=row.status if row else "unconfirmed",
            reasons=reasons,
        )
    return answers


def class_of(place: Place, domain: str) -> OwnerClass:
    """Return the class that a place belongs to for a domain: all places of a class have the same answer."""
    site: Site | None = getattr(place, "site", None)
    trade = site.industry_code if site is not None else ""
    return OwnerClass(place.territory_code or place.county_code, trade, domain or GENERAL)


def duty_table(on: date, territory_code: str = "") -> DutyTable:
    """Return the table of first duty as it stands in a territory on a day. Raises: LawError before its first day."""
    law = book()
    speaking = [one.territory for one in law.overlays_of(DUTY_RULE) if territory_code.startswith(one.territory)]
    # Most territories overlay nothing; those below one overlay share its table.
    return _duty_table(law, on, max(speaking, key=len, default=""))


def domains_of(place: Place, on: date) -> tuple[str, ...]:
    """Return the domains of danger that a place has: `general` always, more by its kind, trade, columns and equipment."""
    site: Site | None = getattr(place, "site", None)
    return domain_table(on).of_place(site.industry_code if site is not None else "", traits_of(place, on))


def traits_of(place: Place, on: date) -> frozenset[str]:
    """Return the words that say what a place is and holds, beside its trade."""
    site: Site | None = getattr(place, "site", None)
    if site is None:
        return frozenset({place.kind})
    traits = {place.kind, *map(str, site.traits)}
    if site.hazardous_chemicals:
        traits.add(HAZARDOUS_CHEMICALS)
    if MajorInstallation.objects.on(on).filter(site=site, level__isnull=False).exists():
        traits.add(MAJOR_INSTALLATION)
    return frozenset(traits)


def domain_table(on: date) -> DomainTable:
    """Return the vocabulary of domains with the marks by which a place has them, as it stands on a day."""
    return _domain_table(book(), on)


def domain_known(domain: str, on: date) -> bool:
    """Tell whether a word is a domain of danger on the day."""
    return domain == GENERAL or domain in domain_table(on).names


@lru_cache(maxsize=256)
def _duty_table(law: Lawbook, on: date, territory_code: str) -> DutyTable:
    value = law.value(DUTY_RULE, on, territory_code or None)
    return DutyTable.of(value.value, value.citation, value.status)


@lru_cache(maxsize=64)
def _domain_table(law: Lawbook, on: date) -> DomainTable:
    return DomainTable.of(law.value(DOMAINS, on).value)


def _resolve(
    one: OwnerClass, table: DutyTable, directory: Directory
) -> tuple[Organization, DutyRow | None, tuple[Reason, ...]]:
    row = table.match(one.trade, one.domain)
    reasons = [Reason("rule", row.id)] if row else [Reason("no_rule")]
    if row is not None:
        given = directory.jurisdiction(row.lead, one.territory_code)
        department = directory.department(row.lead, one.territory_code)
        if department is not None:
            by = Reason("jurisdiction" if given is not None else "department", department.name)
            return department, row, (*reasons, by)
        reasons.append(Reason("department_missing", row.lead))
    township = directory.township(one.territory_code)
    if township is not None and not township.placeholder:
        return township, row, (*reasons, Reason("township", township.name))
    office = directory.office(one.territory_code)
    if office is None:
        raise NobodyAnswers(one.territory_code)
    reasons.append(Reason("office", office.name))
    if office.placeholder:
        reasons.append(Reason("placeholder"))
    return office, row, tuple(reasons)
