"""Lists: a table on a desk, cards on a phone, read page by page from where the last one ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from fangwei.ui.parts.forms import FieldView
from fangwei.ui.parts.marks import LinkView
from fangwei.ui.parts.part import Part


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `on_phone`: the card's title, a plain labelled line, or hidden; `kind` number aligns right.

    `width`: fit (as narrow as its content, never wrapped), wide (takes what is left), or natural.
    """

    key: str
    label: str
    kind: Literal["text", "number", "time"] = "text"
    width: Literal["fit", "natural", "wide"] = "natural"
    on_phone: Literal["title", "line", "bare", "hidden"] = "line"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its cells by column key (texts, numbers or parts), where it leads, and its key for bulk acts."""

    key: str
    cells: Mapping[str, Part | str | int | None]
    href: str = ""
    current: bool = False
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class FilterChip:
    """A filter in force, readable, with the address that takes it away."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A saved view or a part of the queue, with how many wait in it."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class TabsView(Part):
    """Views of the same list, side by side."""

    tabs: Sequence[Tab]
    label: str = ""
    template: ClassVar[str] = "ui/tabs.html"

    @property
    def lasting(self) -> bool:
        """As long as no number stands in it."""
        return all(tab.count is None for tab in self.tabs)


@dataclass(frozen=True, kw_only=True)
class FilterView(Part):
    """What a list may be narrowed by: words in a box and questions behind a button, in one GET form to `action`."""

    search: FieldView | None = None
    fields: Sequence[FieldView] = ()
    action: str = ""
    template: ClassVar[str] = "ui/list_filter.html"

    @property
    def lasting(self) -> bool:
        """As long as nobody typed anything into it, and every question in it is one that lasts."""
        typed = self.search is not None and self.search.value
        return not typed and all(one.lasting for one in self.fields)


@dataclass(frozen=True, kw_only=True)
class BulkVerb:
    """An act on all chosen rows; posted with the rows' keys as `chosen`."""

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ExportLink:
    """A button that hands out the list as it is seen; posted with the list's own query, because the ledger is told."""

    label: str
    action: str
    query: str
    name: str


@dataclass(frozen=True, kw_only=True)
class EmptyView(Part):
    """An empty list: what would be here, how it comes about, and what one may do about it."""

    title: str
    how: str = ""
    action: LinkView | None = None
    template: ClassVar[str] = "ui/empty.html"


@dataclass(frozen=True, kw_only=True)
class ListView(Part):
    """A page of rows. `next` and `first` are addresses (keyset-paged: there are no page numbers).

    `density_back` is where the switch of density, remembered for the reader, comes back to. `count` is a text ("1,203 open"
    or "more than 1,000").
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: EmptyView
    count: str = ""
    next: str = ""
    first: str = ""
    tabs: TabsView | None = None
    chips: Sequence[FilterChip] = ()
    clear: str = ""
    filter: FilterView | None = None
    bulk: Sequence[BulkVerb] = ()
    bulk_action: str = ""
    dense: bool = False
    density_href: str = ""
    density_back: str = ""
    export: Sequence[ExportLink] = ()
    template: ClassVar[str] = "ui/list.html"
