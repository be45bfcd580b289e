"""Which county a sheet is of, and which township an official's words mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from fangwei.engines.codes import CodeError, is_within, trim_division
from fangwei.register.models import Level, Territory

_ENDINGS = re.compile(r"(人民政府|管理委员会|管委会|办事处|安监站|应急办|政府)$")
_TOWN_KIND = re.compile(r"(街道办事处|街道办|街道|民族乡|乡|镇|苏木|地区|办)$")
_COUNTY_KIND = re.compile(r"(自治县|自治旗|林区|特区|市|县|区|旗)$")
_CODE = re.compile(r"\d{6}|\d{9}|\d{12}")


def bare(text: str) -> str:
    """A division's name without spaces, brackets' content and the words for its office."""
    text = re.sub(r"[\s　]|[（(].*?[)）]", "", text)
    return _ENDINGS.sub("", text)


def county_of_texts(texts: Iterable[str], on: date) -> str:
    """The one division, county or else city, that titles or addresses name; '' when they name none or several."""
    joined = [re.sub(r"\s", "", text) for text in texts if text]
    if not joined:
        return ""
    counties = list(Territory.objects.on(on).filter(level=Level.COUNTY).values_list("code", "name"))
    cities = dict(Territory.objects.on(on).filter(level=Level.PREFECTURE).values_list("code", "name"))
    votes: Counter[str] = Counter()
    for text in joined:
        if code := _named_in(text, counties, cities):
            votes[code] += 1
    if not votes:
        return ""
    ranked = votes.most_common(2)
    if len(ranked) == 1 or ranked[0][1] > 4 * ranked[1][1]:
        return ranked[0][0]
    city = {code[:4] for code in votes}
    return city.pop() if len(city) == 1 else ""


def _named_in(text: str, counties: list[tuple[str, str]], cities: dict[str, str]) -> str:
    """The county, else the city, that one text names in full; of several the longest name, then the one whose city is named."""
    found = [(code, name) for code, name in counties if len(name) > 2 and name in text]
    longest = max((len(name) for _code, name in found), default=0)
    found = [(code, name) for code, name in found if len(name) == longest]
    if len(found) > 1:
        found = [(code, name) for code, name in found if cities.get(code[:4], "\0") in text] or found
    if len(found) == 1:
        return found[0][0]
    if found:
        return ""
    named = [code for code, name in cities.items() if name in text and not name.startswith("省")]
    if len(named) == 1:
        return named[0]
    stems = [
        code
        for code, name in counties
        if len(_COUNTY_KIND.sub("", name)) > 1 and text.startswith(_COUNTY_KIND.sub("", name))
    ]
    return stems[0] if len(stems) == 1 else ""


class Towns:
    """The townships and counties of one territory by every name that officials use for them."""

    def __init__(self, territory: str, on: date) -> None:
        self._territory = territory
        self._counties: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._codes: set[str] = set()
        within = Territory.objects.on(on).filter(code__startswith=territory)
        for code, name, level in within.values_list("code", "name", "level"):
            self._codes.add(code)
            if level == Level.TOWNSHIP:
                self._names[bare(name)].add(code)
                self._stems[_TOWN_KIND.sub("", bare(name))].add(code)
            elif level == Level.COUNTY:
                self._counties[code] = name
        self._known: dict[tuple[str, str], str | None] = {}

    def find(self, town: str, county: str = "", address: str = "") -> str | None:
        """The narrowest division that the words name: a township, or its county when no township is given.

        None when a township is given that the territory does not have.
        """
        home = self._county(county) or self._county(address)
        if not town:
            return self._by_address(home, address)
        if (town, home) not in self._known:
            self._known[town, home] = self._one(self._by_code(town) or self._by_name(bare(town)), home)
        return self._known[town, home]

    @staticmethod
    def names(territory: str) -> dict[str, str]:
        """The names of the counties and townships of a territory by their codes."""
        within = Territory.objects.filter(code__startswith=territory).exclude(
            level__in=(Level.PROVINCE, Level.PREFECTURE)
        )
        return dict(within.values_list("code", "name"))

    def _by_address(self, home: str, address: str) -> str | None:
        named = {code for name, codes in self._names.items() if name in address for code in codes}
        return self._one(named, home) or home or (self._territory if len(self._territory) >= 6 else None)

    def _by_code(self, text: str) -> set[str]:
        if not _CODE.fullmatch(text):
            return set()
        try:
            code = trim_division(text)[:9]
        except CodeError:
            return set()
        return {code} & self._codes

    def _by_name(self, name: str) -> set[str]:
        if not name:
            return set()
        if found := self._names.get(name) or self._stems.get(_TOWN_KIND.sub("", name)):
            return found
        ends = [known for known in self._names if name.endswith(known)]
        return self._names[max(ends, key=len)] if ends else set()

    def _one(self, codes: set[str], home: str) -> str | None:
        if len(codes) > 1 and home:
            codes = {code for code in codes if is_within(code, home)}
        return next(iter(codes)) if len(codes) == 1 else None

    def _county(self, text: str) -> str:
        if len(self._counties) == 1:
            return next(iter(self._counties))
        plain = bare(text)
        named = [code for code, name in self._counties.items() if plain and name in plain]
        return named[0] if len(named) == 1 else ""


def known_territory(text: str, on: date) -> str:
    """The code of a division given by its code, in long or short form, or by its name; '' when there is none."""
    text = text.strip()
    if _CODE.fullmatch(text) or re.fullmatch(r"\d{2}|\d{4}", text):
        try:
            code = trim_division(text)[:9]
        except CodeError:
            return ""
        return code if Territory.objects.on(on).filter(code=code).exists() else ""
    named = list(
        Territory.objects.on(on).filter(name=text).exclude(level=Level.TOWNSHIP).values_list("code", flat=True)[:2]
    )
    return named[0] if len(named) == 1 else ""
