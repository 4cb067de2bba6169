"""When a product can be used: days, hours, exceptions, appointment.

Source: facts §3.3, attributes use_date, use_time, can_no_use_date, appointment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeconf.core.values import Value
from storeconf.platform.douyin.codec import Body, Codec, Found, attrs_of, moment_field, pack, unpack

HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆", "情人节", "圣诞")
"""can_no_use_date.holidays 1–9."""


def _decode_use(body: Body) -> Found:
    raw = unpack(attrs_of(body).get("use_date"))
    if not isinstance(raw, Mapping):
        return {}
    if str(raw.get("use_date_type")) == "2":
        return {"use.days_after_purchase": int(raw["day_duration"])} if raw.get("day_duration") else {}
    names = {"use.start": "use_start_date", "use.end": "use_end_date"}
    return {path: str(raw[name]) for path, name in names.items() if raw.get(name)}


def _encode_use(body: Body, values: Mapping[str, Value]) -> None:
    if "use.days_after_purchase" in values:
        attrs_of(body)["use_date"] = pack({"use_date_type": 2, "day_duration": values["use.days_after_purchase"]})
        return
    known = {**_decode_use(body), **values}
    fixed = {"use_date_type": 1, "use_start_date": known.get("use.start"), "use_end_date": known.get("use.end")}
    attrs_of(body)["use_date"] = pack({name: value for name, value in fixed.items() if value is not None})


def _decode_use_time(body: Body) -> Found:
    raw = unpack(attrs_of(body).get("use_time"))
    if not isinstance(raw, Mapping):
        return {}
    if str(raw.get("use_time_type")) == "1":
        return {"use.times.all_day": True}
    periods = [
        {"start": str(row.get("use_start_time")), "end": str(row.get("use_end_time"))}
        for row in raw.get("time_period_list") or ()
    ]
    return {"use.times.periods": periods, "use.times.all_day": False}


def _encode_use_time(body: Body, values: Mapping[str, Value]) -> None:
    periods: Any = values.get("use.times.periods")
    if not periods:
        attrs_of(body)["use_time"] = pack({"use_time_type": 1})
        return
    rows = [
        {
            "use_start_time": row["start"],
            "use_end_time": row["end"],
            "end_time_is_next_day": row["end"] <= row["start"],
        }
        for row in periods
    ]
    attrs_of(body)["use_time"] = pack({"use_time_type": 2, "time_period_list": rows})


def _decode_unusable(body: Body) -> Found:
    raw = unpack(attrs_of(body).get("can_no_use_date"))
    if not isinstance(raw, Mapping):
        return {}
    on = bool(raw.get("enable"))
    days = [int(day) for day in raw.get("days_of_week") or ()] if on else []
    holidays = [HOLIDAYS[int(n) - 1] for n in raw.get("holidays") or () if 1 <= int(n) <= len(HOLIDAYS)] if on else []
    dates = [str(day) for day in raw.get("date_list") or ()] if on else []
    return {"unusable.weekdays": days, "unusable.holidays": holidays, "unusable.dates": dates}


def _encode_unusable(body: Body, values: Mapping[str, Value]) -> None:
    known: Any = {**_decode_unusable(body), **values}
    days, holidays, dates = (known.get(f"unusable.{name}") or [] for name in ("weekdays", "holidays", "dates"))
    before = unpack(attrs_of(body).get("can_no_use_date"))
    packed = dict(before) if isinstance(before, Mapping) else {}
    packed |= {
        "enable": bool(days or holidays or dates),
        "days_of_week": list(days),
        "holidays": sorted(HOLIDAYS.index(name) + 1 for name in holidays),
        "date_list": list(dates),
    }
    attrs_of(body)["can_no_use_date"] = pack(packed)


def _decode_appointment(body: Body) -> Found:
    raw = unpack(attrs_of(body).get("appointment"))
    if not isinstance(raw, Mapping):
        return {}
    needed = bool(raw.get("need_appointment"))
    hours = _lead_hours(raw) if needed else 0
    found: Found = {"appointment.required": needed}
    return found if hours is None else {**found, "appointment.lead_hours": hours}


def _lead_hours(raw: Mapping[str, Any]) -> int | None:
    """None for minutes that make no whole hours."""
    match str(raw.get("ahead_time_type")):
        case "1":
            return int(raw.get("ahead_day_num") or 0) * 24
        case "2":
            return int(raw.get("ahead_hour_num") or 0)
        case "3":
            hours, rest = divmod(int(raw.get("ahead_minute_num") or 0), 60)
            return None if rest else hours
        case _:
            return 0


def _encode_appointment(body: Body, values: Mapping[str, Value]) -> None:
    before = unpack(attrs_of(body).get("appointment"))
    packed: Body = dict(before) if isinstance(before, Mapping) else {}
    if "appointment.required" in values:
        packed["need_appointment"] = values["appointment.required"]
    needed, hours = bool(packed.setdefault("need_appointment", False)), values.get("appointment.lead_hours")
    if not needed or hours is not None:
        packed = {name: value for name, value in packed.items() if not name.startswith("ahead_")}
    if needed and isinstance(hours, int) and hours:
        if hours % 24 == 0:
            packed |= {"ahead_time_type": 1, "ahead_day_num": hours // 24}
        else:
            packed |= {"ahead_time_type": 2, "ahead_hour_num": hours}
    attrs_of(body)["appointment"] = pack(packed)


SCHEDULE: tuple[Codec, ...] = (
    moment_field("sale.start", "sold_start_time"),
    moment_field("sale.end", "sold_end_time"),
    Codec(("use.start", "use.end", "use.days_after_purchase"), ("use_date",), _decode_use, _encode_use),
    Codec(("use.times.all_day", "use.times.periods"), ("use_time",), _decode_use_time, _encode_use_time),
    Codec(
        ("unusable.weekdays", "unusable.holidays", "unusable.dates"),
        ("can_no_use_date",),
        _decode_unusable,
        _encode_unusable,
    ),
    Codec(
        ("appointment.required", "appointment.lead_hours"), ("appointment",), _decode_appointment, _encode_appointment
    ),
)
