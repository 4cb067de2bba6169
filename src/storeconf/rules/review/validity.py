"""⑥ How long a thing can be used: settings against each other, against the sale, and against what the texts say.

Days are Beijing days, the last one included; a bare end is the end of that day. Equal ends of use and sale are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations

from storeconf.core.clock import DAY, parse_instant, short
from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.core.weekdays import days_text
from storeconf.rules.case import COPY, PROSE, Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.availability import (
    ALL_DAY,
    ALWAYS,
    BY_LAW,
    HOLIDAYS,
    LEGAL,
    Claim,
    Says,
    claims,
    contradict,
)
from storeconf.rules.text.dates import Duration, Kind, Validity, days, plus, validities
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy

NO_USE = Text("使用有效期（use.end 或 use.days_after_purchase）", "the use period (use.end or use.days_after_purchase)")
NO_SALE_END = Text("售卖截止时间（sale.end）", "the end of the sale (sale.end)")

# -- R06-01, R06-02, R06-05: settings ----------------------------------------------------------------------------------

EXPIRED = Text(
    "使用截止 {end} 不晚于提审时间 {now}，买到的人已经用不了",
    "use ends at {end}, which is not after the submission at {now}: whoever buys can no longer use it",
)
EXPIRES_SOON = Text(
    "使用有效期 {end} 结束，{day} 起不再通过审核",
    "use ends at {end}; from {day} on this fails the review",
)
BEFORE_SALE_END = Text(
    "使用截止 {end} 早于售卖截止 {sale}，最后几天买到的券没法用",
    "use ends at {end}, before the sale ends at {sale}: what is bought in the last days can't be used",
)
NO_WINDOW = Text(
    "使用截止 {end} 不晚于使用开始 {start}，没有一刻可用",
    "use ends at {end}, which is not after its start at {start}: there is no moment to use it",
)


def _is_day(product: Fields, path: str) -> bool:
    return DAY.fullmatch(str(product.get(path))) is not None


def _shown(product: Fields, path: str, moment: datetime) -> str:
    """A day as a day, an instant as an instant."""
    return moment.date().isoformat() if _is_day(product, path) else short(moment)


def _floats(product: Fields) -> bool:
    """Whether the use period starts with each purchase, so that it has no fixed end."""
    return product.number("use.days_after_purchase") is not None and not product.has("use.end")


def _expired(case: Case) -> Iterator[Outcome]:
    if _floats(case.product):
        return
    end = case.product.moment("use.end", end=True)
    if end is None:
        yield Skip(NO_USE)
        return
    shown = _shown(case.product, "use.end", end)
    if end <= case.now:
        yield Hit(message=EXPIRED(end=shown, now=short(case.now)), path="use.end")
    elif case.facts.text("shelf") == "online":
        # Ahead of time only for what is on sale: for a draft, a period that is short but valid is the merchant's choice.
        ahead = timedelta(days=int(case.settings.threshold("warn_ahead_days")))
        if end <= case.now + ahead:
            day = (end + timedelta(seconds=1)).date().isoformat()
            yield Hit(message=EXPIRES_SOON(end=shown, day=day), path="use.end", severity=Severity.INFO)


def _before_sale_end(case: Case) -> Iterator[Outcome]:
    product = case.product
    if _floats(product):
        return
    end, sale = product.moment("use.end", end=True), product.moment("sale.end", end=True)
    if end is None or sale is None:
        yield Skip(NO_USE if end is None else NO_SALE_END)
        return
    by_day = _is_day(product, "use.end") or _is_day(product, "sale.end")
    if (end.date() < sale.date()) if by_day else (end < sale):
        message = BEFORE_SALE_END(end=_shown(product, "use.end", end), sale=_shown(product, "sale.end", sale))
        yield Hit(message=message, path="use.end")


def _no_window(case: Case) -> Iterator[Outcome]:
    product = case.product
    start, end = product.moment("use.start"), product.moment("use.end", end=True)
    if start is not None and end is not None and end <= start:
        message = NO_WINDOW(end=_shown(product, "use.end", end), start=_shown(product, "use.start", start))
        yield Hit(message=message, path="use.end")


# -- R06-03: a text against the settings -------------------------------------------------------------------------------

OTHER_PERIOD = Text(
    "文案写的是“{words}”，而商品配置的使用有效期是{period}",
    "the text says “{words}”, but the product's use period is {period}",
)
UNTIL_DAY = Text("至 {end}", "until {end}")
FROM_TO = Text(" {start} 至 {end}", "{start} to {end}")
AFTER_PURCHASE = Text("购买后 {days} 天", "{days} days after purchase")
SAY_PERIOD = Text(
    "文案改成与配置一致（{period}），或不在文案里写日期", "say what is configured ({period}), or leave dates out"
)


def _text_validity(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    for one in validities(view.text, case.now.date()):
        verdicts = [_agrees(one, product, case.now.date()) for product in (written.product, *written.others)]
        if True in verdicts or (one.weak and False not in verdicts):
            continue
        if None in verdicts:
            yield Skip(NO_USE)
            continue
        start, end = view.raw_span(one.start, one.end)
        period = _period(written.product)
        message = OTHER_PERIOD(words=written.raw[start:end].strip(), period=period)
        yield Hit(message=message, fix=SAY_PERIOD(period=period), start=start, end=end)


def _period(product: Fields) -> object:
    number = product.number("use.days_after_purchase")
    if number is not None and not product.has("use.end"):
        return AFTER_PURCHASE(days=number)
    end, start = product.day("use.end"), product.day("use.start")
    return FROM_TO(start=start, end=end) if start is not None else UNTIL_DAY(end=end)


def _agrees(one: Validity, product: Fields, today: date) -> bool | None:
    """Whether a statement says what is configured; None when that is not known."""
    end, number = product.moment("use.end", end=True), product.number("use.days_after_purchase")
    if end is None and number is None:
        return None
    if one.kind is Kind.FOREVER:
        return False
    if one.duration is not None:
        if end is None:
            return number is not None and one.duration.fits(int(number))
        return _lasts(one.duration, product, end.date(), today, since_purchase=one.since_purchase)
    return _until(one, product, end.date() if end is not None else None, int(number or 0))


def _until(one: Validity, product: Fields, end: date | None, number: int) -> bool | None:
    span = one.span
    if span is None:
        return None
    if not span.last.exists():
        return True  # R06-06 says it.
    sale_end = product.day("sale.end")
    if one.weak and ((sale_end is not None and span.last.is_on(sale_end)) or end is None or sale_end is None):
        return True
    if end is None:
        latest = plus(sale_end, number) if sale_end is not None else None
        return latest is not None and span.last.is_on(latest)
    day_after = plus(end, 1)
    if not span.last.is_on(end) and not (one.exclusive and day_after is not None and span.last.is_on(day_after)):
        return False
    starts = [day for day in (product.day("use.start"), product.day("sale.start")) if day is not None]
    known = product.has("use.start") and span.first is not None and span.first.exists()
    return not known or span.first is None or any(span.first.is_on(day) for day in starts)


def _lasts(duration: Duration, product: Fields, end: date, today: date, *, since_purchase: bool) -> bool | None:
    """So many days against a fixed end: they agree when the period from its start is as long."""
    start = product.day("use.start")
    starts = [start] if start is not None else [day for day in (product.day("sale.start"), today) if day is not None]
    if any(duration.fits((end - day).days) or duration.fits((end - day).days + 1) for day in starts):
        return True
    return False if since_purchase or start is not None else None


# -- R06-04: a text against itself, other texts and the days that are set as unusable ----------------------------------

SAYS_BOTH = Text("“{one}”与“{other}”互相矛盾", "“{one}” and “{other}” contradict each other")
SAYS_OTHERWISE = Text("“{one}”与{field}里的“{other}”互相矛盾", "“{one}” contradicts “{other}” in {field}")
IS_SET = Text("“{one}”与配置的不可用日（{days}）矛盾", "“{one}” contradicts the days set as unusable ({days})")
_FIELD_NAMES = {
    "title": Text("标题", "the title"),
    "description": Text("商品描述", "the description"),
    "usage_notes": Text("使用须知", "the usage notes"),
    "purchase_notes": Text("购买须知", "the purchase notes"),
}
_OPEN = ("title", *COPY)


def _contradiction(written: Written, case: Case) -> Iterator[Outcome]:
    today = case.now.date()
    view = written.normal.squashed
    said = claims(view.text, today, view.breaks)
    stated = tuple(one for one in validities(view.text, today) if not one.weak)
    for start, end, one, other in (*_among_claims(view.text, said), *_among_validities(view.text, stated)):
        first, last = view.raw_span(start, end)
        yield Hit(message=SAYS_BOTH(one=one, other=other), start=first, end=last)
    for claim in said:
        first, last = view.raw_span(claim.start, claim.end)
        words = written.raw[first:last]
        against = _set_unusable(claim, written.product)
        if against:
            yield Hit(message=IS_SET(one=words, days=against), start=first, end=last)
        for field, text in _elsewhere(claim, written, case):
            yield Hit(message=SAYS_OTHERWISE(one=words, field=field, other=text), start=first, end=last)


_Pair = tuple[int, int, str, str]


def _among_claims(text: str, said: Sequence[Claim]) -> Iterator[_Pair]:
    for one, other in combinations(said, 2):
        if contradict(text, one, other):
            yield one.start, max(one.end, other.end), one.text(text), other.text(text)
            return


def _among_validities(text: str, stated: Sequence[Validity]) -> Iterator[_Pair]:
    """Two periods for one thing: 30天 and 60天, or two last days."""
    for one, other in combinations(stated, 2):
        if one.duration is not None and other.duration is not None:
            differ = not one.duration.meets(other.duration)
        elif one.span is not None and other.span is not None:
            differ = _two_ends(one, other)
        else:
            differ = Kind.FOREVER in (one.kind, other.kind) and one.kind is not other.kind
        if differ:
            yield one.start, max(one.end, other.end), text[one.start : one.end], text[other.start : other.end]
            return


def _two_ends(one: Validity, other: Validity) -> bool:
    if one.span is None or other.span is None:
        return False
    first, second = one.span.last, other.span.last
    if None not in (first.year, second.year) and first.year != second.year:
        return True
    same = (first.month, first.day) == (second.month, second.day)
    loose = one.exclusive or other.exclusive
    near = first.month == second.month and abs(first.day - second.day) == 1
    month_turn = loose and 1 in (first.day, second.day) and first.month != second.month
    return not (same or (loose and near) or month_turn or first.month_end or second.month_end)


def _set_unusable(claim: Claim, product: Fields) -> object:
    """The configured unusable days that a claim calls usable; empty when there are none."""
    if claim.says is not Says.YES or claim.hours or claim.days == {ALL_DAY}:
        return ()
    every = ALWAYS in claim.days
    weekdays = {int(str(day)) for day in product.items("unusable.weekdays") if str(day).isdigit()}
    shut = sorted(day for day in weekdays if every or str(day) in claim.days)
    if shut:
        return Text(days_text(shut), days_text(shut, "en"))
    holidays = [str(one) for one in product.items("unusable.holidays")]
    named = [
        one
        for one in holidays
        if every or one in claim.days or HOLIDAYS in claim.days or (LEGAL in claim.days and one in BY_LAW)
    ]
    return named or ()


def _elsewhere(claim: Claim, written: Written, case: Case) -> Iterator[tuple[Text, str]]:
    """Claims in the other texts of the same page that contradict this one; of two judged texts, told at the later."""
    if written.field not in _OPEN:
        return
    today = case.now.date()
    for name in _OPEN[: _OPEN.index(written.field)] if case.is_product else _OPEN:
        raw = written.product.text(name)
        if not raw or name == written.field:
            continue
        view = normal(raw, html=written.product.has(f"{name}.html")).squashed
        for other in claims(view.text, today, view.breaks):
            if contradict("", claim, other):
                yield _FIELD_NAMES[name], other.text(view.text)
                return


# -- R06-06: days that don't exist -------------------------------------------------------------------------------------

NO_SUCH_DAY = Text("日历上没有“{day}”这一天", "there is no such day as {day}")
CHECK_DAY = Text("改成存在的日期", "write a day that exists")
_DATED = ("sale.start", "sale.end", "use.start", "use.end")
_LIKE_DAY = lazy(r"\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?![\d])")


def _impossible(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    today = case.now.date()
    found = [*days(view.text, today)]
    for one in validities(view.text, today):
        if one.span is not None:
            found += [one.span.last, *((one.span.first,) if one.span.first is not None else ())]
    for start, end in sorted({(one.start, one.end) for one in found if not one.exists()}):
        first, last = view.raw_span(start, end)
        yield Hit(message=NO_SUCH_DAY(day=written.raw[first:last]), start=first, end=last)


def _impossible_setting(case: Case) -> Iterator[Outcome]:
    listed = [(f"unusable.dates.{number}", one) for number, one in enumerate(case.product.items("unusable.dates"))]
    for path, value in (*((path, case.product.get(path)) for path in _DATED), *listed):
        text = str(value)
        if value is not None and _LIKE_DAY.match(text) and not _on_calendar(text):
            yield Hit(message=NO_SUCH_DAY(day=text), fix=CHECK_DAY, path=path)


def _on_calendar(text: str) -> bool:
    year, month, day = (int(one) for one in re.findall(r"\d+", text)[:3])
    try:
        parse_instant(f"{year:04d}-{month:02d}-{day:02d}")
    except ValueError:
        return False
    return True


RULES: tuple[Rule, ...] = (
    Rule(
        id="R06-01",
        name="use-expired",
        title=Text("使用截止要晚于提审时间", "Use ends after the submission"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.DATES),
        source="S004 ⑥2",
        remedy=Text(
            "把使用截止改到提审之后，并不早于售卖截止",
            "move the end of use past the submission and the end of the sale",
        ),
        bad="3月9日提审，使用截止 2026-03-08",
        good="3月9日提审，使用截止 2026-07-31",
        note=Text(
            "只写日期的截止算到当天最后一秒。已上架商品的使用有效期在几天内结束时，提前给一条提示。",
            "An end without a time is the last second of that day. For a product on sale whose use ends within a few days "
            "there is a hint ahead of time.",
        ),
        on_product=_expired,
    ),
    Rule(
        id="R06-02",
        name="use-before-sale-end",
        title=Text("使用截止不能早于售卖截止", "Use doesn't end before the sale does"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.DATES),
        source="S004 ⑥3",
        remedy=Text("延后使用截止，或提前售卖截止", "let use end later, or the sale earlier"),
        bad="售卖至 2026-06-30，使用至 2026-05-31",
        good="售卖至 2026-06-30，使用至 2026-06-30",
        note=Text(
            "原文是“不早于”，同一天允许；任一侧没有时刻时只比日期。",
            "The source says “not before”, so the same day is fine; where either has no time, days are compared.",
        ),
        on_product=_before_sale_end,
    ),
    Rule(
        id="R06-03",
        name="text-validity",
        title=Text("文案里的有效期要与配置一致", "A validity in the text is the one configured"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑥1",
        remedy=Text("让文案与配置写同一个有效期", "state the same validity in text and settings"),
        bad="有效期至2026年5月31日（配置到 2026-08-31）",
        good="有效期至2026年8月31日（配置到 2026-08-31）",
        note=Text(
            "“6月30日前”可含当天也可不含；三个月与90天算一致；赠品、积分、激活后的期限不比。",
            "“Before 30 June” may or may not include the day; three months and 90 days agree; gifts, points and periods "
            "after activation aren't compared.",
        ),
        fields=PROSE,
        in_text=_text_validity,
    ),
    Rule(
        id="R06-04",
        name="self-contradiction",
        title=Text("可用时间的说法不能前后矛盾", "Statements on when it can be used don't contradict each other"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑥1",
        remedy=Text(
            "只保留一种说法，例外写清楚：除春节外，节假日通用",
            "keep one statement and name exceptions first: usable on holidays other than Spring Festival",
        ),
        bad="节假日通用，国庆不可用",
        good="除国庆外，节假日通用",
        note=Text(
            "先说例外再说通用（除春节外，节假日通用）算一句话；先说通用后面又除外算矛盾。周末与节假日互不相干。",
            "An exception that comes first belongs to its statement; one that follows a general “usable” contradicts it. "
            "Weekends and holidays don't concern each other.",
        ),
        fields=PROSE,
        in_text=_contradiction,
    ),
    Rule(
        id="R06-05",
        name="use-window",
        title=Text("使用截止要晚于使用开始", "Use ends after it starts"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.DATES),
        source="S004 ⑥1",
        remedy=Text("把使用开始和截止的先后改对", "put the start and the end of use in order"),
        bad="使用 2026-07-31 至 2026-03-09",
        good="使用 2026-03-09 至 2026-07-31",
        on_product=_no_window,
    ),
    Rule(
        id="R06-06",
        name="impossible-date",
        title=Text("日期要在日历上存在", "Dates exist in the calendar"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑥1",
        remedy=Text("改成存在的日期，如2月28日、4月30日", "write a day that exists, such as 28 February or 30 April"),
        bad="有效期至2026年2月30日",
        good="有效期至2026年2月28日",
        note=Text("没写年份的2月29日和农历日期不算错。", "29 February without a year and lunar dates are fine."),
        fields=PROSE,
        in_text=_impossible,
        on_product=_impossible_setting,
    ),
)
