"""Tracking sources: which videos have one, what is wrong with it, and the missing ones written into the YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from storeconf.core.span import Path, child
from storeconf.model.fleet import Resource, Unit
from storeconf.project.tracing import Tracer
from storeconf.render.tracking import Marked, State
from storeconf.rules.text import tracking
from storeconf.source.documents import Document
from storeconf.source.locating import Locator
from storeconf.source.pieces import CantSplice, Edit
from storeconf.source.splicing import splice_file

if TYPE_CHECKING:
    from storeconf.project.project import Project

KIND = "shortvideo"
"""The kind of the only example that the source gives (seed 000 五.2)."""


class Marker:
    """Looks through a project's videos, account by account: a source is one video's in the whole account."""

    def __init__(self, project: Project, kind: str = KIND) -> None:
        """`kind`: the first word of the sources that are proposed."""
        self._project = project
        self._kind = kind
        self._today = project.now().date()
        self._locator = Locator(project.fleet)
        self._tracer = Tracer(project)

    def listed(self, stores: Sequence[str] = ()) -> list[Marked]:
        """Every video of the stores with its source."""
        videos = list(self._videos())
        used = _first_users(videos, self._source)
        found = (self._marked(unit, video, used.setdefault(unit.account, {})) for unit, video in videos)
        return [one for one in self._proposed(found, used) if not stores or one.store in stores]

    def _videos(self) -> Iterator[tuple[Unit, Resource]]:
        for unit in self._project.fleet.units(lambda name: not name.startswith("@")):
            if isinstance(unit, Unit):
                yield from ((unit, one) for one in unit.resources if one.kind.name == "video")

    def _source(self, video: Resource) -> str:
        return tracking.read(str(video.attrs.get("tracking", "")), self._today).text

    def _marked(self, unit: Unit, video: Resource, used: dict[str, str]) -> Marked:
        address, source = video.address, self._source(video)
        state = self._state(video, source)
        if state in ("ok", "other_day") and used.get(source) != str(address):
            state = "duplicate"
        return Marked(
            account=unit.account,
            store=unit.name,
            title=unit.title,
            address=str(address),
            product=next(iter(video.mounts), ""),
            video_id=str(video.attrs.get("video_id", "")),
            source=source,
            state=state,
            other=used.get(source, "") if state == "duplicate" else "",
            place="" if state == "ok" else str(self._locator.span(address, "tracking") or ""),
            visits=self._visits(unit, str(video.attrs.get("video_id", ""))),
        )

    def _state(self, video: Resource, source: str) -> State:
        if not source:
            return "missing"
        wrong = tracking.read(source, self._today).wrong
        if wrong is not None:
            return "no_such_day" if wrong is tracking.Wrong.DATE else "shape"
        dated = tracking.month_day_of(video.address.key, self._today)
        return "other_day" if dated and dated != tracking.read(source, self._today).month_day else "ok"

    def _visits(self, unit: Unit, video_id: str) -> int | None:
        """Verified coupons that the video brought within the window; None when that was not read."""
        info = self._project.fleet.stores[unit.name]
        traffic = self._tracer.traffic(unit.account)
        return traffic.of_content(info.poi_id, video_id) if traffic.complete and video_id and info.poi_id else None

    def _proposed(self, found: Iterable[Marked], used: dict[str, dict[str, str]]) -> Iterator[Marked]:
        """With what to write where something is wrong. In the order of stores and videos, so that it is always the same."""
        for one in found:
            if one.state == "ok":
                yield one
                continue
            key = one.address.split("/", 2)[2]
            day = tracking.month_day_of(key, self._today) or f"{self._today:%m%d}"
            source = tracking.free(self._kind, day, used[one.account]) or ""
            if source:
                used[one.account][source] = one.address
            yield replace(one, proposal=source)

    # -- writing --------------------------------------------------------------------------------------------------------

    def write(self, found: Sequence[Marked]) -> list[Marked]:
        """Put missing sources into the files. What can't be written is left with the reason, or with the edit to make."""
        edits: dict[str, list[tuple[Marked, Edit]]] = {}
        result: dict[str, Marked] = {}
        for one in found:
            edit = self._edit(one) if one.state == "missing" and one.proposal else None
            if edit is not None:
                edits.setdefault(edit[0], []).append((one, edit[1]))
        for file, wanted in edits.items():
            try:
                splice_file(self._project.fleet.library.files, file, [edit for _, edit in wanted])
            except CantSplice as trouble:
                result |= {one.address: replace(one, trouble=trouble.reason) for one, _ in wanted}
            else:
                result |= {one.address: replace(one, written=file) for one, _ in wanted}
        return [result.get(one.address, one) for one in found]

    def _edit(self, one: Marked) -> tuple[str, Edit] | None:
        """The file and what to put into it; None for a store that is a row of a table, where a person has to write."""
        key = one.address.split("/", 2)[2]
        origin = self._project.fleet.index.stores[one.store].origin
        if not isinstance(origin, Document):
            return None
        tree: object = origin.tree()
        wanted: Path = ("spec", "videos", key, "tracking")
        node, depth = tree, 0
        while depth < len(wanted) - 1 and isinstance(below := child(node, wanted[depth]), dict):
            node, depth = below, depth + 1
        value: object = one.proposal
        for part in reversed(wanted[depth + 1 :]):
            value = {part: value}
        return origin.file, Edit(origin.line, wanted[: depth + 1], value)


def _first_users(
    videos: Iterable[tuple[Unit, Resource]], source_of: Callable[[Resource], str]
) -> dict[str, dict[str, str]]:
    """Account to its sources, each with the address of the first video that has it."""
    found: dict[str, dict[str, str]] = {}
    for unit, video in videos:
        source = source_of(video)
        if source:
            found.setdefault(unit.account, {}).setdefault(source, str(video.address))
    return found
