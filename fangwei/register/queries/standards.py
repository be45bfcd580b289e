"""Tables of standards that the register works with, read from the lawbook."""

from datetime import date
from decimal import Decimal

from fangwei.engines.lawbook import Lawbook
from fangwei.register.gb18218 import Substance, Tables


def gb18218_tables(book: Lawbook, on: date) -> Tables:
    """Return the tables of GB 18218 as they stand on a day.

    Raises: LawError when the day lies before the standard.
    """
    substances = book.value("gb18218.substances", on)
    named: dict[str, Substance] = {}
    for row in substances.value:
        substance = Substance(
            name=str(row["name"]),
            cas=tuple(one.strip() for one in str(row.get("cas") or "").split(",") if one.strip()),
            critical=Decimal(str(row["q"])),
            beta=Decimal(str(row["beta"])) if row.get("beta") is not None else None,
            hazard_class=str(row.get("class") or ""),
        )
        for key in (substance.name, *substance.cas):
            named.setdefault(key, substance)
    return Tables(
        substances=named,
        critical_of_class={
            str(row["class"]): Decimal(str(row["q"])) for row in book.value("gb18218.classes", on).value
        },
        beta_of_class={str(row["class"]): Decimal(str(row["beta"])) for row in book.value("gb18218.beta", on).value},
        alpha_bands=_bands(book.value("gb18218.alpha", on).value, "people", "alpha"),
        level_bands=[(low, int(level)) for low, level in _bands(book.value("gb18218.levels", on).value, "r", "level")],
        threshold=Decimal(1),
        citation=substances.citation,
    )


def _bands(rows: list[dict[str, object]], low: str, value: str) -> list[tuple[Decimal, Decimal]]:
    pairs = [(Decimal(str(row[low])), Decimal(str(row[value]))) for row in rows]
    return sorted(pairs, reverse=True)
