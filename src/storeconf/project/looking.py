"""The files that a fleet names, as the review rules take them: product pictures, licences, papers, videos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storeconf.core.address import Address
from storeconf.core.diagnostics import Code, Diagnostic, Severity
from storeconf.core.text import Say, Text
from storeconf.media.cache import Cache
from storeconf.media.extras import NOT_INSTALLED, MissingExtra, require_words
from storeconf.media.facts import Facts, ImageFacts, Unreadable, VideoFacts
from storeconf.media.oddities import oddities
from storeconf.media.prober import Prober
from storeconf.model.fleet import Unit
from storeconf.project.workspace import FOLDER
from storeconf.rules.fields import Fields
from storeconf.rules.media import told
from storeconf.source.files import FileProblem
from storeconf.source.fleet import Fleet
from storeconf.source.resolve import FILE_FIX

ODD = Code(
    "SC722",
    "odd-media-file",
    Text("图片或视频存得不寻常，平台显示的可能不一样", "a picture or video is stored in an unusual way"),
    Severity.WARNING,
)
NOT_LOOKED_AT = Text(
    "有 {count} 个图片和视频没有看：{needs}", "{count} pictures and videos were not looked at: {needs}"
)
GONE = Text("文件不存在", "there is no such file")
NOT_A_PICTURE = Text("是视频，不是图片", "it is a video, not a picture")
NOT_A_VIDEO = Text("是图片，不是视频", "it is a picture, not a video")
USE_PICTURE = Text("换成 JPG 或 PNG 图片", "put a JPG or PNG picture there")
USE_VIDEO = Text("换成 MP4 视频", "put an MP4 video there")


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that a unit names."""

    address: Address
    attr: str
    """Where the name stands: `images.0.file`."""
    file: str


class Looking:
    """Looks at the files of one fleet, each content once."""

    def __init__(self, fleet: Fleet, *, words: bool = False, keep: bool = True) -> None:
        """`words`: read the words in pictures too. Raises StoreconfError when the reader is not installed.

        `keep`: keep what was seen for the next time, in the project's folder of state.
        """
        if words:
            require_words()
        self._files = fleet.library.files
        self._prober = Prober(Cache(fleet.root / FOLDER if keep else None))
        self._words = words
        self._looked: dict[tuple[str, bool], Facts | MissingExtra] = {}

    # -- facts ---------------------------------------------------------------------------------------------------------

    def of_product(self, product: Fields, store: Fields) -> Fields:
        """Facts for a product, in the order of its declared pictures, and for the licences of its store."""
        images = [self._image(one) for one in product.items("images") if isinstance(one, Mapping)]
        return Fields({"images": images, "licences": self._licences(store)}, complete=False)

    def of_chain(self, store: Fields, account: Fields) -> Fields:
        """Facts for a store's chain: its licences, head image and pinned video, and its account's papers."""
        head, video = store.get("poi.head_image.file"), store.get("pinned_video.file.file")
        papers = [one for one in account.items("verification_tool.papers") if isinstance(one, Mapping)]
        found = {
            "licences": self._licences(store),
            "papers": [{"type": one.get("type"), **self._picture(_file_of(one.get("file")))} for one in papers],
            "head_image": self._picture(head, words=True) if head else {},
            "pinned_video": self._video(video) if video else {},
        }
        return Fields({name: value for name, value in found.items() if value}, complete=False)

    def _image(self, image: Mapping[str, Any]) -> dict[str, Any]:
        return {"role": image.get("role"), **self._picture(image.get("file"), words=True)}

    def _licences(self, store: Fields) -> list[dict[str, Any]]:
        licences = [one for one in store.items("licences") if isinstance(one, Mapping)]
        return [
            {"type": one.get("type"), "index": index, **self._picture(one["image"])}
            for index, one in enumerate(licences)
            if one.get("image")
        ]

    def _picture(self, file: str | None, *, words: bool = False) -> dict[str, Any]:
        """What rules are told of a picture; nothing when it is no file."""
        if not file:
            return {}
        match self._look(file, words=words):
            case ImageFacts() as seen:
                return {"file": file, **told(seen)}
            case VideoFacts():
                return {"file": file, "unreadable": NOT_A_PICTURE, "fix": USE_PICTURE}
            case Unreadable(reason, fix):
                return {"file": file, "unreadable": reason, "fix": fix}
            case MissingExtra() as missing:
                return {"file": file, "not_seen": missing.needs}

    def _video(self, file: str) -> dict[str, Any]:
        """What rules are told of a pinned video."""
        match self._look(file, words=True):
            case VideoFacts() as seen:
                words = {"overlay_text": seen.text} if seen.text else {}
                return {"duration_s": seen.duration_s, **words}
            case ImageFacts():
                return {"name": file, "unreadable": NOT_A_VIDEO, "fix": USE_VIDEO}
            case Unreadable(reason, fix):
                return {"name": file, "unreadable": reason, "fix": fix}
            case MissingExtra() as missing:
                return {"not_seen": missing.needs}

    def _look(self, file: str, *, words: bool = False) -> Facts | MissingExtra:
        key = (file, words and self._words)
        if key not in self._looked:
            self._looked[key] = self._look_now(*key)
        return self._looked[key]

    def _look_now(self, file: str, words: bool) -> Facts | MissingExtra:
        if not self._files.exists(file):
            return Unreadable(GONE, FILE_FIX)
        try:
            return self._prober.look(self._files, file, words=words)
        except FileProblem as problem:
            return Unreadable(problem.diagnostic.detail, problem.diagnostic.fix)
        except MissingExtra as missing:
            return missing

    # -- what is no rejection, and still odd ---------------------------------------------------------------------------

    def untold(self) -> Iterator[Diagnostic]:
        """That files were not looked at, when that is for want of an extra."""
        lacking = [one for one in self._looked.values() if isinstance(one, MissingExtra)]
        if lacking:
            message = NOT_LOOKED_AT(count=len(lacking), needs=lacking[0].needs)
            yield Diagnostic(code=NOT_INSTALLED, detail=message, severity=Severity.INFO)

    def remarks(self, unit: Unit) -> Iterator[tuple[Reference, Diagnostic]]:
        """What is unusual about the files that a unit names, without their places."""
        for one in references(unit):
            found = self._look(one.file)
            if isinstance(found, ImageFacts | VideoFacts):
                for detail, fix in oddities(one.file, found):
                    yield one, _remark(one, detail, fix)


def _remark(one: Reference, detail: Say, fix: Say) -> Diagnostic:
    return Diagnostic(
        code=ODD,
        detail=detail,
        fix=fix,
        address=str(one.address) if one.address.kind else "",
        store=one.address.unit,
        path=tuple(one.attr.split(".")),
    )


def references(unit: Unit) -> Iterator[Reference]:
    """The pictures and videos that a unit names."""
    for resource in unit.resources:
        attrs: Mapping[str, Any] = resource.attrs
        for name in ("images", "papers"):
            for index, one in enumerate(attrs.get(name) or ()):
                file = _file_of(one.get("file"))
                if file:
                    yield Reference(resource.address, f"{name}.{index}.file", file)
        for attr, value in (("head_image.file", attrs.get("head_image")), ("file", attrs.get("file"))):
            file = _file_of(value)
            if file:
                yield Reference(resource.address, attr, file)
    for index, licence in enumerate(unit.facts.get("licences") or ()):
        if licence.get("image"):
            yield Reference(Address(unit.name), f"licences.{index}.image", licence["image"])


def _file_of(value: Any) -> str | None:
    """A file that is declared by its name, or was resolved to name and hash."""
    found = value.get("file") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None
