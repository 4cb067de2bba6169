"""The review rules over a fleet: every unit's texts, products and chain, findings at their places in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from storeconf.core.address import Address, parse_address, pattern
from storeconf.core.diagnostics import Code, Diagnostic, Severity
from storeconf.core.text import Say, Text
from storeconf.model.documents import RuleSettings
from storeconf.model.fleet import Resource, Unit, Waiver
from storeconf.model.kinds import KINDS
from storeconf.project.looking import Looking
from storeconf.rules.case import NOTHING, Case, Chain
from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.fields import Fields
from storeconf.rules.reading import chain_texts, product_texts
from storeconf.rules.rule import Finding, Rule
from storeconf.rules.runner import Judge, Report
from storeconf.rules.settings import THRESHOLDS, WORD_LISTS, Settings
from storeconf.rules.text import tracking
from storeconf.source.fleet import Fleet
from storeconf.source.locating import Locator
from storeconf.source.resolve import derived_origin_price
from storeconf.source.suggest import did_you_mean

UNUSED = Code("SC711", "waiver-unused", Text("豁免没有用上", "a waiver covers nothing"), Severity.WARNING)
EXPIRED = Code("SC712", "waiver-expired", Text("豁免已过期", "a waiver has expired"), Severity.WARNING)
UNKNOWN_RULE = Code("SC713", "unknown-rule", Text("没有这条规则", "there is no such rule"), Severity.WARNING)
BAD_SETTING = Code("SC714", "bad-rule-setting", Text("规则的设置不对", "a rule setting is wrong"), Severity.WARNING)
COVERS_NOTHING = Text(
    "豁免 {rule} {address}：没有对应的问题，可以删掉", "the waiver of {rule} at {address} covers no finding: remove it"
)
WAS_UNTIL = Text("豁免 {rule} {address} 到 {expires} 为止", "the waiver of {rule} at {address} ended on {expires}")
NO_UNIT = Text(
    "豁免 {rule} {address}：没有这家门店或账号", "the waiver of {rule} at {address}: there is no such store or account"
)
RENEW = Text("改好文案，或者写一个新的日期", "mend the text, or write a new date")
NO_RULE = Text("{name} 不是规则编号；storeconf rules 列出全部", "{name} is no rule; storeconf rules lists them all")
NO_THRESHOLD = Text("{name} 不是可以设置的阈值，可用的有 {known}", "{name} is no threshold; known are {known}")
NO_LIST = Text("{name} 不是可以加词的词表，可用的有 {known}", "{name} is no word list; known are {known}")
NO_NUMBER = Text("{name} 应是不小于 0 的数字，现在是 {value}", "{name} must be a number of 0 or more, not {value}")
STORE, ACCOUNT = "S", "@A"
"""What a chain's findings call its store and its account."""
_FIELDS = {kind.field: kind for kind in KINDS if kind.scope != "account"}
_OF_STORE = ("licences", "poi")
"""What rules about products read in the store's document."""
_PICTURES = ("images.", "poi.head_image")
"""Where the words in pictures stand."""
_PER_PRODUCT = tuple(rule for rule in RULES if rule.in_text is not None or not rule.per_store)
_PER_STORE = tuple(replace(rule, in_text=None, on_chain=None) for rule in RULES if rule.per_store)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding at its address."""

    address: Address
    """The object that it blocks."""
    finding: Finding
    place: Address
    """Where it is written: a licence or a place stands in the store's document, not in the product's."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule that could not judge, at the resource it was to judge."""

    address: Address
    rule: Rule
    reason: Say


Known = Callable[[Resource], Mapping[str, Any] | None]
"""What a product holds already; None when it is about to be created, so that nothing is there but what is declared."""


def _only_declared(resource: Resource) -> Mapping[str, Any] | None:
    """A product that was made in the console holds things that no file tells."""
    return {} if resource.product_id else None


Visits = Callable[[Unit], Fields]
"""What is known of the customers of a store, as the rules' `facts`."""


def _nothing_read(unit: Unit) -> Fields:
    return NOTHING


@dataclass(frozen=True, slots=True)
class Validated:
    """What is wrong with a project, and which rules could not tell."""

    diagnostics: tuple[Diagnostic, ...]
    unjudged: tuple[Unjudged, ...]


