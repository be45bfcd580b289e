"""The items of the sector criteria by which a hazard is major, as the law data hold them."""

from datetime import date
from functools import lru_cache

from fangwei.engines.lawbook import LawError
from fangwei.register.law import book


@lru_cache(maxsize=64)
def criteria(on: date) -> dict[str, dict[str, str]]:
    """Return the items by which a hazard is major that are in force on a day: "rule/item" → its row."""
    found: dict[str, dict[str, str]] = {}
    for name in book().rules():
        if not name.startswith("criteria.") or name == "criteria.register":
            continue
        try:
            rows = book().value(name, on).value
        except LawError:
            continue
        found |= {f"{name.removeprefix('criteria.')}/{row['id']}": row for row in rows}
    return found


def criterion_known(key: str, on: date) -> bool:
    """Say whether an item may be cited on a day."""
    return key in criteria(on)
