"""A platform to test against: the sandbox with a clock of its own, reached without a socket or over real HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from storeconf.core import clock
from storeconf.core.values import Attrs, Value
from storeconf.model.fleet import AccountInfo
from storeconf.model.kinds import BY_NAME
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.douyin.client import App, Client
from storeconf.platform.douyin.credentials import Credentials
from storeconf.platform.douyin.transport import Transport, WsgiTransport
from storeconf.platform.live import Existence, LiveObject, Snapshot
from storeconf.platform.protocol import Change, Impossible, Outcome, Request, Wanted
from storeconf.platform.sandbox import review, seed
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.database import Database, load
from wire import Wire

START = "2026-03-09T10:00:00+08:00"
ACCOUNT_ID = "7012345678901234567"
SHOP, OTHER_SHOP, THIRD_SHOP = "6601136930000001", "6601136930000002", "6601136930000003"
ALL_SCOPES = frozenset({"shops", "poi_update", "products", "publish", "booking", "orders", "records"})
KEYS = Credentials("test-key", "test-secret")

PRODUCT: Mapping[str, Value] = {
    "title": "毛血旺单人餐(含米饭)",
    "kind": "groupbuy",
    "category": "川菜",
    "price": "19.90",
    "origin_price": "39.00",
    "items": [
        {"name": "毛血旺", "price": "33.00", "count": 1, "unit": "份"},
        {"name": "米饭", "price": "6.00", "count": 1, "unit": "份"},
    ],
    "sale.start": "2026-03-09T00:00:00+08:00",
    "sale.end": "2026-06-30T23:59:59+08:00",
    "use.start": "2026-03-09",
    "use.end": "2026-07-31",
    "use.times.all_day": True,
    "unusable.weekdays": [],
    "unusable.holidays": ["春节"],
    "unusable.dates": [],
    "subtitle_tags": ["随时退", "过期退", "免预约"],
    "refund_policy": "anytime",
    "appointment.required": False,
    "appointment.lead_hours": 0,
    "usage_notes": "堂食使用。\n需要发票请到前台开具。",
    "purchase_notes": "每桌限用两张。",
    "description": "现点现做的毛血旺，配一碗米饭。",
    "phone": "01064171234",
    "images": [
        {"role": "head", "url": "https://cdn.example/mxw.jpg"},
        {"role": "detail", "url": "https://cdn.example/mxw-2.jpg"},
    ],
    "stock": 500,
    "shelf": "online",
    "people": 1,
    "limits.per_user": 2,
    "private_room": False,
    "free_pack": True,
    "stores": [SHOP],
}
"""Every attribute that a product's API carries, as a YAML file would give it after reading."""


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: clock.parse_instant(START))

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        """Move it, forwards or back."""
        self.moment += timedelta(**by)


def account(role: str = "self", scopes: frozenset[str] = ALL_SCOPES, *, name: str = "shuyu") -> AccountInfo:
    """A merchant account."""
    return AccountInfo(
        name=name,
        title="蜀渝餐饮",
        owner="",
        account_id=ACCOUNT_ID,
        role=role,
        scopes=scopes,
        credentials=name.upper(),
    )


