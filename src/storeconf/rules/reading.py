"""Lines of `storeconf lint` to cases: one text, one product, or a whole store chain (DESIGN: the command line, lint)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storeconf.core.text import Message, Text
from storeconf.rules.case import AS_SHIPPED, NOTHING, Case, Chain, Written
from storeconf.rules.fields import Fields
from storeconf.rules.settings import Settings

NO_FORM = Text(
    "每行要有 field 和 text，或 product，或 store；这一行都没有",
    "a line has field and text, or product, or store; this one has none of them",
)
NOT_A_MAP = Text("{name} 应是一个对象", "{name} must be an object")
NOT_TEXT = Text("{name} 应是文字", "{name} must be text")
NO_FIELD = Text("不认识的 field：{name}；可用的有 {known}", "unknown field {name}; known are {known}")
NOT_A_TIME = Text("facts.now 不是时间：{text}", "facts.now is no time: {text}")
YEARS = range(2000, 9000)
"""Years in which somebody may submit; at the ends of the calendar no day can be reckoned with."""
IN_PRODUCT = ("title", "subtitle_tags", "description", "usage_notes", "purchase_notes", "phone")
"""Text fields that stand in a product."""
AROUND = (
    "caption",
    "host_script",
    "call_script",
    "payment_reply",
    "tracking",
    "overlay_text",
    "head_image_text",
    "detail_image_text",
)
FIELDS = (*IN_PRODUCT, *AROUND)


class BadLine(ValueError):
    """A line that can't be read; the message says why."""

    def __init__(self, message: Message) -> None:
        """The reason, in both languages."""
        super().__init__(message.render("en"))
        self.message = message


@dataclass(frozen=True, slots=True)
class Subject:
    """A case with the address that its findings belong to; empty where the line itself is the subject."""

    address: str
    case: Case


def subjects(line: Mapping[str, Any], now: datetime, settings: Settings = AS_SHIPPED) -> Iterator[Subject]:
    """The cases of one line. Raises BadLine. `facts.now` of the line goes before `now`."""
    facts = _map(line, "facts")
    moment = _now(facts, now)
    base = _Base(moment, Fields(facts, complete=False), settings)
    if "text" in line or "field" in line:
        yield Subject("", _text_case(line, base))
    elif "product" in line:
        product, store = _map(line, "product"), _map(line, "store")
        yield Subject("", product_case(Fields(product, complete=True), Fields(store, complete=False), base))
    elif "store" in line:
        yield from _chain_cases(line, base)
    else:
        raise BadLine(NO_FORM())


@dataclass(frozen=True, slots=True)
class _Base:
    """What every case of a line shares."""

    now: datetime
    facts: Fields
    settings: Settings


def _now(facts: Mapping[str, Any], now: datetime) -> datetime:
    moment = Fields(facts, complete=False).moment("now")
    if facts.get("now") is not None and (moment is None or moment.year not in YEARS):
        raise BadLine(NOT_A_TIME(text=str(facts["now"])[:40]))
    return moment or now


