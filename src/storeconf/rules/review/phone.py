"""⑫ The service phone: dialable as written, existing, there at all, and the one of the place."""

from __future__ import annotations

from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.normal import normal
from storeconf.rules.text.phones import Kind, Phone, broken, in_field, phones

FIELD = "phone"
EVERYWHERE = (FIELD, *PROSE)

PARTED = Text(
    "座机号码“{written}”里有空格或横线，审核要求区号和号码连着写",
    "the landline “{written}” has a space or a dash in it; area code and number have to be written in one",
)
TOGETHER = Text("写成 {digits}", "write {digits}")
NO_NUMBER = Text(
    "“{written}”不是能拨通的号码：要填手机号、带区号的座机或 400 电话",
    "“{written}” is no number that can be dialled: a mobile, a landline with its area code or a 400 number is needed",
)
NO_SHORT = Text(
    "“{written}”是短号，不能当客服电话：要填手机号、带区号的座机或 400 电话",
    "“{written}” is a short code and no service phone: a mobile, a landline with its area code or a 400 number is needed",
)
NO_AREA = Text(
    "座机“{written}”没有区号，外地顾客拨不通",
    "the landline “{written}” has no area code, so customers from elsewhere can't reach it",
)
BAD_AREA = Text("在前面加上区号，例如 010{digits}", "put the area code in front, such as 010{digits}")
TOO_SHORT = Text(
    "座机“{written}”少了数字：区号 {area} 的号码是 8 位，这里只有 {count} 位",
    "the landline “{written}” lacks a digit: numbers behind {area} have 8 digits, this one has {count}",
)
NONE_GIVEN = Text("商品没有填客服电话", "the product has no service phone")
DIFFERS = Text(
    "商品电话 {written} 和门店 POI 的电话 {place} 不一致",
    "the product's phone {written} isn't the place's, {place}",
)
NO_PLACE_PHONE = Text("不知道门店 POI 的电话", "the phone of the place is unknown")


def _read(written: Written) -> tuple[Phone, ...]:
    """The numbers of a text: everything in the field for phones, what is a phone beyond doubt elsewhere."""
    text = written.normal.surface.text
    return in_field(text) if written.field == FIELD else phones(text)


def _as_written(written: Written, phone: Phone) -> tuple[int, int, str]:
    start, end = written.normal.surface.raw_span(phone.start, phone.end)
    return start, end, written.raw[start:end]


def _parted(written: Written, case: Case) -> Iterator[Outcome]:
    del case
    for phone in _read(written):
        if phone.parted:
            start, end, words = _as_written(written, phone)
            yield Hit(message=PARTED(written=words), fix=TOGETHER(digits=phone.digits), start=start, end=end)


def _invalid(written: Written, case: Case) -> Iterator[Outcome]:
    del case
    found = list(_read(written))
    if written.field != FIELD:
        found += broken(written.normal.surface.text)
    for phone in found:
        if phone.kind in (Kind.INVALID, Kind.SHORT, Kind.LOCAL):
            yield _no_phone(phone, *_as_written(written, phone))
    if written.field != FIELD and not found:
        # 客服★电话：待补充. Among digits ornaments may mean something, between the words before them none.
        view = written.normal.squashed
        for phone in broken(view.text):
            start, end = view.raw_span(phone.start, phone.end)
            yield _no_phone(phone, start, end, written.raw[start:end])


def _no_phone(phone: Phone, start: int, end: int, words: str) -> Hit:
    if phone.kind is Kind.LOCAL:
        message, fix = NO_AREA(written=words), BAD_AREA(digits=phone.digits)
        return Hit(message=message, fix=fix, start=start, end=end, severity=Severity.WARNING)
    if phone.kind is Kind.SHORT:
        return Hit(message=NO_SHORT(written=words), start=start, end=end)
    if len(phone.digits) == len("010") + 7 and phone.digits.isdigit() and phone.digits.startswith(("010", "02")):
        return Hit(message=TOO_SHORT(written=words, area=phone.digits[:3], count=7), start=start, end=end)
    return Hit(message=NO_NUMBER(written=words), start=start, end=end)


# -- there at all, and the place's own ---------------------------------------------------------------------------------


def _missing_in_text(written: Written, case: Case) -> Iterator[Outcome]:
    if not case.is_product and not written.raw.strip():
        yield Hit(message=NONE_GIVEN())


def _missing(case: Case) -> Iterator[Outcome]:
    if case.product.text(FIELD).strip() or _shows_place_phone(case) or any(map(_numbers, case.written(PROSE))):
        return
    if case.product.knows(FIELD):
        yield Hit(message=NONE_GIVEN(), path=FIELD)
    else:
        yield Skip(Text("不知道商品电话", "the product's phone is unknown"))


