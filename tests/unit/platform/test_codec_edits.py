"""An edit of one attribute in a body that holds others: what isn't set stays as it was."""

from __future__ import annotations

import json
from typing import Any

from lab import OTHER_SHOP, PRODUCT, SHOP
from storeconf.core.values import Value
from storeconf.platform.douyin.codec import Body
from storeconf.platform.douyin.codecs import CODECS


def edited(body: Body, sets: dict[str, Value]) -> Body:
    """A product's body after an edit."""
    for codec in CODECS:
        mine = {path: sets[path] for path in codec.paths if path in sets}
        if mine:
            codec.encode(body, mine)
    return body


def holding(**values: Any) -> Body:
    """A body with some attributes, JSON inside text."""
    packed = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    return {"product": {"attr_key_value_map": packed}, "sku": {}}


def stored(body: Body, name: str) -> Any:
    """One attribute as data."""
    return json.loads(body["product"]["attr_key_value_map"][name])


def test_one_note_changed_keeps_the_paragraphs_of_the_other() -> None:
    rows = [
        {"title": "温馨提示", "content": "请自备泳帽", "icon": 3},
        {"title": "停车", "content": "免费两小时"},
        {"title": "购买须知", "content": "限一张"},
    ]
    body = edited(holding(Notification=rows), {"purchase_notes": "限两张"})
    assert stored(body, "Notification") == [*rows[:2], {"title": "购买须知", "content": "限两张"}]


def test_a_single_note_keeps_its_title() -> None:
    rows = [{"title": "温馨提示", "content": "旧"}]
    body = edited(holding(Notification=rows), {"usage_notes": "新"})
    assert stored(body, "Notification") == [{"title": "温馨提示", "content": "新"}]


def test_a_new_description_keeps_the_pictures_between_the_texts() -> None:
    rows = [{"note_type": 1, "content": "旧"}, {"note_type": 2, "content": "https://cdn.example/x.jpg"}]
    body = edited(holding(description_rich_text=rows), {"description": "新"})
    assert stored(body, "description_rich_text") == [{"note_type": 1, "content": "新"}, rows[1]]


def test_a_new_lead_time_keeps_the_links() -> None:
    before = {
        "need_appointment": True,
        "external_link": "https://m.example/a",
        "ahead_time_type": 1,
        "ahead_day_num": 1,
    }
    body = edited(holding(appointment=before), {"appointment.lead_hours": 5})
    assert stored(body, "appointment") == {
        "need_appointment": True,
        "external_link": "https://m.example/a",
        "ahead_time_type": 2,
        "ahead_hour_num": 5,
    }


def test_an_appointment_switched_on_again_keeps_its_minutes() -> None:
    before = {"need_appointment": False, "ahead_time_type": 3, "ahead_minute_num": 30}
    body = edited(holding(appointment=before), {"appointment.required": True})
    assert stored(body, "appointment") == {"need_appointment": True, "ahead_time_type": 3, "ahead_minute_num": 30}


def test_new_unusable_weekdays_keep_the_holidays() -> None:
    before = {"enable": True, "holidays": [2], "holiday_dates": {"2": "2027.02.06-2027.02.12"}}
    body = edited(holding(can_no_use_date=before), {"unusable.weekdays": [7]})
    found = stored(body, "can_no_use_date")
    assert (found["days_of_week"], found["holidays"], found["holiday_dates"]) == ([7], [2], before["holiday_dates"])


def test_a_new_end_of_use_keeps_its_start() -> None:
    before = {"use_date_type": 1, "use_start_date": "2026-03-09", "use_end_date": "2026-05-31"}
    body = edited(holding(use_date=before), {"use.end": "2026-07-31"})
    assert stored(body, "use_date")["use_start_date"] == "2026-03-09"


def test_shops_that_stay_keep_what_the_merchant_wrote_beside_them() -> None:
    known = {"poi_id": int(SHOP), "supplier_ext_id": "ext-1"}
    body = edited({"product": {"pois": [known]}, "sku": {}}, {"stores": [SHOP, OTHER_SHOP]})
    assert body["product"]["pois"] == [known, {"poi_id": OTHER_SHOP}]


def test_a_picture_role_that_was_emptied_is_sent_empty() -> None:
    one = {"role": "head", "url": "https://cdn.example/1.jpg"}
    body = edited(holding(dishes_image_list=[{"url": "x"}]), {"images": [one]})
    assert (stored(body, "dishes_image_list"), stored(body, "image_list")) == (
        [],
        [{"url": "https://cdn.example/1.jpg"}],
    )
    assert "detail_image_list" not in body["product"]["attr_key_value_map"]


def test_attributes_are_text_on_the_wire() -> None:
    body = edited({"product": {}, "sku": {}}, dict(PRODUCT))
    for part in ("product", "sku"):
        assert all(isinstance(value, str) for value in body[part]["attr_key_value_map"].values())
    assert isinstance(body["sku"]["actual_amount"], int)
    assert isinstance(body["product"]["sold_end_time"], int)
