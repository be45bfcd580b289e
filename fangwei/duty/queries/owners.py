"""Who answers for a place and a domain of danger, and which domains a place has."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import DateField, QuerySet, Subquery, UUIDField

from fangwei.duty.answers import Answer, NobodyAnswers, OwnerClass
from fangwei.duty.domains import HAZARDOUS_CHEMICALS, MAJOR_INSTALLATION
from fangwei.duty.models import Resolution
from fangwei.duty.resolve import resolve, stands_in
from fangwei.duty.roster import Roster
from fangwei.duty.rules import GENERAL, DutyTable
from fangwei.duty.tables import domain_table, duty_table, words_of
from fangwei.ledger.kept import Given, Kept, Replanned, Rows
from fangwei.ledger.models import QueueRow
from fangwei.register.law import book
from fangwei.register.models import MajorInstallation, Place, Post, Site

States = Sequence[tuple[Any, ...]]
"""What the query of the register's state found: a row, or none while nothing was ever resolved."""


def who_owns(place: Place, domain: str, on: date, states: States | None = None) -> Answer:
    """Return who owns a danger of a domain at a place on a day.

    The department of the place's jurisdiction, else the township or zone, else the committee office, which exists
    wherever a place is registered. `states` is what `asking_states` found, where it was asked together with something else.
    Law: Work Safety Law, Arts. 3, 9, 10. Raises: NobodyAnswers.
    """
    asked = class_of(place, domain)
    return owners_now({asked}, on, states)[asked]


def owners_now(classes: Collection[OwnerClass], on: date, states: States | None = None) -> dict[OwnerClass, Answer]:
    """Return who owns each of a few classes, as remembered since the register last changed; else worked out together.

    Raises: NobodyAnswers for the first class of which nobody is registered.
    """
    version = _version(_STATE.rows() if states is None else states)
    found = {one: known for one in classes if (known := _remembered.of(version, one, on)) is not None}
    if len(found) < len(classes):
        for one, answer in owners_for_classes([one for one in classes if one not in found], on).items():
            found[one] = _remembered.keep(version, one, on, answer)
    return found


_Version = tuple[Any, ...]


class _Remembered:
    """The answers of this process for one state of the register; another state forgets them all."""

    def __init__(self) -> None:
        self._held: tuple[_Version | None, dict[tuple[OwnerClass, date], Answer]] = (None, {})

    def of(self, version: _Version | None, asked: OwnerClass, on: date) -> Answer | None:
        """Return the answer given before, None when the register may have changed since."""
        of, answers = self._held
        return answers.get((asked, on)) if version is not None and of == version else None

    def keep(self, version: _Version | None, asked: OwnerClass, on: date, answer: Answer) -> Answer:
        """Remember an answer worked out after the version was read, and return it."""
        of, answers = self._held
        if version is not None:
            if of != version or len(answers) >= _MOST:
                answers = {}
            self._held = version, {**answers, (asked, on): answer}
        return answer


_MOST = 1024
_remembered = _Remembered()


def _states() -> QuerySet[Any]:
    newest = Subquery(Post.objects.order_by("-id").values("id")[:1])
    # In the order of its index, or the server reads the whole queue of everybody to learn that nothing of duty is in it.
    waiting = Subquery(QueueRow.objects.filter(consumer="duty").order_by("consumer", "id").values("id")[:1])
    return Resolution.objects.order_by("id").annotate(newest=newest, waits=waiting).values_list("at", "newest", "waits")


_STATE: Kept[tuple[Any, ...]] = Replanned(_states)


def states_later() -> Rows[tuple[Any, ...]]:
    """Return what tells one state of the register from another, once it is needed; it goes out with whatever is asked next."""
    return _STATE.later()


def asking_states() -> tuple[Kept[tuple[Any, ...]], dict[str, Any]]:
    """Return the query that tells one state of the register from another, to be asked together with others."""
    return _STATE, {}


def _version(states: States) -> _Version | None:
    """Return what tells one state of bodies, posts, jurisdictions and confirmations from another, in every process alike.

    Whatever changes them is a fact whose queue row waits for duty from the same transaction on; once duty has digested it the
    classes are resolved at another instant. While something waits, or nothing was ever resolved, no answer is remembered.
    """
    if not states or states[0][2] is not None:
        return None
    return (book().bundle_hash, *states[0][:2])


