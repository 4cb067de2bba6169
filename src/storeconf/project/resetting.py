"""`sandbox reset`: platform data, records, submissions and holds renewed as one set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storeconf.core import clock
from storeconf.core.values import Attrs, Value, digest
from storeconf.model.fleet import AccountInfo, Resource
from storeconf.model.kinds import PRODUCT
from storeconf.model.review import Verdict
from storeconf.plan.images import resolve_images
from storeconf.plan.products import NO_POI
from storeconf.platform.douyin import compose
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Change, Impossible
from storeconf.platform.sandbox import categories, seed
from storeconf.platform.sandbox.database import Database
from storeconf.project import audience
from storeconf.project.admission import admit
from storeconf.project.divergences import Start, read_divergences, starts_of
from storeconf.project.playground import Playground
from storeconf.records import visits
from storeconf.records.keeping import forget
from storeconf.state.records import Hold, Record, Submission

IMAGE_URL = "https://sandbox.invalid/obj/{sha256}"
"""Where the sandbox says that an uploaded picture lives."""
REASON = "不符合发布规范"
SUBMITTED_SECONDS_AGO = 1800


def reset(playground: Playground) -> int:
    """Renew everything from the YAML plus the divergences, and return how many of those there are.

    Observations are not touched: they are files of the project. Raises Refusal while somebody changes the state.
    """
    divergences = read_divergences(playground.fleet)
    starts = list(starts_of(playground.fleet, playground.now(), divergences).values())
    database = playground.database()
    with playground.state.hold("sandbox reset", clock.iso(playground.now())):
        _renew(playground, database, starts)
    database.close()
    return len(divergences)


def _renew(playground: Playground, database: Database, starts: Sequence[Start]) -> None:
    database.clear()
    playground.state.clear()
    forget(playground.workspace.folder)
    admit(playground.fleet, playground.workspace)
    urls = _uploaded(starts)
    with database.transaction(), playground.state.transaction():
        playground.state.put_images(urls)
        stage = _Stage(playground, database, urls, _category_ids(database))
        for start in starts:
            stage.put(start)
        audience.gather(playground, database, (start.resource for start in starts))
    (playground.workspace.folder / visits.FILE).unlink(missing_ok=True)


def _uploaded(starts: Iterable[Start]) -> Mapping[str, str]:
    """Every declared picture is uploaded already: content hash to URL."""
    urls: dict[str, str] = {}
    for start in starts:
        images: Any = start.resource.attrs.get("images", ())
        for image in images:
            if image.get("sha256"):
                urls[image["sha256"]] = image.get("url") or IMAGE_URL.format(sha256=image["sha256"])
    return urls


def _category_ids(database: Database) -> Mapping[str, str]:
    rows = database.rows("SELECT category_id, name FROM categories WHERE is_leaf=1")
    found = {row["name"]: row["category_id"] for row in rows}
    paths = {categories.full_name(database, row["category_id"]).replace("·", "/"): row["category_id"] for row in rows}
    return {**found, **paths}


@dataclass(frozen=True, slots=True)
class _Stage:
    """Puts objects on the platform and into the records."""

    playground: Playground
    database: Database
    urls: Mapping[str, str]
    category_ids: Mapping[str, str]

    def put(self, start: Start) -> None:
        """One object, as it starts out."""
        resource, account = start.resource, self.playground.account_of(start.resource)
        ids = {"out_id": resource.out_id} if resource.out_id else {}
        recorded = start.recorded
        if account is not None and "products" in account.scopes and resource.kind is PRODUCT:
            if start.live is not None:
                product_id = self._put_online(account, start, start.live)
                recorded = recorded if product_id else None
                ids |= {"product_id": product_id} if product_id else {}
            self._put_review(account, start)
        elif account is not None and account.scopes and resource.kind.name == "poi":
            self._put_place(account, start)
        self._put_hold(start)
        if recorded is not None:
            self._record(start, account, recorded, ids)

    def _put_online(self, account: AccountInfo, start: Start, live: Attrs) -> str:
        """The live version of a product; empty when it can't be made, as when no shop of it has a POI."""
        body = self._body(account, start.resource, live)
        if body is None:
            return ""
        return seed.put_product(
            self.database,
            account.account_id,
            "" if start.console_made else start.resource.out_id,
            body,
            shelf=str(live.get("shelf", "online")),
            by_app=not start.console_made,
            product_id=start.resource.product_id,
        )

    def _put_review(self, account: AccountInfo, start: Start) -> None:
        """What lies with the reviewers was sent by us half an hour ago."""
        divergence, resource = start.divergence, start.resource
        if divergence is None or divergence.review is None:
            return
        at = clock.epoch(self.playground.now()) - SUBMITTED_SECONDS_AGO
        reason = (divergence.reason or REASON) if divergence.review == "rejected" else ""
        body = self._body(account, resource, resource.attrs) or {"product": {}, "sku": {}}
        seed.put_draft(self.database, account.account_id, resource.out_id, body, at, rejected=reason)
        before = start.live or {}
        sent = {
            path: value
            for path, value in self._with_urls(resource.attrs).items()
            if self.playground.routes.access(account, PRODUCT, path).write == "api" and before.get(path) != value
        }
        self.playground.state.put_submission(
            Submission(
                address=str(resource.address),
                digest=digest(sent),
                attrs=sent,
                since=clock.iso(clock.from_epoch(at)),
                verdict=Verdict.REJECTED if reason else Verdict.IN_REVIEW,
                reason=reason,
                op="product.save",
            )
        )

    def _put_place(self, account: AccountInfo, start: Start) -> None:
        poi_id = str(start.resource.attrs.get("id", ""))
        if start.live is not None:
            seed.put_shop(self.database, account.account_id, poi_id, start.live)
        else:
            seed.remove_shop(self.database, poi_id)

    def _put_hold(self, start: Start) -> None:
        if start.divergence is not None and start.divergence.hold is not None:
            hold = Hold(address=str(start.resource.address), reason=start.divergence.hold, by="records")
            self.playground.state.put_hold(hold)

    def _record(self, start: Start, account: AccountInfo | None, recorded: Attrs, ids: Mapping[str, str]) -> None:
        resource = start.resource
        places = {f"poi:{poi}": slug for slug, poi in resource.sold_at.items() if poi}
        self.playground.state.put_record(
            Record(
                address=str(resource.address),
                kind=resource.kind.name,
                attrs=self._with_urls(recorded),
                account=account.name if account is not None else "",
                title=self._title(resource, recorded),
                ids={**places, **ids},
                protect=start.protect,
                at=clock.iso(self.playground.now()),
                by="reset",
            )
        )

    def _title(self, resource: Resource, attrs: Attrs) -> str:
        """What people call it: a product by its own title, anything else by its store's."""
        store = self.playground.fleet.stores.get(resource.address.unit)
        if resource.kind is PRODUCT:
            return str(attrs.get("title", resource.title))
        return store.title if store is not None else resource.title

    def _body(self, account: AccountInfo, resource: Resource, attrs: Attrs) -> Mapping[str, Any] | None:
        """The request that would have made the product."""
        change = Change(
            account=account,
            kind=PRODUCT,
            address=str(resource.address),
            create=True,
            sets=self._with_urls(attrs),
            live=LiveObject(address=str(resource.address), existence=Existence.ABSENT),
            out_id=resource.out_id,
        )
        composed = compose.compose(change, self.category_ids)
        return None if isinstance(composed, Impossible) else composed[0].body

    def _with_urls(self, attrs: Attrs) -> dict[str, Value]:
        """Values as the platform would hold them: pictures by URL, shops by POI."""
        found = dict(attrs)
        if "stores" in found:
            shops: Any = found["stores"]
            found["stores"] = [shop for shop in shops if not str(shop).startswith(NO_POI)]
        if "images" in found:
            found["images"] = resolve_images(found["images"], self.urls)[0]
        return found
