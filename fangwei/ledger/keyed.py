"""Kept queries over some keys: as many statements as there are numbers of keys that are asked for."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet, UUIDField

from fangwei.ledger.kept import Given, Kept, ask_together

T = TypeVar("T")
_MOST = 64
"""Beyond so many keys a query is worked out anew: long lists of keys are rare and differ each time."""


class Keyed(Generic[T]):
    """A query over some keys of one sort, UUIDs unless `field` says otherwise; `ask` builds it for so many of them."""

    def __init__(self, ask: Callable[[Sequence[Any]], QuerySet[Any]], field: type[Any] = UUIDField) -> None:
        def planned(count: int) -> Kept[T]:
            places = [Given(f"key{place}", field()) for place in range(count)]
            return Kept(lambda: ask(places))

        self._anew = planned
        self._known = lru_cache(maxsize=_MOST)(planned)

    def asked(self, keys: Sequence[Any], **given: Any) -> tuple[Kept[T], dict[str, Any]]:
        """Return the query for these keys with its values, to be asked alone or together with others; at least one key."""
        kept = self._known(len(keys)) if len(keys) <= _MOST else self._anew(len(keys))
        return kept, {f"key{place}": key for place, key in enumerate(keys)} | given

    def later(self, keys: Sequence[Any], **given: Any) -> Callable[[], list[T]]:
        """Return what tells what the query finds for these keys: it goes out with whatever is asked next."""
        if not keys:
            return list
        kept, values = self.asked(keys, **given)
        return kept.later(**values)

    def rows(self, keys: Sequence[Any], **given: Any) -> list[T]:
        """Return what the query finds for these keys, nothing for none."""
        if not keys:
            return []
        [found] = ask_together(self.asked(keys, **given))
        return found
