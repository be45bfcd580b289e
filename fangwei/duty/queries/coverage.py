"""Which pairs of place and danger somebody answers for, and the causes of those for which nobody does.

Read from the resolved classes: what it costs follows the number of classes, not of places. A pair with several blind
spots is counted under the first of them; its causes all list it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from fangwei.duty.detectors import Detected, detected
from fangwei.duty.gaps import CERTAIN, ORDER, REPAIRS
from fangwei.duty.models import DutyClass, Gap, PlaceGap, Placement, Resolution
from fangwei.duty.queries.posts import gaps_of_posts
from fangwei.engines.codes import subtree_bounds


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many pairs there are, how many are answered, and how many are not by the kind of blind spot."""

    pairs: int
    answered: int
    blind_spots: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the sums as the command line and the API give them."""
        return {"pairs": self.pairs, "answered": self.answered, "blind_spots": self.blind_spots}


@dataclass(slots=True)
class Cause:
    """One thing to repair: its kind, what causes it, where, and how many pairs lie open because of it.

    `counted` are the pairs counted under this cause; `pairs` includes those that have a graver blind spot as well.
    """

    kind: str
    key: str
    territory: str
    about: str = ""
    pairs: int = 0
    counted: int = 0
    domains: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """Return the cause as the command line and the API give it."""
        return {
            "kind": self.kind,
            "label": str(Gap(self.kind).label),
            "cause": self.key,
            "territory": self.territory,
            "about": self.about,
            "pairs": self.pairs,
            "counted": self.counted,
            "domains": dict(sorted(self.domains.items())),
            "repair": str(REPAIRS[Gap(self.kind)]),
        }


class ClassRow(NamedTuple):
    """One answer of a class with the number of its places and what is amiss with it, gravest first."""

    class_id: int
    territory: str
    trade: str
    domain: str
    places: int
    causes: tuple[tuple[str, str, str, str], ...]

    @property
    def state(self) -> str:
        """The gravest blind spot, empty where the class is answered."""
        return self.causes[0][0] if self.causes else ""


_FIELDS = (
    "place_class_id",
    "place_class__territory_code",
    "place_class__trade",
    "domain",
    "place_class__places",
    "gap",
    "about",
    "lead_id",
    "lead_post_id",
    "lead__territory_code",
    "lead__name",
)


def coverage(territory_code: str = "", *, on: date) -> Coverage:
    """Return the sums of a territory: `answered` and the blind spots by kind add up to `pairs`."""
    rows = list(classes_of(territory_code, on))
    gapped, hidden = _gapped(territory_code)
    domains = Counter(row.class_id for row in rows)
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.state] += row.places - hidden[row.class_id]
    for (class_id, kind), places in gapped.items():
        counts[kind] += places * domains[class_id]
    for kind, pairs in _late(territory_code, on, rows).items():
        counts[kind] += len(pairs)
        counts[""] -= len(pairs)
    answered = counts.pop("", 0)
    found = {kind: counts[kind] for kind in ORDER if counts[kind]}
    return Coverage(answered + sum(found.values()), answered, found)


def causes(territory_code: str = "", *, on: date) -> list[Cause]:
    """Return what has to be repaired in a territory, one entry a cause, those with most pairs first."""
    rows = list(classes_of(territory_code, on))
    _gaps, hidden = _gapped(territory_code)
    found: dict[tuple[str, str], Cause] = {}
    for row in rows:
        # Of a place in no territory that alone has to be repaired first.
        for place, (kind, key, seat, about) in enumerate(row.causes if row.territory else ()):
            cause = found.setdefault((kind, key), Cause(kind, key, seat, about))
            cause.pairs += row.places
            cause.domains[row.domain] += row.places
            cause.counted += 0 if place else row.places - hidden[row.class_id]
    for cause in _place_causes(territory_code, rows):
        found[cause.kind, cause.key] = cause
    late = _late(territory_code, on, rows)
    for kind, pairs in detected(territory_code, on).items():
        counted = set(late.get(kind, ()))
        for pair in pairs:
            cause = found.setdefault((kind, pair.cause), Cause(kind, pair.cause, pair.cause.split(":")[0], pair.about))
            cause.pairs += 1
            cause.domains[pair.domain] += 1
            cause.counted += pair in counted
    return sorted((one for one in found.values() if one.pairs), key=lambda one: (-one.pairs, one.kind, one.key))


def pairs_of(kind: str, key: str, *, on: date, limit: int = 200) -> list[tuple[UUID, str]]:
    """Return pairs of place and domain that lie open by one cause, in the order of the places' registration."""
    seen = PlaceGap.objects.filter(kind=kind, cause=key).order_by("place_id")[:limit]
    ids = list(seen.values_list("place_id", "place__placement__place_class_id"))
    if ids:
        by: dict[int, list[str]] = {}
        rows = DutyClass.objects.filter(place_class_id__in={class_id for _id, class_id in ids})
        for class_id, domain in rows.order_by("domain").values_list("place_class_id", "domain"):
            by.setdefault(class_id, []).append(domain)
        return [(id_, domain) for id_, class_id in ids for domain in by.get(class_id, ())][:limit]
    found: list[tuple[UUID, str]] = []
    for row in classes_of(key.split(":")[0], on):
        if any((one[0], one[1]) == (kind, key) for one in row.causes):
            places = Placement.objects.filter(place_class_id=row.class_id).order_by("place_id")
            found += [(id_, row.domain) for id_ in places.values_list("place_id", flat=True)[:limit]]
    found += [
        (pair.place_id, pair.domain)
        for one, pairs in detected("", on).items()
        for pair in pairs
        if (one, pair.cause) == (kind, key)
    ]
    return sorted(found)[:limit]


