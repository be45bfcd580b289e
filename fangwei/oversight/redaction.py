"""A clue's bundle without what was lawfully erased since: every other part stays as it was handed over, byte by byte.

The facts keep their place and their proof; what they said goes, and so does every phrase of it on the page and in letters.
"""

import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from typing import IO, Any

from fangwei.ledger.erasers import Erased
from fangwei.oversight.bundle import PAGE, Bundle

MARK = "（内容已依法删除）"
_NOBODY = "（姓名已依法删除）"
_PIECE = 1024 * 1024
_SHORTEST, _LONG = 4, 6
_NODE = re.compile(r">([^<]+)<")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = ("text", "record", "answer")


@dataclass(frozen=True, slots=True)
class Gone:
    """What has to go: facts by their ids and indexes in the log, phrases that they said, names of erased persons."""

    facts: frozenset[str]
    indexes: frozenset[int]
    phrases: tuple[str, ...]
    persons: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, erased: Sequence[Erased], indexes: Collection[int]) -> "Gone":
        """Gather it from erased facts."""
        people = [one for one in erased if one.subject_kind == "person"]
        said = {text for one in erased if one not in people for text in _texts(one.said)}
        return cls(
            frozenset(str(one.fact) for one in erased),
            frozenset(indexes),
            tuple(
                sorted((text for text in said if len(text) >= _SHORTEST and _HAN.search(text)), key=len, reverse=True)
            ),
            frozenset(str(one.subject) for one in people),
            frozenset(str(one.said["name"]) for one in people if one.said.get("name")),
        )

    def without(self, text: str) -> str:
        """Return a text without these phrases; a piece of one, such as a title made of it, goes whole."""
        if len(text) >= _LONG and any(text.strip() in phrase for phrase in self.phrases):
            return MARK
        for phrase in self.phrases:
            text = text.replace(phrase, MARK)
        return text

    def holders(self, names: Sequence[str]) -> list[str]:
        """Return the holders of a post with erased persons unnamed."""
        return [_NOBODY if name in self.names else name for name in names]


def redact(source: IO[bytes], target: IO[bytes], gone: Gone, *, sha256: str, at: datetime) -> bool:
    """Write a bundle anew without what has gone; say whether anything was left out. `sha256` is that of what was handed over."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        facts = json.loads(old.read("facts.json"))
        rewrite = _Rewrite(gone, facts)
        bundle, changed = Bundle(archive), False
        for name in old.namelist():
            if name == "manifest.json":
                continue
            change = rewrite.of(name)
            if change is None:
                bundle.add(name, _pieces(old, name))
                continue
            before = old.read(name)
            after = change(before)
            changed = changed or after != before
            bundle.add(name, iter([after]))
        manifest = json.loads(old.read("manifest.json"))
        taken = sorted(gone.facts & {str(one["id"]) for one in facts})
        erased = [*manifest.get("erased", []), {"facts": taken, "at": at}]
        bundle.add_json(
            "manifest.json", manifest | {"parts": bundle.parts, "handed_over_sha256": sha256, "erased": erased}
        )
        return changed


class _Rewrite:
    """How each part of a bundle is rewritten."""

    def __init__(self, gone: Gone, facts: Sequence[Mapping[str, Any]]) -> None:
        self._gone = gone
        self._rows = {int(one["n"]) for one in facts if str(one["id"]) in gone.facts}
        self._by = {int(one["n"]) for one in facts if str(one.get("actor") or "") in gone.persons}

    def of(self, name: str) -> Callable[[bytes], bytes] | None:
        """Return what rewrites a part, None for one that holds nothing of what facts said."""
        if name.startswith("proofs/"):
            return self._proof
        return {
            "facts.json": self._facts,
            "letters.json": self._letters,
            "answered.json": self._answered,
            PAGE: self._page,
        }.get(name)

    def _facts(self, content: bytes) -> bytes:
        facts = json.loads(content)
        for one in facts:
            if str(one["id"]) in self._gone.facts:
                one["data"] = None
        return _json(facts, content)

    def _letters(self, content: bytes) -> bytes:
        letters = json.loads(content)
        for one in letters:
            for field in _LETTER:
                one[field] = self._gone.without(one.get(field) or "")
        return _json(letters, content)

    def _answered(self, content: bytes) -> bytes:
        held = json.loads(content)
        for one in held:
            one["holders"] = self._gone.holders(one["holders"])
        return _json(held, content)

    def _proof(self, content: bytes) -> bytes:
        life = json.loads(content)
        for one in life["facts"]:
            if one["index"] in self._gone.indexes:
                one["opened"] = []
        return _json(life, content)

    def _page(self, content: bytes) -> bytes:
        head, chain, held, letters = re.split(r"(?=<h2>[一二三]、)", content.decode(), maxsplit=3)
        for number in self._rows:
            cells = rf"(<tr><td>{number}</td>(?:<td>[^<]*</td>){{3}}<td>)[^<]*"
            chain = re.sub(cells, rf"\g<1>{MARK}", chain)
        for number in self._by:
            chain = re.sub(rf"(<tr><td>{number}</td>(?:<td>[^<]*</td>){{2}}<td>)[^<]*", rf"\g<1>{_NOBODY}", chain)
        held = _NODE.sub(
            lambda found: f">{escape('、'.join(self._gone.holders(unescape(found[1]).split('、'))))}<", held
        )
        head = _NODE.sub(self._titled, head)
        letters = _NODE.sub(lambda found: f">{escape(self._gone.without(unescape(found[1])))}<", letters)
        return "".join((head, chain, held, letters)).encode()

    def _titled(self, found: re.Match[str]) -> str:
        number, space, title = unescape(found[1]).partition(" ")
        said = f"{number}{space}{self._gone.without(title)}" if title else number
        return f">{escape(said)}<"


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            yield piece


def _json(said: Any, before: bytes) -> bytes:
    after = json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()
    return before if json.loads(before) == json.loads(after) else after


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said.strip()
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _texts(value)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from _texts(value)
