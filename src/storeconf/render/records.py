"""Verification records and what the anomaly rules found in them, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.text import COMMA, ITEMS, Lang, Say, Text, joined, say
from storeconf.records.findings import LABEL, RULE_NAMES, Order, Pause, Review
from storeconf.records.moments import local_time
from storeconf.records.reading import Skip
from storeconf.records.report import Report
from storeconf.render.cells import one_line
from storeconf.render.paint import Paint

RECORDS_VERSION = "1.0"
SHOWN = 50
"""Lines of one list before the rest is only counted."""
SHOWN_SKIPS = 10

HEAD = Text("核销记录 {rows} 行", "{rows} verification records")
UNREAD = Text("{count} 行读不了", "{count} unreadable")
RULES = Text(
    "单日失败超 {failures} 次停售，同手机号 24 小时超 {phone} 单复核，核销比支付晚 {slow} 分钟以上标记",
    "paused above {failures} failures a day, reviewed above {phone} orders of one phone in 24 hours, "
    "marked above {slow} minutes after payment",
)
WHOSE = Text("规则（{account}）：{rules}", "Rules ({account}): {rules}")
OURS = Text("默认", "default")
PAUSES = Text("暂停售卖 {count}", "To pause: {count}")
REVIEWS = Text("人工复核 {count}", "To review: {count}")
SLOW = Text("标记为“长周期未核销” {count}", "To label “长周期未核销”: {count}")
PENDING = Text("已支付、超过时限还没核销 {count}", "Paid, not verified, and over the limit: {count}")
SKIPPED = Text("读不了的行 {count}", "Unreadable rows: {count}")
UNJUDGED = Text("没有判断：{rule}（{reason}）", "Not judged: {rule} ({reason})")
PAUSE = Text("{day}  {product}  失败 {failures} 次", "{day}  {product}  {failures} failures")
REVIEW = Text("{phone}  24 小时内 {orders} 单  {since} 至 {until}", "{phone}  {orders} orders  {since} to {until}")
ORDER = Text(
    "{order}  支付 {paid}，核销 {verified}（{minutes} 分钟）",
    "{order}  paid {paid}, verified {verified} ({minutes} min)",
)
WAITING = Text("{order}  支付 {paid}（{minutes} 分钟前）", "{order}  paid {paid} ({minutes} min ago)")
IN = Text("门店：{stores}", "stores: {stores}")
ORDERS = Text("订单：{orders}", "orders: {orders}")
SKIP = Text("{file} 第 {line} 行：{reason}", "{file} row {line}: {reason}")
SKIPS = Text("{file}：{reason}", "{file}: {reason}")
MORE = Text(
    "还有 {count} 条，用 -o 文件.xlsx 或 --format json 看全部", "{count} more: -o FILE.xlsx or --format json has all"
)
NOTHING = Text("没有异常。", "Nothing unusual.")


def as_json(report: Report, lang: Lang) -> dict[str, Any]:
    """The contract."""
    found = report.findings
    return {
        "format_version": RECORDS_VERSION,
        "actions": [
            *(
                {"action": "pause_sale", "product_id": one.product_id, "date": one.day.isoformat()}
                for one in found.pauses
            ),
            *({"action": "manual_review", "phone": one.phone} for one in found.reviews),
            *({"action": "label", "order_id": one.order_id, "label": LABEL} for one in found.slow),
        ],
        "pending": [_pending_json(one) for one in found.pending],
        "rows": report.rows,
        "skipped": [
            *({"rule": one.rule, "reason": say(one.reason, lang)} for one in report.unjudged),
            *(_skip_json(one, lang) for one in report.skips),
        ],
    }


def _pending_json(order: Order) -> dict[str, str]:
    return {
        "order_id": order.order_id,
        "pay_time": clock.iso(local_time(order.paid)),
        "product_id": order.product_id,
        "store_id": order.store_id,
        "phone": order.phone,
    }


def _skip_json(skip: Skip, lang: Lang) -> dict[str, Any]:
    place = {"row": skip.line} if skip.line else {"rows": skip.rows}
    return {"file": skip.file, **place, "reason": say(skip.reason, lang)}


class RecordsText:
    """Renders a report."""

    def __init__(self, lang: Lang, paint: Paint) -> None:
        """In one language."""
        self.lang, self.paint = lang, paint

    def __call__(self, report: Report) -> str:
        """All of it, long lists cut."""
        found = report.findings
        lists = [
            *self._list(PAUSES, "red", [self._pause(one, report) for one in found.pauses[:SHOWN]], len(found.pauses)),
            *self._list(
                REVIEWS, "red", [self._review(one, report) for one in found.reviews[:SHOWN]], len(found.reviews)
            ),
            *self._list(SLOW, "yellow", [self._order(one, report) for one in found.slow[:SHOWN]], len(found.slow)),
            *self._list(
                PENDING, "yellow", [self._order(one, report) for one in found.pending[:SHOWN]], len(found.pending)
            ),
        ]
        lines = [*self._head(report), *(lists or ["", self.paint(NOTHING.render(self.lang), "green")])]
        return "\n".join((*lines, *self._unread(report)))

    def _head(self, report: Report) -> Iterator[str]:
        unread = sum(skip.rows for skip in report.skips)
        parts: list[Say] = [HEAD(rows=report.rows)]
        if unread:
            parts.append(UNREAD(count=unread))
        yield self.paint(joined((say(part, self.lang) for part in parts), COMMA, self.lang), bold=True)
        limits = report.findings.limits
        rules = RULES(failures=limits.failures_per_day, phone=limits.per_phone_24h, slow=limits.slow_minutes)
        account: Say = f"@{report.account}" if report.account else OURS
        yield self._say(WHOSE(account=account, rules=rules))

    def _list(self, title: Text, colour: str, rows: Sequence[str], count: int) -> Iterator[str]:
        if not count:
            return
        yield ""
        yield self.paint(self._say(title(count=count)), colour, bold=True)
        yield from (f"  {row}" for row in rows)
        if count > len(rows):
            yield f"  {self._say(MORE(count=count - len(rows)))}"

    def _pause(self, pause: Pause, report: Report) -> str:
        product = _named(pause.product_id, report.products)
        said = self._say(PAUSE(day=pause.day.isoformat(), product=product, failures=pause.failures))
        return self._with_stores(said, pause.stores, report)

    def _review(self, review: Review, report: Report) -> str:
        since, until = (clock.short(local_time(moment)) for moment in (review.since, review.until))
        said = self._say(REVIEW(phone=one_line(review.phone), orders=review.orders, since=since, until=until))
        orders = joined(map(one_line, review.order_ids[:SHOWN_SKIPS]), ITEMS, self.lang)
        return self._with_stores(
            f"{said}  {self._say(ORDERS(orders=orders))}" if orders else said, review.stores, report
        )

    def _order(self, order: Order, report: Report) -> str:
        facts = {
            "order": one_line(order.order_id),
            "paid": clock.short(local_time(order.paid)),
            "minutes": order.minutes(report.findings.now),
        }
        said = ORDER(**facts, verified=clock.short(local_time(order.verified))) if order.verified else WAITING(**facts)
        rest = (_named(order.product_id, report.products), _named(order.store_id, report.stores), one_line(order.phone))
        return "  ".join((self._say(said), *filter(None, rest)))

    def _with_stores(self, said: str, stores: Iterable[str], report: Report) -> str:
        names = joined((_named(one, report.stores) for one in stores), ITEMS, self.lang)
        return f"{said}  {self._say(IN(stores=names))}" if names else said

    def _unread(self, report: Report) -> Iterator[str]:
        for one in report.unjudged:
            yield ""
            yield self.paint(self._say(UNJUDGED(rule=RULE_NAMES[one.rule], reason=one.reason)), "yellow")
        rows = [self._skip(skip) for skip in report.skips[:SHOWN_SKIPS]]
        yield from self._list(SKIPPED, "yellow", rows, len(report.skips))

    def _skip(self, skip: Skip) -> str:
        file = one_line(skip.file)
        said = (
            SKIP(file=file, line=skip.line, reason=skip.reason) if skip.line else SKIPS(file=file, reason=skip.reason)
        )
        return one_line(self._say(said))

    def _say(self, message: Say) -> str:
        return say(message, self.lang)


def _named(name: str, names: Mapping[str, str]) -> str:
    """What something is called, with the id that the rows have for it."""
    known = names.get(name)
    return one_line(f"{known}({name})" if known else name)
