"""A map drawn here, without tiles and without boundaries: each division a disc as large as its number, over its hexagons.

It works without script and without a graphics card, prints, and is read out; where a division lies is where its places are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, hypot, radians, sqrt
from typing import ClassVar

from fangwei.ui.parts.part import Part

WIDTH = 720.0
_TALL, _FLAT = 700.0, 360.0
_MARGIN = 56.0
_SMALLEST, _LARGEST = 15.0, 36.0
_ROUNDS = 80
_GAP = 26.0

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class MapSpot:
    """One division: its name, where it lies (latitude, longitude), its numbers and where each of them leads."""

    name: str
    lat: float
    lon: float
    count: int
    said: str
    href: str
    major: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Disc:
    """A spot as it is drawn, in the drawing's own units."""

    spot: MapSpot
    x: float
    y: float
    radius: float

    @property
    def below(self) -> float:
        """How far below the middle the name stands."""
        return self.radius + 17

    @property
    def side(self) -> float:
        """Where the marks at the disc's shoulder stand, as far from its middle to either side."""
        return self.radius * 0.72 + 4


@dataclass(frozen=True, kw_only=True)
class MapView(Part):
    """A map of some divisions; `cells` are outlines of hexagons where places lie, `number` the map review number (审图号)."""

    label: str
    spots: Sequence[MapSpot]
    cells: Sequence[Sequence[Point]] = ()
    number: str = ""
    note: str = ""
    template: ClassVar[str] = "ui/map.html"

    def shown(self, at: datetime | None) -> Mapping[str, object]:
        """The discs, the hexagons and the drawing's height."""
        points = [(spot.lat, spot.lon) for spot in self.spots] + [corner for cell in self.cells for corner in cell]
        frame = _Frame.around(points)
        most = max((spot.count for spot in self.spots), default=0)
        discs = [Disc(spot, *frame.put((spot.lat, spot.lon)), _radius(spot.count, most)) for spot in self.spots]
        hexagons = [" ".join(f"{x:.1f},{y:.1f}" for x, y in map(frame.put, cell)) for cell in self.cells]
        return {"discs": _apart(discs, frame.height), "hexagons": hexagons, "width": WIDTH, "height": frame.height}


def _radius(count: int, most: int) -> float:
    """The area of a disc follows its number, so that one seen twice as large holds twice as much."""
    return _SMALLEST if not most else round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(count / most), 1)


@dataclass(frozen=True)
class _Frame:
    """How degrees become the drawing's units: equal distances on the ground stay equal."""

    west: float
    north: float
    scale: float
    squeeze: float
    left: float
    top: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> "_Frame":
        if not points:
            return cls(0.0, 0.0, 1.0, 1.0, WIDTH / 2, _FLAT / 2, _FLAT)
        south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
        west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
        squeeze = cos(radians((south + north) / 2))
        # A single point still needs room around it: about two kilometres.
        wide, high = max((east - west) * squeeze, 0.02), max(north - south, 0.02)
        scale = min((WIDTH - 2 * _MARGIN) / wide, (_TALL - 2 * _MARGIN) / high)
        height = max(high * scale + 2 * _MARGIN, _FLAT)
        left = (WIDTH - (east - west) * squeeze * scale) / 2
        return cls(west, north, scale, squeeze, left, (height - (north - south) * scale) / 2, round(height, 1))

    def put(self, point: Point) -> Point:
        lat, lon = point
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        return round(x, 1), round(self.top + (self.north - lat) * self.scale, 1)


def _apart(discs: Sequence[Disc], height: float) -> list[Disc]:
    """Push discs apart that lie on each other, a little in each round, and keep them within the frame."""
    placed = [[disc.x, disc.y] for disc in discs]
    for _round in range(_ROUNDS):
        moved = False
        for one, here in enumerate(placed):
            for other in range(one + 1, len(placed)):
                moved |= _push(here, placed[other], discs[one].radius + discs[other].radius + _GAP, one)
        for disc, spot in zip(discs, placed, strict=True):
            spot[0] = min(max(spot[0], disc.radius + 24), WIDTH - disc.radius - 24)
            spot[1] = min(max(spot[1], disc.radius + 14), height - disc.radius - 26)
        if not moved:
            break
    return [replace(disc, x=round(spot[0], 1), y=round(spot[1], 1)) for disc, spot in zip(discs, placed, strict=True)]


def _push(one: list[float], other: list[float], wanted: float, turn: int) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = hypot(dx, dy)
    if distance >= wanted:
        return False
    if not distance:  # exactly on each other: some direction, the same one every time
        dx, dy, distance = cos(turn), 1.0, hypot(cos(turn), 1.0)
    step = (wanted - distance) / 2 * 0.6 / distance
    one[0], one[1] = one[0] - dx * step, one[1] - dy * step
    other[0], other[1] = other[0] + dx * step, other[1] + dy * step
    return True
