"""Verification records in a project: whose they are, by which rules, beside what was kept of earlier days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storeconf.core import clock
from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Text
from storeconf.model.fleet import Resource, StoreInfo, Unit
from storeconf.project.recording import ADD_SCOPE, OVERLAP, FetchedRecords, Recording
from storeconf.records.findings import Limits, Order
from storeconf.records.judging import judge
from storeconf.records.keeping import RecordTable
from storeconf.records.ledger import Ledger
from storeconf.records.phones import Phones
from storeconf.records.report import Report, gather, report
from storeconf.source.files import FileProblem
from storeconf.source.suggest import did_you_mean
from storeconf.source.templating import TemplateProblem, Templates

if TYPE_CHECKING:
    from storeconf.project.project import Project

NO_ACCOUNT = Code(
    "SC722", "records-account", Text("不知道是哪个账号的核销记录", "whose records these are is not known")
)
UNKNOWN = Text("没有账号 {name}", "there is no account {name}")
SEVERAL = Text("里面有几个账号的门店或商品：{names}", "they hold stores or products of several accounts: {names}")
MAY_READ = Text("有几个账号可以读：{names}", "the records of several accounts can be read: {names}")
NOBODYS_RECORDS = Text(
    "没有账号能读核销记录：账号的 api 里要有 records", "no account's records can be read: its api needs records"
)
FIRST, LONGEST = timedelta(days=7), timedelta(days=30)
"""How far back the platform is read when it never was, and at most."""
ONE_EACH = Text("一个账号一个账号地读，用 --account 指定", "read one account at a time, named with --account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product as the rows may name it."""

    address: str
    account: str
    title: str
    stores: tuple[str, ...]
    """Where it is sold, by slug."""