class Reviewer:
    """Judges the units of one fleet. Tracking sources seen so far are remembered, for they are unique among stores."""

    def __init__(
        self,
        fleet: Fleet,
        now: datetime,
        known: Known | None = None,
        visits: Visits | None = None,
        *,
        words: bool = False,
        keep: bool = True,
    ) -> None:
        """`now`: the moment of submission.

        `known`: what is there already; without it, only the files are known. `visits`: what brought customers to a
        store. `words`: read the words in pictures, too. Raises StoreconfError when the reader is not installed.
        `keep`: keep what is seen in pictures for the next time.
        """
        self.looking = Looking(fleet, words=words, keep=keep)
        self.fleet = fleet
        self.now = now
        self._known = known or _only_declared
        self._visits = visits or _nothing_read
        self._locator = Locator(fleet)
        self._accounts: dict[str, Unit | None] = {}
        self._sources: dict[str, dict[str, str]] = {}
        """Tracking sources seen so far by account, each with its video: one source is one video's."""
        self._told: set[Waiver] = set()
        self.settings = settings_of(fleet.settings.rules)
        self._judge = Judge(RULES, self.settings)
        self._per_product = Judge(_PER_PRODUCT, self.settings)
        self._per_store = Judge(_PER_STORE, self.settings)
        self.unjudged: list[Unjudged] = []

    def review(self, unit: Unit) -> list[Diagnostic]:
        """What the rules say of a unit, waivers taken into account."""
        judged = list(self._account(unit) if unit.name.startswith("@") else self._store(unit))
        return [*self._waived(unit, judged), *self._remarks(unit)]

    def _remarks(self, unit: Unit) -> Iterator[Diagnostic]:
        """What is unusual about the unit's pictures and videos."""
        for one, found in self.looking.remarks(unit):
            yield replace(found, span=self._locator.span(one.address, one.attr))

    # -- cases ---------------------------------------------------------------------------------------------------------

    def _account(self, unit: Unit) -> Iterator[Judged]:
        self._accounts[unit.account] = unit
        for resource in _products(unit):
            yield from self._product(resource, unit.name, NOTHING, self._per_product)

    def _store(self, unit: Unit) -> Iterator[Judged]:
        store = Fields({**_spec_of(unit), **unit.facts}, complete=False)
        sold = {str(resource.address): resource for resource in _products(unit)}
        for resource in sold.values():
            yield from self._product(resource, unit.name, store, self._judge)
        account = self._account_unit(unit.account)
        shared = [one for one in _products(account) if unit.name in one.sold_at] if account is not None else []
        for resource in shared:
            yield from self._product(resource, unit.name, store, self._per_store)
            sold[str(resource.address)] = resource
        yield from self._chain(unit, account, store, sold)

    def _product(self, resource: Resource, unit: str, store: Fields, judge: Judge) -> Iterator[Judged]:
        product = self._fields(resource)
        facts = self.looking.of_product(product, store)
        case = Case(
            now=self.now,
            texts=tuple(product_texts(product, store, facts)),
            product=product,
            is_product=True,
            store=store,
            facts=facts,
            settings=self.settings,
        )
        for judged in self._placed(judge.report(case), lambda path: resource.address._replace(attr=path)):
            if self._is_ours(judged.address.attr, resource):
                yield replace(judged, place=_written_at(judged.address, unit))

    def _is_ours(self, path: str, resource: Resource) -> bool:
        """Whether a finding is about something declared. What is only live is not ours, and passed review once."""
        there = self._known(resource)
        declared = {**resource.attrs, **resource.local}
        return there is None or not any(_within(path, one) for one in there if one not in declared)

    def _chain(self, unit: Unit, account: Unit | None, store: Fields, sold: Mapping[str, Resource]) -> Iterator[Judged]:
        chain = Chain(
            store=store,
            account=Fields({**_spec_of(account), **account.facts}, complete=False) if account is not None else NOTHING,
            products={address: self._on_sale(resource) for address, resource in sold.items()},
            observed=dict(self._observed(unit, account, sold)),
            videos=_keyed(unit, "video"),
            lives=_keyed(unit, "live"),
            siblings=self._sources.setdefault(unit.account, {}),
            name=unit.name,
        )
        looked = self.looking.of_chain(store, chain.account)
        facts = self._visits(unit).merged({path: looked.get(path) for path in looked.paths()})
        texts = tuple(chain_texts(chain, facts))
        case = Case(now=self.now, texts=texts, store=store, facts=facts, chain=chain, settings=self.settings)

        def address(path: str) -> Address:
            return _chain_address(path, unit, f"@{unit.account}")

        yield from self._placed(self._judge.report(case), address)
        seen = self._sources[unit.account]
        for key, video in chain.videos.items():
            source = tracking.read(video.text("tracking"), self.now.date()).text
            if source:
                seen.setdefault(source, f"{unit.name}/video/{key}")

    def _observed(self, unit: Unit, account: Unit | None, sold: Mapping[str, Resource]) -> Iterator[tuple[str, Fields]]:
        """What is live and not declared, by address. Where something is declared, that is judged: it will be live."""
        for one in (*unit.resources, *(account.resources if account is not None else ()), *sold.values()):
            declared = {**one.attrs, **one.local}
            live = {path: value for path, value in (self._known(one) or {}).items() if path not in declared}
            if live:
                owner = ACCOUNT if one.address.unit.startswith("@") else STORE
                address = str(one.address)
                yield (
                    address if address in sold else f"{owner}{address[len(one.address.unit) :]}",
                    Fields(live, complete=False),
                )

    def _fields(self, resource: Resource) -> Fields:
        """What a product will be: what is declared, over what is there."""
        there = self._known(resource)
        declared = {**resource.attrs, **resource.local}
        items: Any = declared.get("items")
        if items:
            # The platform works it out by itself.
            declared.setdefault("origin_price", derived_origin_price(items))
        return Fields({**(there or {}), **declared}, complete=there is None)

    def _on_sale(self, resource: Resource) -> Fields:
        """A product as a link of the chain: one that is declared to be off the shelf is no broken link."""
        product = self._fields(resource)
        if resource.attrs.get("shelf") != "offline":
            return product
        return Fields({path: product.get(path) for path in product.paths() if path != "shelf"}, complete=False)

    def _placed(self, report: Report, address: Any) -> Iterator[Judged]:
        self.unjudged += [Unjudged(address(one.path), one.rule, one.reason) for one in report.skipped]
        return (Judged(at, _as_read(one), at) for one in report.findings for at in (address(one.path),))

    def _account_unit(self, name: str) -> Unit | None:
        if name not in self._accounts:
            found = self.fleet.unit(f"@{name}") if name in self.fleet.accounts else None
            self._accounts[name] = found if isinstance(found, Unit) else None
        return self._accounts[name]

    # -- findings to diagnostics ---------------------------------------------------------------------------------------

    def _waived(self, unit: Unit, judged: Iterable[Judged]) -> Iterator[Diagnostic]:
        used: set[Waiver] = set()
        valid = [one for one in unit.lifecycle.waivers if one.expires >= self.now.date()]
        for one in judged:
            waiver = next((w for w in valid if _covers(w, one)), None)
            if waiver is not None:
                used.add(waiver)
            yield self._diagnostic(one, waiver.owner if waiver is not None else "")
        yield from self._of_no_use(unit, used)

    def _of_no_use(self, unit: Unit, used: set[Waiver]) -> Iterator[Diagnostic]:
        """Waivers that cover nothing any more. One that reaches many units is told of once."""
        for waiver in unit.lifecycle.waivers:
            expired = waiver.expires < self.now.date()
            if waiver.rule not in BY_ID or expired:
                if waiver in self._told:
                    continue
                self._told.add(waiver)
            if waiver.rule not in BY_ID:
                yield self._of_waiver(UNKNOWN_RULE, waiver, NO_RULE(name=waiver.rule))
            elif expired:
                detail = WAS_UNTIL(rule=waiver.rule, address=waiver.where.text, expires=waiver.expires)
                yield self._of_waiver(EXPIRED, waiver, detail, RENEW)
            elif waiver not in used and _names_one(waiver, unit):
                detail = COVERS_NOTHING(rule=waiver.rule, address=waiver.where.text)
                yield self._of_waiver(UNUSED, waiver, detail)

    def _of_waiver(self, code: Code, waiver: Waiver, detail: Say, fix: Say = "") -> Diagnostic:
        return Diagnostic(code=code, detail=detail, fix=fix, span=self.fleet.waiver_span(waiver))

    def of_nobody(self) -> Iterator[Diagnostic]:
        """Waivers in the project file for a unit that doesn't exist."""
        known = {*self.fleet.unit_names, *self.fleet.index.failed}
        for one in self.fleet.settings.lifecycle.waivers:
            where = pattern(one.address)
            if not any(where.covers_unit(unit) for unit in known):
                waiver = Waiver(one.rule, where, one.reason, one.owner, date.fromisoformat(one.expires))
                detail = NO_UNIT(rule=one.rule, address=one.address)
                yield self._of_waiver(UNUSED, waiver, detail, did_you_mean(one.address.split("/")[0], known))

    def _diagnostic(self, judged: Judged, waived_by: str) -> Diagnostic:
        finding, address, place = judged.finding, judged.address, judged.place
        rule = finding.rule
        return Diagnostic(
            code=Code(rule.id, rule.name, rule.title, rule.severity),
            detail=finding.message,
            span=self._locator.span(place.resource, place.attr, finding.text),
            address=str(address.resource) if address.kind else "",
            store=place.unit,
            path=tuple(address.attr.split(".")) if address.attr else (),
            fix=finding.fix,
            severity=Severity.INFO if waived_by else finding.severity,
            source=rule.source,
            waived_by=waived_by,
        )


