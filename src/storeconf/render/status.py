"""The five lights as a table, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, Lang, Text, joined, say
from storeconf.plan.entities import Entry
from storeconf.plan.status import LINKS, Link, State, StoreStatus
from storeconf.render import words
from storeconf.render.cells import one_line, pad, shorten, width
from storeconf.render.paint import Paint
from storeconf.rules.matching import Match, match
from storeconf.rules.operations.attribution import CHANNELS
from storeconf.rules.scoring import LIKELY

TITLES: Mapping[str, Text] = {
    "poi": Text("门店绑定", "place"),
    "content": Text("内容挂载", "content"),
    "verification": Text("核销工具", "verification"),
    "follow_up": Text("自动承接", "follow-up"),
    "attribution": Text("渠道归因", "attribution"),
}
LIGHTS: Mapping[State, tuple[str, str]] = {
    "ok": ("●", "green"),
    "broken": ("✗", "red"),
    "waiting": ("…", "yellow"),
    "not_seen": ("?", "dim"),
}
LEGEND = Text("● 好 ✗ 断了 … 等着 ? 没看到", "● ok  ✗ broken  … waiting  ? not seen")
TOTALS = Text("合计 {count} 家", "{count} stores")
MANY = 60
"""Stores above which nobody counts the lights."""
STORE = Text("门店", "store")
FIRST = Text("卡在哪", "first gap")
WHOLE = Text("全通", "whole")
IN_REVIEW = Text("审核", "Reviews")
PERHAPS = Text("可能是 {rule}（{title}）：{fix}", "perhaps {rule} ({title}): {fix}")
MOST_LIKELY = 2
REASONS: Mapping[str, Text] = {
    "not_declared": Text("YAML 里没有声明", "not declared in the YAML"),
    "no_records": Text("还没有核销和渠道数据", "no verification and channel data yet"),
    "records_old": Text("渠道数据没有读全", "the channel data is not complete"),
}
SILENT = Text("{channels}没有带来核销", "nobody came through {channels}")
NEXT: Mapping[str, Text] = {
    "waiting_api": Text("storeconf apply", "storeconf apply"),
    "hand": Text("storeconf todo", "storeconf todo"),
    "plan": Text("storeconf plan --target '{address}'", "storeconf plan --target '{address}'"),
    "declare": Text("把它写进门店的 YAML", "declare it in the store's YAML"),
    "records": Text("storeconf tracking --fetch", "storeconf tracking --fetch"),
    "channels": Text("storeconf tracking --report", "storeconf tracking --report"),
    "validate": Text("storeconf validate", "storeconf validate"),
}


def because(link: Link, lang: Lang) -> str:
    """Why a light is not green."""
    if link.because in REASONS:
        return REASONS[link.because].render(lang)
    if link.channels:
        return say(SILENT(channels=[CHANNELS[name] for name in link.channels]), lang)
    parts = [words.reason(link.because, lang)] if link.because else []
    parts += [words.block(code, lang) for code in link.blocked_by if code != link.because]
    return joined(parts, CLAUSES, lang)


def next_step(link: Link, lang: Lang) -> str:
    """What to do about it."""
    if link.state == "ok":
        return ""
    if link.because == "not_declared":
        return NEXT["declare"].render(lang)
    if link.channels:
        return NEXT["channels"].render(lang)
    if link.because in ("no_records", "records_old"):
        return NEXT["records"].render(lang)
    if link.because == "declared_unknown":
        return NEXT["validate"].render(lang)
    if link.because in ("check", "blind", "claim", "not_seen", "stale", "masked"):
        return NEXT["hand"].render(lang)
    return say(NEXT["plan"](address=link.address), lang)


def as_json(stores: Sequence[StoreStatus], lang: Lang) -> dict[str, Any]:
    """`status`'s JSON."""
    return {
        "format_version": "1.0",
        "stores": [
            {
                "name": store.name,
                "title": store.title,
                "owner": store.owner,
                "chain": [
                    {
                        "step": link.step,
                        "state": link.state,
                        "because": because(link, lang),
                        "next": next_step(link, lang),
                        "address": link.address,
                    }
                    for link in store.chain
                ],
                "reviews": [
                    {
                        "address": entry.address,
                        "state": entry.reason,
                        "since": entry.since,
                        "reason": reason_of(entry),
                        "rules": [
                            {
                                "code": one.rule.id,
                                "title": one.rule.title.render(lang),
                                "fix": one.rule.remedy.render(lang),
                            }
                            for one in likely(entry)
                        ],
                    }
                    for entry in store.reviews
                ],
            }
            for store in stores
        ],
    }


