"""Finding divisions: by code, by name within a county, in the title of a sheet; and who stands above whom."""

from collections.abc import Iterable
from datetime import date

from fangwei.engines.codes import CodeError, fold, level_of, trim_division
from fangwei.register.models import Jurisdiction, JurisdictionKind, Level, Territory, TerritorySuccession
from fangwei.register.models.dated import EVER

SUFFIXES = ("街道办事处", "地区办事处", "办事处", "街道", "地区", "镇", "乡")
"""What is left off or exchanged when people write the name of a township."""

_GENERIC = 2
"""Names of two signs (城区, 郊区, 矿区) say nothing unless their city is named too."""


def division_of(code: str, on: date | None = None) -> Territory | None:
    """Return the division of a code in any of its forms, or its successor if it has ended by the day.

    Raises: CodeError when the text is no division code.
    """
    found = (
        Territory.objects.filter(code=fold(code)).first() or Territory.objects.filter(code=trim_division(code)).first()
    )
    seen: set[str] = set()
    while found is not None and found.valid_to is not None and (on is None or found.valid_to <= on):
        seen.add(found.code)
        step = TerritorySuccession.objects.filter(old=found).order_by("-on").select_related("new").first()
        if step is None or step.new_id in seen:
            return found
        found = step.new
    return found


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of divisions by their codes; codes that are not registered are left out."""
    return dict(Territory.objects.filter(code__in=set(codes)).values_list("code", "name"))


def find_below(name: str, parent_code: str) -> Territory | None:
    """Return the one division below the parent that goes by this name, with or without 街道, 镇 or 乡.

    A stem that fits several divisions fits none.
    """
    wanted = fold(name)
    if not wanted:
        return None
    below = {
        fold(row.name): row for row in Territory.objects.standing().filter(parent_code=parent_code).order_by("code")
    }
    if wanted in below:
        return below[wanted]
    stem = _stem(wanted)
    fitting = [row for full, row in below.items() if _stem(full) == stem]
    return fitting[0] if len(fitting) == 1 else None


def county_in_text(text: str, within: str = "") -> Territory | None:
    """Return the one county that a title, a heading or an address names, e.g. 项城市事故隐患排查治理台账.

    Counties of a city or province that the text names too are preferred; `within` narrows to a division. A text that
    fits several counties, or only a name as common as 城区, names none.
    """
    plain = fold(text)
    counties = [
        row
        for row in Territory.objects.standing().filter(level=Level.COUNTY, code__startswith=within).order_by("code")
        if row.name in plain
    ]
    # 淮阳区 within 平江淮阳区 would be two hits of which the longer is meant.
    counties = [
        row for row in counties if not any(row.name != other.name and row.name in other.name for other in counties)
    ]
    if not counties:
        return None
    named = {
        row.code
        for row in Territory.objects.standing().filter(level__in=[Level.PROVINCE, Level.PREFECTURE])
        if row.name in plain and not any(row.name == county.name for county in counties)
    }
    supported = [row for row in counties if within or row.code[:4] in named or row.code[:2] in named]
    candidates = supported or [row for row in counties if len(row.name) > _GENERIC]
    return candidates[0] if len(candidates) == 1 else None


def superior_of(code: str, on: date = EVER) -> str:
    """Return the division a division answers to on the day: by jurisdiction where that differs from the code's prefix."""
    answers = (
        Jurisdiction.objects.on(on)
        .filter(territory_code=code, kind__in=[JurisdictionKind.ANSWERS_TO, JurisdictionKind.ZONE])
        .exclude(superior_code="")
        .order_by("-valid_from")
        .values_list("superior_code", flat=True)
        .first()
    )
    if answers:
        return answers
    return Territory.objects.filter(code=code).values_list("parent_code", flat=True).first() or ""


def chain_of_command(code: str, on: date = EVER) -> tuple[str, ...]:
    """Return a division and those above it as it answers to them, nearest first."""
    chain: list[str] = []
    while code and code not in chain:
        chain.append(code)
        code = superior_of(code, on)
    return tuple(chain)


def is_division_code(text: str) -> bool:
    """Tell whether a text is written as a division code of any level."""
    try:
        level_of(trim_division(text))
    except CodeError:
        return False
    return True


def _stem(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name
