"""The adapter: reads whole accounts and single objects, composes requests, sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from storeconf.core.text import CLAUSES, Lang, Message, Text, joined, say
from storeconf.model.fleet import AccountInfo
from storeconf.model.kind import Kind
from storeconf.model.review import Verdict
from storeconf.platform.douyin import capabilities, compose
from storeconf.platform.douyin.client import Client
from storeconf.platform.douyin.codec import Body
from storeconf.platform.douyin.reading import is_place, is_product, place_object, product_object, unknown_object
from storeconf.platform.douyin.replies import PlatformError, number, odd, rows
from storeconf.platform.douyin.trade import DouyinTrade
from storeconf.platform.live import AccountReading, Existence, LiveObject, Review, Snapshot, Unknown
from storeconf.platform.protocol import Access, Change, Impossible, Outcome, ReadFailed, Request, Wanted

SHOPS = "/goodlife/v1/shop/poi/query/"
CATEGORIES = "/goodlife/v1/goods/category/get/"
ONLINE_LIST, ONLINE_GET = "/goodlife/v1/goods/product/online/query/", "/goodlife/v1/goods/product/online/get/"
DRAFT_LIST, DRAFT_GET = "/goodlife/v1/goods/product/draft/query/", "/goodlife/v1/goods/product/draft/get/"
POI_TASKS = "/goodlife/v1/poi/task/query/"
BOOKING_TASKS = "/goodlife/v1/akte/booking/config/task/query/"

PAGE = 50
"""Products a page (facts §1.6: at most 50)."""
SHOP_PAGE = 100
"""Shops a page. An assumption: no page that could be read names the largest size (facts §1.6)."""
LIST_LIMIT = 10_000
"""Rows that a product list gives altogether; a list that reaches it is not complete."""
BY_ID = 10
"""Products a call by id."""

READING_SHOPS = Text("读取 {account} 的门店：{count}", "reading shops of {account}: {count}")
READING_PRODUCTS = Text("读取 {account} 的商品：{count}", "reading products of {account}: {count}")


@dataclass(slots=True)
class _Account:
    """What was read of one account."""

    info: AccountInfo
    online: dict[str, Body] = field(default_factory=dict)
    """By product_id."""
    drafts: dict[str, Body] = field(default_factory=dict)
    shops: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """By poi_id."""
    by_out_id: dict[str, str] = field(default_factory=dict)
    """out_id to product_id, of both lists."""
    products_complete: bool = False
    shops_complete: bool = False
    problem: PlatformError | None = None

    def keep(self, call: str, bodies: dict[str, Body], found: Iterable[Body]) -> None:
        """Add a page of products to one of the two lists. Raises PlatformError for what is no product."""
        for row in found:
            if not is_product(row):
                raise odd(call, "product")
            product_id = _product_id(row)
            bodies[product_id] = row
            self.by_out_id.setdefault(_out_id(row), product_id)

    @property
    def masked(self) -> bool:
        """A service provider is shown only a few fields of what the merchant made (facts §1.2)."""
        return self.info.role == "vendor"


class Douyin:
    """One project's connection to the platform."""

    def __init__(
        self, accounts: Mapping[str, AccountInfo], connect: Callable[[AccountInfo], Client], lang: Lang
    ) -> None:
        """`connect` makes a client for an account; none is made before it is needed."""
        self._accounts = accounts
        self._connect = connect
        self._lang = lang
        self._clients: dict[str, Client] = {}
        self._categories: dict[str, Mapping[str, str]] = {}
        self.trade = DouyinTrade(self._client)
        """Verifications, orders and the ledger of the same accounts."""

    # -- the pure part ---------------------------------------------------------------------------------------------

    def access(self, account: AccountInfo, kind: Kind, path: str) -> Access:
        """How an attribute is read and written in an account."""
        return capabilities.access(account, kind, path)

    def compose(self, change: Change) -> Sequence[Request] | Impossible:
        """The cheapest requests that carry a change."""
        return compose.compose(change, self._categories.get(change.account.name, {}))

    def recall(self, snapshot: Snapshot) -> None:
        """Compose as if this snapshot had just been read."""
        self._categories.update({name: reading.categories for name, reading in snapshot.accounts.items()})

    # -- reading ---------------------------------------------------------------------------------------------------

    def snapshot(self, wanted: Sequence[Wanted], progress: Callable[[Message], None], taken_at: str) -> Snapshot:
        """Everything wanted, and whatever else the accounts of the wanted objects hold."""
        objects: dict[str, LiveObject] = {}
        unmanaged: list[LiveObject] = []
        readings: dict[str, AccountReading] = {}
        by_account: dict[str, list[Wanted]] = {}
        for item in wanted:
            by_account.setdefault(item.account, []).append(item)
        for name, items in by_account.items():
            info = self._accounts.get(name)
            if info is None or not info.scopes:
                continue
            account = self._read_account(info, items, progress)
            readings[name] = self._reading(account)
            taken: set[str] = set()
            for item in items:
                found = self._find(account, item, taken)
                if found is not None:
                    objects[item.address] = found
            unmanaged.extend(_unmanaged(account, taken))
        return Snapshot(taken_at=taken_at, objects=objects, unmanaged=tuple(unmanaged), accounts=readings)

    def reread(self, wanted: Wanted) -> LiveObject:
        """One object as it is now. Raises ReadFailed."""
        account = _Account(self._accounts[wanted.account])
        try:
            client = self._client(account.info)
            if wanted.kind == "product":
                self._get_products(client, account, [wanted])
                account.products_complete = True
            elif wanted.kind == "poi":
                self._list_shops(client, account, {"poi_id": wanted.poi_id})
        except PlatformError as problem:
            raise ReadFailed(problem.diagnostic) from None
        return self._find(account, wanted, set()) or unknown_object(wanted.address, Unknown.NOT_SEEN)

    def _read_account(
        self, info: AccountInfo, items: Sequence[Wanted], progress: Callable[[Message], None]
    ) -> _Account:
        account = _Account(info)
        try:
            client = self._client(info)
            if "shops" in info.scopes:
                self._list_shops(client, account, {})
                progress(READING_SHOPS(account=info.title, count=len(account.shops)))
            if "products" in info.scopes:
                self._categories[info.name] = self._read_categories(client, info)
                self._list_products(client, account, progress)
                self._get_products(client, account, self._missing(account, items))
        except PlatformError as problem:
            account.problem = problem
        return account

    def _missing(self, account: _Account, items: Iterable[Wanted]) -> list[Wanted]:
        """Wanted products that the lists don't show: asked for by id, since a list may be short of something."""
        if account.products_complete and not account.masked:
            return []
        return [item for item in items if item.kind == "product" and not _known_id(account, item)]

    def _list_shops(self, client: Client, account: _Account, query: Mapping[str, str]) -> None:
        """Page by page until nothing new comes.

        Complete only if the total never moved: a list that shrinks on the way hides what slipped to a page read before.
        """
        totals: set[int | None] = set()
        page = 1
        while True:
            size = {"page": str(page), "size": str(SHOP_PAGE)}
            data = client.get(
                SHOPS, {"account_id": account.info.account_id, **size, **query}, scope="life.capacity.shop"
            )
            found, known = rows(SHOPS, data, "pois"), len(account.shops)
            if not all(map(is_place, found)):
                raise odd(SHOPS, "pois")
            account.shops.update({str(row["poi"]["poi_id"]): row for row in found})
            total = number(SHOPS, data, "total")
            totals.add(total)
            if len(account.shops) == known or (total is not None and page * SHOP_PAGE >= total):
                break
            page += 1
        account.shops_complete = len(totals) == 1 and (total is None or len(account.shops) >= total)

    def _list_products(self, client: Client, account: _Account, progress: Callable[[Message], None]) -> None:
        query = {"account_id": account.info.account_id}
        scope = "life.capacity.goods.query"
        for page in client.pages_by_cursor(ONLINE_LIST, query, count=PAGE, scope=scope):
            account.keep(ONLINE_LIST, account.online, rows(ONLINE_LIST, page, "products", "product_onlines"))
            progress(READING_PRODUCTS(account=account.info.title, count=len(account.online)))
        for page in client.pages_by_cursor(DRAFT_LIST, query, count=PAGE, scope=scope):
            account.keep(DRAFT_LIST, account.drafts, rows(DRAFT_LIST, page, "product_drafts", "products"))
        account.products_complete = max(len(account.online), len(account.drafts)) < LIST_LIMIT

    def _get_products(self, client: Client, account: _Account, items: Sequence[Wanted]) -> None:
        by_id = [item.product_id for item in items if item.product_id]
        by_out_id = [item.out_id for item in items if item.out_id and not item.bound]
        for name, ids in (("product_id", by_id), ("out_id", by_out_id)):
            for start in range(0, len(ids), BY_ID):
                query = {"account_id": account.info.account_id, f"{name}s": ",".join(ids[start : start + BY_ID])}
                online = client.get(ONLINE_GET, query, scope="life.capacity.goods.query")
                account.keep(ONLINE_GET, account.online, rows(ONLINE_GET, online, "product_onlines", "products"))
                drafts = client.get(DRAFT_GET, query, scope="life.capacity.goods.query")
                account.keep(DRAFT_GET, account.drafts, rows(DRAFT_GET, drafts, "product_drafts", "products"))

    def _read_categories(self, client: Client, info: AccountInfo) -> Mapping[str, str]:
        """Leaf categories by name, by path and by id; a name that stands for several maps to nothing."""
        query = {"account_id": info.account_id, "category_id": "0", "query_category_type": "1"}
        data = client.get(CATEGORIES, query, scope="life.capacity.goods.query")
        infos = {str(row.get("category_id")): row for row in rows(CATEGORIES, data, "category_infos")}
        found: dict[str, str] = {}
        for category_id, row in infos.items():
            if not row.get("is_leaf"):
                continue
            path = _category_path(row, infos)
            found[path] = found[category_id] = category_id
            leaf = path.split("/")[-1]
            found[leaf] = "" if leaf in found and found[leaf] != category_id else category_id
        return found

    # -- finding ---------------------------------------------------------------------------------------------------

    def _find(self, account: _Account, item: Wanted, taken: set[str]) -> LiveObject | None:
        """The live object behind a wanted one; None for what no API reads."""
        match item.kind:
            case "product" if "products" in account.info.scopes:
                return _find_product(account, item, taken)
            case "poi" if "shops" in account.info.scopes:
                return self._find_place(account, item, taken)
            case "booking":
                found = LiveObject(
                    address=item.address, existence=Existence.UNKNOWN, why=Unknown.NOT_SEEN, ids={"poi_id": item.poi_id}
                )
                return replace(found, review=self._task(account, item, BOOKING_TASKS))
            case _:
                return None

    def _find_place(self, account: _Account, item: Wanted, taken: set[str]) -> LiveObject:
        row = account.shops.get(item.poi_id)
        if row is not None:
            taken.add(f"poi:{item.poi_id}")
            return replace(place_object(item.address, row), review=self._task(account, item, POI_TASKS))
        if account.problem is not None:
            return unknown_object(item.address, Unknown.ERROR)
        if not account.shops_complete:
            return unknown_object(item.address, Unknown.PARTIAL)
        return LiveObject(address=item.address, existence=Existence.ABSENT)

    def _task(self, account: _Account, item: Wanted, path: str) -> Review | None:
        """Where the newest task of an object stands."""
        if not item.tasks or account.problem is not None:
            return None
        try:
            query = {"account_id": account.info.account_id, "task_ids": item.tasks[-1], "task_id": item.tasks[-1]}
            data = self._client(account.info).get(path, query)
            results = rows(path, data, "task_results")
            return _task_review(results, item.tasks[-1]) if results else None
        except PlatformError:
            return None

    def _reading(self, account: _Account) -> AccountReading:
        problem = account.problem
        if problem is None:
            complete = account.products_complete and not account.masked
            return AccountReading(ok=True, complete=complete, categories=self._categories.get(account.info.name, {}))
        said = (say(part, self._lang) for part in (problem.diagnostic.detail, problem.diagnostic.fix) if part)
        text = joined(said, CLAUSES, self._lang)
        return AccountReading(ok=False, complete=False, problem=text, code=problem.diagnostic.code.id)

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, account: AccountInfo, request: Request) -> Outcome:
        """Send one request."""
        try:
            data = self._client(account).post(request.path, request.body, scope=_write_scope(request.op))
        except PlatformError as problem:
            return Outcome(ok=False, problem=problem.diagnostic, unclear=problem.unclear)
        ids = {"product_id": str(data["product_id"])} if data.get("product_id") else {}
        return Outcome(ok=True, ids=ids, ref=_task_id(data))

    def _client(self, info: AccountInfo) -> Client:
        if info.name not in self._clients:
            self._clients[info.name] = self._connect(info)
        return self._clients[info.name]