def reason_of(entry: Entry) -> str:
    """The platform's own words for a rejection."""
    return next((str(note.values.get("reason", "")) for note in entry.notes if note.code == "rejected"), "")


def likely(entry: Entry) -> Sequence[Match]:
    """The rules that a rejection is most likely about."""
    reason = reason_of(entry)
    return [one for one in match(reason, limit=MOST_LIKELY) if one.score >= LIKELY] if reason else ()


class StatusText:
    """Renders the lights."""

    def __init__(self, lang: Lang, paint: Paint) -> None:
        """In one language."""
        self.lang, self.paint = lang, paint

    def __call__(self, stores: Sequence[StoreStatus], *, detailed: bool = False) -> str:
        """A row a store; with `detailed` every light with its reason."""
        rows = [self._head(stores)]
        names = self._column(stores)
        for store in stores:
            rows.append(self._row(store, names))
            if detailed:
                rows.extend(self._detail(store))
        rows.append(self.paint(LEGEND.render(self.lang), "dim"))
        if len(stores) > MANY:
            rows += ["", *self._totals(stores)]
        reviews = self._reviews(stores)
        return "\n".join([*rows, *(["", *reviews] if reviews else [])])

    def _column(self, stores: Sequence[StoreStatus]) -> int:
        return max((min(width(self._name(store)), 40) for store in stores), default=4)

    def _name(self, store: StoreStatus) -> str:
        return f"{store.name} {one_line(store.title)}"

    def _head(self, stores: Sequence[StoreStatus]) -> str:
        titles = [TITLES[link].render(self.lang) for link in LINKS]
        cells = [pad(STORE.render(self.lang), self._column(stores)), *titles, FIRST.render(self.lang)]
        return self.paint("  ".join(cells), bold=True)

    def _row(self, store: StoreStatus, names: int) -> str:
        cells = [pad(shorten(self._name(store), names), names)]
        for link in store.chain:
            symbol, style = LIGHTS[link.state]
            room = width(TITLES[link.step].render(self.lang))
            cells.append(self.paint(pad(symbol, room), style))
        first = store.first_broken
        if first is None:
            cells.append(WHOLE.render(self.lang))
        else:
            said = f"{TITLES[first.step].render(self.lang)}{COLON.render(self.lang)}{because(first, self.lang)}"
            owner = f" {store.owner}" if store.owner else ""
            cells.append(f"{said}{owner}")
        return "  ".join(cells).rstrip()

    def _detail(self, store: StoreStatus) -> list[str]:
        rows = []
        for link in store.chain:
            symbol, style = LIGHTS[link.state]
            facts = [link.address, because(link, self.lang), next_step(link, self.lang)]
            said = "  ".join(fact for fact in facts if fact)
            rows.append(f"    {self.paint(symbol, style)} {TITLES[link.step].render(self.lang)}  {said}".rstrip())
        return rows

    def _totals(self, stores: Sequence[StoreStatus]) -> list[str]:
        """How often each light shows what."""
        rows = [self.paint(say(TOTALS(count=len(stores)), self.lang), bold=True)]
        titles = max(width(TITLES[link].render(self.lang)) for link in LINKS)
        digits = len(str(len(stores)))
        for link in LINKS:
            counted = Counter(one.state for store in stores for one in store.chain if one.step == link)
            cells = [
                self.paint(f"{symbol} {counted[state]:>{digits}}", style) for state, (symbol, style) in LIGHTS.items()
            ]
            rows.append(f"  {'  '.join([pad(TITLES[link].render(self.lang), titles), *cells])}")
        return rows

    def _reviews(self, stores: Sequence[StoreStatus]) -> list[str]:
        seen: dict[str, str] = {}
        for store in stores:
            for entry in store.reviews:
                since = clock.short(clock.parse_instant(entry.since)) if entry.since else ""
                notes = " ".join(words.note(note, self.lang) for note in entry.notes)
                said = words.reason(entry.reason, self.lang)
                rows = [f"  {entry.address}  {one_line(entry.title)}  {since}  {said}  {notes}".rstrip()]
                for one in likely(entry):
                    title, fix = one.rule.title.render(self.lang), one.rule.remedy.render(self.lang)
                    rows.append(f"      {say(PERHAPS(rule=one.rule.id, title=title, fix=fix), self.lang)}")
                seen[entry.address] = "\n".join(rows)
        return [self.paint(IN_REVIEW.render(self.lang), bold=True), *seen.values()] if seen else []
