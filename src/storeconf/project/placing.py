"""Where a live value belongs in the YAML: into the object's own document, or where a person has to decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeconf.core.address import Address
from storeconf.core.span import Path, at, child
from storeconf.core.text import Say, Text
from storeconf.model.compare import same
from storeconf.model.kind import Attribute, Compare, Resolve
from storeconf.plan.classify import Class
from storeconf.project.wishes import ByHand, Wish, Written
from storeconf.source.documents import Document, Origin, Row
from storeconf.source.fleet import Fleet
from storeconf.source.locating import layers_of
from storeconf.source.splicing import differences
from storeconf.source.templating import FOLDER as TEMPLATES

PICTURES = frozenset({Resolve.FILE, Resolve.IMAGES, Resolve.HEAD_IMAGE, Resolve.PAPERS})
UNORDERED = frozenset({Compare.SET, Compare.HOURS, Compare.SLOTS, Compare.ITEMS})

GONE = Text(
    "线上已经没有它：不要了就从 YAML 里删掉", "it is gone from the platform: take it out of the YAML if that is right"
)
UNSET = Text(
    "线上没有这一项：不管了就把这一行删掉", "the platform has no such value: delete the line to manage it no more"
)
TEMPLATE = Text(
    "文字由模板生成：改模板，或在这里直接写文字", "a template makes the text: change it, or write the text itself here"
)
PICTURE = Text("是文件：换成线上的那一个", "it is a file: put the one that is live in its place")
SHOPS = Text("适用门店：按线上的门店改 stores", "the shops it is sold at: change stores to those that are live")
TABLE = Text("值在表格里：改这一格", "the value stands in a table: change that cell")
SHARED = Text(
    "值是继承来的：改这里会一起改到别的；只改这一处就写进 {file}",
    "the value is inherited: a change here reaches others; for this one alone write it into {file}",
)
SHARED_ROW = Text(
    "值是继承来的：改这里会一起改到别的；只改这一处就在表格里加一列，并写进 StoreSet 的 columns",
    "the value is inherited: a change here reaches others; for this one alone add a column to the table, and to its StoreSet",
)
DERIVED = Text("这个值没有直接写在 YAML 里，是推出来的", "the value is not written as such, it follows from others")


def place(fleet: Fleet, wish: Wish) -> Written | ByHand:
    """The edits of one value, or why a person has to make them."""
    layers, base = layers_of(fleet, wish.address)
    if layers is None:
        return ByHand(wish=wish, reason=DERIVED)
    where: Path = (*base, *wish.change.path.split("."))
    if wish.change.class_ in (Class.DRIFT_MISSING, Class.RECREATE):
        origin, place, _ = layers.trace(base)
        return ByHand(wish=wish, reason=GONE, gone=True, span=fleet.library.span(origin, place, key=True))
    origin, place, whole = layers.trace(where)
    span = fleet.library.span(origin, place)
    text: Any = layers.merged()
    for part in where:
        text = child(text, part)
    if isinstance(text, dict) and isinstance(text.get("template"), str):
        file = f"{TEMPLATES}/{text['template']}"
        return ByHand(
            wish=wish, reason=TEMPLATE, span=at(file, 1, 1), also=_users(fleet, wish.address, text["template"])
        )
    reason = _reason(fleet, wish, origin, whole=whole)
    if reason is not None:
        return ByHand(wish=wish, reason=reason, span=span, also=_heirs(fleet, wish.address, origin))
    change = wish.change
    live = _as_declared(fleet, wish)
    edits = differences(origin.line, place, _listed(change.declared), live, text)
    return Written(wish=wish, span=span, edits=tuple(edits))


def _reason(fleet: Fleet, wish: Wish, origin: Origin, *, whole: bool) -> Say | None:
    attribute = wish.attribute
    own = own_document(fleet, wish.address)
    if wish.change.live is None:
        return UNSET
    if attribute is not None and attribute.resolve in PICTURES:
        return PICTURE
    if wish.address.kind == "product" and wish.change.path == "stores":
        return SHOPS
    if isinstance(origin, Row):
        return TABLE
    if own is None or (origin.file, origin.line) != (own.file, own.line):
        return SHARED(file=own.file) if isinstance(own, Document) else SHARED_ROW
    return None if whole else DERIVED


def own_document(fleet: Fleet, address: Address) -> Origin | None:
    """The document that is the object's own."""
    index = fleet.index
    if not address.account_level:
        return index.stores[address.unit].origin if address.unit in index.stores else None
    if address.kind == "product":
        product = index.products.get((address.unit[1:], address.key))
        return product.origin if product is not None else None
    account = index.accounts.get(address.unit[1:])
    return account.origin if account is not None else None


