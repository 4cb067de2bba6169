"""What is special about products: their shops, their shelf, their pictures, and who else has one like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from storeconf.core import clock
from storeconf.core.values import Value
from storeconf.model.fleet import default_out_id
from storeconf.plan.classify import ABSENT, UNKNOWN, Class
from storeconf.plan.compare import Compared
from storeconf.plan.entities import Note
from storeconf.plan.images import resolve_images
from storeconf.plan.job import Job
from storeconf.platform.live import Existence

PLACE = "poi:"
"""Prefix of a record's ids that name the store behind a POI."""
NO_POI = "store:"
"""Stands for the POI of a store that declares none."""
STORES, SHELF, IMAGES = "stores", "shelf", "images"


def prepare(job: Job) -> None:
    """Adjust the three sides for what is expected, before they are compared."""
    if job.kind.name != "product":
        return
    _check_identity(job)
    if IMAGES in job.resource.attrs:
        resolved, job.uploads = resolve_images(job.resource.attrs[IMAGES], job.context.image_urls)
        _declare(job, IMAGES, resolved)
    if STORES in job.resource.attrs:
        _declare(job, STORES, _kept_stores(job))
    pause = job.context.decisions.pause(job.address)
    if pause:
        _pause(job, pause)
        return
    if job.hold is not None:
        job.add("held", (), reason="held", notes=(_hold_note(job),))
    if job.live.banned:
        job.add("banned", (), reason="banned")
        job.block("banned")
    if job.hold is not None or job.live.banned:
        _set_aside_shelf(job)
    else:
        _expect_end_of_sale(job)


def check(job: Job, rows: Iterable[Compared]) -> None:
    """Hold back what may not be done, or not without a word."""
    if job.kind.name != "product":
        return
    for row in rows:
        if row.path == STORES and row.klass in _SETTING:
            _check_stores(job, row)
        elif row.path == SHELF and row.declared == "offline" and row.live in ("online", UNKNOWN) and job.protected:
            job.block("protect", SHELF)


_SETTING = frozenset(
    {Class.UPDATE, Class.CONFLICT, Class.DRIFT_CHANGED, Class.RECREATE, Class.CREATE, Class.ADOPT_DIFFERS, Class.BLIND}
)


def creation_blocks(job: Job) -> list[str]:
    """What stands against making a new product."""
    blocks = [f"missing:{path}" for path in ("title", "price") if path not in job.resource.attrs]
    if "stock" not in job.resource.attrs:
        job.note("stock_unlimited")
    shops = job.resource.attrs.get(STORES)
    if not isinstance(shops, list | tuple) or not shops:
        blocks.append("no_stores")
    for twin in job.context.twins.get((job.account.name, str(job.resource.attrs.get("title", ""))), ()):
        if set(_listed(twin.attrs.get(STORES))) & set(_listed(shops)) or STORES not in twin.attrs:
            job.note("twin", product_id=twin.ids.get("product_id", ""))
            blocks.append("twin")
    for slug, poi in job.resource.sold_at.items():
        place = job.context.snapshot.objects.get(f"{slug}/poi")
        if poi and place is not None and place.existence is Existence.ABSENT:
            job.note("poi_not_claimed", store=slug, poi=poi)
            blocks.append("poi_not_claimed")
    return blocks


def _check_identity(job: Job) -> None:
    """Another id, or another account, is another product: retired and made anew, never replaced silently."""
    if job.stored is None:
        return
    if job.stored.ids.get("out_id") and job.resource.out_id == default_out_id(job.address):
        # Not written in the YAML: a renamed product keeps the one that the platform knows.
        job.resource = replace(job.resource, out_id=job.stored.ids["out_id"])
    declared = {"account": job.unit.account}
    if job.live.existence is not Existence.ABSENT:
        declared |= {"out_id": job.resource.out_id, "product_id": job.resource.product_id}
    known = {**job.stored.ids, "account": job.stored.account}
    access = job.access("title")
    rows = [
        Compared(
            name, job.kind.attribute(name), access, Class.UPDATE, value, known[name], job.live.ids.get(name, ABSENT)
        )
        for name, value in declared.items()
        if value and known.get(name, "") not in ("", value)
    ]
    for row in rows:
        job.note("immutable", path=row.path, old=str(row.recorded), new=str(row.declared))
        job.block("immutable")
    if rows:
        job.add("changes", rows, action="update", by=access.write, reason="update", blocked_by=("immutable",))


def _declare(job: Job, path: str, value: Value) -> None:
    job.resource = replace(job.resource, attrs={**job.resource.attrs, path: value})