class Verifying:
    """Looks at verification records with a project's eyes."""

    def __init__(self, project: Project) -> None:
        """Nothing is read yet."""
        self._project = project

    def look(
        self, files: Sequence[Path], chosen: Mapping[str, str], account: str, *, keep: bool, fetch: bool = False
    ) -> Report:
        """What the files say together with what was kept. `keep`: add them to it. `fetch`: read the platform's too.

        Raises StoreconfError for a file that can't be used, for records whose account can't be told, and when the
        platform can't be read.
        """
        table = RecordTable(self._project.workspace.folder)
        ledger, tally = gather(files, Phones(table.key), chosen)
        name = self._readable(account) if fetch else self._account(account, ledger)
        fetched = self._fetched(table, name) if fetch else None
        if fetched is not None:
            ledger.take(fetched.rows)
        if name:
            ledger.take(table.rows(name), given=False)
        now = clock.epoch(self._project.now()) * 1000
        found = report(judge(ledger, self._limits(name), now), tally)
        if name and keep:
            table.put(name, ledger.rows(), now, through=now if fetched is not None else 0)
        table.close()
        products = {key: f"{goods.title} {goods.address}" for key, goods in self.goods.items() if goods.account == name}
        found = replace(found, account=name, kept=bool(name) and keep, products=products, stores=self.stores(name))
        return found if fetched is None else _with_fetched(found, fetched, from_files=bool(files))

    # -- the platform's own ----------------------------------------------------------------------------------------------

    def _fetched(self, table: RecordTable, name: str) -> FetchedRecords:
        """What happened since the last reading that was kept, with an hour before it; a week the first time.

        The channels of the same days are read with them.
        """
        now, mark = self._project.now(), table.read_through(name)
        since = clock.from_epoch(mark) - OVERLAP if mark else now - FIRST
        recording = Recording(self._project)
        found = recording.records(name, max(min(since, now), now - LONGEST), now, Phones(table.key))
        for read in recording.visits((name,)):
            if read.problem is not None:
                raise StoreconfError(read.problem)
        return found

    def _readable(self, asked: str) -> str:
        """The account that was asked for, or the only one whose records our app may read."""
        allowed = [name for name, info in self._project.fleet.accounts.items() if "records" in info.scopes]
        if asked or len(allowed) == 1:
            return asked or allowed[0]
        if allowed:
            raise fail(NO_ACCOUNT, MAY_READ(names=allowed), fix=ONE_EACH)
        raise fail(NO_ACCOUNT, NOBODYS_RECORDS, fix=ADD_SCOPE)

    # -- whose -----------------------------------------------------------------------------------------------------------

    def _account(self, asked: str, ledger: Ledger) -> str:
        """The account that was asked for, the only one, or the one whose stores and products the rows name."""
        accounts = self._project.fleet.accounts
        if asked:
            if asked not in accounts:
                raise fail(NO_ACCOUNT, UNKNOWN(name=asked), fix=did_you_mean(asked, accounts))
            return asked
        if len(accounts) == 1:
            return next(iter(accounts))
        owners = set(self._owners(ledger.names))
        if len(owners) > 1:
            raise fail(NO_ACCOUNT, SEVERAL(names=sorted(owners)), fix=ONE_EACH)
        return next(iter(owners), "")

    def _owners(self, names: Iterable[str]) -> Iterable[str]:
        """The accounts of the stores and products among some names."""
        by_store = {key: info.account for info in self._project.fleet.stores.values() for key in _keys(info)}
        for name in filter(None, names):
            if name in by_store:
                yield by_store[name]
            elif name in self.goods:
                yield self.goods[name].account

    def _limits(self, account: str) -> Limits:
        declared = self.rules(account)
        names = ("failures_per_day", "per_phone_24h", "slow_minutes")
        return Limits(**{name: int(declared[name]) for name in names if name in declared})

    def rules(self, account: str) -> Mapping[str, Any]:
        """The account's anomaly_rules; empty when it declares none, or can't be read."""
        unit = self._project.fleet.unit(f"@{account}") if account else None
        resources = unit.resources if isinstance(unit, Unit) else ()
        return next((one.attrs for one in resources if one.kind.name == "anomaly_rules"), {})

    def follow_up(self, account: str) -> Callable[[Order], str] | None:
        """What customer service sends about an order, with the time-limited incentive; None without a template."""
        rules = self.rules(account)
        template = rules.get("follow_up.template")
        if template is None:
            return None
        templates, stores = Templates(self._project.fleet.library.files), self.stores(account)
        days = rules.get("follow_up.valid_days")
        offer = {"incentive": rules.get("follow_up.incentive"), "valid_days": days}
        if days is not None:
            last = self._project.now() + timedelta(days=int(days))
            offer["valid_until"] = f"{last.month}月{last.day}日"
        info = self._project.fleet.accounts[account]

        def text(order: Order) -> str:
            goods = self.goods.get(order.product_id)
            context = {
                "account": {"name": account, "title": info.title},
                "store": {"title": stores.get(order.store_id) or order.store_id or info.title},
                "product": {"title": goods.title} if goods is not None else {},
                "vars": {name: value for name, value in offer.items() if value is not None},
            }
            try:
                return templates.render(template["file"], context)
            except (TemplateProblem, FileProblem) as problem:
                raise StoreconfError(problem.diagnostic) from None

        return text

    # -- what the rows name ------------------------------------------------------------------------------------------------

    def stores(self, account: str) -> Mapping[str, str]:
        """What an account's stores are called, by what rows may call them."""
        mine = (info for info in self._project.fleet.stores.values() if info.account == account)
        return {info.poi_id: info.title for info in mine if info.poi_id}

    @cached_property
    def goods(self) -> Mapping[str, Goods]:
        """The products of the project by id, and by title where only one has it."""
        found: dict[str, Goods] = {}
        titles: dict[str, list[Goods]] = {}
        for unit in self._project.fleet.units():
            if not isinstance(unit, Unit):
                continue
            recorded = self._project.state.unit(unit.name).records
            for resource in unit.resources:
                if resource.kind.name == "product":
                    address = str(resource.address)
                    ids = recorded[address].ids if address in recorded else {}
                    goods = _goods(resource, unit)
                    known = (resource.product_id, resource.out_id, ids.get("product_id", ""))
                    found |= {key: goods for key in known if key}
                    titles.setdefault(goods.title, []).append(goods)
        return {title: same[0] for title, same in titles.items() if len(same) == 1 and title} | found


def _with_fetched(found: Report, fetched: FetchedRecords, *, from_files: bool) -> Report:
    """With the platform's rows counted, and what they can't decide; failures are decided by files where there are any."""
    undecided = [one for one in fetched.unjudged if not (from_files and one.rule == "failures_per_day")]
    return replace(found, rows=found.rows + len(fetched.rows), unjudged=(*found.unjudged, *undecided))


def _goods(resource: Resource, unit: Unit) -> Goods:
    stores = tuple(resource.sold_at) or ((unit.name,) if not unit.name.startswith("@") else ())
    title = str(resource.attrs.get("title", resource.title))
    return Goods(address=str(resource.address), account=unit.account, title=title, stores=stores)


def _keys(info: StoreInfo) -> Iterable[str]:
    return filter(None, (info.poi_id, info.name, info.title))