def _heirs(fleet: Fleet, address: Address, origin: Origin) -> tuple[str, ...]:
    """Other stores and products that inherit from a document."""
    if isinstance(origin, Row):
        return ()
    index = fleet.index
    stores = (name for name, entry in index.stores.items() if origin in entry.inherited and name != address.unit)
    if address.kind != "product":
        return tuple(sorted(stores))
    products = (
        str(Address(f"@{account}", "product", name))
        for (account, name), entry in index.products.items()
        if origin in entry.inherited
    )
    return tuple(sorted({*stores, *products} - {str(address)}))


def _users(fleet: Fleet, address: Address, template: str) -> tuple[str, ...]:
    """Other units that have texts from the same template."""
    index = fleet.index
    trees = ((name, index.store_layers(entry).merged()) for name, entry in sorted(index.stores.items()))
    return tuple(name for name, tree in trees if name != address.unit and _uses(tree, template))


def _uses(tree: Any, template: str) -> bool:
    if isinstance(tree, dict):
        return tree.get("template") == template or any(_uses(one, template) for one in tree.values())
    return isinstance(tree, list) and any(_uses(one, template) for one in tree)


# -- values ------------------------------------------------------------------------------------------------------------


def _as_declared(fleet: Fleet, wish: Wish) -> Any:
    """The live value the way the YAML would have it: products by their key, a set in the order that stands there."""
    attribute, live = wish.attribute, _listed(wish.change.live)
    if attribute is None:
        return live
    if attribute.resolve is Resolve.PRODUCT:
        return _key(fleet, wish.address, live)
    if attribute.resolve is Resolve.PRODUCTS:
        return [_key(fleet, wish.address, one) for one in live]
    declared = _listed(wish.change.declared)
    if attribute.compare in UNORDERED and isinstance(declared, list) and isinstance(live, list):
        return _in_order(attribute, declared, live)
    return live


def _key(fleet: Fleet, address: Address, product: str) -> str:
    unit, _, key = product.rpartition("/product/")
    store = fleet.index.stores.get(address.unit)
    near = (address.unit, f"@{store.info.account}" if store is not None else "")
    return key if unit in near else product


def _in_order(attribute: Attribute, declared: list[Any], live: list[Any]) -> list[Any]:
    """The live items: those that mean the same stay as and where they stand, changed ones come in their place, new ones behind."""
    rest = list(live)
    placed = [_taken(rest, [same(attribute, [one], [other]) for other in rest]) for one in declared]
    for number, one in enumerate(declared):
        if placed[number] is not None:
            placed[number] = one
        else:
            found = _taken(rest, [_name(other) == _name(one) for other in rest])
            placed[number] = _lean(attribute, one, found) if found is not None else None
    for number, one in enumerate(declared):
        if placed[number] is None and rest:
            placed[number] = _lean(attribute, one, rest.pop(0))
    return [*(one for one in placed if one is not None), *rest]


def _taken(rest: list[Any], fits: list[bool]) -> Any:
    """The first item that fits, out of the list; None when there is none."""
    return rest.pop(fits.index(True)) if True in fits else None


def _name(item: Any) -> object:
    """What an item is recognised by; nothing that an item without a name has too."""
    return item.get("name", id(item)) if isinstance(item, dict) else id(item)


def _lean(attribute: Attribute, declared: Any, live: Any) -> Any:
    """An item without what goes without saying, where the declared one leaves it out."""
    if not isinstance(declared, dict) or not isinstance(live, dict):
        return live
    for key in [key for key in live if key not in declared]:
        shorter = {name: value for name, value in live.items() if name != key}
        try:
            live = shorter if same(attribute, [shorter], [live]) else live
        except KeyError:  # the comparison can't do without it
            continue
    return live


def _listed(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    if isinstance(value, Mapping):
        return {name: _listed(one) for name, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
