"""Who can say whether live rows agree with what their facts told: declared by capabilities above, used by reconciliation."""

from collections.abc import Callable, Iterator

from fangwei.engines.merkle import Fault

Compare = Callable[[], Iterator[Fault]]
_comparers: dict[str, Compare] = {}


def register_comparer(name: str, compare: Compare) -> None:
    """Declare that `compare()` yields live rows that disagree with their facts; called from an app's `ready()` only."""
    _comparers[name] = compare


def comparers() -> dict[str, Compare]:
    """Return every declared comparer by its name."""
    return dict(_comparers)
