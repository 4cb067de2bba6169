"""Verification records and channels as charts of the report; a chart without numbers is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from storeconf.core.text import Say, Text, say
from storeconf.records.figures import DAYS, Figures
from storeconf.render.html.charts import Panel, bars
from storeconf.render.traffic import OTHER, AccountVisits
from storeconf.rules.operations.attribution import CHANNELS

MOST = 20
"""Stores, videos and livestreams of one chart."""

BY_HOUR = Text("每小时核销，近 {days} 天", "Verifications by hour, last {days} days")
BY_STORE = Text("各门店核销，近 {days} 天", "Verifications by store, last {days} days")
DELAYS = Text("从支付到核销多久，近 {days} 天", "From payment to verification, last {days} days")
FAILURES = Text("每天核销失败，近 {days} 天", "Failed verifications by day, last {days} days")
BY_CHANNEL = Text("到店来自哪个渠道", "Where visits come from")
BY_CONTENT = Text("哪条视频、哪场直播带来到店", "Visits that each video and livestream brought")
UP_TO = (
    Text("1 小时内", "≤ 1 h"),
    Text("1–4 小时", "1–4 h"),
    Text("4–24 小时", "4–24 h"),
    Text("1–3 天", "1–3 d"),
    Text("3–7 天", "3–7 d"),
    Text("7–30 天", "7–30 d"),
    Text("超过 30 天", "> 30 d"),
)


def panels(found: Figures | None, stores: Mapping[str, str], visits: Sequence[AccountVisits]) -> list[Panel]:
    """`found`: of the kept records, if there are any; `stores`: what stores are called, by the id in the rows."""
    return [*(_of_records(found, stores) if found is not None else ()), *_of_visits(visits)]


def _of_records(found: Figures, stores: Mapping[str, str]) -> Iterator[Panel]:
    if found.verifications:
        yield _panel(BY_HOUR(days=DAYS), [(f"{hour:02d}", n) for hour, n in enumerate(found.by_hour)])
    if found.by_store:
        named = [(stores.get(store, store), n) for store, n in found.by_store.items()]
        yield _panel(BY_STORE(days=DAYS), named[:MOST])
    if found.delays:
        yield _panel(DELAYS(days=DAYS), list(zip(UP_TO, found.delays, strict=True)))
    if found.failures:
        yield _panel(FAILURES(days=DAYS), [(day.strftime("%m-%d"), n) for day, n in found.failures.items()])


def _of_visits(visits: Iterable[AccountVisits]) -> Iterator[Panel]:
    channels: Counter[str] = Counter()
    contents: Counter[str] = Counter()
    for account in visits:
        for store in account.stores:
            channels.update(store.channels)
        for content in account.contents:
            contents[content.address or content.id] += content.coupons
    if channels.total():
        yield _panel(BY_CHANNEL, [(text, channels[name]) for name, text in {**CHANNELS, "other": OTHER}.items()])
    if contents.total():
        yield _panel(BY_CONTENT, [(name, n) for name, n in contents.most_common(MOST)])


def _panel(title: Say, numbers: Sequence[tuple[Say, int]]) -> Panel:
    return Panel(title, lambda lang: bars([(say(label, lang), number) for label, number in numbers], lang))
