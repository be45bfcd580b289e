"""The county's sites and other places: some by name that a visitor should meet, the rest drawn from the trades' shares."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.demo import names
from fangwei.demo.offices import Founder
from fangwei.demo.staff import CENTRE, COUNTY, TOWNSHIPS, ZONE_TOWNSHIP, Seat
from fangwei.demo.trades import BY_CODE, TRADES, Trade
from fangwei.engines.codes import make_uscc
from fangwei.register.actions import SiteRow, declare_installation, lease_site, register_place, register_sites
from fangwei.register.gb18218 import Held
from fangwei.register.law import book
from fangwei.register.models import Organization, Place, Site, Territory
from fangwei.register.queries import gb18218_tables

OTHER_SHARE = 16
"""One place in so many is no enterprise's site."""

STAFFED_A_TRADE = 2
_LEAVES = "原货场留守管护组"
"""Who keeps the places without an owner until the day on which they leave."""

_MIDDLE = (33.452, 114.892)
_ROADS = ["演武路", "安澜街", "平安大道", "防微路", "清正街", "惠民路", "丰收路", "望岳街", "同心路", "槐荫巷"]
_URBAN = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A site that a visitor should meet: who it is, where, and its people's user names."""

    key: str
    name: str
    trade: str
    township: str
    people: int
    users: tuple[str, str]
    traits: tuple[str, ...] = ()