def blocking_of(found: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """Rules that reject an object, by address: its submission is blocked, and nothing else."""
    blocking: dict[str, list[str]] = {}
    for one in found:
        if _blocks(one) and one.level is Severity.ERROR and one.address:
            rules = blocking.setdefault(one.address, [])
            if one.code.id not in rules:
                rules.append(one.code.id)
    return blocking


def _blocks(found: Diagnostic) -> bool:
    rule = BY_ID.get(found.code.id)
    return rule is not None and rule.blocks


def predicted_of(found: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """Rules that have anything to say of an object, by address: what a verdict is compared with later."""
    predicted: dict[str, list[str]] = {}
    for one in found:
        if one.code.id in BY_ID and one.address and one.code.severity is not Severity.INFO:
            rules = predicted.setdefault(one.address, [])
            if one.code.id not in rules:
                rules.append(one.code.id)
    return predicted


def settings_of(chosen: RuleSettings) -> Settings:
    """The project's choices as the rules take them; what is wrong with them is told by `setting_problems`."""
    thresholds = {name: value for name, text in chosen.thresholds.items() if (value := _decimal(text)) is not None}
    words = {name: tuple(found) for name, found in chosen.words.items()}
    return Settings(severity=dict(chosen.severity), thresholds=thresholds, words=words)


def setting_problems(fleet: Fleet) -> Iterator[Diagnostic]:
    """Settings that mean nothing."""
    chosen = fleet.settings.rules

    def problem(code: Code, detail: Say, *path: str) -> Diagnostic:
        where: tuple[str, ...] = ("rules", *path)
        return Diagnostic(code=code, detail=detail, span=fleet.project_span(where), path=where)

    for name in chosen.severity:
        if name not in BY_ID:
            yield problem(UNKNOWN_RULE, NO_RULE(name=name), "severity", name)
    for name, text in chosen.thresholds.items():
        if name not in THRESHOLDS:
            yield problem(BAD_SETTING, NO_THRESHOLD(name=name, known=sorted(THRESHOLDS)), "thresholds", name)
        elif _decimal(text) is None:
            yield problem(BAD_SETTING, NO_NUMBER(name=name, value=text), "thresholds", name)
    for name in chosen.words:
        if name not in WORD_LISTS:
            yield problem(BAD_SETTING, NO_LIST(name=name, known=list(WORD_LISTS)), "words", name)


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def _as_read(finding: Finding) -> Finding:
    """Words that a machine read in a picture may be misread: what is found in them is judged by a person."""
    in_picture = finding.text and finding.path.startswith(_PICTURES)
    doubtful = in_picture and finding.severity is Severity.ERROR
    return replace(finding, severity=Severity.WARNING) if doubtful else finding


def _within(path: str, attribute: str) -> bool:
    return path == attribute or path.startswith(f"{attribute}.")


def _products(unit: Unit) -> list[Resource]:
    return [one for one in unit.resources if one.kind.name == "product"]


def _spec_of(unit: Unit) -> dict[str, Any]:
    """What a unit declares for the kinds it has one of, as its document nests it."""
    return {one.kind.field: {**one.attrs, **one.local} for one in unit.resources if not one.kind.keyed}


def _keyed(unit: Unit, kind: str) -> dict[str, Fields]:
    found = (one for one in unit.resources if one.kind.name == kind)
    return {one.address.key: Fields({**one.attrs, **one.local}, complete=False) for one in found}


def _written_at(address: Address, store: str) -> Address:
    """Where a product's finding is written: in the store's own document, if it is about its licences or its place."""
    return Address(store, attr=address.attr) if address.attr.partition(".")[0] in _OF_STORE else address


def _chain_address(path: str, unit: Unit, account: str) -> Address:
    """`videos.KEY.caption` of the store's document, `@A/verification_tool#stage`, or an address itself."""
    store = unit.name
    if path.startswith((f"{STORE}/", f"{STORE}#", f"{ACCOUNT}/", f"{ACCOUNT}#")):
        head, rest = (account, path[len(ACCOUNT) :]) if path.startswith(ACCOUNT) else (store, path[len(STORE) :])
        return parse_address(f"{head}{rest}")
    if "/" in path.partition("#")[0]:
        return parse_address(path)
    field, _, rest = path.partition(".")
    kind = _FIELDS.get(field)
    if kind is None:
        return Address(store, attr=path)
    if not kind.keyed:
        return Address(store, kind.name, attr=rest)
    # A key may hold dots itself.
    keys = (one.address.key for one in unit.resources if one.kind is kind)
    key = max((key for key in keys if f"{rest}.".startswith(f"{key}.")), key=len, default=rest.partition(".")[0])
    return Address(store, kind.name, key, rest[len(key) + 1 :])


def _covers(waiver: Waiver, judged: Judged) -> bool:
    same = waiver.rule == judged.finding.rule.id and waiver.where.covers(judged.address)
    return same and waiver.where.covers_attr(judged.address.attr)


def _names_one(waiver: Waiver, unit: Unit) -> bool:
    """A waiver for exactly this unit; one for many may be meant for another."""
    return waiver.where.text.split("/")[0].split("#")[0] == unit.name