def resolved_at() -> datetime | None:
    """Return when something was last resolved anew, None before the first time."""
    return Resolution.objects.order_by("id").values_list("at", flat=True).first()


def _within(territory_code: str, column: str) -> Q:
    if not territory_code:
        return Q()
    low, high = subtree_bounds(territory_code)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def classes_of(territory_code: str, on: date) -> Iterator[ClassRow]:
    """Yield every answer of the classes of a territory with what is amiss with it on the day."""
    found = DutyClass.objects.filter(_within(territory_code, "place_class__territory_code"), place_class__places__gt=0)
    rows = list(found.values_list(*_FIELDS))
    amiss = gaps_of_posts((row[8] for row in rows if row[8] is not None), on)
    for class_id, code, trade, domain, places, gap, about, lead, post, seat, name in rows:
        here = code[:6]
        listed: list[tuple[str, str, str, str]] = []
        if gap in CERTAIN:
            listed.append((gap, about, here, about.partition(":")[2]))
        else:
            state = Gap.POST_VACANT if post is None else amiss.get(post, "")
            if state:
                listed.append((str(state), f"{seat}:{post or lead}", seat, name))
            if gap:
                listed.append((gap, about, here, about.partition(":")[2]))
        yield ClassRow(class_id, code, trade, domain, places, tuple(listed))


def _gapped(territory_code: str) -> tuple[Counter[tuple[int, str]], Counter[int]]:
    """Return how many places of each class have a blind spot of their own, by the gravest kind and altogether."""
    rows = PlaceGap.objects.filter(_within(territory_code, "place__placement__place_class__territory_code"))
    gravest: dict[UUID, tuple[int, int, str]] = {}
    for place, class_id, kind in rows.values_list("place_id", "place__placement__place_class_id", "kind"):
        rank = (ORDER[kind], class_id, kind)
        gravest[place] = min(gravest.get(place, rank), rank)
    gapped = Counter((class_id, kind) for _rank, class_id, kind in gravest.values())
    hidden: Counter[int] = Counter()
    for (class_id, _kind), places in gapped.items():
        hidden[class_id] += places
    return gapped, hidden


def _place_causes(territory_code: str, rows: list[ClassRow]) -> Iterator[Cause]:
    domains: dict[int, list[str]] = {}
    for row in rows:
        domains.setdefault(row.class_id, []).append(row.domain)
    gaps = PlaceGap.objects.filter(_within(territory_code, "place__placement__place_class__territory_code"))
    listed = list(gaps.values_list("place_id", "place__placement__place_class_id", "kind", "cause", "about"))
    gravest: dict[UUID, int] = {}
    for place, _class, kind, _cause, _about in listed:
        gravest[place] = min(gravest.get(place, ORDER[kind]), ORDER[kind])
    found: dict[tuple[str, str], Cause] = {}
    for place, class_id, kind, key, about in listed:
        cause = found.setdefault((kind, key), Cause(kind, key, key.split(":")[0], about))
        here = domains.get(class_id, [])
        cause.pairs += len(here)
        cause.domains.update(here)
        cause.counted += len(here) if gravest[place] == ORDER[kind] else 0
    yield from found.values()


def _late(territory_code: str, on: date, rows: list[ClassRow]) -> dict[str, set[Detected]]:
    """Return what detectors found among the pairs that are answered otherwise: these pairs are counted there."""
    by_kind = detected(territory_code, on)
    ids = {pair.place_id for pairs in by_kind.values() for pair in pairs}
    if not ids:
        return {}
    placed = dict(Placement.objects.filter(place_id__in=ids).values_list("place_id", "place_class_id"))
    amiss = set(PlaceGap.objects.filter(place_id__in=ids).values_list("place_id", flat=True))
    answered = {(row.class_id, row.domain) for row in rows if not row.causes}
    taken: set[tuple[UUID, str]] = set()
    late: dict[str, set[Detected]] = {}
    for kind in sorted(by_kind, key=lambda one: ORDER[one]):
        for pair in by_kind[kind]:
            here = (pair.place_id, pair.domain)
            fine = pair.place_id not in amiss and (placed.get(pair.place_id, 0), pair.domain) in answered
            if fine and here not in taken:
                taken.add(here)
                late.setdefault(kind, set()).add(pair)
    return late
