"""The second pass: one unit at a time, from merged YAML to resources with canonical values.

A resource that can't be made out (a broken reference, an undefined template variable) is reported and becomes *unknown*;
its neighbours go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from storeconf.core import money
from storeconf.core.address import Address
from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.span import Path, Span, path_text
from storeconf.core.text import LANGS, Message, Say, Text
from storeconf.core.values import Value
from storeconf.model.fleet import Resource
from storeconf.model.kind import Attribute, Flag, Kind, Resolve, Spec, flatten
from storeconf.source import codes
from storeconf.source.documents import Library
from storeconf.source.files import FileProblem
from storeconf.source.layers import Traced
from storeconf.source.reader import Unreadable
from storeconf.source.templating import TemplateProblem, Templates

NO_SUCH_FILE = Text("{path} 引用的文件 {file} 不存在", "{path} names the file {file}, which does not exist")
FILE_FIX = Text("检查路径（从项目根目录算起）和大小写", "check the path (from the project's root) and its spelling")
NO_COVER = Text(
    "{path} 要用商品 {product} 的头图，但它没有 role: head 的图片",
    "{path} uses the cover of {product}, which has no image with role: head",
)
ITEMS_DECIDE = Text(
    "原价由套餐内容算出是 {sum} 元，这里写的 {declared} 元平台不会采用",
    "the items make the original price {sum} yuan; the platform will not take the {declared} written here",
)
OR = Text("或", " or ")
NEEDED = Text("新建商品时平台还要求：{fields}", "to create the product the platform also asks for: {fields}")

Needs: TypeAlias = tuple[tuple[str, ...], ...]
"""Fields, each as the ways to say it."""
CREATE_NEEDS: Needs = (("title",), ("price",), ("category",), ("kind",), ("sale.start",), ("sale.end",))
"""What product/save asks for (API facts §3.2); a product bound by product_id exists already."""
PACKAGE = "groupbuy"
PACKAGE_NEEDS: Needs = (
    ("items",),
    ("images",),
    ("usage_notes",),
    ("refund_policy",),
    ("appointment.required",),
    ("people",),
    ("use.start", "use.days_after_purchase"),
    ("use.times.all_day", "use.times.periods"),
)
"""What the template of a group-buy package asks for beside that (API facts §3.3)."""


class Unresolved(Exception):
    """A value can't be made out. Carries what to report; None when it was reported elsewhere."""

    def __init__(self, code: Code | None = None, detail: Say = "", *, fix: Say = "") -> None:
        """Without a code: silent, the cause is known already."""
        super().__init__(code.id if code else "")
        self.code, self.detail, self.fix = code, detail, fix


@dataclass(frozen=True, slots=True)
class Scope:
    """What values of one unit may refer to."""

    product: Callable[[str], str]
    """A product's key to its full address; raises Unresolved."""
    cover: Callable[[str], Mapping[str, Any] | None]
    """A product's full address to its first head image as declared."""
    context: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    """Template context, with the resource's own raw values."""


