"""The lawbook answers what the law says on a day, and why: value, unit, article, status and the steps of the reasoning.

It alone reads the data in ``law/`` and the overlay folders of a deployment; it holds no legal number itself and
needs no database. Law: every rule file names its own source and article.
"""

from fangwei.engines.lawbook.book import Lawbook
from fangwei.engines.lawbook.bundles import check_folder, install
from fangwei.engines.lawbook.cases import CaseResult, run_cases
from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.files import builtin_folder, law_paths
from fangwei.engines.lawbook.industries import Industry
from fangwei.engines.lawbook.model import Answer, LegalPeriod, Rule, Source, Step, Text, Value
from fangwei.engines.lawbook.texts import language

__all__ = [
    "Answer",
    "CaseResult",
    "Industry",
    "LawError",
    "Lawbook",
    "LegalPeriod",
    "Rule",
    "Source",
    "Step",
    "Text",
    "Value",
    "builtin_folder",
    "check_folder",
    "install",
    "language",
    "law_paths",
    "run_cases",
]