@dataclass
class Lab:
    """One account on a sandbox, through the adapter that a real account uses."""

    database: Database
    transport: Transport
    clock: Clock
    account: AccountInfo = field(default_factory=account)
    credentials: Credentials = KEYS

    def __post_init__(self) -> None:
        self.wire = Wire(self.transport)
        seed.admit_account(self.database, self.account)
        for number, shop in enumerate((SHOP, OTHER_SHOP, THIRD_SHOP), 1):
            seed.admit_shop(self.database, ACCOUNT_ID, shop, place(number))
        self.reconnect()

    def reconnect(self) -> Douyin:
        """A new run: nothing is remembered, not even the token."""
        app = App(self.wire, lambda: self.credentials)
        self.client = Client(app, self.account.account_id)
        self.platform = Douyin({self.account.name: self.account}, lambda _: self.client, "zh")
        return self.platform

    def become(self, role: str = "self", scopes: frozenset[str] = ALL_SCOPES) -> None:
        """Another role, or other scopes, for our app in the same account."""
        self.account = account(role, scopes)
        seed.admit_account(self.database, self.account)
        self.reconnect()

    # -- reading -------------------------------------------------------------------------------------------------------

    def snapshot(self, *wanted: Wanted) -> Snapshot:
        """What the adapter sees."""
        return self.platform.snapshot(wanted, lambda _: None, clock.iso(self.clock()))

    def product(self, out_id: str = "mxw-1", **more: Any) -> LiveObject:
        """One product of a snapshot."""
        wanted = product_wanted(out_id, **more)
        return self.snapshot(wanted).get(wanted.address)

    def place(self, poi_id: str = SHOP, *tasks: str) -> LiveObject:
        """One shop of a snapshot."""
        wanted = Wanted(address="bj/poi", kind="poi", account=self.account.name, poi_id=poi_id, tasks=tasks)
        return self.snapshot(wanted).get("bj/poi")

    # -- writing -------------------------------------------------------------------------------------------------------

    def requests(
        self, sets: Attrs, live: LiveObject | None = None, *, out_id: str = "mxw-1", **more: Any
    ) -> list[Request]:
        """What a change of a product is put into. Without a live object it is made."""
        if live is None:
            self.snapshot(product_wanted(out_id))
        found = self.platform.compose(change(self.account, sets, live, out_id=out_id, **more))
        assert not isinstance(found, Impossible), found
        return list(found)

    def change(self, sets: Attrs, *, out_id: str = "mxw-1") -> list[Outcome]:
        """Change a product from what is live now."""
        return [self.write(request) for request in self.requests(sets, self.product(out_id), out_id=out_id)]

    def write(self, request: Request) -> Outcome:
        """Send one request."""
        return self.platform.write(self.account, request)

    def create(self, out_id: str = "mxw-1", **changed: Value) -> str:
        """Submit a new product; returns its id."""
        (request,) = self.requests(product(**changed), out_id=out_id)
        outcome = self.write(request)
        assert outcome.ok, outcome
        return outcome.ids["product_id"]

    def online(self, out_id: str = "mxw-1", **changed: Value) -> str:
        """A product that has passed its review; returns its id."""
        product_id = self.create(out_id, **changed)
        self.decide()
        return product_id

    def decide(self, reason: str = "") -> Sequence[review.Pending]:
        """The reviewers pass everything, or reject it."""
        return review.decide(self.database, lambda _: True, reason, clock.epoch(self.clock()))

    # -- behind the tool's back ------------------------------------------------------------------------------------------

    def stored(self, product_id: str) -> dict[str, Any]:
        """The online version of a product as the platform keeps it."""
        found = seed.online_content(self.database, product_id)
        assert found is not None
        return found

    def log(self) -> list[tuple[str, dict[str, Any], str]]:
        """The writes that the platform got: call, body, result."""
        rows = self.database.rows("SELECT * FROM log ORDER BY seq")
        return [(row["call"], load(row["body"]), row["result"]) for row in rows]


def embedded(folder: Path) -> Lab:
    """A lab without a socket."""
    database, now = Database(folder / "platform.db"), Clock()
    return Lab(database, WsgiTransport(SandboxApp(database, now)), now)


def product(**changed: Value) -> dict[str, Value]:
    """The product's attributes with some changed; `sale__end` is `sale.end`."""
    return {**PRODUCT, **{name.replace("__", "."): value for name, value in changed.items()}}


def place(number: int) -> Attrs:
    """What the platform shows of a shop."""
    return {
        "name": f"蜀渝火锅({number}号店)",
        "address": f"朝阳区工体北路{number}号",
        "location": {"lat": "39.9337", "lng": "116.4551", "datum": "gcj02"},
    }


def product_wanted(out_id: str = "mxw-1", *, product_id: str = "", bound: bool = False) -> Wanted:
    """A product to look for."""
    address = f"@shuyu/product/{out_id or product_id}"
    return Wanted(address=address, kind="product", account="shuyu", out_id=out_id, product_id=product_id, bound=bound)


def change(
    info: AccountInfo,
    sets: Attrs,
    live: LiveObject | None = None,
    *,
    kind: str = "product",
    out_id: str = "mxw-1",
    address: str = "",
    bound: bool = False,
) -> Change:
    """A change as the plan hands it to an adapter."""
    address = address or f"@{info.name}/product/{out_id}"
    return Change(
        account=info,
        kind=BY_NAME[kind],
        address=address,
        create=live is None,
        sets=sets,
        live=live or LiveObject(address=address, existence=Existence.ABSENT),
        out_id=out_id,
        bound=bound,
    )


def with_attrs(live: LiveObject, **attrs: Value) -> LiveObject:
    """The same object, seen with other values."""
    return replace(live, attrs={**live.attrs, **attrs})
