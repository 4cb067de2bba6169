"""What the stories share: a chain small enough to read, plans asked about by address, whole runs to the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from support import Cli

SHOPS = ("one", "two", "three")
"""The chain's stores."""
SAVE = "/goodlife/v1/goods/product/save/"
"""The write that submits a product for review."""

PROJECT = "apiVersion: storeconf/v1\nkind: Project\n"


def account(name: str = "chain", *, api: str = "[shops, poi_update, products, publish]", more: str = "") -> str:
    """One merchant account."""
    return f"""\
apiVersion: storeconf/v1
kind: Account
metadata: {{name: {name}, title: 小面馆, owner: 王经理}}
spec:
  account_id: "70000000000000{len(name):05d}"
  role: self
  api: {api}
{more}"""


def store(slug: str, number: int, *, account: str = "chain", labels: str = "{}", more: str = "") -> str:
    """One shop; `more` is what its spec has beside the place."""
    return f"""\
apiVersion: storeconf/v1
kind: Store
metadata: {{name: {slug}, title: 小面馆({slug}), account: {account}, owner: {slug}店长, labels: {labels}}}
spec:
  counter: 进门左手边
  poi:
    id: "{poi_id(number)}"
    name: 小面馆({slug})
    claimed: true
{more}"""


def poi_id(number: int) -> str:
    """The platform's id of the shop of a number."""
    return str(6600000000000000000 + number)


def product(
    name: str, stores: str, *, price: str = "19.90", title: str = "重庆小面单人餐", account: str = "chain"
) -> str:
    """A chain product."""
    return f"""\
apiVersion: storeconf/v1
kind: Product
metadata: {{name: {name}, account: {account}}}
spec:
  stores: {stores}
{indented(terms(price=price, title=title), 2)}"""


def terms(*, price: str = "19.90", title: str = "重庆小面单人餐", stock: str = "100") -> str:
    """What any product says of itself."""
    return f"""\
title: {title}
kind: groupbuy
category: 川菜
price: {price}
origin_price: 39.00
sale: {{start: 2026-03-01, end: 2026-12-31}}
use: {{start: 2026-03-01, end: 2026-12-31, times: {{all_day: true}}}}
unusable: {{weekdays: [], holidays: [], dates: []}}
appointment: {{required: false}}
refund_policy: anytime
usage_notes: 堂食使用，需要发票请到前台开具。
description: 现煮小面一碗，配卤蛋一个，另送例汤。
subtitle_tags: [随时退, 过期退]
phone: "02360000000"
images: [{{role: head, url: "https://cdn.example/noodles.jpg"}}, {{role: dish, url: "https://cdn.example/egg.jpg"}}]
stock: {stock}
shelf: online
"""


def indented(text: str, columns: int) -> str:
    """A block of YAML, further to the right."""
    return "".join(f"{' ' * columns}{line}\n" for line in text.splitlines())


def chain(products: Mapping[str, str], *, labels: str = "{}", shops: Iterable[str] = SHOPS) -> dict[str, str]:
    """A project: one account, a few shops, the given products by file name."""
    files = {"storeconf.yaml": PROJECT, "stores/chain.yaml": account()}
    files |= {f"stores/{slug}.yaml": store(slug, n, labels=labels) for n, slug in enumerate(shops, 1)}
    return files | {f"stores/products/{name}.yaml": text for name, text in products.items()}


# -- plans -----------------------------------------------------------------------------------------------------------


def planned(cli: Cli, *options: str, code: int = 0, now: str = "") -> dict[str, Any]:
    """`plan` as JSON."""
    found: dict[str, Any] = cli("plan", "--format", "json", *options, code=code, now=now).json
    return found


def listed(plan: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """One list of all units, by address; of an object that stands there twice, the first."""
    found: dict[str, dict[str, Any]] = {}
    for unit in plan["stores"]:
        for entry in unit[name]:
            found.setdefault(entry["address"], entry)
    return found


def actions(plan: Mapping[str, Any]) -> dict[str, str]:
    """Address to action, of everything that is neither blocked nor only recorded."""
    changes = listed(plan, "changes")
    return {a: e["action"] for a, e in changes.items() if not e["blocked_by"]}


def values(entry: Mapping[str, Any], path: str) -> tuple[str, Any, Any, Any]:
    """Class, declared, recorded and live value of an attribute."""
    found = next(a for a in entry["attributes"] if a["path"] == path)
    return found["class"], found["declared"], found["recorded"], found["live"]


def api_steps(plan: Mapping[str, Any]) -> dict[str, str]:
    """Address to operation of the requests that a plan would send."""
    return {step["address"]: step["op"] for step in plan["steps"] if step["by"] == "api"}


# -- the sandbox -----------------------------------------------------------------------------------------------------


def writes(cli: Cli) -> list[dict[str, Any]]:
    """Every write that the platform got."""
    found: list[dict[str, Any]] = cli("sandbox", "log", "--format", "json").json
    return found


def saves(cli: Cli) -> Counter[str]:
    """How often each product, by its out_id, was submitted for review."""
    return Counter(w["body"]["product"]["out_id"] for w in writes(cli) if w["call"] == SAVE)


# -- whole runs ------------------------------------------------------------------------------------------------------


def apply_until_quiet(cli: Cli, *decisions: str, rounds: int = 5) -> None:
    """Apply, let everything pass review, and again, until nothing is left for the API. Decisions count once."""
    cli("apply", "--yes", *decisions)
    for _ in range(rounds):
        cli("sandbox", "review")
        plan = planned(cli)
        cli("apply", "--yes")
        if not api_steps(plan) and not listed(plan, "in_review"):
            return
    raise AssertionError(f"not quiet after {rounds} rounds: {planned(cli)['summary']}")


def todo(cli: Cli, *options: str) -> list[dict[str, Any]]:
    """The steps by hand."""
    found: list[dict[str, Any]] = cli("todo", "--format", "json", *options).json["steps"]
    return found


def confirm_everything(cli: Cli, *options: str, by: str = "陈督导") -> int:
    """A person does all that is to do by hand and hands in one sheet. Returns how much that was."""
    steps = todo(cli, *options)
    sheet = {"items": [{"address": step["address"], "step": step["digest"], "by": by} for step in steps]}
    path = cli.folder / "sheet.yaml"
    path.write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")
    cli("confirm", "-f", str(path))
    path.unlink()
    return len(steps)


def settled(cli: Cli) -> None:
    """Nothing to do, nothing changed behind our back."""
    cli("plan", "--detailed-exitcode", code=0)
    cli("drift", "--detailed-exitcode", code=0)
