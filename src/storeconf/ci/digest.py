"""The night's news for a chat group or a mailbox: what drifted, by region, the first rows, where the rest is.

Chat services count bytes, and each its own way (facts/ecosystem C4): WeCom 2,048 bytes of text, a Chinese character being
three; Feishu and DingTalk about 20 KB of JSON, in which apprise writes a Chinese character as six.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from storeconf.ci.regions import grouped
from storeconf.core import clock
from storeconf.core.text import COLON, COMMA, Lang, Message, Text, joined, say
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Entry, Plan, UnitPlan
from storeconf.plan.summary import summarise
from storeconf.render import words
from storeconf.render.cells import one_line, shorten
from storeconf.render.markdown import octets
from storeconf.render.sides import DECLARED, LIVE, sides_of

HEAD = Text("【storeconf】{at} {news}", "[storeconf] {at}: {news}")
QUIET = Text("没有漂移", "no drift")
REGION = Text("{name}（{count} 处）", "{name} ({count})")
MORE = Text("…… 另有 {count} 处", "… {count} more")
REPORT = Text("完整报告：{url}", "full report: {url}")
COUNTS: tuple[tuple[str, Text], ...] = (
    ("drift", Text("漂移 {n} 处", "{n} drifted")),
    ("conflict", Text("冲突 {n} 处", "{n} in conflict")),
    ("rejected", Text("审核没通过 {n} 个", "{n} rejected")),
    ("banned", Text("被封禁 {n} 个", "{n} banned")),
)
INCOMPLETE = Text("有账号或文件读不了", "an account or a document could not be read")
ROWS = 10
"""What a person reads on a phone."""
CELLS = 40
_DOT = re.compile(r"(?<=[0-9A-Za-z-])\.(?=[A-Za-z])")
_MENTIONS = str.maketrans({"<": "＜", ">": "＞", "@": "＠", "[": "［", "]": "］", "`": "｀", "*": "＊"})


@dataclass(frozen=True, slots=True)
class Room:
    """How much one service takes, and how it counts."""

    limit: int
    size: Callable[[str], int] = octets


def in_json(text: str) -> int:
    """Bytes of a text inside a JSON body of pure ASCII."""
    return len(json.dumps(text))


WECOM, FEISHU, DINGTALK, MAIL, OTHER = (
    Room(2_000),
    Room(18_000, in_json),
    Room(18_000, in_json),
    Room(30_000),
    Room(1_500),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Writes the news of some units."""

    lang: Lang
    label: str = ""
    """The stores' label that regions are told by."""
    report: str = ""
    further: tuple[Message, ...] = ()
    """What else there is to tell, such as `records_news`."""

    def __call__(self, plan: Plan, units: Sequence[UnitPlan], room: Room) -> str:
        """Within the room; always the head, and the link when there is one."""
        counts = summarise(units)
        news = [say(text(n=n), self.lang) for name, text in COUNTS if (n := getattr(counts, name))]
        news += [INCOMPLETE.render(self.lang)] if plan.incomplete else []
        news += [say(one, self.lang) for one in self.further]
        said = joined(news or [QUIET.render(self.lang)], COMMA, self.lang)
        head = say(HEAD(at=clock.short(clock.parse_instant(plan.created_at)), news=said), self.lang)
        tail = [say(REPORT(url=self.report), self.lang)] if self.report else []
        rows = list(self._rows(plan, units))
        shown = rows[:ROWS]
        while True:
            left = counts.drift - sum(not row.startswith("■") for row in shown)
            more = [say(MORE(count=left), self.lang)] if left and rows else []
            text = "\n".join([head, *_trimmed(shown), *more, *tail])
            if room.size(text) <= room.limit or not shown:
                return text
            shown.pop()

    def _rows(self, plan: Plan, units: Sequence[UnitPlan]) -> Iterator[str]:
        groups = {
            key: [entry for unit in found for entry in unit.drift] for key, found in grouped(units, self.label).items()
        }
        for key, entries in sorted(groups.items(), key=lambda item: -len(item[1])):
            if entries:
                yield f"■ {say(REGION(name=told(key), count=len({e.address for e in entries})), self.lang)}"
                yield from (self._row(plan, entry) for entry in entries)

    def _row(self, plan: Plan, entry: Entry) -> str:
        kind = BY_NAME.get(entry.address.split("/")[1]) if "/" in entry.address else None
        title = told(shorten(entry.title or entry.address, CELLS))
        if not entry.attributes or all(change.live_state == "absent" for change in entry.attributes):
            return f"· {title}{COLON.render(self.lang)}{words.reason(entry.reason, self.lang)}"
        change = entry.attributes[0]
        attribute = kind.attribute(change.path) if kind is not None else None
        label = attribute.label.render(self.lang) if attribute is not None else change.path
        found = sides_of(plan, attribute, change, entry, self.lang)
        live, declared = (told(shorten(side, CELLS)) for side in (found.live, found.declared))
        values = f"{LIVE.render(self.lang)} {live}{COMMA.render(self.lang)}{DECLARED.render(self.lang)} {declared}"
        return f"· {title} {label}{COLON.render(self.lang)}{values}"


def told(text: str) -> str:
    """A text that nobody is called by, and that no chat client makes a link or markup of."""
    return _DOT.sub("．", one_line(text).translate(_MENTIONS).replace("://", "：//"))


def _trimmed(rows: list[str]) -> list[str]:
    """A region's heading without rows under it says nothing."""
    return rows[:-1] if rows and rows[-1].startswith("■") else rows


def has_news(plan: Plan, units: Sequence[UnitPlan]) -> bool:
    """Whether somebody should be told at all."""
    counts = summarise(units)
    return plan.incomplete or any(getattr(counts, name) for name, _ in COUNTS)
