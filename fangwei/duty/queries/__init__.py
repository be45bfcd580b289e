"""Reading duty: who answers, what nobody answers for, and what a change of rules would change."""

from fangwei.duty.queries.answering import PostAnswers, Share, answers_for
from fangwei.duty.queries.changes import Change, changes
from fangwei.duty.queries.coverage import Cause, Coverage, causes, coverage, pairs_of, resolved_at
from fangwei.duty.queries.labels import said_of
from fangwei.duty.queries.lists import Duty, duty_list
from fangwei.duty.queries.matrix import Cell, matrix
from fangwei.duty.queries.owners import (
    States,
    asking_states,
    class_of,
    domain_known,
    domains_later,
    domains_of,
    lines_at,
    owners_for_classes,
    owners_now,
    states_later,
    traits_of,
    who_owns,
)
from fangwei.duty.queries.posts import gaps_of_posts
from fangwei.duty.queries.sums import Resolved, resolved
from fangwei.duty.queries.who import Part, Responsibility, answers_of, who
from fangwei.duty.tables import DOMAINS, DUTY_RULE, NEAREST_RULE, domain_table, duty_table

__all__ = [
    "DOMAINS",
    "DUTY_RULE",
    "NEAREST_RULE",
    "Cause",
    "Cell",
    "Change",
    "Coverage",
    "Duty",
    "Part",
    "PostAnswers",
    "Resolved",
    "Responsibility",
    "Share",
    "States",
    "answers_for",
    "answers_of",
    "asking_states",
    "causes",
    "changes",
    "class_of",
    "coverage",
    "domain_known",
    "domain_table",
    "domains_later",
    "domains_of",
    "duty_list",
    "duty_table",
    "gaps_of_posts",
    "lines_at",
    "matrix",
    "owners_for_classes",
    "owners_now",
    "pairs_of",
    "resolved",
    "resolved_at",
    "said_of",
    "states_later",
    "traits_of",
    "who",
    "who_owns",
]
