"""Where names stand on the map: where an area is wide enough for them, near its most inward place."""

import pytest
from shapely import Point, Polygon
from shapely.ops import polylabel

from dashboard.etl import shapes

# a tall arm in the east, deep and too narrow for a name, and a broad low one in the west
AREA = [(0.0, -0.3), (0.41, -0.3), (0.41, 0.2), (0.3, 0.2), (0.3, -0.22), (0.0, -0.22)]


def test_a_name_stands_where_there_is_room_for_it() -> None:
    area = Polygon(AREA)
    assert shapes._room(area, polylabel(area, tolerance=0.002)) < shapes.ENOUGH, "the most inward place is too narrow"
    assert shapes._room(area, Point(shapes._label_point([[AREA]]))) >= shapes.ENOUGH - 1e-3


@pytest.mark.parametrize(
    ("place", "room"),
    [
        ((0.15, -0.26), 0.3),  # the broad arm from its west end
        ((0.35, 0.1), 0.1),  # the tall arm
        ((0.15, -0.23), 0.0),  # the name would stand above the broad arm
        ((0.5, -0.26), 0.0),  # outside
    ],
)
def test_the_room_of_a_name_ends_at_the_nearest_border(place: tuple[float, float], room: float) -> None:
    assert shapes._room(Polygon(AREA), Point(place)) == pytest.approx(room)
