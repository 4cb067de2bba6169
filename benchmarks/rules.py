"""How fast the review rules read: `python benchmarks/rules.py [STORES]`.

Store chains as `storeconf lint` takes them, each store with texts of its own (names, dishes, prices, hours) beside those
that a chain shares. Compared in one run: the rules, a plain list of forbidden words over the same texts, and ten times
the stores. Seconds depend on the machine; ratios are what to look at.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from storeconf.core.clock import BEIJING
from storeconf.rules.data import words
from storeconf.rules.lint import Linter

NOW = datetime(2026, 3, 9, 10, tzinfo=BEIJING)
CITIES = [("成都", "武侯区", "028"), ("重庆", "渝中区", "023"), ("上海", "静安区", "021"), ("北京", "朝阳区", "010")]
DISHES = ["毛血旺", "水煮鱼", "口水鸡", "夫妻肺片", "红糖糍粑", "冰粉", "酸辣粉", "回锅肉", "蒜泥白肉", "麻婆豆腐"]
WEEK = [1, 2, 3, 4, 5, 6, 7]


def store(index: int) -> dict[str, Any]:
    """One line: a store with two products, a video, a livestream, its reply and its call."""
    city, district, area = CITIES[index % len(CITIES)]
    name = f"蜀渝火锅({district}{index}店)"
    dish, other = DISHES[index % len(DISHES)], DISHES[(index // 10) % len(DISHES)]
    yuan = 19 + index % 400
    closes = f"{20 + index % 3}:30"
    phone = f"{area}{61000000 + index}"
    hours = [{"days": WEEK, "open": "10:00", "close": closes}]
    return {
        "id": index,
        "store": {
            "counter": "进门左手边",
            "licences": [{"type": "营业执照", "expires": "长期"}, {"type": "食品经营许可证", "expires": "2030-06-30"}],
            "poi": {
                "id": str(6601136930000000 + index),
                "name": name,
                "kind": "store",
                "claimed": True,
                "category": "火锅",
            }
            | {"city": city, "address": f"{district}人民路{index % 900 + 1}号", "phone": phone, "hours": hours},
            "videos": {
                "0309": {"video_id": str(7344000000000000000 + index), "product": "a", "mount": "component"}
                | {"caption": f"{name}的{dish}双人餐，{yuan}.9元，点左下角看详情", "tracking": "shortvideo_0309_douyin"}
            },
            "lives": {
                "2026-03-12": {"starts": "2026-03-12T19:00", "ends": "2026-03-12T22:00", "products": ["a"]}
                | {"host_script": f"家人们看右下角，{yuan}.9元的{dish}双人餐，到{name}出示券码就能用，随时退过期退。"}
            },
            "payment_reply": {
                "text": f"感谢购买{name}团购券！到店出示核销二维码，导航点门店卡片，营业时间10:00-{closes}。"
            }
            | {"attachments": ["verification_qr", "poi_link"]},
            "voice_call": {"enabled": True, "within_minutes": 60}
            | {"script": f"您好，您已成功购买{name}团购券，核销柜台位于进门左手边，出示此码即可使用。"},
            "products": dict(_products(dish, other, yuan, phone)),
        },
    }


def _products(dish: str, other: str, yuan: int, phone: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, people, price in (("a", "双人", yuan), ("b", "四人", yuan * 2)):
        yield (
            key,
            {
                "title": f"{dish}{people}餐(含{other})",
                "kind": "groupbuy",
                "category": "川菜",
                "price": f"{price}.90",
                "items": [
                    {"name": dish, "price": f"{price}.00", "count": 1},
                    {"name": other, "price": "20.00", "count": 1},
                ],
                "sale": {"start": "2026-03-01", "end": "2026-09-30"},
                "use": {"start": "2026-03-01", "end": "2026-12-31", "times": {"all_day": True}},
                "subtitle_tags": ["随时退", "过期退", "免预约"],
                "refund_policy": "anytime",
                "appointment": {"required": False},
                "usage_notes": f"{people}套餐仅限堂食，每桌限用一张。{dish}可选微辣、中辣、特辣，吃不完可以免费打包，需要发票请到前台开具。",
                "purchase_notes": "购买后随时可退，过期未使用自动退款。不与店内其他优惠同享，法定节假日通用。",
                "description": f"{dish}选用当天到店的食材，底料由老师傅现炒，配{other}和时令小菜，{people}吃刚好。店内有停车位，可提供宝宝椅。",
                "phone": phone,
            },
        )


def texts(line: dict[str, Any]) -> Iterator[str]:
    """Every text of a line that is longer than a label."""
    pending: list[Any] = [line["store"]]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, str) and len(value) > 8 and not value.isascii():
            yield value


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def lint(lines: Iterable[dict[str, Any]]) -> int:
    """Findings of all lines, by a linter that has seen nothing yet."""
    linter = Linter()
    return sum(len(linter.answer(line, NOW)["findings"]) for line in lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stores", nargs="?", type=int, default=1000)
    count = parser.parse_args().stores
    lines = [store(index) for index in range(count)]
    said = [text for line in lines for text in texts(line)]
    listed = re.compile("|".join(re.escape(word) for word in words("coercive_hype") + words("prohibited")))
    lint(lines[:20])  # Patterns and tables are read once for all.
    plain = seconds(lambda: [listed.findall(text) for text in said])
    few, many = seconds(lambda: lint(lines[: count // 10])), seconds(lambda: lint(lines))
    print(f"{count} stores, {len(said)} texts ({len(set(said))} different), {sum(map(len, said))} characters")
    print(f"rules: {many:.2f} s, {many / count * 1000:.2f} ms a store, {many / len(said) * 1e6:.0f} µs a text")
    print(f"against a plain list of words: {many / plain:.0f} times")
    print(f"ten times the stores: {many / few:.1f} times the time")


if __name__ == "__main__":
    main()
