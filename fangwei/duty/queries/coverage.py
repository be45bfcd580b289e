"""Which pairs of place and danger somebody answers for, and the causes of those for which nobody does.

Read from the sums: what it costs follows the number of counties, trades and posts, not of places. A pair with several
blind spots is counted under the first of them; its causes all list it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from fangwei.duty.detectors import Detected, detected
from fangwei.duty.gaps import CERTAIN, ORDER, REPAIRS
from fangwei.duty.models import DutyClass, DutyTally, Gap, PlaceGap, Placement, Resolution
from fangwei.duty.queries.posts import duty_posts_amiss, gaps_of_posts
from fangwei.duty.queries.sums import own_gaps_within, state_of, sums_within, unanswered, within

_SOME = 500
_OF_POSTS = frozenset({Gap.POST_VACANT, Gap.TERM_ENDED, Gap.NO_CONTACT})


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


def coverage(territory_code: str = "", *, on: date) -> Coverage:
    """Return the sums of a territory: `answered` and the blind spots by kind add up to `pairs`."""
    rows = sums_within(territory_code)
    counts: Counter[str] = Counter()
    amiss = duty_posts_amiss(on)
    stands = rows.annotate(state=state_of(amiss)).values_list("state")
    for state, pairs in stands.annotate(n=Sum(F("pairs") - F("hidden"))):
        counts[state] += pairs
    for kind, pairs in own_gaps_within(territory_code).values_list("kind").annotate(n=Sum("counted")):
        counts[kind] += pairs
    for kind, late in _late(detected(territory_code, on), amiss).items():
        counts[kind] += len(late)
        counts[""] -= len(late)
    answered = counts.pop("", 0)
    found = {kind: counts[kind] for kind in ORDER if counts[kind]}
    return Coverage(answered + sum(found.values()), answered, found)


def causes(territory_code: str = "", *, on: date, limit: int | None = None) -> list[Cause]:
    """Return what has to be repaired in a territory, one entry a cause, those with most pairs first.

    With a limit only that many; a page asks for what it shows, a sweep for all.
    """
    amiss = duty_posts_amiss(on)
    found = _answer_causes(territory_code, amiss)
    for cause in _place_causes(territory_code, limit):
        found[cause.kind, cause.key] = cause
    seen = detected(territory_code, on)
    late = _late(seen, amiss)
    for kind, pairs in seen.items():
        counted = set(late.get(kind, ()))
        for pair in pairs:
            cause = found.setdefault((kind, pair.cause), Cause(kind, pair.cause, pair.cause.split(":")[0], pair.about))
            cause.pairs += 1
            cause.domains[pair.domain] += 1
            cause.counted += pair in counted
    listed = sorted((one for one in found.values() if one.pairs), key=lambda one: (-one.pairs, one.kind, one.key))[
        :limit
    ]
    _add_domains([cause for cause in listed if not cause.domains], territory_code)
    return listed


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
    for class_id, domain in _classes_of_cause(kind, key, on):
        places = Placement.objects.filter(place_class_id=class_id).order_by("place_id")
        found += [(id_, domain) for id_ in places.values_list("place_id", flat=True)[:limit]]
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


def _answer_causes(territory_code: str, amiss: Mapping[UUID, str]) -> dict[tuple[str, str], Cause]:
    """Return the causes that lie in answers: rules, bodies and posts. Of a place in no territory that comes first."""
    rows = sums_within(territory_code).filter(unanswered(amiss)).exclude(county="")
    named = ("county", "domain", "gap", "about", "lead_id", "lead_post_id", "lead__territory_code", "lead__name")
    found: dict[tuple[str, str], Cause] = {}
    for county, domain, gap, about, lead, post, seat, name, pairs, hidden in rows.values_list(*named).annotate(
        n=Sum("pairs"), h=Sum("hidden")
    ):
        listed: list[tuple[str, str, str, str]] = []
        state = "" if gap in CERTAIN else str(amiss.get(post, "") if post else Gap.POST_VACANT)
        if state:
            listed.append((state, f"{seat}:{post or lead}", seat, name))
        if gap:
            listed.append((gap, about, county, about.partition(":")[2]))
        for place, (kind, key, where, what) in enumerate(listed):
            cause = found.setdefault((kind, key), Cause(kind, key, where, what))
            cause.pairs += pairs
            cause.domains[domain] += pairs
            cause.counted += 0 if place else pairs - hidden
    return found


def _place_causes(territory_code: str, limit: int | None) -> Iterator[Cause]:
    rows = own_gaps_within(territory_code).values_list("kind", "cause", "about")
    ranked = rows.annotate(n=Sum("pairs"), c=Sum("counted")).order_by("-n", "kind", "cause")
    for kind, key, about, pairs, counted in ranked[:limit]:
        yield Cause(kind, key, key.split(":")[0], about, pairs, counted)


def _add_domains(causes_: list[Cause], territory_code: str) -> None:
    """Say of which dangers the pairs of places with a blind spot of their own are."""
    by = {(cause.kind, cause.key): cause for cause in causes_}
    keys = sorted({cause.key for cause in causes_})
    here = within(territory_code, "place__placement__place_class__territory_code")
    domain = "place__placement__place_class__duties__domain"
    for start in range(0, len(keys), _SOME):
        rows = PlaceGap.objects.filter(here, cause__in=keys[start : start + _SOME], place__placement__isnull=False)
        for kind, key, name, pairs in rows.order_by().values_list("kind", "cause", domain).annotate(n=Count("id")):
            if (kind, key) in by:
                by[kind, key].domains[name] += pairs


def _classes_of_cause(kind: str, key: str, on: date) -> list[tuple[int, str]]:
    """Return the classes and domains that lie open by a cause of their answers: a few sums tell in which groups they are."""
    what = key.partition(":")[2]
    same = Q(gap=kind, about=key)
    if kind in _OF_POSTS:
        body = UUID(what)
        bare = Q(lead_id=body, lead_post=None) if kind == Gap.POST_VACANT else Q(pk__in=[])
        same = bare | (Q(lead_post_id=body) if gaps_of_posts([body], on).get(body) == kind else Q(pk__in=[]))
    groups = DutyTally.objects.filter(
        same, county=OuterRef("place_class__county"), division=OuterRef("place_class__division")
    )
    rows = DutyClass.objects.filter(same, Exists(groups), place_class__places__gt=0).order_by("id")
    return list(rows.values_list("place_class_id", "domain"))


def _late(by_kind: Mapping[str, list[Detected]], amiss: Mapping[UUID, str]) -> dict[str, set[Detected]]:
    """Return what detectors found among the pairs that are answered otherwise: these pairs are counted there."""
    ids = sorted({pair.place_id for pairs in by_kind.values() for pair in pairs})
    placed: dict[UUID, int] = {}
    gapped: set[UUID] = set()
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        placed |= dict(Placement.objects.filter(place_id__in=some).values_list("place_id", "place_class_id"))
        gapped |= set(PlaceGap.objects.filter(place_id__in=some).values_list("place_id", flat=True))
    answered = _answered(sorted(set(placed.values())), amiss)
    taken: set[tuple[UUID, str]] = set()
    late: dict[str, set[Detected]] = {}
    for kind in sorted(by_kind, key=lambda one: ORDER[one]):
        for pair in by_kind[kind]:
            here = (pair.place_id, pair.domain)
            fine = pair.place_id not in gapped and (placed.get(pair.place_id, 0), pair.domain) in answered
            if fine and here not in taken:
                taken.add(here)
                late.setdefault(kind, set()).add(pair)
    return late


def _answered(class_ids: list[int], amiss: Mapping[UUID, str]) -> set[tuple[int, str]]:
    """Return the classes and domains among these that somebody answers for."""
    found: set[tuple[int, str]] = set()
    for start in range(0, len(class_ids), _SOME):
        rows = DutyClass.objects.filter(place_class_id__in=class_ids[start : start + _SOME])
        fine = rows.exclude(unanswered(amiss))
        found |= set(fine.values_list("place_class_id", "domain"))
    return found
