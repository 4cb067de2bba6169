"""A row of small shops to plan and apply: one account, one product a shop, every kind of write."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import Cli, write_files

SAVE = "/goodlife/v1/goods/product/save/"
"""The write that submits a product for review."""

PROJECT = """\
apiVersion: storeconf/v1
kind: Project
limits: {update: {share: 100%}, remove: {share: 100%}}
"""
"""Without limits by share: a few shops are a large share of themselves."""
ACCOUNT = """\
apiVersion: storeconf/v1
kind: Account
metadata: {name: row, title: 一条街, owner: 王经理}
spec:
  account_id: "7000000000000000042"
  role: self
  api: [shops, poi_update, products, publish, booking]
  credentials: ROW
"""
DEFAULTS = """\
apiVersion: storeconf/v1
kind: Defaults
metadata: {account: row}
spec:
  products:
    "*":
      kind: groupbuy
      category: 川菜
      origin_price: 39.00
      sale: {start: 2026-03-01, end: 2026-12-31}
      use: {start: 2026-03-01, end: 2026-12-31, times: {all_day: true}}
      unusable: {weekdays: [], holidays: [], dates: []}
      appointment: {required: false}
      refund_policy: anytime
      usage_notes: 堂食使用，需要发票请到前台开具。
      description: 现煮小面一碗，配卤蛋一个，另送例汤。
      phone: "02360000000"
      subtitle_tags: [随时退, 过期退]
      images: [{role: head, url: "https://cdn.example/noodles.jpg"}, {role: dish, url: "https://cdn.example/egg.jpg"}]
"""


@dataclass(frozen=True)
class Shop:
    """One shop as its document says it; every field but the first is a change that one write carries."""

    slug: str
    price: str = "19.90"
    stock: int = 100
    shelf: str = "online"
    name: str = ""
    end: str = "2026-12-31"
    """Last day of the sale."""
    tip: str = ""
    reply: str = ""
    """Only people can set it."""
    lunch: bool = True
    """Whether it sells its product."""

    @property
    def product(self) -> str:
        """The address of its product."""
        return f"{self.slug}/product/lunch"

    def document(self, number: int) -> str:
        """The YAML."""
        name = self.name or f"小面馆({self.slug})"
        lines = [
            "apiVersion: storeconf/v1",
            "kind: Store",
            f"metadata: {{name: {self.slug}, title: 小面馆({self.slug}), account: row, owner: {self.slug}店长}}",
            "spec:",
            f'  poi: {{id: "{poi_id(number)}", name: {name}, claimed: true}}',
        ]
        if self.tip:
            lines.append(f"  booking: {{tip: {self.tip}}}")
        if self.reply:
            lines.append(f"  payment_reply: {{text: {self.reply}}}")
        if self.lunch:
            title = f"重庆小面单人餐({self.slug})"
            facts = f"title: {title}, price: {self.price}, stock: {self.stock}, shelf: {self.shelf}, sale: {{end: {self.end}}}"
            lines.append(f"  products: {{lunch: {{{facts}}}}}")
        return "\n".join(lines) + "\n"


def poi_id(number: int) -> str:
    """The platform's id of the shop of a number."""
    return str(6600000000000000000 + number)


def row_of(*slugs: str) -> tuple[Shop, ...]:
    """Shops that are all alike."""
    return tuple(Shop(slug) for slug in slugs)


def write_row(folder: Path, shops: Iterable[Shop]) -> None:
    """The documents of a row; shops keep their place by their number in the row."""
    files = {"storeconf.yaml": PROJECT, "stores/account.yaml": ACCOUNT, "stores/_defaults.yaml": DEFAULTS}
    files |= {f"stores/{shop.slug}.yaml": shop.document(number) for number, shop in enumerate(shops, 1)}
    write_files(folder, files)


def open_row(folder: Path, shops: Iterable[Shop]) -> Cli:
    """A project whose shops are live and recorded exactly as declared."""
    write_row(folder, shops)
    cli = Cli(folder)
    cli("sandbox", "reset")
    return cli


# -- what was planned and done -----------------------------------------------------------------------------------------


def planned(cli: Cli, *options: str, code: int = 0) -> dict[str, Any]:
    """`plan` as JSON."""
    found: dict[str, Any] = cli("plan", "--format", "json", *options, code=code).json
    return found


def save_plan(cli: Cli, *options: str, code: int = 0) -> Path:
    """`plan -o`; the file lies beside the project, where a clone can't disturb it."""
    path = cli.folder.parent / "saved.plan.json"
    cli("plan", "-o", str(path), *options, code=code)
    return path


def outcomes(run: Mapping[str, Any]) -> dict[str, str]:
    """Address to outcome of every step that `apply --format json` accounts for."""
    return {step["address"]: step["outcome"] for step in run["steps"]}


def writes(cli: Cli) -> list[dict[str, Any]]:
    """Every write that the platform got."""
    found: list[dict[str, Any]] = cli("sandbox", "log", "--format", "json").json
    return found


def saves(cli: Cli) -> Counter[str]:
    """How often each product, by its out_id, was submitted for review."""
    return Counter(w["body"]["product"]["out_id"] for w in writes(cli) if w["call"] == SAVE)


def live_price(cli: Cli, address: str) -> str:
    """What customers pay right now."""
    path = cli.folder.parent / "live.json"
    cli("fetch", "-o", str(path))
    price: str = json.loads(path.read_text(encoding="utf-8"))["objects"][address]["attrs"]["price"]
    return price


def records(cli: Cli) -> dict[str, dict[str, Any]]:
    """The records, by address."""
    return {record["address"]: record for record in cli("state", "list", "--format", "json").json}


# -- what happens behind our back --------------------------------------------------------------------------------------


def unclaim(cli: Cli, number: int, *, claimed: bool = False) -> None:
    """The shop of a number is no longer the account's (or again): every save for it fails."""
    _platform(cli, "UPDATE shops SET claimed=? WHERE poi_id=?", int(claimed), poi_id(number))


def _platform(cli: Cli, sql: str, *values: object) -> None:
    database = sqlite3.connect(cli.folder / ".storeconf/sandbox/platform.db")
    changed = database.execute(sql, values).rowcount
    database.commit()
    database.close()
    assert changed == 1