class Resolver:
    """Makes resources; shared by all units of a project."""

    def __init__(self, library: Library, templates: Templates) -> None:
        """The library gives positions and file hashes."""
        self.library = library
        self.templates = templates

    def resource(
        self, address: Address, kind: Kind, model: Spec, traced: Traced, below: Path, scope: Scope
    ) -> tuple[Resource | None, list[Diagnostic]]:
        """A resource from its validated model; None when a value can't be made out."""
        raw = flatten(model.model_dump(exclude_unset=True, by_alias=True), kind.attributes)
        attrs: dict[str, Value] = {}
        local: dict[str, Value] = {}
        problems: list[Diagnostic] = []
        failed = False
        for path, value in raw.items():
            attribute = kind.attribute(path)
            try:
                settled = self._settle(attribute, path_text((*below, path)), value, raw, scope)
            except Unresolved as problem:
                failed = True
                if problem.code is not None:
                    problems.append(self._diagnostic(problem, address, traced, (*below, *path.split("."))))
                continue
            except (TemplateProblem, FileProblem, Unreadable) as problem:
                failed = True
                found = replace(problem.diagnostic, address=str(address), store=address.unit)
                if isinstance(problem, FileProblem):
                    found = replace(found, span=self._span(traced, (*below, *path.split("."))))
                problems.append(found)
                continue
            target = local if attribute is not None and attribute.has(Flag.LOCAL) else attrs
            target[path] = settled
        if failed:
            return None, problems
        return Resource(address=address, kind=kind, attrs=attrs, local=local), problems

    def _settle(
        self, attribute: Attribute | None, path: str, value: Any, raw: Mapping[str, Any], scope: Scope
    ) -> Value:
        settled: Value = value
        match attribute.resolve if attribute else Resolve.NONE:
            case Resolve.NONE:
                pass
            case Resolve.TEXT:
                settled = self._text(value, path, raw, scope)
            case Resolve.FILE:
                settled = self._file(value, path)
            case Resolve.PAPERS:
                settled = [self._paper(paper, path) for paper in value]
            case Resolve.IMAGES:
                settled = [self._image(image, f"{path}.{index}") for index, image in enumerate(value)]
            case Resolve.HEAD_IMAGE:
                settled = self._head_image(value, path, scope)
            case Resolve.PRODUCT:
                settled = scope.product(value)
            case Resolve.PRODUCTS:
                settled = [scope.product(key) for key in value]
            case Resolve.TEMPLATE_NAME:
                settled = dict(value) if isinstance(value, Mapping) else self._template_identity(value, path)
        return settled

    def _text(self, value: Any, path: str, raw: Mapping[str, Any], scope: Scope) -> Value:
        if isinstance(value, Mapping) and "template" in value:
            self._existing(self.templates.file_of(value["template"]), path)
            context = {**scope.context(raw), "vars": value.get("vars", {})}
            return self.templates.render(value["template"], context)
        return dict(value) if isinstance(value, Mapping) else str(value)

    def _existing(self, file: str, path: str) -> None:
        if not self.library.files.exists(file):
            raise Unresolved(codes.NO_FILE, NO_SUCH_FILE(path=path, file=file), fix=FILE_FIX)

    def _hash(self, file: str, path: str) -> str:
        self._existing(file, path)
        return self.library.files.sha256(file)

    def _file(self, value: Any, path: str) -> Value:
        if isinstance(value, Mapping):
            return dict(value)
        return {"file": value, "sha256": self._hash(value, path)}

    def _template_identity(self, name: str, path: str) -> Value:
        return {"file": name, "sha256": self._hash(self.templates.file_of(name), path)}

    def _paper(self, paper: Mapping[str, Any], path: str) -> Value:
        settled = dict(paper)
        if "file" in settled:
            settled["file"] = self._file(settled["file"], path)
        return settled

    def _image(self, image: Mapping[str, Any], path: str) -> Value:
        settled = dict(image)
        if "file" in settled:
            settled["sha256"] = self._hash(settled["file"], path)
        return settled

    def _head_image(self, value: Mapping[str, Any], path: str, scope: Scope) -> Value:
        if "file" in value and "sha256" not in value:
            return {"file": value["file"], "sha256": self._hash(value["file"], path)}
        if "product" not in value or "sha256" in value or "url" in value:
            return dict(value)
        address = scope.product(value["product"])
        cover = scope.cover(address)
        if cover is None:
            raise Unresolved(codes.NO_IMAGE, NO_COVER(path=path, product=address))
        if "file" in cover:
            return {"product": address, "sha256": self._hash(cover["file"], path)}
        return {"product": address, "url": cover["url"]} if "url" in cover else {"product": address}

    def _span(self, traced: Traced, path: Path) -> Span:
        origin, where, _ = traced.trace(path)
        return self.library.span(origin, where)

    def _diagnostic(self, problem: Unresolved, address: Address, traced: Traced, path: Path) -> Diagnostic:
        assert problem.code is not None
        _, where, _ = traced.trace(path)
        return Diagnostic(
            code=problem.code,
            detail=problem.detail,
            fix=problem.fix,
            span=self._span(traced, path),
            address=str(address),
            store=address.unit,
            path=where,
        )


def derived_origin_price(items: Sequence[Mapping[str, Any]]) -> str:
    """The original price that the platform computes, in yuan text.

    Of a group the dearest that can be chosen count (API facts §3.2: prices sorted high to low, the top n summed).
    """
    total = 0
    for entry in items:
        if "of" in entry:
            prices = sorted((_item_fen(item) for item in entry["of"]), reverse=True)
            total += sum(prices[: entry["choose"]])
        else:
            total += _item_fen(entry)
    return money.yuan(total)


def _item_fen(item: Mapping[str, Any]) -> int:
    return money.fen(item["price"]) * int(item.get("count", 1))


def finish_product(
    resource: Resource, *, out_id: str, sold_at: Mapping[str, str], place: Callable[[str], Span]
) -> tuple[Resource, list[Diagnostic]]:
    """What is special about products: identity out of the attributes, stores as POI ids, the derived original price.

    `place` gives the span of an attribute path.
    """
    attrs = dict(resource.attrs)
    problems: list[Diagnostic] = []
    declared_out_id = attrs.pop("out_id", None)
    product_id = str(attrs.pop("product_id", ""))
    attrs["stores"] = sorted(poi or f"store:{slug}" for slug, poi in sold_at.items())
    items: Any = attrs.get("items")
    declared = attrs.get("origin_price")
    if items and declared is not None:
        attrs["origin_price"] = derived = derived_origin_price(items)
        if declared != derived:
            detail = ITEMS_DECIDE(sum=derived, declared=declared)
            problems.append(_warning(codes.DERIVED_PRICE, detail, resource, place("origin_price")))
    missing = [] if product_id else list(_missing(resource.kind, attrs))
    if missing:
        problems.append(_warning(codes.CREATE_NEEDS, NEEDED(fields=missing), resource, place("")))
    finished = replace(
        resource,
        attrs=attrs,
        out_id=str(declared_out_id or out_id),
        product_id=product_id,
        sold_at=dict(sold_at),
        title=str(attrs.get("title", resource.address.key)),
    )
    return finished, problems


def _missing(kind: Kind, attrs: Mapping[str, Value]) -> Iterator[Text]:
    """What creation asks for and nobody wrote, by its label."""
    needs = CREATE_NEEDS + (PACKAGE_NEEDS if attrs.get("kind") == PACKAGE else ())
    for ways in needs:
        if not any(path in attrs for path in ways):
            labels = [found.label for path in ways if (found := kind.attribute(path)) is not None]
            yield Text(*(f"{OR.render(lang).join(one.render(lang) for one in labels)} ({ways[0]})" for lang in LANGS))


def _warning(code: Code, detail: Message, resource: Resource, span: Span) -> Diagnostic:
    return Diagnostic(code=code, detail=detail, span=span, address=str(resource.address), store=resource.address.unit)
