"""R01-01 … R01-04: a shop's licence, its sector permits, and their expiry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from storeconf.core.clock import BEIJING
from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case, Written
from storeconf.rules.data import table
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.settings import Settings
from storeconf.rules.text.patterns import lazy

UNKNOWN = Text("门店的证照（licences）没有填写", "the store's licences are not given")
_NO_CATEGORY = Text(
    "不知道类目（category），无法判断需要哪些行业资质", "without a category the sector permit is unknown"
)
_NO_EXPIRY = Text("{type}没有写有效期", "{type} has no expiry date")
_NO_WINDOW = Text("商品没有售卖截止和使用截止时间", "the product has neither a sale end nor a use end")
_A_LICENCE = lazy("营业执照|事业单位法人|民办非企业|社会团体法人|统一社会信用代码|个体工商户|社会服务机构")
_FOREVER = lazy("长期|永久|无固定期限|无期限|终身|long|permanent|forever", re.IGNORECASE)
_DAY = lazy(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_COMPACT_DAY = lazy(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as declared."""

    index: int
    type: str
    written: str
    """Its expiry as written; empty when there is none."""
    expires: date | None
    """The last valid day."""

    @property
    def forever(self) -> bool:
        """Whether it never lapses."""
        return bool(_FOREVER.search(self.written))

    @property
    def path(self) -> str:
        """Where its expiry stands."""
        return f"licences.{self.index}.expires"


@dataclass(frozen=True, slots=True)
class Row:
    """What a group of categories needs."""

    error: bool
    permits: tuple[tuple[str, ...], ...]
    """For each permit the words of which one has to stand in a licence's type."""
    shown: tuple[str, ...]
    categories: tuple[str, ...]
    exceptions: tuple[str, ...]

    def covers(self, category: str) -> bool:
        """Whether a category belongs to the group."""
        return any(word in category for word in self.categories) and not any(
            word in category for word in self.exceptions
        )


@lru_cache(maxsize=1)
def _shipped_rows() -> tuple[Row, ...]:
    return tuple(
        Row(
            error=row["error"],
            permits=tuple(tuple(words) for words in row["permits"]),
            shown=tuple(row["shown"]),
            categories=tuple(row["categories"]),
            exceptions=tuple(row["except"]),
        )
        for row in table("permits")["rows"]
    )


def _rows(settings: Settings) -> Iterator[Row]:
    yield from _shipped_rows()
    for line in settings.word_list("permits"):
        category, _, permit = line.partition("=")
        if permit.strip():
            permit = permit.strip()
            yield Row(False, ((permit.removesuffix("证"),),), (permit,), (category.strip().lower(),), ())


def is_catering(case: Case, written: Written | None = None) -> bool:
    """Whether food is sold, by the category of what is judged."""
    category = case.category
    if not category and written is not None:
        category = written.product.text("category") or written.store.text("poi.category")
    return bool(category) and next(iter(_shipped_rows())).covers(category.lower())


def licences_of(case: Case) -> tuple[Licence, ...] | None:
    """The declared licences; None when nothing is known of them."""
    if not case.store.knows("licences"):
        return None
    return tuple(_licence(index, entry) for index, entry in enumerate(case.store.items("licences")))


def _licence(index: int, entry: Any) -> Licence:
    kind, expires = (
        (entry.get("type"), entry.get("expires"))
        if isinstance(entry, Mapping)
        else (
            getattr(entry, "type", entry),
            getattr(entry, "expires", None),
        )
    )
    written = "" if expires is None else str(expires)
    return Licence(index, str(kind or ""), written, _day(written))


