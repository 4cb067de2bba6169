"""Days, spans, stretches and validity statements in merchants' texts, and the claims about usable days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.availability import Says, claims, contradict, weekdays
from storeconf.rules.text.dates import Kind, days, durations, ranges, validities
from storeconf.rules.text.normal import normal

TODAY = date(2026, 3, 9)
HAN = ("", *"一二三四五六七八九十", "十一", "十二")
REAL_DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))


def squashed(text: str) -> str:
    return normal(text).squashed.text


def written(day: date) -> tuple[str, ...]:
    """One day in several spellings."""
    return (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02d}-{day.day:02d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year} 年 {day.month} 月 {day.day} 号",
        f"{day.year}年{HAN[day.month]}月{day.day}日",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026年5月31日", [(2026, 5, 31)]),
        ("二〇二六年五月三十一日", [(2026, 5, 31)]),
        ("26年5月31号", [(2026, 5, 31)]),
        ("六月三十号前", [(None, 6, 30)]),
        ("6月30前使用", [(None, 6, 30)]),
        ("6月底前", [(None, 6, 30)]),
        ("明年1月31日", [(2027, 1, 31)]),
        ("9月1日至31日", [(None, 9, 1), (None, 9, 31)]),
        ("２０２６－０５－３１", [(2026, 5, 31)]),
        ("2026年年底", [(2026, 12, 31)]),
        ("30个月31天", []),
        ("牛肉2.30斤", []),
        ("3月30元", []),
        ("3-4人餐，营业至21:30", []),
        ("5月31号桌", []),
    ],
)
def test_days(text: str, found: list[tuple[int | None, int, int]]) -> None:
    assert [(one.year, one.month, one.day) for one in days(squashed(text), TODAY)] == found


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("2月30日", False),
        ("4月31日", False),
        ("2026年2月29日", False),
        ("2028年2月29日", True),
        ("2月29日", True),
        ("13月1日", False),
        ("农历二月三十日", True),
        ("2026-06-31", False),
        ("12月31日", True),
    ],
)
def test_which_days_exist(text: str, exists: bool) -> None:
    assert [one.exists() for one in days(squashed(text), TODAY)] == [exists]


def test_the_end_of_a_span_is_in_the_year_of_its_start() -> None:
    (span,) = ranges(squashed("2026年11月1日至2月28日"), TODAY)
    assert span.last.year == 2027
    (span,) = ranges(squashed("2026年3月1日-5月31日"), TODAY)
    assert (span.last.year, span.last.month, span.last.day) == (2026, 5, 31)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("90天", 90, 90),
        ("三十天", 30, 30),
        ("两周", 14, 14),
        ("三个月", 88, 93),
        ("半年", 178, 186),
        ("一年", 360, 366),
        ("一年半", 538, 552),
        ("72小时", 3, 3),
        ("一个季度", 88, 93),
        ("30个自然日", 30, 30),
    ],
)
def test_durations(text: str, low: int, high: int) -> None:
    assert [(one.low, one.high) for one in durations(squashed(text))] == [(low, high)]


@pytest.mark.parametrize("text", ["15个工作日", "5月31日", "2小时", "今年", "十年级", "周末", "几天", "半天"])
def test_no_durations(text: str) -> None:
    assert durations(squashed(text)) == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("有效期至2026年5月31日", [Kind.UNTIL]),
        ("请于6月30日前到店使用", [Kind.UNTIL]),
        ("有效期：3.9-5.31", [Kind.UNTIL]),
        ("购买后30天内有效", [Kind.LASTS]),
        ("有效期半年", [Kind.LASTS]),
        ("长期有效", [Kind.FOREVER]),
        ("购买后24小时内可退", []),
        ("退款7天内到账", []),
        ("赠送的代金券有效期7天", []),
        ("食品经营许可证有效期至2028年5月31日", []),
        ("激活后30天内有效", []),
        ("5月1日至5月5日不可用", []),
        ("6月30日前购买可享八折", []),
        ("出片15个工作日", []),
    ],
)
def test_validity_statements(text: str, kinds: list[Kind]) -> None:
    assert [one.kind for one in validities(squashed(text), TODAY)] == kinds


@given(REAL_DAYS)
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    for text in written(day):
        found = days(squashed(f"有效期至{text}"), TODAY)
        assert [one.is_on(day) for one in found] == [True], text
        assert not found[0].is_on(day + timedelta(days=1))
        assert found[0].exists()
        (stated,) = validities(squashed(f"有效期至{text}"), TODAY)
        assert stated.span is not None
        assert stated.span.last.is_on(day)


@given(st.text("年月日天号周一二三十至到有效期内前后购买节假日通用不可除外0123456789.-/:，。 ", max_size=40))
def test_no_text_breaks_the_reader_and_spans_stay_inside(text: str) -> None:
    view = normal(text).squashed
    spans = [(one.start, one.end) for one in days(view.text, TODAY)]
    spans += [(one.start, one.end) for one in durations(view.text)]
    spans += [(one.start, one.end) for one in validities(view.text, TODAY)]
    spans += [(one.start, one.end) for one in claims(view.text, TODAY, view.breaks)]
    assert all(0 <= start < end <= len(view.text) for start, end in spans)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [("一", "五", "12345"), ("五", "日", "567"), ("六", "一", "167"), ("1", "天", "1234567"), ("日", "日", "7")],
)
def test_weekdays(first: str, last: str, found: str) -> None:
    assert weekdays(first, last) == frozenset(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("周一至周五可用", [(Says.YES, "12345")]),
        ("周六、日不可用", [(Says.NO, "67")]),
        ("仅限平日使用", [(Says.ONLY, "12345")]),
        ("不可用日期：周末", [(Says.NO, "67")]),
        ("包间周末不可用", []),
        ("周末可以用吗？", []),
        ("营业时间周一至周日", []),
    ],
)
def test_claims(text: str, found: list[tuple[Says, str]]) -> None:
    view = normal(text).squashed
    assert [(one.says, "".join(sorted(one.days))) for one in claims(view.text, TODAY, view.breaks)] == found


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("节假日通用，国庆不可用", True),
        ("节假日通用，10月1日至7日不可使用", True),
        ("节假日通用，除夕至初六不可用", True),
        ("仅限工作日使用，周末通用", True),
        ("全天可用，周末不可用", True),
        ("周末通用，法定节假日不可用", False),
        ("除国庆外，节假日通用", False),
        ("国庆不可用，其他节假日通用", False),
        ("周一至周五全天可用，周末不可用", False),
        ("法定节假日通用，情人节不可用", False),
        ("周末晚上不可用，周末通用", False),
    ],
)
def test_contradictions(text: str, contradicts: bool) -> None:
    view = normal(text).squashed
    found = claims(view.text, TODAY, view.breaks)
    assert any(contradict(view.text, one, other) for one, other in combinations(found, 2)) is contradicts


@pytest.mark.parametrize(
    "text",
    [
        "请在7月31日之前把券用完",
        "过了7月31日就不能用了",
        "本券用到7月31日为止",
        "7月31日以后这张券就用不了",
        "只能用到7月31日",
        "本券最后一天是7月31日",
    ],
)
def test_ends_that_merchants_write(text: str) -> None:
    (one,) = validities(squashed(text), TODAY)
    assert one.span is not None
    assert one.span.last.is_on(date(2026, 7, 31))
    assert not one.weak


@pytest.mark.parametrize(
    "text",
    [
        "平台另发的立减券有效期3天",
        "消费后送的下次抵扣券30天内可用",
        "抽到的奖品请在15天内到店领取",
        "5月1日当天不能使用",
        "园区观光车一日有效",
        "泳池6月1日开放，6月1日前来店只能用健身区",
    ],
)
def test_what_ends_something_else(text: str) -> None:
    assert validities(squashed(text), TODAY) == ()


def _contradicts(text: str) -> bool:
    plain = squashed(text)
    return any(contradict(plain, one, other) for one, other in combinations(claims(plain, TODAY), 2))


@pytest.mark.parametrize(
    "text",
    [
        "不限时段使用，11:30-13:30不可用",
        "一年365天随时来，国庆黄金周不能用",
        "什么时候来都可以，五一假期用不了",
        "全天可用，晚市不可用",
    ],
)
def test_any_time_against_an_exception(text: str) -> None:
    assert _contradicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "新华路店周末不可用，本店每天都可用",
        "周六日不可用，周一到周五随时来",
        "工作日全天可用；周末和节假日晚上不可用",
        "每天11:00-21:00可用，午市12:00-13:00不可用",
        "随时可退，周末不可用",
    ],
)
def test_other_shops_and_other_hours(text: str) -> None:
    assert not _contradicts(text)
