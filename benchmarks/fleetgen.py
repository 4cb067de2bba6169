"""Make a project of N stores in the style that people write by hand: `python benchmarks/fleetgen.py DIR N`.

Deterministic: the same index gives the same store. `--reprice K` moves the price of one product in the first K stores.
"""

from __future__ import annotations

import argparse
from pathlib import Path

CITIES = [("成都", "武侯区", "028"), ("重庆", "渝中区", "023"), ("上海", "静安区", "021"), ("北京", "朝阳区", "010")]
DISHES = ["毛血旺", "水煮鱼", "口水鸡", "夫妻肺片", "红糖糍粑", "冰粉", "酸辣粉", "回锅肉", "蒜泥白肉", "麻婆豆腐"]
TEMPLATES = {
    "reply.j2": "感谢购买{{ store.title }}团购券！到店出示核销二维码，柜台在{{ store.counter }}。\n"
    "导航：点击门店卡片。营业时间：{{ poi.hours_text }}。\n",
    "call.j2": "您好，您已成功购买{{ store.title }}团购券，核销柜台位于{{ store.counter }}，出示此码即可使用。\n",
}
PROJECT = """\
apiVersion: storeconf/v1
kind: Project
"""
ACCOUNT = """\
apiVersion: storeconf/v1
kind: Account
metadata: {name: big, title: 大连锁}
spec:
  account_id: "7000000000000000001"
  role: self
  api: [shops, poi_update, products, publish]
  verification_tool: {stage: enabled, authorised: all}
"""
DEFAULTS = """\
apiVersion: storeconf/v1
kind: Defaults
metadata: {account: big, labels: {brand: big}}
spec:
  poi: {kind: store, claimed: true, hours: [{days: [1, 2, 3, 4, 5, 6, 7], open: "10:30", close: "21:30"}]}
  products:
    "*": {refund_policy: anytime, subtitle_tags: [随时退, 过期退], shelf: online}
  payment_reply: {text: {template: reply.j2}, attachments: [verification_qr, poi_link]}
  voice_call: {enabled: true, within_minutes: 60, script: {template: call.j2}}
"""


def product(index: int, key: str, fen: int) -> str:
    """One product in short form."""
    dish = DISHES[(index + len(key)) % len(DISHES)]
    return f"""\
    {key}:
      title: {dish}双人餐(含{DISHES[(index * 3) % len(DISHES)]})
      kind: groupbuy
      category: 川菜
      price: {fen / 100:.2f}
      origin_price: {fen * 2 / 100:.2f}
      sale: {{start: 2026-03-01, end: 2026-09-30}}
      use: {{start: 2026-03-01, end: 2026-12-31, times: {{all_day: true}}}}
      unusable: {{weekdays: [], holidays: [国庆], dates: []}}
      appointment: {{required: false}}
      usage_notes: 仅限堂食，吃不完可以打包；需要发票请到前台开具。
      description: {dish}现点现做，两个人吃刚好。
      phone: "{phone(index)}"
      images:
        - {{role: head, url: "https://cdn.example/{index % 97}/head.jpg"}}
        - {{role: detail, url: "https://cdn.example/{index % 97}/detail.jpg"}}
      stock: {200 + index % 800}
"""


def phone(index: int) -> str:
    """A landline of the store's city."""
    return f"{CITIES[index % 4][2]}{80000000 + index}"


def price(index: int, bump: int = 0) -> int:
    """The price in fen of a store's first product."""
    return 3990 + 100 * (index * 7 % 170) + bump


def store(index: int, bump: int = 0) -> str:
    """One store's document."""
    city, district, _ = CITIES[index % 4]
    title = f"大连锁({city}{district[:-1]}{index}店)"
    return f"""\
# {title}
apiVersion: storeconf/v1
kind: Store
metadata: {{name: s{index:05d}, title: {title}, labels: {{city: {city}, tier: {"ABC"[index % 3]}}}}}
spec:
  counter: 进门{"左右"[index % 2]}手边
  poi:
    id: "{6600000000000000000 + index * 7919}"
    name: {title}
    city: {city}
    address: {district}人民路{1 + index % 300}号
    location: {{lat: {30 + index % 1000 / 1000:.4f}, lng: {104 + index % 777 / 1000:.4f}, datum: gcj02}}
    phone: "{phone(index)}"
  products:
{product(index, "lunch", price(index, bump))}{product(index, "dinner", price(index + 3))}\
  videos:
    first: {{video_id: "{7344000000000000000 + index}", product: lunch, mount: component, visible_within_s: 3,
            share_to_dm: true, tracking: shortvideo_0309_douyin, caption: 来{city}吃一顿好的。}}
"""


def write_project(folder: Path, count: int, reprice: int = 0, bump: int = -200) -> None:
    """A whole project; the first `reprice` stores have their first price moved by `bump` fen."""
    for name, text in TEMPLATES.items():
        target = folder / "templates" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "storeconf.yaml").write_text(PROJECT, encoding="utf-8")
    stores = folder / "stores"
    stores.mkdir(exist_ok=True)
    (stores / "account.yaml").write_text(ACCOUNT, encoding="utf-8")
    (stores / "_defaults.yaml").write_text(DEFAULTS, encoding="utf-8")
    for index in range(count):
        place = stores / f"{index // 100:03d}"
        place.mkdir(exist_ok=True)
        (place / f"s{index:05d}.yaml").write_text(store(index, bump if index < reprice else 0), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--reprice", type=int, default=0)
    given = parser.parse_args()
    write_project(given.folder, given.count, given.reprice)
