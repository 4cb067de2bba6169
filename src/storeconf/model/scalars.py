"""Typed scalars. The reader loads every scalar as text; here the text becomes a canonical value or one clear error.

Canonical values are plain JSON (see `core.values`), so what is validated is also what is compared, stored and shown. Where
JSON is read (`lint`, observations made elsewhere), native numbers and booleans are taken as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from storeconf.core import clock, money
from storeconf.core.address import SLUG, AddressError, Pattern, parse_address
from storeconf.core.text import Message, Text

WRONG_TYPE = Text("这里应是{wanted}，现在是{got}", "expected {wanted} here, found {got}")
NOT_TEXT = Text("一段文字", "text")
NOT_BOOL = Text("应写 true 或 false，现在是 {value!r}", "write true or false, not {value!r}")
NOT_INT = Text("应是整数，现在是 {value!r}", "expected a whole number, found {value!r}")
INT_RANGE = Text("应在 {low} 到 {high} 之间，现在是 {value}", "must be between {low} and {high}, found {value}")
NOT_MONEY = Text(
    "金额应是以元为单位的数字，最多两位小数，例如 19.90，现在是 {value!r}",
    "an amount is yuan with at most two decimals, such as 19.90, not {value!r}",
)
FREE = Text(
    "售价要大于 0 元：平台不收 0 元的商品，最低 0.01，现在是 {value!r}",
    "a price is above 0: the platform takes no product for nothing, 0.01 is the least, not {value!r}",
)
NOT_DAY = Text(
    "应是存在的日期，写成 2026-03-09，现在是 {value!r}", "expected an existing day such as 2026-03-09, not {value!r}"
)
NOT_INSTANT = Text(
    "应是时间，写成 2026-03-09T10:00 或 2026-03-09，现在是 {value!r}",
    "expected a time such as 2026-03-09T10:00 or 2026-03-09, not {value!r}",
)
NOT_WHOLE_DAY = Text(
    "平台按整天记录使用日期，请只写日期，例如 2026-07-31，现在是 {value!r}",
    "the platform keeps whole days here; write only the day, such as 2026-07-31, not {value!r}",
)
NOT_CLOCK = Text(
    "应是钟点，写成 10:30（24 小时制），现在是 {value!r}",
    "expected a clock time such as 10:30 (24 hours), not {value!r}",
)
NOT_SLUG = Text(
    "名称只能用小写字母、数字、点、短横和下划线，以字母或数字开头，最长 63 个字符，现在是 {value!r}",
    "a name has lower-case letters, digits, dot, dash and underscore, starts with a letter or digit, at most 63: not {value!r}",
)
NOT_ID = Text("平台编号应是 1 到 20 位数字，现在是 {value!r}", "a platform id is 1 to 20 digits, not {value!r}")
NOT_URL = Text(
    "应是 https:// 或 http:// 开头的网址，现在是 {value!r}",
    "expected an address starting with https:// or http://, not {value!r}",
)
NOT_COORDINATE = Text(
    "应是 {low} 到 {high} 之间的十进制度数，现在是 {value!r}",
    "expected decimal degrees between {low} and {high}, not {value!r}",
)
NOT_ADDRESS = Text("{problem}", "{problem}")
NOT_DURATION = Text("应是天数，写成 90d，现在是 {value!r}", "expected days such as 90d, not {value!r}")
NOT_SHARE = Text("应是百分比，写成 30%，现在是 {value!r}", "expected a percentage such as 30%, not {value!r}")
EMPTY_TEXT = Text("不能是空文字；不想管理这一项就整行删掉", "must not be empty; remove the line to leave it unmanaged")
NOT_PATH = Text(
    "应是项目内的相对路径，用 / 分隔，不含 ..，现在是 {value!r}",
    "expected a path inside the project, with / and without .., not {value!r}",
)
A_LIST, A_MAP, A_NUMBER = Text("列表", "a list"), Text("一组键值", "a map"), Text("数字或开关", "a number or switch")
A_NULL = Text("空值 null", "null")
SHOWN = 60
"""Characters of a wrong value that a message repeats."""


QUOTES = "“”‘’「」『』＂＇\"'"
QUOTED = Text(
    '电话里有引号 {quote}：YAML 的引号要用英文的 "，写在电话两头',
    'the phone holds a quotation mark {quote}: YAML wants plain " around it',
)


def problem(message: Message) -> PydanticCustomError:
    """A validation error that carries a bilingual message to `source.problems`."""
    values = {name: _shown(value) for name, value in message.values.items()}
    return PydanticCustomError("storeconf", "{message}", {"message": Message(message.text, values)})


def _shown(value: object) -> object:
    return f"{value[:SHOWN]}…" if isinstance(value, str) and len(value) > SHOWN else value


def _describe(value: object) -> Text:
    if value is None:
        return A_NULL
    if isinstance(value, list | tuple):
        return A_LIST
    return A_MAP if isinstance(value, dict) else A_NUMBER


def text_of(value: object) -> str:
    """Any scalar as the text it was written in; a list or a map is an error."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    raise problem(WRONG_TYPE(wanted=NOT_TEXT, got=_describe(value)))


