"""Tracking sources as a table, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from storeconf.core.text import COMMA, Lang, Say, Text, joined, say
from storeconf.render.cells import one_line, pad, shorten, width
from storeconf.render.paint import Paint

State = Literal["ok", "missing", "shape", "no_such_day", "other_day", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A video with its tracking source."""

    account: str
    store: str
    title: str
    """The store's."""
    address: str
    product: str
    """Address of the mounted product."""
    video_id: str
    source: str
    """As declared, without `source=`."""
    state: State
    other: str = ""
    """The video that has the same source."""
    place: str = ""
    """`file:line:column` of a source that is wrong, or of the video without one; finding it costs a look at the file."""
    visits: int | None = None
    """Verified coupons within the account's window; None when that was not read."""
    proposal: str = ""
    """What to write; empty when nothing is to be written, or no number is left."""
    written: str = ""
    """The file that it was written into now."""
    trouble: Say = ""
    """Why it could not be written."""


VIDEO, SOURCE, VISITS = Text("视频", "video"), Text("追踪参数", "tracking source"), Text("核销", "visits")
WORDS: Mapping[State, Text] = {
    "missing": Text("没有追踪参数", "no tracking source"),
    "shape": Text("不是 类型_月日_douyin 的格式", "not of the form KIND_MMDD_douyin"),
    "no_such_day": Text("日期不存在", "there is no such day"),
    "other_day": Text("日期和视频的不一样", "its date is not the video's"),
    "duplicate": Text("和 {other} 相同，分不清来源", "the same as {other}: they can't be told apart"),
}
PROPOSED = Text("写 {source}", "write {source}")
FULL = Text(
    "这一天的 99 个编号用完了，换一个类型：--kind shortvideob",
    "all 99 numbers of that day are used: take another --kind",
)
WRITTEN = Text("已写入 {file}：{source}", "written into {file}: {source}")
BY_HAND = Text(
    "请手工写：{place} 的 videos.{key}.tracking 写成 {source}", "edit by hand: {place}, videos.{key}.tracking: {source}"
)
NOT_WRITTEN = Text("写不进去（{reason}）；请手工写 {source}", "could not be written ({reason}); write {source} by hand")
NOTHING = Text("没有短视频。", "There are no videos.")
TOTAL = Text("{count} 条视频，{bad} 条要改", "{count} videos, {bad} to be changed")
USE_WRITE = Text("storeconf tracking --write 写入缺少的", "storeconf tracking --write writes the missing ones")
ENTER = Text(
    "在抖音【创作中心】-【视频管理】-【生成追踪链接】填同样的 source",
    "enter the same source in Douyin: Creator centre > Videos > Tracking link",
)


class TrackingText:
    """Renders the list."""

    def __init__(self, lang: Lang, paint: Paint) -> None:
        """In one language."""
        self.lang, self.paint = lang, paint

    def __call__(self, found: Sequence[Marked], *, wrote: bool = False) -> str:
        """A row a video, then what to do. `wrote`: missing sources were just written where that can be done."""
        if not found:
            return NOTHING.render(self.lang)
        columns = self._columns(found)
        head = (VIDEO.render(self.lang), SOURCE.render(self.lang), VISITS.render(self.lang))
        rows = [self.paint("  ".join(pad(*cell) for cell in zip(head, columns, strict=True)).rstrip(), bold=True)]
        rows += [self._row(one, columns, wrote) for one in found]
        return "\n".join([*rows, *self._end(found)])

    def _columns(self, found: Sequence[Marked]) -> tuple[int, int, int]:
        names = max(min(width(one.address), 44) for one in found)
        sources = max(min(width(one.source or "-"), 34) for one in found)
        heads = (VIDEO.render(self.lang), SOURCE.render(self.lang), VISITS.render(self.lang))
        return max(names, width(heads[0])), max(sources, width(heads[1])), width(heads[2])

    def _row(self, one: Marked, columns: tuple[int, int, int], wrote: bool) -> str:
        visits = "-" if one.visits is None else str(one.visits)
        cells = (one_line(one.address), one_line(one.source) or "-", visits)
        row = "  ".join(pad(shorten(text, cells), cells) for text, cells in zip(cells, columns, strict=True))
        said = self._said(one, wrote)
        return f"{row}  {self.paint(said, 'green' if one.written else 'yellow')}".rstrip() if said else row.rstrip()

    def _said(self, one: Marked, wrote: bool) -> str:
        if one.written:
            return say(WRITTEN(file=one.written, source=one.proposal), self.lang)
        if one.state == "ok":
            return ""
        wrong = say(WORDS[one.state](other=one.other), self.lang)
        return joined((wrong, say(self._advice(one, wrote), self.lang)), COMMA, self.lang)

    def _advice(self, one: Marked, wrote: bool) -> Say:
        if not one.proposal:
            return FULL
        if one.trouble:
            return NOT_WRITTEN(reason=one.trouble, source=one.proposal)
        if wrote and one.state == "missing":
            return BY_HAND(place=one.place, key=one.address.split("/", 2)[2], source=one.proposal)
        return PROPOSED(source=one.proposal)

    def _end(self, found: Sequence[Marked]) -> Iterator[str]:
        bad = sum(one.state != "ok" and not one.written for one in found)
        yield say(TOTAL(count=len(found), bad=bad), self.lang)
        if any(one.written for one in found):
            yield ENTER.render(self.lang)
        elif any(one.state == "missing" and one.proposal and not one.trouble for one in found):
            yield USE_WRITE.render(self.lang)


def as_json(found: Sequence[Marked], lang: Lang) -> dict[str, Any]:
    """The list for machines."""
    return {
        "format_version": "1.0",
        "videos": [
            {
                "address": one.address,
                "store": one.store,
                "product": one.product,
                "video_id": one.video_id,
                "source": one.source,
                "state": one.state,
                "same_as": one.other,
                "place": one.place,
                "visits": one.visits,
                "proposal": one.proposal,
                "written": one.written,
                "trouble": say(one.trouble, lang),
            }
            for one in found
        ],
    }
