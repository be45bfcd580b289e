"""The drawn map: discs do not lie on each other, stay in the frame, and equal distances stay equal."""

from datetime import UTC, datetime
from math import hypot
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fangwei.ui.parts.map import WIDTH, MapSpot, MapView

AT = datetime(2026, 3, 2, tzinfo=UTC)


def spot(lat: float, lon: float, count: int = 1) -> MapSpot:
    return MapSpot(name="镇", lat=lat, lon=lon, count=count, said="镇", href="?")


def drawn(*spots: MapSpot) -> Any:
    return MapView(label="图", spots=spots).shown(AT)


def test_a_place_in_the_north_east_stands_above_to_the_right() -> None:
    first, second = drawn(spot(33.0, 114.0), spot(33.3, 114.4))["discs"]
    assert second.x > first.x
    assert second.y < first.y


def test_a_larger_number_has_a_larger_disc_by_its_area() -> None:
    small, large = drawn(spot(33.0, 114.0, 1), spot(33.5, 114.5, 100))["discs"]
    assert small.radius < large.radius


def test_nothing_to_draw_and_one_spot_are_drawn() -> None:
    assert drawn()["discs"] == []
    assert drawn(spot(33.0, 114.0))["discs"][0].x == WIDTH / 2


@given(
    st.lists(st.tuples(st.floats(33.0, 33.6), st.floats(114.6, 115.2), st.integers(0, 500)), min_size=1, max_size=20)
)
def test_discs_stay_within_the_frame(points: list[tuple[float, float, int]]) -> None:
    shown = drawn(*(spot(lat, lon, count) for lat, lon, count in points))
    for disc in shown["discs"]:
        assert disc.radius <= disc.x <= WIDTH - disc.radius
        assert disc.radius <= disc.y <= shown["height"] - disc.radius


def test_two_at_one_point_are_pushed_apart() -> None:
    one, other = drawn(spot(33.0, 114.0, 5), spot(33.0, 114.0, 5))["discs"]
    assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
