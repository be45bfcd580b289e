"""Keeping the classes resolved: from the beginning, from the facts that came in, and from a day to the next.

What it costs follows what changed: a place touches its own row, a body the classes of its line and territory, a tenure
nothing at all, because holders are joined when read. One transaction at a time does it, behind the lock of `Resolution`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from fangwei.duty.answers import OwnerClass
from fangwei.duty.models import Confirmation, DutyClass, PlaceClass, PlaceGap, Placement, Resolution
from fangwei.duty.placing import BATCH, ClassKey, downstream, gaps_of, keys_of
from fangwei.duty.resolve import resolve
from fangwei.duty.roster import Roster
from fangwei.duty.rules import GENERAL, DutyTable
from fangwei.duty.tables import DOMAINS, domain_table, duty_table, rows_in_force, rules_in_force, words_of
from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.models import Fact, QueueRow
from fangwei.ledger.rows import insert
from fangwei.register.law import book
from fangwei.register.models import Jurisdiction, Lease, MajorInstallation, Organization, Place, Post

_ANSWER = ("gap", "about", "lead_kind", "lead_id", "lead_post_id", "rule", "status")
_FIELDS = tuple(name.removesuffix("_id") for name in _ANSWER)
_SOME = 400
_MANY = 4000


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Forget every class and resolve all places again; return how many places there are."""
    day = at.astimezone(SHANGHAI).date()
    for table in (PlaceGap, Placement, DutyClass, PlaceClass, Resolution):
        table._default_manager.all().delete()
    words = words_of(book())
    classes: dict[ClassKey, int] = {}
    counts: Counter[int] = Counter()
    batch: list[tuple[UUID, ClassKey]] = []
    places = Place.objects.on(day).order_by("id")
    for one in keys_of(places, day, words):
        batch.append(one)
        if len(batch) == BATCH:
            _settle(batch, classes, counts, day)
            batch = []
    _settle(batch, classes, counts, day)
    _add_counts(counts)
    _resolve(PlaceClass.objects.all(), day)
    _remember(Resolution(), day, at)
    return counts.total()


def _settle(batch: list[tuple[UUID, ClassKey]], classes: dict[ClassKey, int], counts: Counter[int], day: date) -> None:
    _ensure({key for _id, key in batch} - set(classes), classes)
    rows = [(id_, classes[key]) for id_, key in batch]
    insert(Placement, ("place", "place_class"), rows)
    counts.update(class_id for _id, class_id in rows)
    PlaceGap.objects.bulk_create(gaps_of((id_ for id_, _key in batch), day))


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
    return set(Placement.objects.filter(place_class__territory_code__startswith=old).values_list("place_id", flat=True))


def _gapped(kind: str) -> set[UUID]:
    return set(PlaceGap.objects.filter(kind=kind).values_list("place_id", flat=True))


def _apply(places: set[UUID], bodies: Iterable[UUID], given: Iterable[UUID], settled: Iterable[UUID], day: date) -> int:
    """Settle changed places again, then resolve the classes that changed bodies, jurisdictions, confirmations reach."""
    ids = set(bodies)
    for some in _some(ids):
        places |= set(Place.objects.filter(keeper_organization_id__in=some).values_list("id", flat=True))
    fresh = _replace(downstream(places), day) if places else set()
    reach = Q(pk__in=[])
    for some in _some(ids):
        for kind, code in set(Organization.objects.filter(id__in=some).values_list("kind", "territory_code")):
            reach |= Q(lead_kind=kind, place_class__territory_code__startswith=code)
        reach |= Q(lead_id__in=some)
    for line, code in Jurisdiction.objects.filter(id__in=set(given)).values_list("line", "territory_code"):
        lines = Q(lead_kind=line) if line else Q()
        reach |= lines & Q(place_class__territory_code__startswith=code)
    for row, code in Confirmation.objects.filter(id__in=set(settled)).values_list("row", "territory_code"):
        reach |= Q(rule=f"duty.nearest#{row}", place_class__territory_code__startswith=code)
    touched = set(DutyClass.objects.filter(reach).values_list("place_class_id", flat=True)) | fresh
    changed = 0
    for chunk in _some(sorted(touched)):
        changed += _resolve(PlaceClass.objects.filter(id__in=chunk), day)
    return changed + len(places)