KNOWN = (
    Known("plant", "项城市乙川化工有限公司", "C2614", ZONE_TOWNSHIP, 126, ("enterprise1", "principal1")),
    Known("shop", "项城市甲麦烩面馆", "H6220", CENTRE, 3, ("shop2", "shop1"), ("gas_use", "self_built")),
    Known("landlord", "项城市乙石实业有限公司", "C3311", ZONE_TOWNSHIP, 12, ("landlord1", "landlord2")),
    Known("tenant", "项城市庚林家具有限公司", "C2110", ZONE_TOWNSHIP, 38, ("tenant1", "tenant2"), ("dust",)),
    Known("tenant2", "项城市辛帆服饰有限公司", "C1810", ZONE_TOWNSHIP, 64, ("tenant3", "tenant4")),
    Known("home", "项城市丙松养老院", "Q8514", COUNTY + "002", 22, ("home1", "home2")),
    Known("station", "项城市丁星加油站", "F5265", COUNTY + "003", 9, ("station1", "station2")),
    Known("mall", "项城市戊月购物广场", "F5211", COUNTY + "004", 186, ("mall1", "mall2")),
    Known("building", "项城市己云建筑工程有限公司", "E4710", COUNTY + "005", 140, ("builder1", "builder2")),
    Known("foundry", "项城市壬岭铸造有限公司", "C3392", COUNTY + "100", 75, ("foundry1", "foundry2")),
    Known("cold", "项城市癸露冷链仓储有限公司", "G5930", COUNTY + "101", 34, ("cold1", "cold2"), ("ammonia",)),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the stage: its record, what it is, and which dangers it has."""

    place: Place
    dangers: tuple[str, ...]
    enterprise_id: UUID | None = None
    small: bool = False
    key: str = ""
    keeper: UUID | None = None


@dataclass(slots=True)
class Country:
    """All places: those with people of their own, and the rest."""

    staffed: list[Spot]
    kept: list[Spot]
    ownerless: list[Spot]
    others: list[Spot]
    unkept: list[Spot] = field(default_factory=list)
    """Places without an owner whose keepers leave one day."""

    def by_key(self, key: str) -> Spot:
        """Return the place that a visitor should meet under this word."""
        return next(spot for spot in [*self.staffed, *self.kept, *self.ownerless] if spot.key == key)


class Surveyor:
    """Registers the places of the county through the register's verbs."""

    def __init__(self, *, rng: Random, founder: Founder, on: date, at: datetime) -> None:
        self._rng, self._founder, self._on, self._at = rng, founder, on, at
        self._by = Actor.system()
        self._stems = names.stems(rng)
        self._towns = [COUNTY + ending for ending in TOWNSHIPS]
        self._called = dict(Territory.objects.filter(code__in=self._towns).values_list("code", "name"))
        self._serial = 0

    def survey(self, count: int) -> Country:
        """Register `count` places and return them."""
        others = max(8, count // OTHER_SHARE)
        rows = list(self._rows(count - others))
        outcomes = register_sites([row for _trade, row, _known in rows], by=self._by, at=self._at)
        sites = {
            site.place_id: site
            for site in Site.objects.filter(place__county_code=COUNTY).select_related("place", "enterprise")
        }
        country = Country([], [], [], [], [])
        staffed: dict[str, int] = {}
        for (trade, _row, known), outcome in zip(rows, outcomes, strict=True):
            assert outcome.place_id is not None, f"an invented site is refused: {outcome.code}"
            self._sort_in(country, sites[outcome.place_id], trade, known, staffed)
        self._special(country)
        self._other_places(country, others)
        return country

    def _sort_in(
        self, country: Country, site: Site, trade: Trade, known: Known | None, staffed: dict[str, int]
    ) -> None:
        spot = Spot(
            place=site.place,
            dangers=trade.dangers,
            enterprise_id=site.enterprise_id,
            small=(site.employees or 0) <= 5,
            key=known.key if known else "",
        )
        met = staffed.get(trade.code, 0)
        if known is None and (met >= STAFFED_A_TRADE or site.place.name != site.enterprise.name):
            country.others.append(spot)
            return
        if known is None:
            staffed[trade.code] = met + 1
            word = f"{trade.code[1:]}.{met + 1}"
        users = known.users if known else (f"firm{word}.officer", f"firm{word}.principal")
        self._founder.firm(site.enterprise, users, site.place.territory_code)
        country.staffed.append(spot)

    def _rows(self, count: int) -> Iterator[tuple[Trade, SiteRow, Known | None]]:
        for known in KNOWN:
            trade = BY_CODE[known.trade]
            yield trade, self._row(trade, known.name, known.township, known.people, known.traits), known
        # Every trade is met at least once, then by its share.
        drawn = [*TRADES, *self._rng.choices(TRADES, weights=[trade.share for trade in TRADES], k=count)]
        last: tuple[Trade, SiteRow] | None = None
        for trade in drawn[: max(0, count - len(KNOWN))]:
            town = self._town()
            if last is not None and self._rng.random() < 0.03 and last[1].uscc:
                yield last[0], self._second_site(last[1], town), None
                last = None
                continue
            people = round(self._rng.triangular(*trade.people, trade.people[0]))
            name = f"项城市{next(self._stems)}{trade.ending}"
            row = self._row(trade, name, town, people, trade.traits)
            last = (trade, row)
            yield trade, row, None

    def _row(self, trade: Trade, name: str, town: str, people: int, traits: tuple[str, ...]) -> SiteRow:
        self._serial += 1
        lat, lon = self._point(town)
        # Some small shops have no credit code yet, and some firms no point.
        coded = people > 2 or self._rng.random() < 0.8
        placed = self._rng.random() < 0.94
        return SiteRow(
            enterprise_name=name,
            territory_code=town,
            uscc=make_uscc(COUNTY, 700_000 + self._serial, "92" if people < 6 else "91") if coded else "",
            address=self._address(town),
            lat=lat if placed else None,
            lon=lon if placed else None,
            industry_code=trade.code,
            industry_name=trade.name,
            employees=people,
            hazardous_chemicals=trade.chemicals,
            principal_name=names.principal(self._rng),
            principal_phone=names.phone(500_000 + self._serial),
            traits=traits,
        )

    def _second_site(self, first: SiteRow, town: str) -> SiteRow:
        lat, lon = self._point(town)
        return SiteRow(
            enterprise_name=first.enterprise_name,
            territory_code=town,
            uscc=first.uscc,
            name=f"{first.enterprise_name}（二分场）",
            address=self._address(town),
            lat=lat,
            lon=lon,
            industry_code=first.industry_code,
            industry_name=first.industry_name,
            employees=max(2, (first.employees or 4) // 2),
            hazardous_chemicals=first.hazardous_chemicals,
            traits=first.traits,
        )

    def _town(self) -> str:
        weights = [5 if place < _URBAN else 2 for place in range(len(self._towns))]
        return self._rng.choices(self._towns, weights=weights)[0]

    def _address(self, town: str) -> str:
        return f"河南省周口市项城市{self._called[town]}{self._rng.choice(_ROADS)}{self._rng.randint(1, 399)}号"

    def _point(self, town: str) -> tuple[float, float]:
        """Return an invented point: the townships lie on a spiral round the middle of the county."""
        place = self._towns.index(town)
        radius = 0.02 + 0.034 * math.sqrt(place) if place < _URBAN else 0.03 + 0.032 * math.sqrt(place)
        angle = place * 2.399963
        lat = _MIDDLE[0] + radius * math.sin(angle) + self._rng.gauss(0, 0.008)
        lon = _MIDDLE[1] + radius * 1.2 * math.cos(angle) + self._rng.gauss(0, 0.009)
        return round(lat, 6), round(lon, 6)

    def _special(self, country: Country) -> None:
        """Give the plant its major hazard installation and the factory block its leases."""
        landlord = Site.objects.get(place=country.by_key("landlord").place)
        lease_site(
            site=Site.objects.select_related("place").get(place=country.by_key("tenant").place),
            landlord=landlord.enterprise,
            safety_agreement_on=self._on,
            valid_from=self._on,
            by=self._by,
            at=self._at,
        )
        declare_installation(
            site=Site.objects.select_related("place").get(place=country.by_key("plant").place),
            name="一号罐区",
            unit_kind="storage",
            held=[Held("甲醇", "1600", "W5.3"), Held("甲苯", "900", "W5.3"), Held("苯", "120", "W5.3")],
            exposed_people=64,
            tables=gb18218_tables(book(), self._on),
            bundle_hash=book().bundle_hash,
            on=self._on,
            by=self._by,
            at=self._at,
        )

    def _other_places(self, country: Country, count: int) -> None:
        village = self._founder.keeper(
            kind="village_committee",
            name="南顿镇演武村村民委员会",
            territory=COUNTY + "100",
            seats=(
                Seat("安全管护岗", "grid_worker", "keeper1", duty=True),
                Seat("村委会主任", "grid_worker", "keeper2"),
            ),
        )
        roads = self._founder.keeper(
            kind="other_department",
            name="项城市公路管护中心",
            territory=COUNTY,
            seats=(
                Seat("路段管护岗", "regulator", "roads1", duty=True),
                Seat("养护岗", "regulator", "roads2"),
            ),
        )
        country.kept.append(
            self._place("water", "演武村荷花塘", COUNTY + "100", ("water_works",), key="pond", keeper=village)
        )
        country.kept.append(
            self._place("road", "演示公路十二号弯道路段", COUNTY + "101", ("road_works",), key="road", keeper=roads)
        )
        waste = self._place(
            "public_place", "水寨街道废弃货场空地", COUNTY + "002", ("fire",), key="waste", keeper_name=_LEAVES
        )
        country.ownerless.append(waste)
        country.unkept.append(waste)
        kinds = (
            ("water", "坑塘", ("water_works",)),
            ("road", "路段", ("road_works",)),
            ("public_place", "广场", ("fire",)),
            ("facility", "农贸棚", ("fire",)),
            ("dwelling", "家属院", ("fire",)),
        )
        for number in range(count - 3):
            kind, word, dangers = kinds[number % len(kinds)]
            town = self._town()
            name = f"{self._called[town]}{next(self._stems)}{word}"
            keeper = (village if kind == "water" else roads) if kind in {"water", "road"} and number % 3 else None
            named = "" if keeper or number % 4 else f"{next(self._stems)}物业"
            leaves = not keeper and not named
            spot = self._place(kind, name, town, dangers, keeper=keeper, keeper_name=_LEAVES if leaves else named)
            (country.kept if keeper else country.ownerless).append(spot)
            country.unkept += [spot] if leaves else []

    def _place(
        self,
        kind: str,
        name: str,
        town: str,
        dangers: tuple[str, ...],
        *,
        key: str = "",
        keeper: Organization | None = None,
        keeper_name: str = "",
    ) -> Spot:
        lat, lon = self._point(town)
        place = register_place(
            kind=kind,
            name=name,
            territory_code=town,
            address=self._address(town),
            lat=lat,
            lon=lon,
            keeper_organization=keeper,
            keeper_name=keeper_name,
            by=self._by,
            at=self._at,
        )
        return Spot(place, dangers, key=key, keeper=keeper.id if keeper else None)
