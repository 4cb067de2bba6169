"""Verification records in a project: whose they are, by which rules, beside what was kept of earlier days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storeconf.core import clock
from storeconf.core.diagnostics import StoreconfError, fail
from storeconf.core.text import Text
from storeconf.model.fleet import Resource, StoreInfo, Unit
from storeconf.project.refreshing import readable, since_last, with_fetched
from storeconf.records.findings import Limits, Order
from storeconf.records.judging import judge
from storeconf.records.keeping import RecordTable
from storeconf.records.ledger import Ledger
from storeconf.records.phones import Phones
from storeconf.records.report import NO_ACCOUNT, Report, gather, report
from storeconf.source.files import FileProblem
from storeconf.source.suggest import did_you_mean
from storeconf.source.templating import TemplateProblem, Templates

if TYPE_CHECKING:
    from storeconf.project.project import Project

UNKNOWN = Text("没有账号 {name}", "there is no account {name}")
SEVERAL = Text("里面有几个账号的门店或商品：{names}", "they hold stores or products of several accounts: {names}")
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
        name = readable(self._project, account) if fetch else self._account(account, ledger)
        fetched = since_last(self._project, table, name) if fetch else None
        if fetched is not None:
            ledger.take(fetched.rows)
        if name:
            ledger.take(table.rows(name), given=False)
        now = clock.epoch(self._project.now()) * 1000
        found = report(judge(ledger, self._limits(name), now), tally)
        if name and keep:
            table.put(name, ledger.rows(), now, through=now if fetched is not None else 0)
        table.close()
        products = {key: f"{one.title} {one.address}" for key, one in self.goods(_products(found)).items()}
        found = replace(found, account=name, kept=bool(name) and keep, products=products, stores=self.stores(name))
        return found if fetched is None else with_fetched(found, fetched, from_files=bool(files))

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
        """The accounts of the stores among some names, or else of the products."""
        by_store = {key: info.account for info in self._project.fleet.stores.values() for key in _keys(info)}
        known = {name for name in names if name}
        stores = known & by_store.keys()
        return {by_store[name] for name in stores} or {one.account for one in self.goods(known).values()}

    def _limits(self, account: str) -> Limits:
        declared = self.rules(account)
        names = ("failures_per_day", "per_phone_24h", "slow_minutes")
        return Limits(**{name: int(declared[name]) for name in names if name in declared})

    def rules(self, account: str) -> Mapping[str, Any]:
        """The account's anomaly_rules; empty when it declares none, or can't be read."""
        unit = self._project.fleet.unit(f"@{account}") if account else None
        resources = unit.resources if isinstance(unit, Unit) else ()
        return next((one.attrs for one in resources if one.kind.name == "anomaly_rules"), {})

    def follow_up(self, report: Report) -> Callable[[Order], str] | None:
        """What customer service sends about an order, with the time-limited incentive; None without a template."""
        account = report.account
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
        info, named = self._project.fleet.accounts[account], self.goods(_products(report))

        def text(order: Order) -> str:
            goods = named.get(order.product_id)
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

    def goods(self, names: Iterable[str]) -> Mapping[str, Goods]:
        """The products behind some ids, or behind titles that only one has. Stores are read only as far as need be."""
        wanted, found = set(names), dict[str, Goods]()
        titles: dict[str, list[Goods]] = {}
        for unit in self._project.fleet.units():
            if wanted <= found.keys():
                break
            for key, title, goods in self._of_unit(unit) if isinstance(unit, Unit) else ():
                if key in wanted:
                    found[key] = goods
                elif title in wanted:
                    titles.setdefault(title, []).append(goods)
        alone = {title: same[0] for title, same in titles.items() if len({one.address for one in same}) == 1}
        return {**alone, **found}

    def _of_unit(self, unit: Unit) -> Iterable[tuple[str, str, Goods]]:
        recorded = self._project.state.unit(unit.name).records
        for resource in unit.resources:
            if resource.kind.name != "product":
                continue
            goods = _goods(resource, unit)
            record = recorded.get(goods.address)
            ids = (resource.product_id, resource.out_id, record.ids.get("product_id", "") if record else "")
            yield from ((key, goods.title, goods) for key in ids if key)


def _products(found: Report) -> set[str]:
    """The product ids that a report names."""
    lists = (found.findings.pauses, found.findings.slow, found.findings.pending)
    return {one.product_id for some in lists for one in some if one.product_id}


def _goods(resource: Resource, unit: Unit) -> Goods:
    stores = tuple(resource.sold_at) or ((unit.name,) if not unit.name.startswith("@") else ())
    title = str(resource.attrs.get("title", resource.title))
    return Goods(address=str(resource.address), account=unit.account, title=title, stores=stores)


def _keys(info: StoreInfo) -> Iterable[str]:
    return filter(None, (info.poi_id, info.name, info.title))