def _find_product(account: _Account, item: Wanted, taken: set[str]) -> LiveObject:
    product_id = _known_id(account, item)
    online, draft = account.online.get(product_id), account.drafts.get(product_id)
    for body in (online, draft):
        if body is not None:
            taken.add(_product_id(body))
    if draft is None and account.problem is not None:
        return unknown_object(item.address, Unknown.ERROR)  # whether it lies with the reviewers was not seen either
    if online is None and draft is None:
        if not account.products_complete:
            return unknown_object(item.address, Unknown.PARTIAL)
        if account.masked:
            return unknown_object(item.address, Unknown.MASKED)
    return product_object(item.address, online, draft, masked=account.masked)


def _unmanaged(account: _Account, taken: set[str]) -> Iterable[LiveObject]:
    """Live products and shops that nobody declared or recorded. A deleted or never passed product is not live."""
    unit = account.info.unit
    for product_id, body in account.online.items():
        if product_id not in taken:
            yield product_object(f"{unit}/product/{product_id}", body, None, masked=account.masked)
    for poi_id, row in account.shops.items():
        if f"poi:{poi_id}" not in taken:
            yield place_object(f"{unit}/poi/{poi_id}", row)


def _known_id(account: _Account, item: Wanted) -> str:
    """The platform's id of a wanted product, once it was seen; by out_id unless it is bound by product_id."""
    if item.product_id and (item.product_id in account.online or item.product_id in account.drafts):
        return item.product_id
    return "" if item.bound or not item.out_id else account.by_out_id.get(item.out_id, "")


