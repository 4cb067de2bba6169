"""The amounts in a text: what they are, in fen, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.test_numbers import in_han
from storeconf.rules.text.prices import Kind, mentions, picture_prices

S, BEFORE, FACE, FROM, GIFT = Kind.SELLING, Kind.ORIGIN, Kind.FACE, Kind.THRESHOLD, Kind.GIFT


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("98元双人餐", [(9800, S)]),
        ("88元代100元", [(8800, S), (10000, FACE)]),
        ("88代100代金券", [(8800, S), (10000, FACE)]),
        ("100元代金券88元", [(10000, FACE), (8800, S)]),
        ("满200元可用100元代金券", [(20000, FROM), (10000, FACE)]),
        ("满100减20", [(10000, FROM), (2000, Kind.DISCOUNT)]),
        ("原价198现价98双人餐", [(19800, BEFORE), (9800, S)]),
        ("双人餐送价值58元果盘", [(5800, GIFT)]),
        ("自助晚餐98元/位", [(9800, Kind.PER_PERSON)]),
        ("停车5元/小时", [(500, Kind.PER_UNIT)]),
        ("押金100元", [(10000, Kind.DEPOSIT)]),
        ("加10元换购可乐", [(1000, Kind.ADD_ON)]),
        ("支付10元服务费", [(1000, Kind.SURCHARGE)]),
        ("3.8折双人餐", [(380, Kind.DISCOUNT)]),
        ("原味鸡5块装", [(500, Kind.QUANTITY)]),
        ("九块九喝奶茶", [(990, S)]),
        ("三十块五花肉双人餐", [(3000, S)]),
        ("99块2大1小", [(9900, S)]),
        ("29块9一杯", [(2990, S)]),
        ("1,288元婚纱套系", [(128800, S)]),
        ("2 9 8元海鲜大餐", [(29800, S)]),
        ("98圆双人餐", [(9800, S)]),
        ("9.9元宵夜", [(990, S)]),
        ("2026元旦双人餐", []),
        ("1988老火锅", []),
        ("6.18狂欢双人餐", []),
        ("只要3分钟", []),
        ("几十块钱吃到饱", []),
        ("8寸蛋糕", []),
        ("3D密室", []),
    ],
)
def test_title(text: str, amounts: list[tuple[int, Kind]]) -> None:
    assert [(one.fen, one.kind) for one in mentions(text, title=True)] == amounts


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("团购价：98元", 9800),
        ("到手价一百九十八", 19800),
        ("今天不要298，不要198，只要98", 9800),
        ("支付68元即可", 6800),
        ("券后仅九十九块", 9900),
        ("昨天198，今天的双人餐只要98元", 9800),
        ("全新升级双人餐只要98元", 9800),
        ("外面卖198，我们只要98", 9800),
    ],
)
def test_what_a_word_calls_the_price(text: str, fen: int) -> None:
    assert [one.fen for one in mentions(text) if one.kind is S and one.cued] == [fen]


@pytest.mark.parametrize(
    "text",
    [
        "另有四人餐仅需198元",
        "加购可乐，仅需3元",
        "再加一份甜品，只要18元",
        "毛肚48元/份",
        "人均只要50块",
        "昨天还只要128",
        "升级大床房只需加50元",
        "第二杯只要9.9元",
        "会员价88元",
        "一块吃饭",
        "蛋糕只要128元，需另购",
    ],
)
def test_what_is_not_the_price(text: str) -> None:
    assert not [one for one in mentions(text) if one.kind is S]


@pytest.mark.parametrize(
    "text", ["只要39.9元", "￥ 98", "9块9", "到手价98", "原价198", "💰68", "双人餐 128 元", "100元代金券", "29.9双人餐"]
)
def test_picture_with_a_price(text: str) -> None:
    assert picture_prices(text)


@pytest.mark.parametrize(
    "text",
    [
        "开业16年老店",
        "3.8折起",
        "第二份半价",
        "营业11:00-22:00",
        "500g毛肚",
        "1988老火锅",
        "买1送1",
        "4.9分好评",
        "元气双人餐",
        "原味鸡5块装",
        "百元以内",
    ],
)
def test_picture_without_a_price(text: str) -> None:
    assert picture_prices(text) == ()


def test_span_and_neighbours_point_into_the_original() -> None:
    text = "★原价 １９８ 元，现价　九块九★"
    first, second = mentions(text)
    assert (text[first.start : first.end], text[second.start : second.end]) == ("１９８ 元", "九块九")


_YUAN = st.integers(min_value=10, max_value=9999).filter(lambda number: not 1900 <= number < 2100)


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in text)


@given(_YUAN)
def test_spellings_of_one_price_never_differ(yuan: int) -> None:
    ways = [
        f"{yuan}元", f"{yuan}.0元", f"{yuan}.00元", f"{yuan}块", f"{yuan}块钱", f"¥{yuan}", f"￥ {yuan}", f"{yuan}RMB", f"{yuan:,}元",
        _wide(f"{yuan}元"), " ".join(str(yuan)) + "元", f"{in_han(yuan)}元", f"{in_han(yuan)}块", f"{in_han(yuan)}块钱", f"{yuan}",
    ]  # fmt: skip
    for way in ways:
        found = mentions(f"团购价{way}，节假日通用")
        assert [(one.fen, one.kind, one.cued) for one in found] == [(yuan * 100, S, True)], way


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=9))
def test_spellings_of_tenths_never_differ(yuan: int, jiao: int) -> None:
    han = "零一二三四五六七八九"[jiao]
    ways = [
        f"{yuan}.{jiao}元", f"{yuan}.{jiao}0元", f"{yuan}块{jiao}", f"{yuan}块{jiao}毛", f"{yuan}元{jiao}角",
        f"{in_han(yuan)}块{han}", f"{in_han(yuan)}点{han}元", f"{yuan}·{jiao}元",
    ]  # fmt: skip
    for way in ways:
        assert [(one.fen, one.kind) for one in mentions(f"到手价{way}！")] == [(yuan * 100 + jiao * 10, S)], way


@given(
    st.text(alphabet="0129.，,。 块元¥￥九十百点毛满减送原价现价只要双人餐代抵/-位份折()（）\n", max_size=40),
    st.booleans(),
)
def test_no_text_breaks_it(text: str, title: bool) -> None:
    for one in mentions(text, title=title):
        assert 0 <= one.start < one.end <= len(text)
        assert one.fen >= 0