def _text(value: object) -> str:
    found = text_of(value)
    if not found.strip():
        raise problem(EMPTY_TEXT())
    return found


def _phone(value: object) -> str:
    text = _text(value)
    quote = next((one for one in text if one in QUOTES), None)
    if quote is not None:
        raise problem(QUOTED(quote=quote))
    return text


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    found = text_of(value)
    if found not in ("true", "false"):
        raise problem(NOT_BOOL(value=found))
    return found == "true"


def whole(low: int, high: int) -> Callable[[object], int]:
    """A validator for a whole number within bounds, both included."""

    def check(value: object) -> int:
        found = text_of(value)
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", found):
            raise problem(NOT_INT(value=found))
        number = int(found)
        if not low <= number <= high:
            raise problem(INT_RANGE(low=low, high=high, value=found))
        return number

    return check


def _money(value: object) -> str:
    found = text_of(value)
    try:
        return money.yuan(money.fen(found))
    except ValueError:
        raise problem(NOT_MONEY(value=found)) from None


def _price(value: object) -> str:
    found = _money(value)
    if money.fen(found) == 0:
        raise problem(FREE(value=text_of(value)))
    return found


def _instant(*, end: bool) -> Callable[[object], str]:
    def check(value: object) -> str:
        found = text_of(value)
        try:
            return clock.iso(clock.parse_instant(found, end=end))
        except (ValueError, OverflowError):
            raise problem(NOT_INSTANT(value=found)) from None

    return check


def _day(value: object) -> str:
    """A day, or an instant that is the first or last second of one."""
    found = text_of(value)
    try:
        if clock.DAY.fullmatch(found):
            return clock.parse_day(found).isoformat()
        moment = clock.parse_instant(found)
    except (ValueError, OverflowError):
        raise problem(NOT_DAY(value=found)) from None
    if not _edge_of_day(moment):
        raise problem(NOT_WHOLE_DAY(value=found))
    return moment.date().isoformat()


def _edge_of_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) in ((0, 0, 0), (23, 59, 0), (23, 59, 59))


def _matching(shape: re.Pattern[str], message: Text) -> Callable[[object], str]:
    def check(value: object) -> str:
        found = text_of(value)
        if not found.isascii() or not shape.fullmatch(found):
            raise problem(message(value=found))
        return found

    return check


def _degrees(limit: int) -> Callable[[object], str]:
    """Decimal degrees, kept as text with at most six decimals (0.1 metre)."""

    def check(value: object) -> str:
        found = text_of(value)
        try:
            number = Decimal(found)
            inside = abs(number) <= limit
        except InvalidOperation:
            inside = False
        if not inside or not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", found):
            raise problem(NOT_COORDINATE(low=-limit, high=limit, value=found))
        return degrees_text(number)

    return check


def degrees_text(number: Decimal | float) -> str:
    """Degrees in their canonical spelling: rounded to six decimals, no needless zeros."""
    text = f"{Decimal(str(number)):.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _url(value: object) -> str:
    found = text_of(value)
    try:
        parts = urlsplit(found)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", found)
    except ValueError:
        usable = False
    if not usable or len(found) > 2000:
        raise problem(NOT_URL(value=found))
    return found


def _path(value: object) -> str:
    found = text_of(value)
    parts = found.split("/")
    if found.startswith("/") or "\\" in found or not found or ".." in parts or "" in parts or len(found) > 300:
        raise problem(NOT_PATH(value=found))
    return found


def _pattern(value: object) -> str:
    found = text_of(value)
    try:
        Pattern(found)
    except AddressError as error:
        raise problem(NOT_ADDRESS(problem=error.message)) from None
    return found