def _product_id(body: Body) -> str:
    return str((body.get("product") or {}).get("product_id") or "")


def _out_id(body: Body) -> str:
    return str((body.get("product") or {}).get("out_id") or "")


def _category_path(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    names = [str(row.get("name", ""))]
    parent = rows.get(str(row.get("parent_id")))
    while parent is not None and len(names) < 5:
        names.append(str(parent.get("name", "")))
        parent = rows.get(str(parent.get("parent_id")))
    return "/".join(reversed(names))


def _task_id(data: Mapping[str, Any]) -> str:
    tasks = data.get("tasks")
    if isinstance(tasks, list) and tasks and isinstance(tasks[0], Mapping):
        return str(tasks[0].get("task_id", ""))
    return str(data.get("task_id") or "")


def _task_review(results: Sequence[Mapping[str, Any]], task: str) -> Review:
    """A task's result (facts §2: task/query; §7: booking task).

    Statuses are not documented: a reason means rejected, an explicit success approved, everything else still in review.
    """
    reasons: list[str] = []
    passed = True
    for row in results:
        inner = row.get("poi_result")
        result: Mapping[str, Any] = inner if isinstance(inner, Mapping) else row
        audits = rows(POI_TASKS, result, "key_audit_result_list")
        reasons.extend(str(audit["reject_reason"]) for audit in audits if audit.get("reject_reason"))
        reasons.extend(str(result[name]) for name in ("reject_reason", "error_msg") if result.get(name))
        states = [str(audit.get("status")) for audit in audits] or [str(result.get("status"))]
        passed = passed and all(state in TASK_PASSED for state in states)
    if reasons:
        return Review(verdict=Verdict.REJECTED, reason="；".join(dict.fromkeys(reasons)), ref=task)
    return Review(verdict=Verdict.APPROVED if passed else Verdict.IN_REVIEW, ref=task)


TASK_PASSED = frozenset({"2", "PASS", "SUCCESS"})
"""Assumed: no page read gives the enum of a task's status."""


def _write_scope(op: str) -> str:
    words = {"poi.update": "poi_update", "booking.config": "booking"}
    return capabilities.SCOPE_NAMES[words.get(op, "publish")]
