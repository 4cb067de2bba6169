"""Disguises of chat channels, ways out of the platform, and demands that are denied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.clock import parse_instant
from storeconf.rules.case import Case, Written
from storeconf.rules.review.contact import leads_to_chat
from storeconf.rules.rule import Hit
from storeconf.rules.text.denial import coerced, denied, warned_of
from storeconf.rules.text.evasion import Channel, mentions
from storeconf.rules.text.normal import normal
from storeconf.rules.text.outward import links, platforms
from support import NOW

CASE = Case(now=parse_instant(NOW))


def found(text: str) -> list[str]:
    hits = leads_to_chat(Written(field="description", path="description", raw=text), CASE)
    return [text[one.start : one.end] for one in hits if isinstance(one, Hit)]


@pytest.mark.parametrize(
    "text",
    [
        "微信",
        "微 信",
        "微★信",
        "薇信",
        "徽芯",
        "wei信",
        "微xin",
        "weixin",
        "WeChat",
        "VX",
        "v❤x",
        "V信",
        "w.x",
        "企业微信",
        "威芯",
    ],
)
def test_disguises_of_wechat(text: str) -> None:
    assert Channel.WECHAT in {one.channel for one in mentions(normal(text).squashed.text)}


@pytest.mark.parametrize("text", ["公众号", "公 众 号", "公众昊", "公中号", "gzh", "订阅号"])
def test_disguises_of_accounts(text: str) -> None:
    assert Channel.ACCOUNT in {one.channel for one in mentions(normal(text).squashed.text)}


@pytest.mark.parametrize(
    "text",
    [
        "卫星厅二楼", "威信县豆花", "紫薇路店", "VIP包间", "V领毛衣", "KTV欢唱", "加微辣", "参加微电影拍摄", "QQ糖",
        "适用人群：成人", "公众假期照常营业",
        "面向会员群体", "微波炉加热", "VR体验", "220V电源", "安徽徽菜", "好友聚餐",
    ],
)  # fmt: skip
def test_ordinary_words(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.example.com/x", ["http://a.example.com/x"]),
        ("登录laozao.cn预订", ["laozao.cn"]),
        ("导航 https://v.douyin.com/iR/ 到店", []),
        ("客服邮箱 hi@laozao.cn", []),
        ("10.30-22.00营业，No.1包间，Dr.Wang", []),
        ('<img src="https://img.example.com/a.jpg">', []),
    ],
)
def test_links(text: str, expected: list[str]) -> None:
    surface = normal(text).surface.text
    assert [surface[one.start : one.end] for one in links(surface)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上京东搜", 1), ("南京东路", 0), ("北京东城区", 0), ("快手菜", 0), ("快手搜索", 1),
        ("医美团购", 0), ("上美团领券", 1), ("淘宝城", 0), ("支付宝付款", 0),
        ("支付宝搜", 1), ("美团购买", 1), ("甜美团子", 0), ("你饿了么", 0),
    ],
)  # fmt: skip
def test_platforms(text: str, expected: int) -> None:
    assert len(platforms(text)) == expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("无需加微信", "加微信", True),
        ("请勿加微信", "加微信", True),
        ("我们不会以任何理由要求您加微信", "加微信", True),
        ("不强制加微信", "加微信", True),
        ("无法到店请加微信", "加微信", False),
        ("不用排队,加微信预约", "加微信", False),
        ("不要错过,加微信", "加微信", False),
        ("不加微信不享受优惠", "加微信", False),
    ],
)
def test_denied(text: str, head: str, expected: bool) -> None:
    assert denied(text, text.index(head)) is expected


def test_coerced_and_warned() -> None:
    assert coerced("不转发不能享受", 1)
    assert not coerced("不转发,不拉群", 1)
    assert warned_of("谨防以加微信为由的诈骗", 3)


@given(st.sampled_from([" ", "★", "·", "|", "\u200b", "❤", "_"]))
def test_ornaments_hide_nothing(ornament: str) -> None:
    assert found(f"加{ornament}微{ornament}信{ornament}领券")


@given(st.text(max_size=60))
def test_never_crashes(text: str) -> None:
    for words in found(text):
        assert words in text
