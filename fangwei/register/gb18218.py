"""Whether a unit is a major hazard installation, and of which level, with every step of the working.

Pure arithmetic over tables of the lawbook; the numbers are exact decimals, so that a boundary is a boundary.

    S = Σ qᵢ / Qᵢ                 a major hazard installation from the threshold on
    R = α · Σ βᵢ · qᵢ / Qᵢ        the level by bands of R

Law: GB 18218-2018, clauses 4.2 and 4.3, tables 1 to 6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from fangwei.register.refusals import RegisterRefused

_SHOWN = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Held:
    """What a unit holds at most of one substance: its name, CAS number or class, in tonnes.

    `hazard_class` (J1 … W11) gives Q for a substance that the table does not name, and β for any without one of its own.
    """

    name: str
    tonnes: str
    hazard_class: str = ""


@dataclass(frozen=True, slots=True)
class Substance:
    """A named substance of the standard: its critical quantity, and its own β if it is one of the toxic gases."""

    name: str
    cas: tuple[str, ...]
    critical: Decimal
    beta: Decimal | None
    hazard_class: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """The standard's tables on a day; bands are pairs (from, value), highest first."""

    substances: Mapping[str, Substance]
    critical_of_class: Mapping[str, Decimal]
    beta_of_class: Mapping[str, Decimal]
    alpha_bands: Sequence[tuple[Decimal, Decimal]]
    level_bands: Sequence[tuple[Decimal, int]]
    threshold: Decimal
    citation: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: q, Q, q/Q, β and β·q/Q of one substance, and where Q and β were found."""

    name: str
    tonnes: Decimal
    critical: Decimal
    ratio: Decimal
    beta: Decimal
    weighted: Decimal
    critical_from: str
    beta_from: str

    def as_json(self) -> dict[str, str]:
        """Return the line with its numbers as text."""
        return {
            "name": self.name,
            "q": _shown(self.tonnes),
            "Q": _shown(self.critical),
            "ratio": _shown(self.ratio),
            "beta": _shown(self.beta),
            "weighted": _shown(self.weighted),
            "critical_from": self.critical_from,
            "beta_from": self.beta_from,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """S, R and level of a unit with the working; `level` is None below the threshold, 1 is the gravest."""

    s: Decimal
    r: Decimal
    alpha: Decimal
    level: int | None
    lines: tuple[Line, ...]
    exposed_people: int
    citation: str

    @property
    def is_major(self) -> bool:
        """Whether the unit is a major hazard installation."""
        return self.level is not None

    def working(self) -> list[dict[str, str]]:
        """Return every step, the sums last, as it is stored and shown."""
        sums = {
            "S": _shown(self.s),
            "alpha": _shown(self.alpha),
            "exposed": str(self.exposed_people),
            "R": _shown(self.r),
            "level": str(self.level or ""),
            "citation": self.citation,
        }
        return [*(line.as_json() for line in self.lines), sums]


def judge(held: Sequence[Held], exposed_people: int, tables: Tables) -> Judgement:
    """Work out S, R and the level of a unit from what it holds and who lives or works around the site.

    Raises: RegisterRefused `substance_unknown`, `class_missing`, `quantity_invalid`, `exposed_invalid`.
    """
    if exposed_people < 0:
        raise RegisterRefused("exposed_invalid")
    lines = tuple(_line(one, tables) for one in held)
    s = sum((line.ratio for line in lines), Decimal(0))
    alpha = _band(Decimal(exposed_people), tables.alpha_bands)
    r = alpha * sum((line.weighted for line in lines), Decimal(0))
    level = _band(r, tables.level_bands) if s >= tables.threshold else None
    return Judgement(s, r, alpha, level, lines, exposed_people, tables.citation)


def _line(held: Held, tables: Tables) -> Line:
    substance = tables.substances.get(held.name.strip())
    named_class = held.hazard_class.strip().upper()
    try:
        tonnes = Decimal(held.tonnes.strip())
    except InvalidOperation:
        raise RegisterRefused("quantity_invalid", name=held.name) from None
    if not tonnes.is_finite() or tonnes < 0:
        raise RegisterRefused("quantity_invalid", name=held.name)
    hazard_class = named_class or (substance.hazard_class if substance else "")
    if substance is not None:
        critical, critical_from = substance.critical, "substance"
    elif hazard_class in tables.critical_of_class:
        critical, critical_from = tables.critical_of_class[hazard_class], hazard_class
    else:
        raise RegisterRefused("substance_unknown", given=held.name)
    if substance is not None and substance.beta is not None:
        beta, beta_from = substance.beta, "substance"
    elif hazard_class in tables.beta_of_class:
        beta, beta_from = tables.beta_of_class[hazard_class], hazard_class
    else:
        raise RegisterRefused("class_missing", name=held.name)
    ratio = tonnes / critical
    return Line(held.name.strip(), tonnes, critical, ratio, beta, beta * ratio, critical_from, beta_from)


def _band(value: Decimal, bands: Sequence[tuple[Decimal, Any]]) -> Any:
    return next(result for low, result in bands if value >= low)


def _shown(value: Decimal) -> str:
    return f"{value.quantize(_SHOWN).normalize():f}"
