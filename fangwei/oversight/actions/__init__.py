"""The verbs of oversight: looking at what nobody answers for and what is overdue, problem lists, bundles of clues."""

from fangwei.oversight.actions.bundles import make_bundle
from fangwei.oversight.actions.looking import CHANNEL, climb, look, note_facts, reconcile
from fangwei.oversight.actions.problems import (
    Head,
    Listed,
    ListRefused,
    add_problem,
    declare_problem_list,
    open_problem_list,
    publish_problem_list,
)

__all__ = [
    "CHANNEL",
    "Head",
    "ListRefused",
    "Listed",
    "add_problem",
    "climb",
    "declare_problem_list",
    "look",
    "make_bundle",
    "note_facts",
    "open_problem_list",
    "publish_problem_list",
    "reconcile",
]
