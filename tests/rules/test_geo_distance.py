"""Datums against published values, and distances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.geo.distance import LARGEST_SHIFT_KM, Datum, Point, convert, datum_of, kilometres

WGS_TO_GCJ = [
    # The test vectors of eviltransform (Shanghai, Shenzhen, Beijing) and of coordtransform (Tiananmen).
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
]
BD_TO_WGS = [
    ((29.199786, 120.019809), (29.196131605295484, 120.00877901149691)),
    ((29.210504, 120.036455), (29.206795749156136, 120.0253853970846)),
]
ABROAD = [(48.85, 2.35), (-27.4698, 153.0251), (-22.9068, -43.1729), (39.7392, -104.9903)]
IN_CHINA = st.tuples(st.floats(18.2, 53.5), st.floats(73.6, 135.0))


@pytest.mark.parametrize(("wgs", "gcj"), WGS_TO_GCJ)
def test_wgs84_to_gcj02(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    point = convert(Point(*wgs, Datum.WGS84), Datum.GCJ02)
    assert (point.lat, point.lng) == pytest.approx(gcj, abs=1e-9)


@pytest.mark.parametrize(("wgs", "gcj"), WGS_TO_GCJ)
def test_gcj02_to_wgs84(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    point = convert(Point(*gcj, Datum.GCJ02), Datum.WGS84)
    assert (point.lat, point.lng) == pytest.approx(wgs, abs=1e-7)


def test_gcj02_and_bd09() -> None:
    there = convert(Point(39.915, 116.404, Datum.GCJ02), Datum.BD09)
    assert (there.lat, there.lng) == pytest.approx((39.92133699351021, 116.41036949371029), abs=1e-9)
    back = convert(Point(39.915, 116.404, Datum.BD09), Datum.GCJ02)
    assert (back.lat, back.lng) == pytest.approx((39.90865673957631, 116.39762729119315), abs=1e-9)


@pytest.mark.parametrize(("bd", "wgs"), BD_TO_WGS)
def test_bd09_to_wgs84(bd: tuple[float, float], wgs: tuple[float, float]) -> None:
    """Other implementations test these with a tolerance: no inverse is exact, and theirs is off by up to 42 metres."""
    assert kilometres(Point(*bd, Datum.BD09), Point(*wgs, Datum.WGS84)) < 0.05


@pytest.mark.parametrize("place", ABROAD)
def test_nothing_is_shifted_abroad(place: tuple[float, float]) -> None:
    point = convert(Point(*place, Datum.WGS84), Datum.GCJ02)
    assert (point.lat, point.lng) == place


@pytest.mark.parametrize(
    ("one", "other", "km", "off"),
    [
        # Published: Shanghai to Beijing, between the GCJ-02 points of eviltransform; on a slightly larger sphere.
        ((31.17530398364597, 121.531541859215), (39.91334545536069, 116.38404722455657), 1078.164, 1.5),
        ((0, 0), (0, 1), 111.195, 0.001),
        ((30.0, 120.0), (30.0, 120.0), 0, 0),
    ],
)
def test_distance(one: tuple[float, float], other: tuple[float, float], km: float, off: float) -> None:
    assert kilometres(Point(*one, Datum.GCJ02), Point(*other, Datum.GCJ02)) == pytest.approx(km, abs=off)


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("gcj02", Datum.GCJ02),
        ("GCJ-02", Datum.GCJ02),
        ("bd09ll", Datum.BD09),
        ("WGS 84", Datum.WGS84),
        ("cgcs", None),
        ("", None),
    ],
)
def test_names_of_datums(name: str, datum: Datum | None) -> None:
    assert datum_of(name) is datum


def test_a_point_of_unknown_datum_is_not_converted() -> None:
    with pytest.raises(ValueError, match="datum"):
        convert(Point(30.0, 120.0, None), Datum.WGS84)


@given(IN_CHINA, st.sampled_from(Datum), st.sampled_from(Datum))
def test_there_and_back(place: tuple[float, float], one: Datum, other: Datum) -> None:
    point = Point(*place, one)
    there = convert(point, other)
    assert kilometres(point, there) < 0.003
    assert kilometres(Point(*place, None), Point(there.lat, there.lng, None)) < LARGEST_SHIFT_KM
    back = convert(there, one)
    assert (back.lat, back.lng) == pytest.approx(place, abs=3e-5)


@given(IN_CHINA, IN_CHINA)
def test_distance_is_symmetric(one: tuple[float, float], other: tuple[float, float]) -> None:
    first, second = Point(*one, Datum.GCJ02), Point(*other, Datum.BD09)
    assert kilometres(first, second) == pytest.approx(kilometres(second, first))
    assert kilometres(first, second) >= 0
