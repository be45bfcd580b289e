"""What a change of rules would change is told by sets exactly as place by place: compared over generated registers."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from fangwei.duty import queries
from fangwei.duty.answers import OwnerClass
from fangwei.duty.domains import HAZARDOUS_CHEMICALS, MAJOR_INSTALLATION
from fangwei.duty.placing import ClassKey
from fangwei.duty.resolve import Resolved, resolve
from fangwei.duty.roster import Roster
from fangwei.duty.tables import domain_table, duty_table, words_of
from fangwei.duty.tests import factories as make
from fangwei.duty.tests.factories import County
from fangwei.engines.lawbook import Lawbook, builtin_folder
from fangwei.register import actions as register_actions
from fangwei.register.law import book
from fangwei.register.models import MajorInstallation, Place
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db
OVERLAY = """overlays: {rule}
territory: '{territory}'
unit: rows
values:
  - from: 2020-01-01
    rows:
{rows}
    citation: {{source: local-default, article: {{zh: 测试, en: test}}}}
    status: local
    last_checked: 2026-03-01
"""
ROW = "      - {{id: {id}, domain: {domain}, trades: [{trades}], traits: [{traits}], lead: {lead}, assisting: [], status: local}}"
TRADES = ("2614", "6210", "6130", "7291", "9610", "", "5532", "8514", "2110", "5311", "C2614")
TRAITS = ("self_built", "energy_storage", "port_area", "gas_use", "dust")
Told = list[tuple[ClassKey, str, int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "rules"


def written(folder: Path, chance: random.Random) -> Lawbook:
    """A set of local rules at random: of the province, the city or the county, with new words of trades and traits."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, territory in enumerate(chance.sample(["41", "4116", register.COUNTY], chance.randint(1, 3))):
        rows = "\n".join(
            ROW.format(
                id=f"X{n}{m}",
                domain=chance.choice(["general", "fire", "construction"]),
                trades=chance.choice(["", "S96", "'621'", "C2614"]),
                traits=chance.choice(["", "", "port_area", "dust"]),
                lead=chance.choice(["market", "fire", "housing", "agriculture"]),
            )
            for m in range(chance.randint(1, 4))
        )
        (folder / f"{n}.yaml").write_text(
            OVERLAY.format(rule="duty.first", territory=territory, rows=rows), encoding="utf-8"
        )
    return Lawbook.load([builtin_folder(), folder])


def registered(county: County, chance: random.Random) -> None:
    for _number in range(chance.randint(5, 16)):
        territory = chance.choice([register.COUNTY, register.TOWNSHIP, register.ZONE])
        site = register.site(industry_code=chance.choice(TRADES), territory_code=territory)
        traits = chance.sample(TRAITS, chance.randint(0, 2))
        register_actions.update_site(
            site=site, traits=traits, hazardous_chemicals=chance.random() < 0.3, by=make.SYSTEM, at=county.at
        )
        if chance.random() < 0.2:
            register_actions.close_place(
                place=site.place, on=county.day - timedelta(days=chance.randint(0, 9)), by=make.SYSTEM, at=county.at
            )
    for kind in chance.sample(["road", "forest", "water", "dwelling"], 2):
        register.place(kind)


def place_by_place(territory: str, before: date, after: date, old: Lawbook, new: Lawbook) -> Told:
    """The same question answered the plain way: every place classed by itself, every class resolved by itself."""
    words = words_of(old).joined(words_of(new))
    heavy = set(MajorInstallation.objects.on(after).filter(level__isnull=False).values_list("site_id", flat=True))
    groups: Counter[ClassKey] = Counter()
    for place in Place.objects.within(territory).on(after).select_related("site"):
        site = getattr(place, "site", None)
        marks = {place.kind, *(site.traits if site else ())}
        marks |= {HAZARDOUS_CHEMICALS} if site and site.hazardous_chemicals else set()
        marks |= {MAJOR_INSTALLATION} if place.id in heavy else set()
        trade = words.trade(site.industry_code if site else "")
        groups[ClassKey(place.territory_code or place.county_code, trade, words.marks(marks))] += 1
    found: Told = []
    for key in sorted(groups):
        was, will = said(key, before, old), said(key, after, new)
        for domain in sorted({*was, *will}):
            pair = was.get(domain, ""), will.get(domain, "")
            if pair[0] != pair[1]:
                found.append((key, domain, groups[key], *pair))
    return found


def said(key: ClassKey, on: date, law: Lawbook) -> dict[str, str]:
    roster, table = Roster.load({key.territory_code}, on), duty_table(on, key.territory_code, law)
    traits = tuple(key.traits.split(",")) if key.traits else ()
    return {
        domain: text(resolve(OwnerClass(key.territory_code, key.trade, domain, traits), table, roster))
        for domain in domain_table(on, law).of_place(key.trade, traits)
    }


def text(found: Resolved) -> str:
    lead = found.lead.name if found.lead else (found.row.lead if found.row else "")
    return " ".join(part for part in (lead, f"[{found.gap}]" if found.gap else "", found.rule) if part)


@pytest.mark.parametrize("seed", range(4))
def test_sets_tell_the_same_as_places(folder: Path, seed: int) -> None:
    chance, county = random.Random(seed), County()
    registered(county, chance)
    if seed % 2:
        register_actions.grant_jurisdiction(
            territory_code=register.TOWNSHIP,
            kind="delegated",
            line="fire",
            organization=county.bodies["township"],
            valid_from=county.day - timedelta(days=3),
            by=make.SYSTEM,
            at=county.at,
        )
    new, old = written(folder, chance), book()
    for territory in ("", register.COUNTY, register.TOWNSHIP):
        for before, after in ((county.day, county.day), (county.day - timedelta(days=5), county.day)):
            found = queries.changes(territory, before=before, after=after, law_after=new)
            listed = [(one.key, one.domain, one.places, one.before, one.after) for one in found]
            assert listed == place_by_place(territory, before, after, old, new)


def test_how_many_statements_it_takes_does_not_follow_the_places(
    folder: Path, django_assert_max_num_queries: Callable[..., object]
) -> None:
    chance, county = random.Random(1), County()
    for _round in range(4):
        registered(county, chance)
    new = written(folder, chance)
    with django_assert_max_num_queries(45):
        assert list(queries.changes("", before=county.day, after=county.day, law_after=new))
