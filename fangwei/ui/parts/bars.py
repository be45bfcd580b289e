"""How many on each day, as bars: the shape of some weeks at a glance, with the numbers for whoever cannot see it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from fangwei.ui.parts.part import Part

STEP = 10
HEIGHT = 100


@dataclass(frozen=True)
class Bar:
    """One day's bar in the drawing's own units; `y` is where it begins below the upper edge."""

    day: date
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, kw_only=True)
class DaysView(Part):
    """A count for each day, oldest first; the bars are as high as the greatest of them allows."""

    label: str
    days: Sequence[tuple[date, int]]
    template: ClassVar[str] = "ui/days.html"

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """The bars, the drawing's width, and the greatest count."""
        most = max((count for _day, count in self.days), default=0)
        return {"bars": list(self._bars(most)), "width": max(len(self.days), 1) * STEP, "most": most}

    def _bars(self, most: int) -> Iterator[Bar]:
        for place, (day, count) in enumerate(self.days):
            # A day with anything at all is seen, and a day with nothing has its own thin mark.
            height = max(round(count / most * HEIGHT), 3) if count else 1
            yield Bar(day, count, place * STEP + 1, HEIGHT - height, height)
