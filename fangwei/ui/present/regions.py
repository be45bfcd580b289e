"""The parts of an actor's territory one step down: provinces of the country, cities, counties."""

from collections.abc import Iterable

from fangwei.accounts.actor import Actor
from fangwei.register.models import Territory
from fangwei.register.queries import names_of
from fangwei.ui.parts import Choice

_DIGITS = (2, 4, 6)


def digits_below(code: str) -> int:
    """Return how many digits the codes one step below have; a county and what lies in it are told apart no further."""
    return next((digits for digits in _DIGITS if digits > len(code)), _DIGITS[-1])


def region_asked(actor: Actor, asked: str) -> str:
    """Return the region that was asked for when it lies in the actor's territory, else that territory."""
    return asked if asked.isdecimal() and asked.startswith(actor.territory_code) else actor.territory_code


def region_choices(actor: Actor) -> list[Choice]:
    """Return the regions one step below the actor's territory."""
    own = actor.territory_code
    if len(own) >= _DIGITS[-1]:
        return []
    below = Territory.objects.filter(parent_code=own, valid_to=None).order_by("code")
    return [Choice(value=one.code, label=one.name) for one in below]


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of regions; a code without a division keeps its digits."""
    wanted = set(codes)
    return {code: code for code in wanted} | names_of(wanted)