def _follow_rules(state: Resolution, day: date, at: datetime) -> int:
    """Re-settle places that new words tell apart, and resolve the classes that changed rows may reach."""
    if rules_in_force(day) == state.rules:
        return 0
    before, now = state.words, words_of(book())
    trades = now.trades ^ set(before["trades"])
    traits = now.traits ^ set(before["traits"])
    places: set[UUID] = set()
    for trade in trades:
        places |= set(Place.objects.filter(site__industry_code__contains=trade).values_list("id", flat=True))
    if traits:
        marked = Q(kind__in=traits) | Q(site__hazardous_chemicals=True) | (Q(site__isnull=False) & ~Q(site__traits=[]))
        places |= set(Place.objects.filter(marked).values_list("id", flat=True))
    fresh = _replace(places, day) if places else set()
    reach = _reach(before["rows"], rows_in_force(day))
    _remember(state, max(day, state.day), at)
    if reach is None:
        return _resolve(PlaceClass.objects.all(), day)
    touched = set(DutyClass.objects.filter(reach).values_list("place_class_id", flat=True)) | fresh
    return sum(_resolve(PlaceClass.objects.filter(id__in=some), day) for some in _some(sorted(touched)))


def _reach(before: Mapping[str, list[Any]], now: Mapping[str, list[Any]]) -> Q | None:
    """Return which answers the difference of two sets of rows may change, None for all of them."""
    changed = {key for key in {*before, *now} if before.get(key) != now.get(key)}
    if DOMAINS in changed or len(changed) > _SOME // 4:
        return None
    reach = Q(pk__in=[])
    for key in changed:
        territory = key.split("|")[1]
        for domain, trades, _digest in filter(None, (before.get(key), now.get(key))):
            one = Q(place_class__territory_code__startswith=territory)
            if domain != GENERAL:  # a row about dangers in general answers for every domain that has no row of its own
                one &= Q(domain=domain)
            codes = Q()
            for code in trades:
                codes |= Q(place_class__trade__startswith=code)
            reach |= one & codes
    return reach


def _replace(ids: set[UUID], day: date) -> set[int]:
    """Put places into the classes that they now belong to and judge them anew; return the classes that are new."""
    words = words_of(book())
    classes: dict[ClassKey, int] = {}
    counts: Counter[int] = Counter()
    known = set(PlaceClass.objects.order_by("-id").values_list("id", flat=True)[:1])
    for some in _some(ids):
        before = dict(Placement.objects.filter(place_id__in=some).values_list("place_id", "place_class_id"))
        now = dict(keys_of(Place.objects.on(day).filter(id__in=some), day, words))
        _ensure(set(now.values()) - set(classes), classes)
        wanted = {id_: classes[key] for id_, key in now.items()}
        moved = [id_ for id_, class_id in before.items() if wanted.get(id_) != class_id]
        counts.subtract(before[id_] for id_ in moved)
        Placement.objects.filter(place_id__in=moved).delete()
        placed = [(id_, class_id) for id_, class_id in wanted.items() if before.get(id_) != class_id]
        counts.update(class_id for _id, class_id in placed)
        insert(Placement, ("place", "place_class"), placed)
        PlaceGap.objects.filter(place_id__in=some).delete()
        PlaceGap.objects.bulk_create(gaps_of(now, day))
    _add_counts(counts)
    PlaceClass.objects.filter(places=0).delete()
    last = max(known, default=0)
    return {class_id for class_id in classes.values() if class_id > last}