def _map(line: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = line.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadLine(NOT_A_MAP(name=name))
    return value


# -- one text ----------------------------------------------------------------------------------------------------------


def _text_case(line: Mapping[str, Any], base: _Base) -> Case:
    name, raw = line.get("field"), line.get("text")
    if name not in FIELDS:
        raise BadLine(NO_FIELD(name=name, known=list(FIELDS)))
    if isinstance(raw, list | tuple) and name == "subtitle_tags":
        raw = "|".join(str(one) for one in raw)
    html = isinstance(raw, Mapping)
    text = raw.get("html") if isinstance(raw, Mapping) else raw
    if not isinstance(text, str):
        raise BadLine(NOT_TEXT(name="text"))
    context = dict(_map(line, "context"))
    store: dict[str, Any] = {key: context.pop(key) for key in ("poi", "licences", "store") if key in context}
    if isinstance(store.get("store"), Mapping):
        store = {**store.pop("store"), **store}
    values = {**context, name: _tags(text) if name == "subtitle_tags" else text} if name in IN_PRODUCT else context
    product, place = Fields(values, complete=False), Fields(store, complete=False)
    written = Written(field=name, path=name, raw=text, html=html, product=product, store=place)
    return Case(now=base.now, texts=(written,), product=product, store=place, facts=base.facts, settings=base.settings)


def _tags(text: str) -> list[str]:
    return [tag for tag in text.replace("｜", "|").replace("，", "|").replace("、", "|").split("|") if tag.strip()]


# -- a product ---------------------------------------------------------------------------------------------------------


def product_case(product: Fields, store: Fields, base: _Base) -> Case:
    """A product with the store it is sold at, its own texts, and what its pictures say."""
    return Case(
        now=base.now,
        texts=tuple(product_texts(product, store, base.facts)),
        product=product,
        is_product=True,
        store=store,
        facts=base.facts,
        settings=base.settings,
    )


def product_texts(product: Fields, store: Fields, facts: Fields) -> Iterator[Written]:
    """The texts of a product's page, tags and phone, then the words in its pictures."""
    for name in IN_PRODUCT:
        tags = name == "subtitle_tags"
        text = "|".join(str(tag) for tag in product.items(name)) if tags else product.text(name)
        if text:
            html = product.has(f"{name}.html")
            yield Written(field=name, path=name, raw=text, html=html, product=product, store=store)
    for number, image in enumerate(facts.items("images")):
        words = image.get("text") if isinstance(image, Mapping) else ""
        if words:
            name = "head_image_text" if image.get("role") == "head" else "detail_image_text"
            path = f"images.{number}.file" if image.get("file") else f"images.{number}"
            yield Written(field=name, path=path, raw=str(words), product=product, store=store)


# -- a whole chain -----------------------------------------------------------------------------------------------------


def _chain_cases(line: Mapping[str, Any], base: _Base) -> Iterator[Subject]:
    raw_store, account, products, observed = (_map(line, name) for name in ("store", "account", "products", "observed"))
    store = Fields(raw_store, complete=False)
    own = _map(raw_store, "products")
    # As everywhere in a chain, what is not written is not known.
    sold = {name: Fields(_spec(spec, name), complete=False) for name, spec in {**products, **own}.items()}
    for name, product in sold.items():
        address = f"S/product/{name}" if name in own else f"@A/product/{name}"
        yield Subject(address, product_case(product, store, base))
    chain = Chain(
        store=store,
        account=Fields(account, complete=False),
        products=sold,
        observed={address: Fields(_spec(seen, address), complete=False) for address, seen in observed.items()},
        videos=_keyed(raw_store, "videos"),
        lives=_keyed(raw_store, "lives"),
    )
    yield Subject("S", chain_case(chain, base))


def _spec(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadLine(NOT_A_MAP(name=name))
    return value


def _keyed(store: Mapping[str, Any], name: str) -> dict[str, Fields]:
    found = store.get(name) or {}
    if not isinstance(found, Mapping):
        raise BadLine(NOT_A_MAP(name=name))
    return {str(key): Fields(_spec(value, f"{name}.{key}"), complete=False) for key, value in found.items()}


def chain_case(chain: Chain, base: _Base) -> Case:
    """A whole store, with every text that is said around its products."""
    return Case(
        now=base.now,
        texts=tuple(chain_texts(chain, base.facts)),
        store=chain.store,
        facts=base.facts,
        chain=chain,
        settings=base.settings,
    )


def chain_texts(chain: Chain, facts: Fields = NOTHING) -> Iterator[Written]:
    """Captions, tracking, host scripts, the message after payment, the call, the overlay of the pinned video.

    And the words in the place's head image, if somebody read them.
    """
    store = chain.store
    for key, video in chain.videos.items():
        product = chain.products.get(video.text("product"), NOTHING)
        for name in ("caption", "tracking"):
            if video.text(name):
                yield Written(
                    field=name, path=f"videos.{key}.{name}", raw=video.text(name), product=product, store=store
                )
    for key, live in chain.lives.items():
        shown = tuple(chain.products[name] for name in map(str, live.items("products")) if name in chain.products)
        if live.text("host_script"):
            yield Written(
                field="host_script",
                path=f"lives.{key}.host_script",
                raw=live.text("host_script"),
                product=shown[0] if shown else NOTHING,
                others=shown[1:],
                store=store,
            )
    every = tuple(chain.products.values())
    if facts.text("head_image.text"):
        words, path = facts.text("head_image.text"), "poi.head_image.file"
        yield Written(field="head_image_text", path=path, raw=words, store=store)
    for path, name in (
        ("payment_reply.text", "payment_reply"),
        ("voice_call.script", "call_script"),
        ("pinned_video.overlay_text", "overlay_text"),
    ):
        if store.text(path):
            yield Written(
                field=name,
                path=path,
                raw=store.text(path),
                product=every[0] if every else NOTHING,
                others=every[1:],
                store=store,
            )
