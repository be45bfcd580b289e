"""One row of an organization chart while it is being taken in: what it did, what is doubtful, why it may not come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fangwei.engines.reader import Record
from fangwei.sheets.verdicts import Doubt, Verdict


class RowRefused(Exception):
    """A row may not come in; what it had begun is taken back."""

    def __init__(self, code: str, params: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.fault = Doubt(code, {name: str(value) for name, value in params.items()})


@dataclass(slots=True)
class Work:
    """What one row has done so far."""

    record: Record
    made: bool = False
    changed: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, **params: object) -> None:
        """Note a doubt that does not keep the row out."""
        self.doubts.append(Doubt(code, {name: str(value) for name, value in params.items()}))

    @property
    def verdict(self) -> Verdict:
        """What became of the row."""
        return "imported" if self.made else "updated" if self.changed else "unchanged"