def _address(value: object) -> str:
    found = text_of(value)
    try:
        parse_address(found)
    except AddressError as error:
        raise problem(NOT_ADDRESS(problem=error.message)) from None
    return found


def _days(value: object) -> int:
    found = text_of(value)
    if not re.fullmatch(r"[1-9][0-9]{0,3}d", found):
        raise problem(NOT_DURATION(value=found))
    return int(found[:-1])


def _share(value: object) -> str:
    found = text_of(value)
    if not re.fullmatch(r"(100(\.00?)?|[0-9]{1,2}(\.[0-9]{1,2})?)%", found):
        raise problem(NOT_SHARE(value=found))
    return found


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


Line: TypeAlias = Annotated[str, BeforeValidator(_text), _schema(type="string", minLength=1)]
"""Text that says something."""
Phone: TypeAlias = Annotated[str, BeforeValidator(_phone), _schema(type="string", minLength=1)]
"""A number as it is dialled; whether it can be is the review rules' affair."""
Bool: TypeAlias = Annotated[bool, BeforeValidator(_bool), _schema(type="boolean")]
Money: TypeAlias = Annotated[
    str, BeforeValidator(_money), _schema(type=["string", "number"], pattern=money.YUAN.pattern, examples=["19.90"])
]
"""Yuan text, canonical with two decimals."""
Price: TypeAlias = Annotated[
    str, BeforeValidator(_price), _schema(type=["string", "number"], pattern=money.YUAN.pattern, examples=["19.90"])
]
"""What a customer pays for a product: never nothing."""
Start: TypeAlias = Annotated[
    str, BeforeValidator(_instant(end=False)), _schema(type="string", examples=["2026-03-09T10:00"])
]
"""An instant; a bare day is its first second. Asia/Shanghai when no offset is written."""
End: TypeAlias = Annotated[
    str, BeforeValidator(_instant(end=True)), _schema(type="string", examples=["2026-06-30T23:59:59"])
]
"""An instant; a bare day is its last second."""
Day: TypeAlias = Annotated[str, BeforeValidator(_day), _schema(type="string", format="date")]
Clock: TypeAlias = Annotated[
    str, BeforeValidator(_matching(clock.CLOCK, NOT_CLOCK)), _schema(type="string", pattern=clock.CLOCK.pattern)
]
"""A clock time of the day, `HH:MM`, 24 hours."""
Slug: TypeAlias = Annotated[
    str, BeforeValidator(_matching(SLUG, NOT_SLUG)), _schema(type="string", pattern=SLUG.pattern)
]
PlatformId: TypeAlias = Annotated[
    str,
    BeforeValidator(_matching(re.compile(r"^\d{1,20}$"), NOT_ID)),
    _schema(type="string", pattern=r"^\d{1,20}$"),
]
"""An id that the platform gave: digits, kept as text because int64 does not survive every JSON reader."""
Latitude: TypeAlias = Annotated[str, BeforeValidator(_degrees(90)), _schema(type=["number", "string"])]
Longitude: TypeAlias = Annotated[str, BeforeValidator(_degrees(180)), _schema(type=["number", "string"])]
Url: TypeAlias = Annotated[str, BeforeValidator(_url), _schema(type="string", format="uri")]
FilePath: TypeAlias = Annotated[str, BeforeValidator(_path), _schema(type="string")]
"""A file of the project, relative to its root."""
AddressPattern: TypeAlias = Annotated[str, BeforeValidator(_pattern), _schema(type="string")]
AddressText: TypeAlias = Annotated[str, BeforeValidator(_address), _schema(type="string")]
Weekday: TypeAlias = Annotated[int, BeforeValidator(whole(1, 7)), _schema(type="integer", minimum=1, maximum=7)]
"""1 is Monday, 7 is Sunday."""
Count: TypeAlias = Annotated[int, BeforeValidator(whole(0, 99_999_999)), _schema(type="integer", minimum=0)]
Positive: TypeAlias = Annotated[int, BeforeValidator(whole(1, 99_999_999)), _schema(type="integer", minimum=1)]
Days: TypeAlias = Annotated[int, BeforeValidator(_days), _schema(type="string", pattern=r"^[1-9]\d{0,3}d$")]
"""A number of days, written `90d`."""
Share: TypeAlias = Annotated[str, BeforeValidator(_share), _schema(type="string", pattern=r"^\d{1,3}(\.\d{1,2})?%$")]
"""A percentage, written `30%`."""
