"""Words as tokens that both databases index alike, and what somebody typed as a query over them.

Han runs become overlapping pairs of characters, so that a word of two characters is found as surely as one of three. Every
token is plain ASCII with a letter that says what it is, so that no database's locale or parser has an opinion on it:
`h…` a pair (or a run's last character) by its code points, `w…` a Latin word or number, `i…` a pair of initials, `t…` a
territory, `k…` a kind, `f…` an enterprise.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from uuid import UUID

from fangwei.engines.text import fold

LONGEST = 80
"""Characters of a question that are read; nobody types more into one box."""
_PARTS = re.compile(r"[a-z0-9]+|[^a-z0-9 ]+")
_LEVELS = (2, 4, 6, 9)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand next to each other; `begins` lets the last one be only the beginning of a token."""

    tokens: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What must be found: of every group at least one phrase; an empty query finds nothing."""

    groups: tuple[tuple[Phrase, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.groups)

    def within(self, *groups: Sequence[str]) -> "Query":
        """Return the query narrowed: of each further group one token must stand in the row as well."""
        more = tuple(tuple(Phrase((token,)) for token in group) for group in groups if group)
        return Query((*self.groups, *more))


def text_tokens(*texts: str) -> list[str]:
    """Return the tokens of some texts in order."""
    tokens: list[str] = []
    for text in texts:
        for part in _PARTS.findall(fold(text)):
            if part.isascii():
                tokens.append("w" + part)
                if part.isdigit() and part[0] == "0" and part.strip("0"):
                    tokens.append("w" + part.lstrip("0"))
            else:
                tokens += [_pair(part[at : at + 2]) for at in range(len(part))]
    return tokens


def initial_tokens(*names: str) -> list[str]:
    """Return the initials of names in pinyin, as pairs of letters: 项城市乙川化工 is found by `ychg`."""
    return [token for name in names for token in _initials(name)]


@lru_cache(maxsize=20_000)
def _initials(name: str) -> tuple[str, ...]:
    # A place stands in the rows of all its cases. The dictionary takes 54 MB: only the process that writes rows loads it.
    pinyin = import_module("pypinyin")
    letters = "".join(
        pinyin.lazy_pinyin(fold(name).replace(" ", ""), style=pinyin.Style.FIRST_LETTER, errors="ignore")
    ).lower()
    letters = "".join(one for one in letters if one.isascii() and one.isalpha())
    return tuple("i" + letters[at : at + 2] for at in range(len(letters) - 1))


def territory_tokens(code: str) -> list[str]:
    """Return a token for a division and for each above it."""
    return ["t" + code[:size] for size in _LEVELS if len(code) >= size]


def firm_token(enterprise_id: UUID) -> str:
    """Return the token of an enterprise whose site it is."""
    return "f" + enterprise_id.hex


def ask(text: str) -> Query:
    """Return what somebody typed as a query: every word must be found, Latin ones by their beginning or as initials."""
    groups: list[tuple[Phrase, ...]] = []
    for part in _PARTS.findall(fold(text[:LONGEST])):
        if part.isascii():
            phrases = [Phrase(("w" + part,), begins=True)]
            if len(part) > 1 and part.isalpha():
                phrases.append(Phrase(tuple("i" + part[at : at + 2] for at in range(len(part) - 1))))
            groups.append(tuple(phrases))
        elif len(part) == 1:
            groups.append((Phrase((_pair(part),), begins=True),))
        else:
            groups.append((Phrase(tuple(_pair(part[at : at + 2]) for at in range(len(part) - 1))),))
    return Query(tuple(dict.fromkeys(groups)))


def joined(tokens: Iterable[str]) -> str:
    """Return tokens as the column keeps them."""
    return " ".join(tokens)


def as_tsquery(query: Query) -> str:
    """Return the query in PostgreSQL's language."""
    return " & ".join(
        "(" + " | ".join("(" + " <-> ".join(one.tokens) + (":*" if one.begins else "") + ")" for one in group) + ")"
        for group in query.groups
    )


def as_match(query: Query) -> str:
    """Return the query in the language of SQLite's full-text tables."""
    return " AND ".join(
        "(" + " OR ".join('"' + " ".join(one.tokens) + '"' + (" *" if one.begins else "") for one in group) + ")"
        for group in query.groups
    )


def _pair(characters: str) -> str:
    return "h" + "".join(f"{ord(one):05x}" for one in characters)
