"""Points are converted, placed and measured within the errors that matter on the ground."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fangwei.engines import geo

LATITUDES = st.floats(18.5, 53.0)
LONGITUDES = st.floats(74.0, 134.5)


@given(LATITUDES, LONGITUDES)
def test_the_datum_shift_goes_back_to_the_same_point(lat: float, lon: float) -> None:
    there = geo.to_gcj02(lat, lon)
    back = geo.to_wgs84(*there)
    assert geo.haversine_m(lat, lon, *back) < 0.001


@given(LATITUDES, LONGITUDES)
def test_the_shift_is_some_hundred_metres(lat: float, lon: float) -> None:
    assert 10 < geo.haversine_m(lat, lon, *geo.to_gcj02(lat, lon)) < 1500


def test_the_shift_at_a_known_point() -> None:
    lat, lon = geo.to_gcj02(39.90734, 116.39089)
    assert (lat, lon) == (pytest.approx(39.90874, abs=2e-5), pytest.approx(116.39713, abs=2e-5))


def test_points_abroad_stay() -> None:
    assert geo.to_gcj02(-33.9, 151.2) == (-33.9, 151.2)
    assert geo.to_wgs84(-33.9, 151.2) == (-33.9, 151.2)


@given(st.floats(33.0, 34.0), st.floats(114.0, 116.0))
def test_crossed_coordinates_are_put_right_and_said_so(lat: float, lon: float) -> None:
    assert geo.place(lat, lon) == geo.Placement(lat, lon, swapped=False)
    assert geo.place(lon, lat) == geo.Placement(lat, lon, swapped=True)
    assert geo.looks_swapped(lon, lat) and not geo.looks_swapped(lat, lon)


@pytest.mark.parametrize("pair", [(0.0, 0.0), (200.0, 33.0), (33.0, -114.0)])
def test_nonsense_is_placed_nowhere(pair: tuple[float, float]) -> None:
    assert geo.place(*pair) is None


@given(LATITUDES, LONGITUDES)
def test_a_point_lies_near_the_middle_of_its_hexagon(lat: float, lon: float) -> None:
    hexagon = geo.cell(lat, lon)
    assert hexagon in geo.around(hexagon, 1) and len(geo.around(hexagon, 1)) == 7
    assert geo.haversine_m(lat, lon, *geo.centre(hexagon)) < 800


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_symmetric_and_zero_only_at_home(a: float, b: float, c: float, d: float) -> None:
    assert geo.haversine_m(a, b, c, d) == pytest.approx(geo.haversine_m(c, d, a, b))
    assume((a, b) == (c, d) or abs(a - c) + abs(b - d) > 1e-6)
    assert (geo.haversine_m(a, b, c, d) > 0) == ((a, b) != (c, d))


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert geo.haversine_m(33.0, 114.0, 34.0, 114.0) == pytest.approx(111_195, rel=1e-4)
