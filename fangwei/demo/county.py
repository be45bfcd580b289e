"""The whole county in one transaction: bodies, places, stories, the sheet it brought along; the same seed, the same county."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from fangwei.casework.sweep import sweep
from fangwei.demo.findings import GRAVE_DOMAINS
from fangwei.demo.inherited import BROUGHT, afterwards, bring
from fangwei.demo.marker import record_fill
from fangwei.demo.offices import Founder
from fangwei.demo.places import Country, Spot, Surveyor
from fangwei.demo.stage import Stage, Story, Tale
from fangwei.demo.stories import (
    ended,
    leaving,
    longer,
    major,
    moving,
    overseen,
    papers,
    standing,
    visiting,
    waiting,
    yearly,
)
from fangwei.demo.stories.plots import Plot
from fangwei.engines.calendar import SHANGHAI

PLOTS: tuple[Plot, ...] = (
    *waiting.PLOTS,
    *ended.PLOTS,
    *longer.PLOTS,
    *moving.PLOTS,
    *major.PLOTS,
    *standing.PLOTS,
    *papers.PLOTS,
)
LEAST_SITES = 80
FOUNDED_BEFORE = 400
"""How many days before the last one the bodies were founded and the places registered."""

_PLAYED_SHARE = 7
"""One hazard in so many is played through the door; the others come with the sheet."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the demo is asked for: how many places and hazards, from which seed, until which day."""

    sites: int
    hazards: int
    seed: int
    base: date


def fewest_hazards() -> int:
    """Return how many hazards it takes to tell every story once."""
    return sum(plot.hazards for plot in PLOTS)


@transaction.atomic
def fill(wish: Wish, *, password: str, at: datetime) -> dict[str, int]:
    """Fill an empty system with the county and return how much of everything there is.

    Nothing is dated on the base day or after it, so that whoever uses the demo may go on at once. All or nothing: an
    interrupted filling leaves the system as empty as it was.
    """
    founded = wish.base - timedelta(days=FOUNDED_BEFORE)
    began = datetime.combine(founded, time(9), SHANGHAI)
    founder = Founder(rng=_random(wish, "people"), founded=founded, at=began, password=password)
    cast = founder.found_county()
    surveyor = Surveyor(rng=_random(wish, "places"), founder=founder, on=founded, at=began)
    country = surveyor.survey(wish.sites)
    stage = Stage(cast, country, wish.base)
    played = _casting(stage, wish)
    told = sum(plot.hazards for plot, _tale in played)
    rest = max(0, wish.hazards - told)
    sheet = _sheet(stage, _random(wish, "sheet"), rest)
    overseen_too = overseen.stories(stage, _random(wish, "oversight"))
    visits = visiting.stories(stage, _random(wish, "visits"))
    stage.play(
        [
            sheet,
            *(plot.telling(tale) for plot, tale in played),
            *overseen_too,
            *leaving.stories(stage),
            *yearly.stories(stage),
            *visits,
            *_sweeps(stage),
        ]
    )
    record_fill(
        data={"sites": wish.sites, "hazards": wish.hazards, "seed": wish.seed, "base": wish.base.isoformat()}, at=at
    )
    return {"played": told, "imported": rest}


def _random(wish: Wish, purpose: str) -> Random:
    # Numbers for one purpose do not depend on how many another purpose has used.
    return Random(f"{wish.seed}/{purpose}")


def _casting(stage: Stage, wish: Wish) -> list[tuple[Plot, Tale]]:
    """Choose how often each plot is told, where and from which day on."""
    whole = sum(plot.weight * plot.hazards for plot in PLOTS)
    wanted = max(fewest_hazards(), wish.hazards // _PLAYED_SHARE)
    cast: list[tuple[Plot, Tale]] = []
    for plot in PLOTS:
        rng = _random(wish, plot.name)
        spots = _stages(stage.country, plot.where)
        for _number in range(max(1, round(plot.weight * wanted / whole))):
            tale = Tale(stage, Random(rng.getrandbits(64)), rng.choice(spots), rng.randint(*plot.starts))
            cast.append((plot, tale))
    return cast


def _stages(country: Country, where: str) -> list[Spot]:
    large = [spot for spot in country.staffed if not spot.small]
    fitting = {
        "firm": large,
        "grave": [spot for spot in large if GRAVE_DOMAINS & set(spot.dangers)],
        "small": [spot for spot in country.staffed if spot.small and "gas" in spot.dangers],
        "kept": country.kept,
        "ownerless": country.ownerless,
    }
    return fitting.get(where) or [country.by_key(where)]


def _sheet(stage: Stage, rng: Random, count: int) -> Story:
    """Take the county's old sheet in on its day, in the name of the committee office; its open cases live on from there."""
    yield stage.morning(BROUGHT) + timedelta(hours=10)
    country = stage.country
    spots = [*country.staffed, *country.others, *country.others, *country.kept]
    opened = bring(stage, rng, count, spots, stage.cast.office[0])
    stage.joining += afterwards(stage, rng, opened)


def _sweeps(stage: Stage) -> Iterator[Story]:
    """Let reminders go out week by week, in the last days every morning."""
    for ago in (*range(180, BROUGHT, -7), *range(BROUGHT, 0, -1)):
        yield _sweep(stage.morning(ago) + timedelta(hours=6))


def _sweep(at: datetime) -> Story:
    yield at
    sweep(at=at)
