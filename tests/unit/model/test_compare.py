"""When two values mean the same: what the platform changes without meaning it is no difference."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.model.compare import bare_url, same
from storeconf.model.kinds import BY_NAME

RICE, NOODLES = {"name": "米饭", "price": "6.00", "count": 1, "unit": "份"}, {"name": "面条", "price": "6.00"}
LUNCH, NIGHT = {"days": [1, 2], "open": "10:30", "close": "14:00"}, {"days": [1], "open": "17:00", "close": "02:00"}
HEAD = {"role": "head", "url": "https://cdn.example/a.jpg"}
DETAIL = {"role": "detail", "url": "https://cdn.example/b.jpg"}
HASH, OTHER_HASH = "a" * 64, "b" * 64
SLOT = {"days": [1, 2], "start": "17:00", "end": "21:00", "capacity": 12}

EQUAL: tuple[tuple[str, str, Any, Any], ...] = (
    ("product", "title", "毛血旺", "毛血旺"),
    ("product", "title", "毛血旺", " 毛血旺 \n"),
    ("product", "usage_notes", "一\n二", "一 \r\n二\r"),
    ("product", "title", "cafe\u0301", "caf\u00e9"),
    ("product", "phone", "01064171234", "010-6417 1234"),
    ("product", "phone", "01064171234", "（010）64171234"),
    ("product", "phone", "01064171234", "+86 10 6417 1234"),
    ("product", "phone", "01064171234", "+86-010-64171234"),
    ("product", "phone", "13800138000", "+86 138 0013 8000"),
    ("product", "phone", "13800138000", "0086 13800138000"),
    ("product", "phone", "13800138000", "１３８００１３８０００"),
    ("product", "phone", "01064171234/13800138000", "13800138000、010-64171234"),
    ("product", "phone", "01064171234", ["010-64171234"]),
    ("product", "subtitle_tags", ["随时退", "免预约"], ["免预约", "随时退"]),
    ("product", "unusable.weekdays", [6, 7], [7, 6, 7]),
    ("product", "stores", ["1", "2"], ["2", "1"]),
    ("product", "category", "川菜", "美食/川湘菜/川菜"),
    ("product", "category", "美食·地方菜·川菜", "川菜"),
    ("product", "items", [RICE, NOODLES], [NOODLES, RICE]),
    ("product", "items", [NOODLES], [{"name": "面条", "price": "6.00", "count": 1, "unit": "份"}]),
    ("product", "items", [RICE], [{"group": "主食", "choose": 1, "of": [RICE]}]),
    (
        "product",
        "items",
        [{"group": "主食", "choose": 1, "of": [RICE, NOODLES]}],
        [{"group": "任选", "choose": 1, "of": [NOODLES, RICE]}],
    ),
    ("product", "images", [HEAD, DETAIL], [DETAIL, HEAD]),
    ("product", "images", [HEAD], [{"role": "head", "url": "https://cdn.example/a.jpg?sign=1&expires=2#x"}]),
    ("product", "images", [{"role": "head", "sha256": HASH}], [{"role": "head", "sha256": HASH, "file": "a.jpg"}]),
    ("poi", "hours", [LUNCH, NIGHT], [NIGHT, LUNCH]),
    (
        "poi",
        "hours",
        [LUNCH],
        [{"days": [2], "open": "10:30", "close": "14:00"}, {"days": [1], "open": "10:30", "close": "14:00"}],
    ),
    ("poi", "special_hours", [{"date": "2027-02-17", "closed": True}], [{"closed": True, "date": "2027-02-17"}]),
    ("poi", "head_image", {"file": "a.jpg", "sha256": HASH}, {"product": "@a/product/x", "sha256": HASH}),
    ("poi", "head_image", {"url": "https://cdn.example/a.jpg?x=1"}, {"url": "https://cdn.example/a.jpg"}),
    ("pinned_video", "file", {"file": "a.mp4", "sha256": HASH}, {"file": "b.mp4", "sha256": HASH}),
    ("booking", "slots", [SLOT], [{**SLOT, "days": [2]}, {**SLOT, "days": [1]}]),
    ("payment_reply", "attachments", ["poi_link", "verification_qr"], ["verification_qr", "poi_link"]),
    ("product", "platform.Rich", '{"b": 1, "a": [1, 2]}', '{"a":[1,2],"b":1}'),
)

DIFFERENT: tuple[tuple[str, str, Any, Any], ...] = (
    ("product", "title", "毛血旺", "毛血 旺"),
    ("product", "title", "毛血旺", "毛血旺（大份）"),
    ("product", "usage_notes", "一\n二", "一\n\n二"),
    ("product", "price", "19.90", "19.91"),
    ("product", "sale.end", "2026-06-30T23:59:59+08:00", "2026-06-30T23:59:00+08:00"),
    ("product", "phone", "01064171234", "01064171235"),
    ("product", "phone", "01064171234", "02164171234"),
    ("product", "phone", "01064171234/13800138000", "01064171234"),
    ("product", "subtitle_tags", ["随时退"], ["随时退", "免预约"]),
    ("product", "category", "川菜", "湘菜"),
    ("product", "stock", 500, "unlimited"),
    ("product", "free_pack", True, False),
    ("product", "items", [RICE], [{**RICE, "count": 2}]),
    ("product", "items", [RICE], [{**RICE, "unit": "碗"}]),
    ("product", "items", [RICE], [{**RICE, "price": "6.01"}]),
    ("product", "items", [RICE, NOODLES], [{"group": "主食", "choose": 1, "of": [RICE, NOODLES]}]),
    ("product", "images", [HEAD], [{**HEAD, "role": "detail"}]),
    ("product", "images", [HEAD], [HEAD, DETAIL]),
    (
        "product",
        "images",
        [HEAD, {"role": "head", "url": "https://cdn.example/2.jpg"}],
        [{"role": "head", "url": "https://cdn.example/2.jpg"}, HEAD],
    ),
    ("product", "images", [{"role": "head", "sha256": HASH}], [{"role": "head", "sha256": OTHER_HASH}]),
    ("product", "images", [HEAD], [{"role": "head", "url": "https://[cdn.example/a.jpg"}]),
    ("product", "stores", ["1", "2"], ["1"]),
    ("poi", "hours", [LUNCH], [{**LUNCH, "days": [1]}]),
    ("poi", "hours", [LUNCH], [{**LUNCH, "close": "14:30"}]),
    ("poi", "name", "蜀渝火锅(三里屯店)", "蜀渝火锅（三里屯店）"),
    ("poi", "location", {"lat": "1", "lng": "2", "datum": "gcj02"}, {"lat": "1", "lng": "2", "datum": "bd09"}),
    ("pinned_video", "file", {"file": "a.mp4", "sha256": HASH}, {"file": "a.mp4", "sha256": OTHER_HASH}),
    ("booking", "slots", [SLOT], [{**SLOT, "capacity": 13}]),
    ("product", "platform.Rich", '{"a": [1, 2]}', '{"a": [2, 1]}'),
    ("product", "platform.Rich", "{broken", "{broken too"),
)


def means_the_same(kind: str, path: str, one: Any, other: Any) -> bool:
    """Whether two values of an attribute mean the same; the order in which they are compared never matters."""
    attribute = BY_NAME[kind].attribute(path)
    found = same(attribute, one, other)
    assert same(attribute, other, one) is found
    return found


@pytest.mark.parametrize(("kind", "path", "one", "other"), EQUAL)
def test_spelling_that_means_nothing_is_no_difference(kind: str, path: str, one: Any, other: Any) -> None:
    assert means_the_same(kind, path, one, other)


@pytest.mark.parametrize(("kind", "path", "one", "other"), DIFFERENT)
def test_what_customers_would_notice_is_a_difference(kind: str, path: str, one: Any, other: Any) -> None:
    assert not means_the_same(kind, path, one, other)


@given(st.permutations([RICE, NOODLES, {"group": "主食", "choose": 1, "of": [RICE, NOODLES]}]))
def test_items_mean_the_same_in_any_order(shuffled: list[Any]) -> None:
    assert means_the_same("product", "items", shuffled, sorted(shuffled, key=str))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_address_of_a_picture_can_be_compared(one: str, other: str) -> None:
    """The platform's own words are not ours to choose: what is no URL must not end a plan."""
    images = [[{"role": "head", "url": url}] for url in (one, other)]
    assert means_the_same("product", "images", *images) is (bare_url(one) == bare_url(other))


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://cdn.example/a.jpg?x-expires=1&sign=a%2Fb", "https://cdn.example/a.jpg"),
        ("https://cdn.example/a.jpg#top", "https://cdn.example/a.jpg"),
        ("https://cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("https://cdn.example/a~tplv-x.jpg?a=b?c", "https://cdn.example/a~tplv-x.jpg"),
        ("", ""),
    ],
)
def test_signature_of_a_picture_is_left_out(url: str, bare: str) -> None:
    assert bare_url(url) == bare
