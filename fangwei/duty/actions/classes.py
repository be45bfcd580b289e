"""Keeping the classes resolved: from the beginning, from the facts that came in, and from a day to the next.

What it costs follows what changed: a place touches its own row, a body the classes of its line and territory, a tenure
nothing at all, because holders are joined when read. One transaction at a time does it, behind the lock of `Resolution`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from fangwei.duty.models import (
    Confirmation,
    DutyClass,
    DutyTally,
    GapTally,
    PlaceClass,
    PlaceGap,
    Placement,
    Resolution,
)
from fangwei.duty.placing import downstream
from fangwei.duty.projection import scratch
from fangwei.duty.projection.resolving import resolve_all, resolve_touched
from fangwei.duty.projection.settling import TOUCHED, drop_empty, settle, settle_all
from fangwei.duty.projection.tallying import count_all, count_groups, note_groups
from fangwei.duty.rules import GENERAL
from fangwei.duty.tables import DOMAINS, rows_in_force, rules_in_force, words_of
from fangwei.engines.calendar import SHANGHAI
from fangwei.engines.codes import subtree_bounds
from fangwei.ledger.models import Fact, QueueRow
from fangwei.register.law import book
from fangwei.register.models import Jurisdiction, Lease, MajorInstallation, Organization, Place, Post, Site

_SOME = 400
_MANY_ROWS = 100
_SECTIONS = ("", *"ABCDEFGHIJKLMNOPQRST")
_PROJECTIONS = (GapTally, DutyTally, PlaceGap, Placement, DutyClass, PlaceClass, Resolution)


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Forget every class and resolve all places again; return how many places there are."""
    day = at.astimezone(SHANGHAI).date()
    for table in _PROJECTIONS:
        table._default_manager.all()._raw_delete(using=connection.alias)
    scratch.take_room()
    places = settle_all(day)
    resolve_all(day)
    scratch.measure(DutyClass._meta.db_table)
    count_all()
    _remember(Resolution(), day, at)
    return places


@transaction.atomic
def digest_facts(rows: Iterable[QueueRow], *, at: datetime) -> None:
    """Take in what the register was told since, in the transaction that empties the queue."""
    state = _locked()
    if state is None:
        rebuild(at=at)
        return
    facts = Fact.objects.filter(id__in=[row.fact_id for row in rows])
    told: dict[str, list[tuple[UUID, str, str]]] = {}
    for kind, subject, verb, territory in facts.values_list("subject_kind", "subject_id", "verb", "territory"):
        told.setdefault(kind, []).append((subject, verb, territory))
    state.at = at
    state.save(update_fields=["at"])
    if "law" in told:
        _follow_rules(state, state.day, at)
    places = {subject for subject, _verb, _code in told.get("place", ())}
    sites = MajorInstallation.objects.filter(id__in=[subject for subject, _v, _c in told.get("installation", ())])
    places |= set(sites.values_list("site_id", flat=True))
    for _subject, verb, code in told.get("territory", ()):
        places |= _moved(code) if verb == "merge" else _gapped("outside_territory")
    bodies = [subject for subject, _verb, _code in told.get("organization", ())]
    posts = [subject for subject, _verb, _code in told.get("post", ())]
    bodies += Post.objects.filter(id__in=posts, organization__isnull=False).values_list("organization_id", flat=True)
    given = [subject for subject, _verb, _code in told.get("jurisdiction", ())]
    settled = [subject for subject, _verb, _code in told.get("duty", ())]
    _apply(places, bodies, given, settled, state.day)


@transaction.atomic
def catch_up(*, at: datetime) -> int:
    """Follow the calendar and the law: what begins or ends by its date, and rules that changed; return what was touched.

    The first call resolves everything.
    """
    state = _locked()
    day = at.astimezone(SHANGHAI).date()
    if state is None:
        return rebuild(at=at)
    changed = _follow_rules(state, day, at)
    if day <= state.day:
        return changed
    since, state.day, state.at = state.day, day, at
    state.save(update_fields=["day", "at"])
    places = _turned(Place.objects.all(), since, day, "id")
    places |= _turned(Lease.objects.all(), since, day, "site_id")
    places |= _turned(MajorInstallation.objects.all(), since, day, "site_id")
    bodies = _turned(Organization.objects.all(), since, day, "id")
    bodies |= _turned(Post.objects.filter(organization__isnull=False), since, day, "organization_id")
    given = _turned(Jurisdiction.objects.all(), since, day, "id")
    settled = _turned(Confirmation.objects.all(), since, day, "id")
    return changed + _apply(places, bodies, given, settled, day)


def _locked() -> Resolution | None:
    rows = Resolution.objects.order_by("id")
    return (rows.select_for_update() if connection.features.has_select_for_update else rows).first()


def _remember(state: Resolution, day: date, at: datetime) -> None:
    words = words_of(book())
    state.day, state.rules, state.at = day, rules_in_force(day), at
    state.words = {"trades": sorted(words.trades), "traits": sorted(words.traits), "rows": rows_in_force(day)}
    state.save()


