"""Finding divisions by their codes, through their successors, and who stands above whom."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import CharField

from fangwei.engines.codes import fold, trim_division
from fangwei.ledger.keyed import Keyed
from fangwei.register.models import Jurisdiction, JurisdictionKind, Territory, TerritorySuccession
from fangwei.register.models.dated import EVER


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
    return names_later(codes)()


def names_later(codes: Iterable[str]) -> Callable[[], dict[str, str]]:
    """Return what tells the names of divisions, as `names_of`: the question goes out with whatever is asked next."""
    rows = _NAMES.later(sorted(set(codes)))
    return lambda: dict(rows())


_NAMES: Keyed[tuple[str, str]] = Keyed(
    lambda codes: Territory.objects.filter(code__in=codes).values_list("code", "name"), CharField
)


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
