"""Finding the criterion that makes a hazard major: by words, the sector's own sets first."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from fangwei.duty.queries import domains_of
from fangwei.engines.lawbook import LawError
from fangwei.hazards.criteria import criteria
from fangwei.register.law import book
from fangwei.register.models import Place
from fangwei.ui.parts import Choice
from fangwei.ui.present.reasons import criterion_text, lang

SHOWN = 8
FOUND = 32
_DEFINITION = "definition"


def find_criteria(on: date, text: str, chosen: str, place: Place | None = None, category: str = "") -> list[Choice]:
    """Return the items whose words contain every word searched for.

    What was chosen comes first, then the sets of the danger's own domain, of the place's domains, then all others.
    """
    known, wanted = criteria(on), text.casefold().split()
    own = {category} - {"", "general"}
    here = set(domains_of(place, on)) if place is not None else set()
    fitting = [key for key in known if key == chosen or all(word in _said(key, known[key]) for word in wanted)]
    fitting.sort(key=lambda key: (key != chosen, _distance(key, own, here, on)))
    return [
        Choice(value=key, label=criterion_text(known[key]), help=_set_name(key, on), chosen=key == chosen)
        for key in fitting[: FOUND if wanted else SHOWN]
    ]


def _said(key: str, item: dict[str, str]) -> str:
    return f"{key} {item.get('zh', '')} {item.get('en', '')}".casefold()


def _distance(key: str, own: Collection[str], here: Collection[str], on: date) -> int:
    name = _set_of(key)
    domain = _domains_of_sets(on).get(name, "")
    if domain in own:
        return 0
    if domain in here:
        return 1
    return 2 if name == _DEFINITION else 3


def _set_of(key: str) -> str:
    return key.rpartition("/")[0]


@lru_cache(maxsize=16)
def _domains_of_sets(on: date) -> dict[str, str]:
    """Return the domain of each set of criteria, joined over the source that both the set and the register cite."""
    try:
        listed = {str(row["source"]): str(row["domain"]) for row in book().value("criteria.register", on).value}
    except LawError:
        return {}
    found = {}
    for key in {_set_of(key) for key in criteria(on)}:
        cited = [dated.citation.source for dated in book().rule(f"criteria.{key}").values if dated.covers(on)]
        found[key] = next((listed[source] for source in cited if source in listed), "")
    return found


def _set_name(key: str, on: date) -> str:
    title = book().value(f"criteria.{_set_of(key)}", on).title
    return f"{title.en if lang() == 'en' else title.zh} · {key.rpartition('/')[2]}"