def _kept_stores(job: Job) -> Value:
    """The declared shops, with those whose store can't be asked any more kept as they were.

    A chain product's shops never shrink because a store document is gone or unreadable.
    """
    recorded = _places(job)
    shops: dict[str, None] = {}
    for slug, poi in job.resource.sold_at.items():
        known = next((place for place, name in recorded.items() if name == slug), "")
        if slug in job.context.failed or slug not in job.context.stores:
            if known:
                shops[known] = None
            else:
                job.note("left_out_store", store=slug)
        else:
            shops[poi or f"{NO_POI}{slug}"] = None
    for poi, slug in recorded.items():
        settled = slug in job.context.stores or slug in job.resource.sold_at or poi in shops
        if not settled and _may_be_sold_at(job, poi, slug):
            shops[poi] = None
            job.note("kept_store", store=slug, poi=poi)
    kept = tuple(note for note in job.notes if note.code == "kept_store")
    if kept and not job.context.broken:
        job.add("ignored", (), reason="kept_store", notes=kept)
    return sorted(shops)


def _may_be_sold_at(job: Job, poi: str, slug: str) -> bool:
    """Whether a shop without a document has to stay: not when its document is really gone and the console unbound it."""
    live = job.live.attrs.get(STORES)
    return job.context.broken or slug in job.context.failed or live is None or poi in _listed(live)


def _places(job: Job) -> Mapping[str, str]:
    """The shops that we left it at, with the store that each of them stood for."""
    left = _listed((job.recorded or {}).get(STORES))
    stored = job.stored.ids if job.stored is not None else {}
    return {poi: slug for poi in left if (slug := stored.get(f"{PLACE}{poi}"))}


def _check_stores(job: Job, row: Compared) -> None:
    declared = set(_listed(row.declared))
    nameless = sorted(shop for shop in declared if shop.startswith(NO_POI))
    if nameless:
        job.note("no_poi", stores="、".join(shop.removeprefix(NO_POI) for shop in nameless))
        job.block("no_poi", STORES)
    if not declared and job.live.existence is not Existence.ABSENT:
        job.block("no_stores", STORES)
    before = _places(job)
    gone = set(_listed(row.recorded if row.live is UNKNOWN else row.live)) - declared
    moved = {poi for poi in gone if before.get(poi) in job.resource.sold_at}
    if moved:
        job.note("rebinds", stores="、".join(sorted(before[poi] for poi in moved)))
        if not job.context.decisions.allows("rebind"):
            job.block("allow:rebind", STORES)
    if gone - moved:
        names = {store.poi_id: slug for slug, store in job.context.stores.items()} | dict(before)
        job.note("unbinds", stores="、".join(names.get(poi, poi) for poi in sorted(gone - moved)))
        if job.protected:
            job.block("protect", STORES)
        elif not job.context.decisions.allows("unbind"):
            job.block("allow:unbind", STORES)


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _set_aside_shelf(job: Job) -> None:
    """Under a hold or a ban the shelf is neither drift nor restored."""
    job.resource = replace(job.resource, attrs={p: v for p, v in job.resource.attrs.items() if p != SHELF})
    if job.recorded is not None:
        job.recorded = {path: value for path, value in job.recorded.items() if path != SHELF}


def _pause(job: Job, reason: str) -> None:
    """Off the shelf, whatever is declared: that is decided now, so what was recorded of the shelf has no say."""
    job.note("pause", reason=reason)
    _declare(job, SHELF, "offline")
    if job.recorded is not None:
        job.recorded = {**job.recorded, SHELF: job.live.attrs.get(SHELF, "online")}


def _hold_note(job: Job) -> Note:
    assert job.hold is not None
    values = {"reason": job.hold.reason, "by": job.hold.by, "until": job.hold.until}
    return Note(code="held_until" if job.hold.until else "held", values=values)


def _expect_end_of_sale(job: Job) -> None:
    """Off the shelf after the end of the sale is expected. Once you declare a later end, it has to go online again."""
    live, declared = job.live.attrs, job.resource.attrs
    if live.get(SHELF) != "offline" or not _over(live.get("sale.end", declared.get("sale.end")), job):
        return
    again = declared.get("sale.end")
    if again is None or _over(again, job):
        if declared.get(SHELF) == "online":
            job.live = replace(job.live, attrs={**live, SHELF: "online"})
            job.note("sale_over")
    elif job.recorded is not None and SHELF in job.recorded and job.recorded.get("sale.end") != again:
        job.recorded = {**job.recorded, SHELF: "offline"}


def _over(end: Value | None, job: Job) -> bool:
    return end is not None and clock.parse_instant(str(end)) <= job.context.now