def _shows_place_phone(case: Case) -> bool:
    """A product among a whole declared store that leaves its phone out shows the store's.

    For a product by itself only licences and place of the store are given.
    """
    whole = any(path.split(".")[0] not in ("poi", "licences") for path in case.store.paths())
    return whole and bool(case.store.text("poi.phone"))


def _numbers(written: Written) -> bool:
    return any(phone.kind is not Kind.INVALID for phone in phones(written.normal.surface.text))


def _differs(case: Case) -> Iterator[Outcome]:
    if not case.product.text(FIELD).strip():
        return
    if not case.store.text("poi.phone").strip():
        yield Skip(NO_PLACE_PHONE)
    else:
        yield from _compared(case.product.text(FIELD), case.store.text("poi.phone"), FIELD)


def _differs_live(case: Case) -> Iterator[Outcome]:
    """Against the place as it was seen, where the store declares no phone of its own."""
    chain = case.chain
    if chain is None or chain.store.text("poi.phone").strip():
        return
    seen = chain.seen("S/poi").text("phone") or chain.seen("S").text("poi.phone")
    for name, product in chain.products.items():
        if seen.strip() and product.text(FIELD).strip():
            yield from _compared(product.text(FIELD), seen, f"products.{name}.{FIELD}")


def _compared(own: str, place: str, path: str) -> Iterator[Outcome]:
    """One number in common is enough; a hotline belongs to the whole chain, and what is no number is R12-02's."""
    mine, theirs = _dialable(own), _dialable(place)
    if not mine or not theirs or any(phone.kind is Kind.HOTLINE for phone in mine):
        return
    if not any(_same(one.digits, other.digits) for one in mine for other in theirs):
        yield Hit(message=DIFFERS(written=own, place=place), path=path)


def _dialable(text: str) -> tuple[Phone, ...]:
    kinds = (Kind.MOBILE, Kind.LANDLINE, Kind.HOTLINE, Kind.LOCAL)
    return tuple(phone for phone in in_field(normal(text).surface.text) if phone.kind in kinds)


def _same(one: str, other: str) -> bool:
    """Equal, or equal but for the area code."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) <= len("12345678") and long.endswith(short))


RULES: tuple[Rule, ...] = (
    Rule(
        id="R12-01",
        name="landline-format",
        title=Text("座机区号与号码之间不能有空格或横线", "no space or dash between a landline's area code and number"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑫",
        remedy=Text("区号和号码连着写", "write area code and number in one"),
        bad="客服电话：0731-85551234",
        good="客服电话：073185551234",
        note=Text(
            "只管座机：手机号和 400 电话怎么分段都可以；分机号前的横线也可以。",
            "About landlines only: mobiles and 400 numbers may be grouped, and a dash before an extension is fine.",
        ),
        fields=EVERYWHERE,
        in_text=_parted,
    ),
    Rule(
        id="R12-02",
        name="phone-invalid",
        title=Text("客服电话必须真实有效", "the service phone has to be a real one"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑫",
        remedy=Text(
            "填能拨通的号码：11 位手机号、带区号的座机（10 至 12 位）或 400 电话",
            "give a number that rings: a mobile of 11 digits, a landline with its area code (10 to 12) or a 400 number",
        ),
        bad="客服电话：XXXXXXXX",
        good="客服电话：02884561122",
        note=Text(
            "没有区号的座机只是警告。400 电话可以通过这一条，但不是前台直拨（OPS-05）。",
            "A landline without its area code is a warning. A 400 number passes here, yet it doesn't reach the front desk (OPS-05).",
        ),
        fields=EVERYWHERE,
        in_text=_invalid,
    ),
    Rule(
        id="R12-03",
        name="phone-missing",
        title=Text("商品要有客服电话", "a product needs a service phone"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS,),
        source="S004 ⑫",
        remedy=Text("在商品里填客服电话", "fill in the product's phone"),
        bad="商品没有填 phone",
        good='phone: "02884561122"',
        fields=(FIELD,),
        in_text=_missing_in_text,
        on_product=_missing,
    ),
    Rule(
        id="R12-04",
        name="phone-differs",
        title=Text("商品电话应与门店 POI 的前台电话一致", "the product's phone should be the place's"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S004 ⑫; S000 一.3",
        remedy=Text("改成门店 POI 上的前台电话", "use the front desk's phone of the place"),
        bad="商品电话 02884561122，POI 电话 02884560000",
        good="商品电话和 POI 电话都是 02884561122",
        note=Text(
            "只比较数字；有一个号码相同就算一致；400 电话属于整个品牌，不比较。",
            "Digits only; one number in common is enough; a 400 number belongs to the whole brand and isn't compared.",
        ),
        on_product=_differs,
        on_chain=_differs_live,
    ),
)
