"""One object on the table: everything that is known of it, and what has been decided so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storeconf.core.address import Address
from storeconf.core.values import Attrs
from storeconf.model.compare import bare_url, same
from storeconf.model.fleet import AccountInfo, Resource, Unit
from storeconf.model.kind import Flag, Kind
from storeconf.model.review import Verdict
from storeconf.plan.compare import Compared
from storeconf.plan.context import Context
from storeconf.plan.entities import Entry, Note
from storeconf.plan.images import Upload
from storeconf.plan.sheet import ListName, Sheet
from storeconf.platform.live import LiveObject
from storeconf.platform.protocol import Access
from storeconf.state.records import Hold, Record, Submission


@dataclass(slots=True)
class Job:
    """One declared object while it is planned."""

    context: Context
    unit: Unit
    account: AccountInfo
    resource: Resource
    """As declared; `attrs` may be adjusted before the comparison, `declared` never is."""
    declared: Attrs
    live: LiveObject
    stored: Record | None
    """What the state holds; the precondition of every step."""
    recorded: Attrs | None
    """What counts as recorded: an approved submission has moved it on."""
    submission: Submission | None
    hold: Hold | None
    sheet: Sheet
    notes: list[Note] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    """What holds the whole object back."""
    attr_blocks: dict[str, list[str]] = field(default_factory=dict)
    """What holds one attribute back."""
    settled: str = ""
    """Digest of the record once what passed review has been settled; further settlements build on that."""
    uploads: list[Upload] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    """Attributes that `lifecycle.ignore` takes out of the comparison."""

    @property
    def address(self) -> Address:
        """The object's address."""
        return self.resource.address

    @property
    def kind(self) -> Kind:
        """The object's kind."""
        return self.resource.kind

    @property
    def touched(self) -> tuple[str, ...]:
        """The stores that a chain product touches."""
        return tuple(sorted(self.resource.sold_at)) if self.address.account_level else ()

    @property
    def declared_protect(self) -> bool:
        """Whether the documents protect it."""
        return any(one.covers(self.address) for one in self.unit.lifecycle.protect)

    @property
    def protected(self) -> bool:
        """Whether it is protected by its documents, or was when it was recorded."""
        return self.declared_protect or bool(self.stored and self.stored.protect)

    @property
    def record_digest(self) -> str:
        """The precondition on the record; empty when there is none."""
        return self.stored.digest if self.stored is not None else ""

    @property
    def ids(self) -> Mapping[str, str]:
        """How the platform knows the object, and which store stands behind each POI of a product."""
        known = {**(self.stored.ids if self.stored is not None else {}), **self.live.ids}
        found = {name: known[name] for name in ("product_id",) if known.get(name)}
        if self.resource.product_id:
            found["product_id"] = self.resource.product_id
        if self.resource.out_id:
            found["out_id"] = self.resource.out_id
        if self.kind.claimed and "id" in self.resource.attrs:
            found["poi_id"] = str(self.resource.attrs["id"])
        found.update({f"poi:{poi}": slug for slug, poi in self.resource.sold_at.items() if poi})
        return found

    @property
    def image_pairs(self) -> Mapping[str, str]:
        """Content hash → URL of the declared images that have both."""
        images: Any = self.declared.get("images", ())
        return {i["sha256"]: bare_url(i["url"]) for i in images if i.get("sha256") and i.get("url")}

    @property
    def in_review(self) -> bool:
        """Whether a submission of ours waits for its verdict."""
        review = self.live.review
        return self.submission is not None and (review is None or review.verdict is Verdict.IN_REVIEW)

    def has_sent(self, row: Compared) -> bool:
        """Whether a submission of ours that still counts holds exactly what is declared: that was decided then."""
        sent = self.submission.attrs if self.submission is not None else {}
        return row.is_declared and row.path in sent and same(row.attribute, sent[row.path], row.wanted)

    def access(self, path: str) -> Access:
        """How an attribute is read and written."""
        return self.context.access(self.account, self.kind, path)

    def note(self, code: str, **values: str) -> None:
        """Remark something about the object."""
        self.notes.append(Note(code=code, values=values))

    def block(self, reason: str, path: str = "") -> None:
        """Hold an attribute, or the whole object, back."""
        held = self.attr_blocks.setdefault(path, []) if path else self.blocks
        if reason not in held:
            held.append(reason)

    def add(self, name: ListName, rows: Iterable[Compared], **facts: Any) -> None:
        """Put an entry with some of the attributes into a list of the unit."""
        facts.setdefault("notes", tuple(self.notes))
        self.sheet.add(
            name,
            Entry(
                address=str(self.address),
                title=self.resource.title,
                attributes=tuple(row.change for row in rows),
                stores=self.touched,
                **facts,
            ),
        )


def lowers(job: Job, path: str) -> bool:
    """Whether setting the attribute only takes something off sale; that is never held back by a rule."""
    attribute, value = job.kind.attribute(path), job.resource.attrs.get(path)
    if path == "stock":
        return value == 0
    return attribute is not None and attribute.has(Flag.EXPOSURE) and value == "offline"
