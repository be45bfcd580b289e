"""The verbs of duty, and its only writers: settling what is presumed, portfolios of leaders, and keeping classes resolved."""

from fangwei.duty.actions.classes import catch_up, digest_facts, rebuild
from fangwei.duty.actions.offices import confirm_presumed, end_portfolio, give_portfolio, withdraw_confirmation
from fangwei.duty.actions.seats import change_post, set_up_post

__all__ = [
    "catch_up",
    "change_post",
    "confirm_presumed",
    "digest_facts",
    "end_portfolio",
    "give_portfolio",
    "rebuild",
    "set_up_post",
    "withdraw_confirmation",
]
