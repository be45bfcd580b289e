"""A plot: one way in which a danger may go, how often, how long it takes, and where it can happen."""

from dataclasses import dataclass

from fangwei.demo.stage import Telling


@dataclass(frozen=True, slots=True)
class Plot:
    """One way of a danger.

    `weight`: how many of the stories among some hundreds. `starts`: how many days before the last day it begins, from and
    to. `where`: "firm" (with people of its own), "grave" (such a firm that may have a major danger), "small" (a shop of a
    few people), "kept" (a place with a keeper), "ownerless", or the key of one place. `hazards`: how many hazards it makes.
    """

    telling: Telling
    weight: int
    starts: tuple[int, int]
    where: str = "firm"
    hazards: int = 1

    @property
    def name(self) -> str:
        """The plot's name, which its random numbers are drawn by."""
        return self.telling.__name__
