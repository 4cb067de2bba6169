"""What customers of a sandbox do, made up day by day when somebody asks: the same at every run for the same shops.

A few people buy at each shop that sells something; most come the same or the next day, some later, some never; a few
verifications are taken back. Videos and livestreams bring buyers, though not every video does. On the day before the
sandbox was renewed one phone of each account verifies four orders.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from storeconf.core import clock
from storeconf.core.values import digest
from storeconf.platform.sandbox.database import Database, load
from storeconf.platform.sandbox.sales import Sale, put_sale

OPENED = "trade_opened"
"""Since when there are customers; without it there are none."""
BEFORE = timedelta(days=21)
"""How long before the sandbox was renewed people had been buying already."""
LATEST = timedelta(days=10)
"""How long after buying somebody still comes."""
MOST = 500
"""Offers at shops that anybody buys, per account and day: more would only take time."""
CROWD = 4


@dataclass(frozen=True, slots=True)
class _Offer:
    """A product at a shop."""

    product_id: str
    poi_id: str
    title: str
    fen: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class _Content:
    """A video, or one livestream with its time, that carries a product at a shop."""

    id: str
    kind: str
    starts: int
    ends: int

    @property
    def brings(self) -> bool:
        """Not every video brings anybody: about every fourth is a flop."""
        return self.kind == "live" or int(digest(self.id)[:4], 16) % 4 != 0


_Contents = dict[tuple[str, str], list[_Content]]


def open_shops(database: Database, now: datetime) -> None:
    """From now on, and for some weeks back, there are customers."""
    database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", OPENED, str(clock.epoch(now)))


def put_content(
    database: Database, account_id: str, kind: str, content_id: str, poi_id: str, product_id: str, span: tuple[int, int]
) -> None:
    """A video or a livestream (`kind`: video, live) that carries a product of a shop from a moment to another."""
    row = (content_id, kind, account_id, poi_id, product_id, *span)
    database.run("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?, ?, ?)", *row)


def happen(database: Database, account_id: str, start: int, end: int) -> None:
    """Let everything have happened that shows between two moments (seconds)."""
    opened = database.row("SELECT value FROM meta WHERE name=?", OPENED)
    if opened is None or start > end:
        return
    first = clock.from_epoch(int(opened["value"])) - BEFORE
    day = max(clock.from_epoch(start) - LATEST, first).date()
    made = {row["day"] for row in database.rows("SELECT day FROM trade_days WHERE account_id=?", account_id)}
    missing = [one for one in _days(day, clock.from_epoch(end).date()) if one.isoformat() not in made]
    if not missing:
        return
    offers, contents = _offers(database, account_id), _contents(database, account_id)
    crowded = (clock.from_epoch(int(opened["value"])) - timedelta(days=1)).date()
    for one in missing:
        _one_day(database, account_id, one, offers, contents)
        if one == crowded:
            _crowd(database, account_id, one, offers)
        database.run("INSERT INTO trade_days VALUES (?, ?)", account_id, one.isoformat())


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _offers(database: Database, account_id: str) -> Sequence[_Offer]:
    found = []
    for row in database.rows(
        "SELECT * FROM products WHERE account_id=? AND online IS NOT NULL AND online_status=1 ORDER BY product_id",
        account_id,
    ):
        content: Any = load(row["online"])
        product, sku = content["product"], content["sku"]
        found += [
            _Offer(
                row["product_id"],
                str(poi["poi_id"]),
                str(product.get("product_name", "")),
                int(sku.get("actual_amount") or 0),
                int(product.get("sold_start_time") or 0),
                int(product.get("sold_end_time") or 2**40),
            )
            for poi in product.get("pois") or ()
        ]
    return sorted(found, key=lambda one: (one.poi_id, one.product_id))[:MOST]


def _contents(database: Database, account_id: str) -> _Contents:
    found: _Contents = {}
    for row in database.rows("SELECT * FROM contents WHERE account_id=? ORDER BY content_id", account_id):
        content = _Content(row["content_id"], row["kind"], row["starts"], row["ends"])
        found.setdefault((row["poi_id"], row["product_id"]), []).append(content)
    return found


def _one_day(database: Database, account_id: str, day: date, offers: Sequence[_Offer], contents: _Contents) -> None:
    number = 0
    for offer in offers:
        rng = random.Random(f"{account_id}/{day}/{offer.poi_id}/{offer.product_id}")  # noqa: S311 - made-up customers
        mine = contents.get((offer.poi_id, offer.product_id), [])
        for paid, channel, content in _purchases(rng, day, mine):
            if offer.starts <= clock.epoch(paid) <= offer.ends:
                number += 1
                phone = f"13{rng.randrange(10**9):09d}"
                _sell(database, rng, account_id, offer, _Visit(f"{day}/{number}", paid, channel, content, phone))


def _purchases(rng: random.Random, day: date, contents: Sequence[_Content]) -> Iterator[tuple[datetime, str, str]]:
    """When somebody buys, through which channel, and through which content."""
    midnight = datetime.combine(day, time(), clock.BEIJING)
    start, end = clock.epoch(midnight), clock.epoch(midnight + timedelta(days=1))
    for live in (one for one in contents if one.kind == "live" and start <= one.starts < end):
        for _ in range(rng.randint(2, 4)):
            yield clock.from_epoch(rng.randint(live.starts, live.ends)), "live", live.id
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        paid = midnight + timedelta(hours=9, seconds=rng.randrange(13 * 3600))
        videos = [one for one in contents if one.kind == "video" and one.brings and one.starts <= clock.epoch(paid)]
        draw = rng.random()
        if videos and draw < 0.55:
            yield paid, "short_video", rng.choice(videos).id
        else:
            yield paid, "other" if 0.55 <= draw < 0.7 else "search", ""


@dataclass(frozen=True, slots=True)
class _Visit:
    name: str
    paid: datetime
    channel: str
    content: str
    phone: str


def _sell(database: Database, rng: random.Random, account_id: str, offer: _Offer, visit: _Visit) -> None:
    came = _arrival(rng, visit.paid)
    taken_back = came is not None and rng.random() < 0.03
    sale = Sale(
        order_id=_number(f"{account_id}/{visit.name}"),
        product_id=offer.product_id,
        poi_id=offer.poi_id,
        paid_at=visit.paid,
        phone=visit.phone,
        channel=visit.channel,
        video_id=visit.content if visit.channel == "short_video" else "",
        room_id=visit.content if visit.channel == "live" else "",
        fen=offer.fen,
        title=offer.title,
        verified_at=came,
        cancelled_at=came + timedelta(minutes=rng.randint(2, 40)) if came is not None and taken_back else None,
    )
    put_sale(database, account_id, sale)


def _arrival(rng: random.Random, paid: datetime) -> datetime | None:
    """When somebody comes to the shop; None for never."""
    draw, seconds = rng.random(), rng.randrange(3600)
    if draw < 0.5:
        return paid + timedelta(minutes=40 + rng.randrange(90), seconds=seconds % 60)
    noon = datetime.combine(paid.date(), time(11), clock.BEIJING)
    if draw < 0.75:
        return noon + timedelta(days=1, hours=rng.randrange(10), seconds=seconds)
    if draw < 0.92:
        return noon + timedelta(days=rng.randint(2, LATEST.days - 1), hours=rng.randrange(10), seconds=seconds)
    return None


def _crowd(database: Database, account_id: str, day: date, offers: Sequence[_Offer]) -> None:
    """One phone, several orders within an evening."""
    noon = datetime.combine(day, time(12), clock.BEIJING)
    on_sale = [one for one in offers if one.starts <= clock.epoch(noon) <= one.ends]
    for number in range(CROWD if on_sale else 0):
        offer, paid = on_sale[0], noon + timedelta(minutes=number)
        sale = Sale(
            order_id=_number(f"{account_id}/{day}/crowd/{number}"),
            product_id=offer.product_id,
            poi_id=offer.poi_id,
            paid_at=paid,
            phone="13911110000",
            channel="search",
            fen=offer.fen,
            title=offer.title,
            verified_at=paid + timedelta(hours=6, minutes=10 * number),
        )
        put_sale(database, account_id, sale)


def _number(name: str) -> str:
    """An id of 17 digits that is the same at every run; those of coupons and verifications are longer by a digit each."""
    return f"1{int(digest(name)[:14], 16) % 10**16:016d}"
