"""Points on the ground: datums, hexagons, plausibility, distance.

Coordinates are WGS84 degrees, latitude first. Phones and commercial maps in China deliver GCJ-02, which is shifted by
some hundred metres; it is converted at the edge and never stored.
"""

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

import h3

EARTH_RADIUS_M = 6_371_008.8
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.00669342162296594323


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of latitudes and longitudes in degrees, edges included."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: float, lon: float) -> bool:
        """Tell whether the point lies within the box."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


CHINA = Box(south=3.0, west=73.0, north=54.0, east=136.0)
"""A box around the country's land and sea: it refuses the implausible, it is no boundary."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A pair of coordinates as the register may store it; `swapped` says that latitude and longitude stood crossed."""

    lat: float
    lon: float
    swapped: bool


def in_china(lat: float, lon: float) -> bool:
    """Tell whether a point may lie in China at all."""
    return CHINA.contains(lat, lon)


def looks_swapped(lat: float, lon: float, box: Box = CHINA) -> bool:
    """Tell whether the pair makes sense only when read crosswise."""
    return not box.contains(lat, lon) and box.contains(lon, lat)


def place(lat: float, lon: float, box: Box = CHINA) -> Placement | None:
    """Read a typed pair: as it stands, crossed if only that makes sense, or not at all."""
    if box.contains(lat, lon):
        return Placement(lat, lon, swapped=False)
    if box.contains(lon, lat):
        return Placement(lon, lat, swapped=True)
    return None


def to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Shift a WGS84 point to GCJ-02, the datum of Chinese commercial maps; points outside China stay."""
    if not in_china(lat, lon):
        return lat, lon
    north, east = _shift(lat, lon)
    return lat + north, lon + east


def to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """Bring a GCJ-02 point back to WGS84, to better than a millimetre; points outside China stay."""
    if not in_china(lat, lon):
        return lat, lon
    guess_lat, guess_lon = lat, lon
    for _round in range(6):
        north, east = _shift(guess_lat, guess_lon)
        guess_lat, guess_lon = lat - north, lon - east
    return guess_lat, guess_lon


def cell(lat: float, lon: float, res: int = 8) -> str:
    """Return the H3 hexagon that holds the point; resolution 8 is about 0.7 square kilometres."""
    return str(h3.latlng_to_cell(lat, lon, res))


def centre(hexagon: str) -> tuple[float, float]:
    """Return the middle of a hexagon as latitude and longitude."""
    lat, lon = h3.cell_to_latlng(hexagon)
    return float(lat), float(lon)


def around(hexagon: str, rings: int) -> frozenset[str]:
    """Return a hexagon with the given number of rings about it."""
    return frozenset(str(near) for near in h3.grid_disk(hexagon, rings))


def coarser(hexagon: str, res: int) -> str:
    """Return the larger hexagon of a resolution that holds this one; the hexagon itself when it is not finer."""
    return str(h3.cell_to_parent(hexagon, res)) if h3.get_resolution(hexagon) > res else hexagon


def outline(hexagon: str) -> tuple[tuple[float, float], ...]:
    """Return the corners of a hexagon in order, each as latitude and longitude."""
    return tuple((float(lat), float(lon)) for lat, lon in h3.cell_to_boundary(hexagon))


def haversine_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points in metres, on a sphere of the earth's mean radius."""
    half_lat = radians(other_lat - lat) / 2
    half_lon = radians(other_lon - lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """Return the displacement of GCJ-02 against WGS84 at a point, in degrees north and east."""
    x, y = lon - 105.0, lat - 35.0
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (ripple + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (ripple + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    curve = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (curve * sqrt(curve))
    parallel = _AXIS / sqrt(curve) * cos(radians(lat))
    return north * 180 / (meridian * pi), east * 180 / (parallel * pi)
