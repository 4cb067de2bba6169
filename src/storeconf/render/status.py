"""The five lights as a table, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, Lang, Text, joined, say
from storeconf.plan.status import LINKS, Link, StoreStatus
from storeconf.render import words
from storeconf.render.cells import one_line, pad, shorten, width
from storeconf.render.paint import Paint

TITLES: Mapping[str, Text] = {
    "poi": Text("门店绑定", "place"),
    "content": Text("内容挂载", "content"),
    "verification": Text("核销工具", "verification"),
    "follow_up": Text("自动承接", "follow-up"),
    "attribution": Text("渠道归因", "attribution"),
}
LIGHTS: Mapping[str, tuple[str, str]] = {
    "ok": ("●", "green"),
    "broken": ("✗", "red"),
    "waiting": ("…", "yellow"),
    "not_seen": ("?", "dim"),
}
LEGEND = Text("● 好 ✗ 断了 … 等着 ? 没看到", "● ok  ✗ broken  … waiting  ? not seen")
STORE = Text("门店", "store")
OWNER = Text("负责人", "owner")
FIRST = Text("第一处", "first gap")
WHOLE = Text("全通", "whole")
IN_REVIEW = Text("审核", "Reviews")
REASONS: Mapping[str, Text] = {
    "not_declared": Text("YAML 里没有声明", "not declared in the YAML"),
    "no_records": Text("还没有核销和渠道数据", "no verification and channel data yet"),
}
NEXT: Mapping[str, Text] = {
    "waiting_api": Text("storeconf apply", "storeconf apply"),
    "hand": Text("storeconf todo", "storeconf todo"),
    "plan": Text("storeconf plan --target '{address}'", "storeconf plan --target '{address}'"),
    "declare": Text("把它写进门店的 YAML", "declare it in the store's YAML"),
    "records": Text("等核销数据接入", "wait for verification data"),
    "validate": Text("storeconf validate", "storeconf validate"),
}


def because(link: Link, lang: Lang) -> str:
    """Why a light is not green."""
    if link.because in REASONS:
        return REASONS[link.because].render(lang)
    parts = [words.reason(link.because, lang)] if link.because else []
    parts += [words.block(code, lang) for code in link.blocked_by if code != link.because]
    return joined(parts, CLAUSES, lang)


def next_step(link: Link, lang: Lang) -> str:
    """What to do about it."""
    if link.state == "ok":
        return ""
    if link.because == "not_declared":
        return NEXT["declare"].render(lang)
    if link.because == "no_records":
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
                        "reason": next((n.values.get("reason", "") for n in entry.notes if n.code == "rejected"), ""),
                    }
                    for entry in store.reviews
                ],
            }
            for store in stores
        ],
    }


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

    def _reviews(self, stores: Sequence[StoreStatus]) -> list[str]:
        seen: dict[str, str] = {}
        for store in stores:
            for entry in store.reviews:
                since = clock.short(clock.parse_instant(entry.since)) if entry.since else ""
                notes = " ".join(words.note(note, self.lang) for note in entry.notes)
                seen[entry.address] = (
                    f"  {entry.address}  {one_line(entry.title)}  {since}  {words.reason(entry.reason, self.lang)}  {notes}"
                )
        return (
            [self.paint(IN_REVIEW.render(self.lang), bold=True), *(row.rstrip() for row in seen.values())]
            if seen
            else []
        )
