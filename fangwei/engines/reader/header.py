"""Finding the header of an official's sheet under its titles, and the column each head means.

A head may stand on one, two or three rows: over merged cells the upper word covers the lower ones (整改 over 责任人).
Matching never depends on the merged ranges, so that text files and streamed sheets are read alike.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fangwei.engines.reader.spec import Cell, SheetSpec
from fangwei.engines.reader.values import as_text

SEARCHED_ROWS = 40
_DEEPEST = 3
_BRACKETS = re.compile(r"[(\[【〔<][^)\]】〕>]*[)\]】〕>]")
_NOISE = re.compile(r"[\s:：*※★#、,。.…_\-—]+")
_HOLLOW = re.compile(r"(基本)?(情况|信息|内容|环节|部分|事项|阶段)$")
_LONGEST_HEAD = 60
_SHORTEST_ENDING = 4
IGNORED = frozenset(
    {"row", "rowno", "rownumber", "reason", "reasoncode", "行号", "原因", "退回原因", "原因代码", "序号", "no", "编号"}
)


@dataclass(frozen=True)
class Label:
    """The head of one column: its own word and the word above it, folded, and the unit its brackets name."""

    index: int
    own: str
    above: str
    shown: str
    unit: str | None = None

    @property
    def whole(self) -> str:
        """Upper and lower word together: 整改 over 责任人 is 整改责任人."""
        return _HOLLOW.sub("", self.above) + self.own


@dataclass(frozen=True)
class Header:
    """A header that was found: the last row it takes, its labels, and which column index each field has."""

    first_row: int
    last_row: int
    labels: tuple[Label, ...]
    fields: Mapping[str, int]

    @property
    def signature(self) -> str:
        """What makes two headers the same, for remembering how an organization's own sheet was matched."""
        return "|".join(f"{label.above}/{label.own}" if label.above else label.own for label in self.labels)

    def unit(self, name: str) -> str | None:
        """The unit in the head of a field's column: 万元 in 整改资金（万元）."""
        index = self.fields.get(name)
        return next((label.unit for label in self.labels if label.index == index), None)

    @property
    def unmatched(self) -> tuple[Label, ...]:
        """The columns nobody asked for."""
        taken = set(self.fields.values())
        return tuple(label for label in self.labels if label.index not in taken and label.own not in IGNORED)


@lru_cache(maxsize=8192)
def fold_label(text: str) -> str:
    """A head as it is compared: narrow, lower case, no spaces, line breaks, stars or brackets."""
    return _NOISE.sub("", _BRACKETS.sub("", _narrow(text)))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _unit(text: str) -> str | None:
    found = re.search(
        r"[(\[【](?:单位[:：]?)?((?:万|千|百万|亿)?元)[)\]】]|[/_]((?:万|千|百万|亿)?元)$",
        _narrow(text).replace(" ", ""),
    )
    return (found[1] or found[2]) if found else None


def find_header(
    rows: Sequence[tuple[int, Sequence[Cell]]], spec: SheetSpec, remembered: Mapping[str, str] | None = None
) -> Header | None:
    """The best header among a sheet's first rows; of equals the shorter and the earlier; None when nothing fits."""
    best: tuple[int, int, int] | None = None
    found: Header | None = None
    for start in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, min(_DEEPEST, len(rows) - start) + 1):
            window = rows[start : start + depth]
            if depth > 1 and not any(as_text(cell) for cell in window[-1][1]):
                break
            labels = _labels([cells for _, cells in window])
            fields = match(labels, spec, remembered)
            score = (len(fields), -depth, -start)
            if len(fields) >= spec.least and (best is None or score > best):
                best, found = score, Header(window[0][0], window[-1][0], labels, fields)
    return found


def _labels(rows: Sequence[Sequence[Cell]]) -> tuple[Label, ...]:
    width = max((len(cells) for cells in rows), default=0)
    texts = [[as_text(cells[i]) if i < len(cells) else "" for i in range(width)] for cells in rows]
    labels = []
    for index in range(width):
        level = max((n for n in range(len(texts)) if texts[n][index]), default=None)
        if level is None or len(texts[level][index]) > _LONGEST_HEAD:
            continue
        shown = texts[level][index]
        above = "".join(fold_label(_covering(texts[n], index)) for n in range(level))
        labels.append(Label(index, fold_label(shown), above, " ".join(shown.split()), _unit(shown)))
    return tuple(labels)


def _covering(row: Sequence[str], index: int) -> str:
    """The word that covers a column in an upper row: its own, else the nearest one to the left."""
    while index > 0 and not row[index]:
        index -= 1
    return row[index]


def match(labels: Sequence[Label], spec: SheetSpec, remembered: Mapping[str, str] | None = None) -> dict[str, int]:
    """Which column index each field has: what was remembered first, then the closest words; one column, one field."""
    remembered = remembered or {}
    fields: dict[str, int] = {}
    taken: set[int] = set()
    for label in labels:
        known = remembered.get(label.whole, remembered.get(label.own))
        if known is not None:
            taken.add(label.index)
            if known and known not in fields:
                fields[known] = label.index
    words = _words(spec)
    candidates = sorted(c for label in labels if label.own not in IGNORED for c in _candidates(label, words))
    for _strength, _rank, name, index in candidates:
        if name not in fields and index not in taken:
            fields[name] = index
            taken.add(index)
    return fields


_Words = Mapping[str, Sequence[tuple[int, str]]]
"""Folded head → the fields it may mean, each with its rank among the field's words."""

_known_words: dict[int, tuple[SheetSpec, _Words]] = {}


def _words(spec: SheetSpec) -> _Words:
    if id(spec) not in _known_words:
        listed: dict[str, list[tuple[int, str]]] = {}
        for column in spec.columns:
            for rank, synonym in enumerate(column.synonyms):
                listed.setdefault(fold_label(synonym), []).append((rank, column.field))
        _known_words[id(spec)] = spec, listed
    return _known_words[id(spec)][1]


def _candidates(label: Label, words: _Words) -> Iterator[tuple[int, int, str, int]]:
    """How closely a label fits each field: 0 whole, 1 its own word, 2 its ending; then the rank of the synonym."""
    whole = label.whole
    if label.above:
        for rank, name in words.get(whole, ()):
            yield 0, rank, name, label.index
    for rank, name in words.get(label.own, ()):
        yield 1 if label.above else 0, rank, name, label.index
    for start in range(1, len(whole) - _SHORTEST_ENDING + 1):
        for rank, name in words.get(whole[start:], ()):
            yield 2, rank, name, label.index
