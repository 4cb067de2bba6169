"""What a night's verification records came to, in counts: for notices, which name no order and nobody."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Message, Text

BAD_RECORDS = Code("SC837", "no-records-report", Text("不是核销记录的结果", "it is no report of records"))
MADE_BY = Text(
    "{file} 不是 storeconf records --format json 写的", "{file} was not written by storeconf records --format json"
)
VERSION = "1"
NEWS = {
    "pause_sale": Text("核销失败太多、要停售的商品 {n} 个", "products to pause for failed verifications: {n}"),
    "manual_review": Text("要人工复核的手机号 {n} 个", "phones to review: {n}"),
    "label": Text("长周期未核销 {n} 单", "slow orders: {n}"),
    "pending": Text("已支付、超时未核销 {n} 单", "orders paid and not verified: {n}"),
}


def news_of(reports: Iterable[tuple[Path, str]]) -> list[Message]:
    """Of the JSON of `storeconf records`, each with its file; nothing for what is 0. Raises StoreconfError."""
    counts: Counter[str] = Counter()
    for file, text in reports:
        try:
            found = json.loads(text)
            actions, pending, version = found["actions"], found["pending"], str(found["format_version"])
            if version.partition(".")[0] != VERSION or not isinstance(pending, list):
                raise ValueError(version)
            counts.update(str(one["action"]) for one in actions)
        except (ValueError, TypeError, LookupError, RecursionError):
            raise fail(BAD_RECORDS, MADE_BY(file=file)) from None
        counts["pending"] += len(pending)
    return [text(n=counts[name]) for name, text in NEWS.items() if counts[name]]
