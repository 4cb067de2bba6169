"""Points on maps of China, and how far apart they are.

Maps in China show shifted points: GCJ-02 (Amap, Tencent, Douyin) is WGS-84 (GPS) moved by hundreds of metres, and BD-09
(Baidu) moves GCJ-02 once more. Two points can be compared in one datum only, so every point carries its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
LARGEST_SHIFT_KM = 2.0
"""No two datums put one place farther apart than this; about 1.2 km is usual between BD-09 and WGS-84."""

_AXIS_M = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BAIDU = pi * 3000 / 180
_BAIDU_LNG, _BAIDU_LAT = 0.0065, 0.006
_EXACT = 1e-9
"""Degrees; a tenth of a millimetre."""
_ROUNDS = 30


class Datum(StrEnum):
    """Which map a point was read from."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


_NAMES = {
    "wgs84": Datum.WGS84,
    "gps": Datum.WGS84,
    "epsg4326": Datum.WGS84,
    "gcj02": Datum.GCJ02,
    "gcj02ll": Datum.GCJ02,
    "bd09": Datum.BD09,
    "bd09ll": Datum.BD09,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees; `datum` is None when nobody said which map it is from."""

    lat: float
    lng: float
    datum: Datum | None


def datum_of(name: str) -> Datum | None:
    """A datum by any usual spelling of its name, such as GCJ-02 or bd09ll; None for an unknown one."""
    return _NAMES.get("".join(one for one in name.lower() if one.isalnum()))


def convert(point: Point, datum: Datum) -> Point:
    """The same place in another datum. Raises ValueError for a point without one."""
    if point.datum is None:
        raise ValueError("a point without a datum can't be converted")
    if point.datum is datum:
        return point
    lat, lng = _to_gcj02(point)
    if datum is Datum.WGS84:
        lat, lng = _gcj02_to_wgs84(lat, lng)
    elif datum is Datum.BD09:
        lat, lng = _gcj02_to_bd09(lat, lng)
    return Point(lat, lng, datum)


def kilometres(one: Point, other: Point) -> float:
    """Great-circle distance. Points of one datum, or of none, are compared as they stand."""
    if one.datum is not other.datum and one.datum is not None and other.datum is not None:
        one, other = convert(one, Datum.WGS84), convert(other, Datum.WGS84)
    north, east = radians(other.lat - one.lat), radians(other.lng - one.lng)
    square = sin(north / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))


def _to_gcj02(point: Point) -> tuple[float, float]:
    if point.datum is Datum.WGS84:
        return _wgs84_to_gcj02(point.lat, point.lng)
    return _bd09_to_gcj02(point.lat, point.lng) if point.datum is Datum.BD09 else (point.lat, point.lng)


def _is_shifted(lat: float, lng: float) -> bool:
    """Whether maps of China shift this place. The rectangle is the published algorithm's, wider than the country."""
    return _SOUTH <= lat <= _NORTH and _WEST <= lng <= _EAST


def _wgs84_to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    if not _is_shifted(lat, lng):
        return lat, lng
    north, east = _metres(lng - 105.0, lat - 35.0)
    angle = radians(lat)
    curve = 1 - _ECCENTRICITY * sin(angle) ** 2
    meridian = _AXIS_M * (1 - _ECCENTRICITY) / (curve * sqrt(curve))
    parallel = _AXIS_M / sqrt(curve) * cos(angle)
    return lat + degrees(north / meridian), lng + degrees(east / parallel)


def _metres(x: float, y: float) -> tuple[float, float]:
    """The shift to the north and to the east, for degrees east of 105° and north of 35°."""
    root = sqrt(abs(x))
    common = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (
        2 / 3 * (common + 20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi))
    )
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += 2 / 3 * (common + 20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi))
    return north, east


def _gcj02_to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """The inverse has no formula: the guess is moved by its error until there is none."""
    guess_lat, guess_lng = lat, lng
    for _ in range(_ROUNDS):
        there_lat, there_lng = _wgs84_to_gcj02(guess_lat, guess_lng)
        off_lat, off_lng = lat - there_lat, lng - there_lng
        guess_lat, guess_lng = guess_lat + off_lat, guess_lng + off_lng
        if abs(off_lat) < _EXACT and abs(off_lng) < _EXACT:
            break
    return guess_lat, guess_lng


def _gcj02_to_bd09(lat: float, lng: float) -> tuple[float, float]:
    reach = hypot(lng, lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lng) + 0.000003 * cos(lng * _BAIDU)
    return reach * sin(angle) + _BAIDU_LAT, reach * cos(angle) + _BAIDU_LNG


def _bd09_to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    lat, lng = lat - _BAIDU_LAT, lng - _BAIDU_LNG
    reach = hypot(lng, lat) - 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lng) - 0.000003 * cos(lng * _BAIDU)
    return reach * sin(angle), reach * cos(angle)
