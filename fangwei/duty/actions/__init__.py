"""The verbs of duty, and its only writers: settling what is presumed, portfolios of leaders, and keeping classes resolved."""

from fangwei.duty.actions.classes import catch_up, digest_facts, rebuild
from fangwei.duty.actions.offices import confirm_presumed, end_portfolio, give_portfolio, withdraw_confirmation

__all__ = [
    "catch_up",
    "confirm_presumed",
    "digest_facts",
    "end_portfolio",
    "give_portfolio",
    "rebuild",
    "withdraw_confirmation",
]