def _day(text: str) -> date | None:
    found = _DAY.search(text) or _COMPACT_DAY.fullmatch(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _today(case: Case) -> date:
    return case.now.astimezone(BEIJING).date()


# -- R01-01, R01-02 ----------------------------------------------------------------------------------------------------

_NO_LICENCE = Text("门店没有营业执照", "the store has no business licence")
_NO_PERMIT = Text("{category}需要{permit}，门店的证照里没有", "{category} needs a {permit}, and the store has none")
_ADD_PERMIT = Text(
    "在门店的 licences 里补上{permit}和它的图片", "add the {permit} and its picture to the store's licences"
)


def _licence_missing(case: Case) -> Iterator[Outcome]:
    licences = licences_of(case)
    if licences is None:
        yield Skip(UNKNOWN)
    elif not any(_A_LICENCE.search(one.type) for one in licences):
        yield Hit(message=_NO_LICENCE, path="licences")


def _permit_missing(case: Case) -> Iterator[Outcome]:
    licences, category = licences_of(case), case.category
    if licences is None:
        yield Skip(UNKNOWN)
        return
    if not category:
        yield Skip(_NO_CATEGORY)
        return
    for row in _rows(case.settings):
        if not row.covers(category.lower()):
            continue
        for words, shown in zip(row.permits, row.shown, strict=True):
            if not any(word in one.type for one in licences for word in words):
                yield Hit(
                    message=_NO_PERMIT(category=category, permit=shown),
                    fix=_ADD_PERMIT(permit=shown),
                    path="licences",
                    severity=Severity.ERROR if row.error else Severity.WARNING,
                )


# -- R01-03, R01-04 ----------------------------------------------------------------------------------------------------

_EXPIRED = Text(
    "{type}的有效期到 {expires} 为止，提审时（{today}）已经过期",
    "{type} was valid until {expires} and has expired at the moment of submission ({today})",
)
_LAPSES = Text(
    "{type}的有效期到 {expires} 为止，早于商品{what}（{end}）",
    "{type} is valid until {expires}, before {what} of the product ({end})",
)
_SALE_END, _USE_END = Text("售卖截止", "the end of sale"), Text("使用截止", "the end of use")


def _expired(case: Case) -> Iterator[Outcome]:
    licences = licences_of(case)
    if licences is None:
        yield Skip(UNKNOWN)
        return
    today = _today(case)
    for one in licences:
        if one.forever:
            continue
        if one.expires is None:
            yield Skip(_NO_EXPIRY(type=one.type or "licence"))
        elif one.expires < today:
            yield Hit(message=_EXPIRED(type=one.type, expires=one.expires, today=today), path=one.path)


def _expiring(case: Case) -> Iterator[Outcome]:
    licences = licences_of(case)
    if licences is None:
        yield Skip(UNKNOWN)
        return
    limited = [one for one in licences if not one.forever and one.expires is not None and one.expires >= _today(case)]
    last = _last_day(case)
    if last is None:
        if limited:
            yield Skip(_NO_WINDOW)
        return
    end, what = last
    for one in limited:
        if one.expires is not None and one.expires < end:
            yield Hit(message=_LAPSES(type=one.type, expires=one.expires, what=what, end=end), path=one.path)


def _last_day(case: Case) -> tuple[date, Text] | None:
    """The last day on which the product is sold or used."""
    sale_end = _end_day(case, "sale.end")
    use_end = _end_day(case, "use.end")
    days = case.product.number("use.days_after_purchase")
    if use_end is None and sale_end is not None and days is not None and 0 <= days < 36500:
        use_end = sale_end + timedelta(days=int(days))
    ends = [(end, what) for end, what in ((use_end, _USE_END), (sale_end, _SALE_END)) if end is not None]
    return max(ends, key=lambda one: one[0]) if ends else None


def _end_day(case: Case, path: str) -> date | None:
    """The last day of a window; the first second of a day belongs to the day before."""
    moment = case.product.moment(path, end=True)
    if moment is None:
        return None
    return (
        (moment - timedelta(seconds=1)).date()
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0)
        else moment.date()
    )


# -- all of them -------------------------------------------------------------------------------------------------------


def alone(judge: Any) -> Any:
    """For a store without products: judged once, for the store itself. Otherwise each product is judged with it."""

    def on_chain(case: Case) -> Iterator[Outcome]:
        if case.chain is not None and not case.chain.products:
            yield from judge(case)

    return on_chain


RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-01",
        name="licence-missing",
        title=Text("门店要有营业执照", "A store needs its business licence"),
        severity=Severity.ERROR,
        needs=(Needs.LICENCES,),
        source="S004 ①1; S000 三.2",
        remedy=Text(
            "在门店的 licences 里补上营业执照和它的图片",
            "add the business licence and its picture to the store's licences",
        ),
        bad="licences: []",
        good="licences: [{type: 营业执照, expires: 长期}]",
        per_store=True,
        on_product=_licence_missing,
        on_chain=alone(_licence_missing),
    ),
    Rule(
        id="R01-02",
        name="permit-missing",
        title=Text("经营类目要有对应的行业资质", "A category needs its sector permit"),
        severity=Severity.WARNING,
        needs=(Needs.LICENCES,),
        source="S004 ①1",
        remedy=Text("补上该类目的许可证和它的图片", "add the permit of the category and its picture"),
        bad="火锅店只有营业执照",
        good="火锅店有营业执照和食品经营许可证",
        note=Text(
            "只有餐饮一行写在平台文档里，是错误；其他行业按一般法规，各地不同，是警告。表可以在项目里补充（words: permits）",
            "only the food row is in the platform's documents and is an error; the others follow general regulation, which "
            "differs from place to place, and are warnings; a project may add rows (words: permits)",
        ),
        per_store=True,
        on_product=_permit_missing,
        on_chain=alone(_permit_missing),
    ),
    Rule(
        id="R01-03",
        name="licence-expired",
        title=Text("证照在提审时不能过期", "Licences must be valid at the moment of submission"),
        severity=Severity.ERROR,
        needs=(Needs.LICENCES, Needs.DATES),
        source="S004 ①1",
        remedy=Text("换上在有效期内的证照再提审", "renew the licence before you submit"),
        bad="食品经营许可证 2026-01-15 到期，2026-03-09 提审",
        good="食品经营许可证 2026-03-09 到期，当天提审（最后一天仍然有效）",
        per_store=True,
        on_product=_expired,
        on_chain=alone(_expired),
    ),
    Rule(
        id="R01-04",
        name="licence-expiring",
        title=Text("证照应覆盖售卖期和使用期", "Licences should last as long as the product is sold and used"),
        severity=Severity.WARNING,
        needs=(Needs.LICENCES, Needs.DATES),
        source="S004 ①1",
        remedy=Text(
            "提前换证，或者把售卖和使用截止改到证照到期日之前",
            "renew in time, or end the product before the licence does",
        ),
        bad="许可证 2026-05-31 到期，券可用到 2026-07-31",
        good="许可证 2026-07-31 到期，券可用到 2026-07-31",
        per_store=True,
        on_product=_expiring,
    ),
)
