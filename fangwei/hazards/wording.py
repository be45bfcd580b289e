"""Which domain of danger a sheet's sentence speaks of, by the vocabulary of the law data; what is ambiguous is general."""

from datetime import date
from functools import lru_cache

from fangwei.engines.lawbook import Lawbook, LawError
from fangwei.engines.text import Vocabulary
from fangwei.register.law import book

GENERAL = "general"
_RULE = "domains.words"


def domain_in_words(text: str, on: date, county: str) -> str:
    """Return the one domain that a description names by the county's words on a day, else `general`."""
    return _vocabulary(book(), on, county).only_subject(text) or GENERAL


@lru_cache(maxsize=64)
def _vocabulary(law: Lawbook, on: date, county: str) -> Vocabulary:
    try:
        rows = law.value(_RULE, on, county or None).value
    except LawError:
        return Vocabulary({})
    named = {str(row["id"]): [str(word) for word in row["words"]] for row in rows}
    return Vocabulary({"" if domain == GENERAL else domain: words for domain, words in named.items()})