def owners_for_classes(classes: Iterable[OwnerClass], on: date) -> dict[OwnerClass, Answer]:
    """Return who owns each class of (territory, trade, domain), with a handful of queries for all of them together.

    Raises: NobodyAnswers for the first class of which nobody is registered.
    """
    wanted = [OwnerClass(*one) for one in dict.fromkeys(classes)]
    territories = {one.territory_code for one in wanted}
    roster = Roster.load(territories, on)
    tables = {code: duty_table(on, code) for code in territories}
    return {one: answer_for(one, roster, tables[one.territory_code]) for one in wanted}


def answer_for(one: OwnerClass, roster: Roster, table: DutyTable) -> Answer:
    """Return the answer for one class from tables and a roster already read. Raises: NobodyAnswers."""
    found = resolve(one, table, roster)
    lead, reasons = stands_in(one, found, roster)
    if lead.id not in roster.posts:
        raise NobodyAnswers(one.territory_code)
    row = found.row
    return Answer(
        owner_post=roster.posts[lead.id],
        lead=lead,
        lead_kind=row.lead if row else "",
        assisting=row.assisting if row else (),
        township=roster.directory.township(one.territory_code),
        rule=found.rule,
        citation=row.citation if row else "",
        status=found.status,
        reasons=reasons,
        gap=found.gap,
    )


def class_of(place: Place, domain: str) -> OwnerClass:
    """Return the class that a place belongs to for a domain: all places of a class have the same answer."""
    site: Site | None = getattr(place, "site", None)
    trade = site.industry_code if site is not None else ""
    traits = tuple(sorted(_plain_traits(place, site) & words_of(book()).traits))
    return OwnerClass(place.territory_code or place.county_code, trade, domain or GENERAL, traits)


def domains_of(place: Place, on: date) -> tuple[str, ...]:
    """Return the domains of danger that a place has: `general` always, more by its kind, trade, columns and equipment."""
    return domains_later(place, on)()


def domains_later(place: Place, on: date) -> Callable[[], tuple[str, ...]]:
    """Return what tells the domains of a place, as `domains_of`: what it must know goes out with whatever is asked next."""
    site: Site | None = getattr(place, "site", None)
    traits = _traits_later(place, on)
    return lambda: domain_table(on).of_place(site.industry_code if site is not None else "", traits())


def lines_at(place: Place, on: date) -> frozenset[str]:
    """Return the kinds of organization with a duty on the place in any of its domains: they read its whole file.

    Law: Work Safety Law, Arts. 10 and 69 (departments tell each other what they find).
    """
    site: Site | None = getattr(place, "site", None)
    trade = words_of(book()).trade(site.industry_code if site is not None else "")
    return _lines(trade, frozenset(_plain_traits(place, site)), (place.territory_code or place.county_code)[:6], on)


@lru_cache(maxsize=4096)
def _lines(trade: str, traits: frozenset[str], county: str, on: date) -> frozenset[str]:
    table = duty_table(on, county)
    kinds: set[str] = set()
    for domain in domain_table(on).of_place(trade, traits):
        for row in table.matches(trade, domain, traits):
            kinds.update((row.lead, *row.assisting))
    return frozenset(kinds)


def traits_of(place: Place, on: date) -> frozenset[str]:
    """Return the words that say what a place is and holds, beside its trade."""
    return _traits_later(place, on)()


def _traits_later(place: Place, on: date) -> Callable[[], frozenset[str]]:
    site: Site | None = getattr(place, "site", None)
    plain = frozenset(_plain_traits(place, site))
    if site is None:
        return lambda: plain
    graded = _GRADED.later(site=site.pk, on=on)
    return lambda: plain | {MAJOR_INSTALLATION} if graded() else plain


def _graded() -> QuerySet[Any]:
    standing = MajorInstallation.objects.on(Given("on", DateField()))  # type: ignore[arg-type]
    return standing.filter(site_id=Given("site", UUIDField()), level__isnull=False).values_list("level")[:1]


_GRADED: Kept[tuple[int]] = Kept(_graded)


def _plain_traits(place: Place, site: Site | None) -> set[str]:
    traits = {str(place.kind), *map(str, site.traits if site is not None else ())}
    if site is not None and site.hazardous_chemicals:
        traits.add(HAZARDOUS_CHEMICALS)
    return traits


def domain_known(domain: str, on: date) -> bool:
    """Tell whether a word is a domain of danger on the day."""
    return domain == GENERAL or domain in domain_table(on).names