def _turned(rows: QuerySet[Any], since: date, day: date, column: str) -> set[UUID]:
    """Return what began or ended after one day and until another."""
    began = Q(valid_from__gt=since, valid_from__lte=day)
    ended = Q(valid_to__gt=since, valid_to__lte=day)
    return set(rows.filter(began | ended).values_list(column, flat=True))


def _moved(old: str) -> set[UUID]:
    within = _within(old, "place_class__territory_code")
    return set(Placement.objects.filter(within).values_list("place_id", flat=True))


def _gapped(kind: str) -> set[UUID]:
    return set(PlaceGap.objects.filter(kind=kind).values_list("place_id", flat=True))


def _apply(places: set[UUID], bodies: Iterable[UUID], given: Iterable[UUID], settled: Iterable[UUID], day: date) -> int:
    """Settle changed places again, then resolve the classes that changed bodies, jurisdictions, confirmations reach."""
    ids = set(bodies)
    for some in _some(ids):
        places |= set(Place.objects.filter(keeper_organization_id__in=some).values_list("id", flat=True))
    reach = Q(pk__in=[])
    for some in _some(ids):
        for kind, code in set(Organization.objects.filter(id__in=some).values_list("kind", "territory_code")):
            reach |= Q(lead_kind=kind) & _county(code)
        reach |= Q(lead_id__in=some)
    for line, code in Jurisdiction.objects.filter(id__in=set(given)).values_list("line", "territory_code"):
        reach |= (Q(lead_kind=line) if line else Q()) & _county(code)
    for row, code in Confirmation.objects.filter(id__in=set(settled)).values_list("row", "territory_code"):
        reach |= Q(rule=f"duty.nearest#{row}") & _county(code)
    _begin()
    _touch_groups(reach)
    return _finish(downstream(places), day) + len(places)


def _follow_rules(state: Resolution, day: date, at: datetime) -> int:
    """Re-settle places that new words tell apart, and resolve the classes that changed rows may reach."""
    if rules_in_force(day) == state.rules:
        return 0
    before, now = state.words, words_of(book())
    trades = now.trades ^ set(before["trades"])
    traits = now.traits ^ set(before["traits"])
    places: set[UUID] = set()
    for trade in sorted(trades):
        places |= set(Site.objects.filter(_coded(trade)).values_list("place_id", flat=True))
    if traits:
        marked = Q(kind__in=traits) | Q(site__hazardous_chemicals=True) | (Q(site__isnull=False) & ~Q(site__traits=[]))
        places |= set(Place.objects.filter(marked).values_list("id", flat=True))
    _begin()
    _touch(before["rows"], rows_in_force(day))
    _remember(state, max(day, state.day), at)
    return _finish(places, day)


def _begin() -> None:
    scratch.start(TOUCHED, class_id=scratch.NUMBER)


def _finish(places: set[UUID], day: date) -> int:
    """Settle places, resolve all classes touched by then and count their groups; return how many answers were written."""
    settle(places, day)
    scratch.measure(TOUCHED)
    note_groups()
    drop_empty()
    written = resolve_touched(day)
    count_groups()
    return written


def _touch_groups(reach: Q) -> None:
    """Note the classes of every county and division of which an answer is reached: a few sums tell them."""
    found = DutyTally.objects.filter(reach, county=OuterRef("county"), division=OuterRef("division"))
    scratch.fill_from(TOUCHED, PlaceClass.objects.filter(Exists(found)).values_list("id"))


def _touch(before: Mapping[str, list[Any]], now: Mapping[str, list[Any]]) -> None:
    """Note the classes whose answers the difference of two sets of rows may change, all of them after a great change."""
    changed = {key for key in {*before, *now} if before.get(key) != now.get(key)}
    if DOMAINS in changed or len(changed) > _MANY_ROWS:
        scratch.fill_from(TOUCHED, PlaceClass.objects.values_list("id"))
        return
    reach = Q(pk__in=[])
    for key in sorted(changed):
        territory = key.split("|")[1]
        for domain, trades, _digest in filter(None, (before.get(key), now.get(key))):
            if trades:
                codes = Q()
                for code in trades:
                    codes |= Q(trade__startswith=code)
                within = codes & _within(territory, "territory_code")
                scratch.fill_from(TOUCHED, PlaceClass.objects.filter(within).values_list("id"))
            else:  # a row about dangers in general answers for every domain that has no row of its own
                reach |= _county(territory) & (Q() if domain == GENERAL else Q(domain=domain))
    _touch_groups(reach)


def _coded(trade: str) -> Q:
    """Return the sites of a trade, with or without the letter of its section before it: ranges of one index."""
    low, high = subtree_bounds(trade)
    found = Q()
    for section in _SECTIONS:
        found |= Q(industry_code__gte=section + low, industry_code__lt=section + high)
    return found


def _county(code: str) -> Q:
    """Return the sums of a territory; of a township those of its county."""
    return _within(code[:6], "county")


def _within(code: str, column: str) -> Q:
    if not code:
        return Q()
    low, high = subtree_bounds(code)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def _some(ids: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(ids)
    return (listed[start : start + _SOME] for start in range(0, len(listed), _SOME))
