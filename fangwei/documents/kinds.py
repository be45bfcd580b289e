"""The kinds of papers: each capability registers those about its own nouns, as data and one gathering function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fangwei.documents.layout import (
    ANNEX,
    COPIES,
    HEAD,
    PARTY_SIGNS,
    REMEDIES,
    REPLACED,
    REPLACED_WITHIN,
    SEALED,
    Block,
    Sides,
)

Gather = Callable[[Any, Any, datetime], Mapping[str, Any]]
"""`gather(case, told, at)`: the values of a paper about a case; `told` is the fact it documents with what it said, or None."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of official paper.

    `title` is what stands on the paper, `label` what screens call it; `mark` stands in the number, and kinds of one mark share
    their serials. `body` is the built-in wording between head and foot. The paper documents one of `verbs` of a case of
    `case_kind`, if it `applies` to it; without verbs it may be drawn up at any time. An `automatic` paper is drawn up in the
    transaction of its act. `remedies` says that it must state them, `served` that it is served on somebody, `signs` who signs
    it by hand, nobody where it bears a seal alone.
    """

    name: str
    case_kind: str
    title: str
    label: Any
    mark: str
    body: tuple[Block, ...]
    gather: Gather
    verbs: tuple[str, ...] = ()
    applies: Callable[[Any, Any], bool] = lambda case, told: True
    automatic: bool = True
    remedies: bool = False
    served: bool = True
    signs: Sides | None = PARTY_SIGNS

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The whole built-in wording: head, body, remedies, annexes, signatures, seal."""
        foot: tuple[Block, ...] = (REPLACED if self.served else REPLACED_WITHIN,)
        foot += (REMEDIES,) if self.remedies else ()
        foot += ANNEX + ((self.signs,) if self.signs else ()) + SEALED
        return HEAD + self.body + foot + ((COPIES,) if self.served and self.signs else ())


_kinds: dict[str, DocumentKind] = {}


def register_document(kind: DocumentKind) -> None:
    """Make a kind of paper known; called from its capability's `ready()` only."""
    _kinds[kind.name] = kind


def document_kind(name: str) -> DocumentKind | None:
    """Return a registered kind of paper, None for a name that nobody registered."""
    return _kinds.get(name)


def document_kinds(case_kind: str = "") -> list[DocumentKind]:
    """Return the kinds of papers about a kind of case, or all of them, in the order in which they were registered."""
    return [kind for kind in _kinds.values() if case_kind in ("", kind.case_kind)]