def _ensure(keys: set[ClassKey], classes: dict[ClassKey, int]) -> None:
    """Look up the classes of these keys, making those that are missing."""
    wanted = sorted(keys)
    PlaceClass.objects.bulk_create(
        [PlaceClass(territory_code=key.territory_code, trade=key.trade, traits=key.traits) for key in wanted],
        ignore_conflicts=True,
    )
    for territory in {key.territory_code for key in wanted}:
        rows = PlaceClass.objects.filter(territory_code=territory).values_list(
            "territory_code", "trade", "traits", "id"
        )
        for code, trade, traits, id_ in rows:
            if (key := ClassKey(code, trade, traits)) in keys:
                classes[key] = id_


def _add_counts(counts: Mapping[int, int]) -> None:
    by: dict[int, list[int]] = {}
    for class_id, number in counts.items():
        if number:
            by.setdefault(number, []).append(class_id)
    for number, ids in sorted(by.items()):
        for some in _some(ids):
            PlaceClass.objects.filter(id__in=some).update(places=F("places") + number)


def _resolve(classes: QuerySet[PlaceClass], day: date) -> int:
    """Resolve every domain of some classes and write what differs; return how many answers were written."""
    rows = list(classes.order_by("territory_code", "id"))
    territories = {one.territory_code for one in rows}
    tables = {code: duty_table(day, code) for code in territories}
    domains = domain_table(day)
    written = 0
    for start in range(0, len(rows), _MANY):
        some = rows[start : start + _MANY]
        roster = Roster.load({one.territory_code for one in some}, day)
        present = _present([one.id for one in some])
        fresh: list[tuple[Any, ...]] = []
        changed: dict[tuple[Any, ...], list[int]] = {}
        for one in some:
            traits = tuple(one.traits.split(",")) if one.traits else ()
            for domain in domains.of_place(one.trade, traits):
                asked = OwnerClass(one.territory_code, one.trade, domain, traits)
                answer = _answer(asked, tables[one.territory_code], roster)
                known = present.pop((one.id, domain), None)
                if known is None:
                    fresh.append((one.id, domain, *answer))
                elif known[1:] != answer:
                    changed.setdefault(answer, []).append(known[0])
        insert(DutyClass, ("place_class", "domain", *_FIELDS), fresh)
        written += len(fresh) + _write(changed) + len(present)
        for gone in _some(known[0] for known in present.values()):
            DutyClass.objects.filter(id__in=gone).delete()
    return written


def _present(class_ids: list[int]) -> dict[tuple[int, str], tuple[Any, ...]]:
    """Return what stands for these classes: by class and domain the row's id and its answer."""
    found: dict[tuple[int, str], tuple[Any, ...]] = {}
    for some in _some(class_ids):
        rows = DutyClass.objects.filter(place_class_id__in=some)
        for class_id, domain, *rest in rows.values_list("place_class_id", "domain", "id", *_ANSWER):
            found[class_id, domain] = tuple(rest)
    return found


def _write(changed: Mapping[tuple[Any, ...], list[int]]) -> int:
    """Write new answers, one statement for all rows that share one."""
    for answer, ids in changed.items():
        for some in _some(ids):
            DutyClass.objects.filter(id__in=some).update(**dict(zip(_ANSWER, answer, strict=True)))
    return sum(map(len, changed.values()))


def _answer(asked: OwnerClass, table: DutyTable, roster: Roster) -> tuple[Any, ...]:
    """Return what a class keeps of its answer, in the order of `_ANSWER`."""
    found = resolve(asked, table, roster)
    post = roster.posts.get(found.lead.id) if found.lead is not None else None
    return (
        str(found.gap),
        found.about,
        found.row.lead if found.row else "",
        found.lead.id if found.lead else None,
        post.id if post else None,
        found.rule,
        found.status,
    )


def _some(ids: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(ids)
    return (listed[start : start + _SOME] for start in range(0, len(listed), _SOME))
