"""The number on a paper: area, agency, kind, year and serial, as in （川汇）应急责改〔2026〕3号."""

_AGENCIES = {
    "emergency": "应急",
    "fire": "消防",
    "market": "市监",
    "housing": "住建",
    "transport": "交通",
    "mine_safety": "矿安",
    "committee_office": "安委办",
    "committee": "安委",
    "government": "政",
    "township": "政",
    "zone": "管委",
    "police": "公安",
    "water": "水利",
    "energy": "能源",
    "industry": "工信",
    "culture_tourism": "文旅",
    "education": "教育",
    "civil_affairs": "民政",
    "health": "卫健",
    "commerce": "商务",
    "agriculture": "农",
    "forestry": "林草",
    "natural_resources": "自然资",
    "ecology": "环",
    "urban_management": "城管",
    "discipline": "纪",
}
_ENDINGS = ("街道", "市", "区", "县", "省", "镇", "乡")


def number_of(area: str, agency: str, name: str, mark: str, year: int, serial: int) -> str:
    """Return the number on the paper; an agency of no known line is called by its own name."""
    return f"（{short_area(area)}）{_AGENCIES.get(agency, name)}{mark}〔{year}〕{serial}号"


def short_area(name: str) -> str:
    """Return the area as numbers say it: 川汇区 → 川汇, but 郏县 stays, for 郏 alone is no word."""
    ending = next((one for one in _ENDINGS if name.endswith(one)), "")
    short = name.removesuffix(ending)
    return short if len(short) > 1 else name
