"""The night's news: short, within each service's bytes, and nothing in it speaks to a chat client."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.ci.digest import FEISHU, OTHER, WECOM, Digest, Room, has_news, told
from storeconf.ci.notices import as_apprise
from storeconf.ci.records_news import news_of
from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import Message
from storeconf.plan.entities import AttributeChange, Entry, Plan, UnitPlan
from storeconf.plan.summary import summarise


def plan(*units: UnitPlan, **more: object) -> Plan:
    facts = {"created_at": "2026-03-09T10:00:00+08:00", "lineage": "l", "platform": "sandbox", **more}
    return Plan(stores=units, summary=summarise(units), **facts)  # type: ignore[arg-type]


def unit(name: str, city: str, title: str = "毛血旺单人餐", live: str = "21.90") -> UnitPlan:
    """A store whose product's price drifted."""
    change = AttributeChange(path="price", class_="drift-changed", declared="19.90", recorded="19.90", live=live)
    entry = Entry(address=f"{name}/product/mxw", title=title, reason="changed", attributes=(change,))
    return UnitPlan(name=name, labels={"city": city}, drift=(entry,))


def written(made: Plan, room: Room = WECOM, report: str = "", further: tuple[Message, ...] = ()) -> str:
    return Digest(lang="zh", label="city", report=report, further=further)(made, made.stores, room)


def test_regions_with_most_come_first_and_ten_rows_are_enough() -> None:
    made = plan(*(unit(f"b{n}", "北京") for n in range(4)), *(unit(f"c{n}", "重庆") for n in range(20)))
    text = written(made, report="https://example.com/9")
    assert text.splitlines()[:3] == [
        "【storeconf】2026-03-09 10:00 漂移 24 处",
        "■ 重庆（20 处）",
        "· 毛血旺单人餐 售价：线上 21.9 元，声明 19.9 元",
    ]
    assert text.splitlines()[-2:] == ["…… 另有 15 处", "完整报告：https://example.com/9"]


@given(
    titles=st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=15),
    room=st.sampled_from([WECOM, FEISHU, OTHER]),
)
def test_message_stays_within_its_room(titles: list[str], room: Room) -> None:
    made = plan(*(unit(f"s{n}", "北京", title) for n, title in enumerate(titles)))
    assert room.size(written(made, room, report="https://example.com/9")) <= room.limit


def test_chinese_counts_as_each_service_counts_it() -> None:
    made = plan(*(unit(f"s{n}", f"城市{n}" * 4, "长" * 60) for n in range(30)))
    assert (WECOM.size("好"), FEISHU.size("好")) == (3, 8)
    assert len(written(made, Room(900, WECOM.size))) > len(written(made, Room(900, FEISHU.size)))
    assert WECOM.limit < 2_048
    assert FEISHU.limit < 20_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<at user_id="all"></at>', '＜at user_id="all"＞＜/at＞'),
        ("@所有人", "＠所有人"),
        ("[领奖](http://evil.example)", "［领奖］(http：//evil．example)"),
        ("www.evil.com", "www．evil．com"),
        ("**粗**\n`码`", "＊＊粗＊＊⏎｀码｀"),
        ("\u202e\x1b[2J", "\\u202e\\u001b［2J"),
        ("19.9 元", "19.9 元"),
    ],
)
def test_chat_client_makes_nothing_of_it(text: str, shown: str) -> None:
    assert told(text) == shown


def test_quiet_night_is_no_news_but_an_unreadable_account_is() -> None:
    assert not has_news(plan(), ())
    assert has_news(plan(incomplete=True), ())
    assert written(plan()) == "【storeconf】2026-03-09 10:00 没有漂移"


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://open.feishu.cn/open-apis/bot/v2/hook/abcd-1234", "feishu://abcd-1234"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/abcd-1234", "lark://abcd-1234"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abcd1234", "dingtalk://abcd1234"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ab-12", "wecombot://ab-12"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/", ""),
        ("mailtos://u:p@example.com", "mailtos://u:p@example.com"),
    ],
)
def test_robots_address_is_taken_as_it_is_shown(url: str, known: str) -> None:
    assert as_apprise(f" {url}\n") == known


def test_records_are_told_in_counts_and_nobody_is_named() -> None:
    found = json.dumps(
        {
            "format_version": "1.0",
            "actions": [
                {"action": "pause_sale", "product_id": "P", "date": "2026-03-08"},
                {"action": "manual_review", "phone": "139****1111"},
                {"action": "manual_review", "phone": "138****2222"},
            ],
            "pending": [{"order_id": "o"}],
            "rows": 3,
            "skipped": [],
        }
    )
    further = tuple(news_of([(Path("records.json"), found)]))
    text = written(plan(), further=further)
    assert text.endswith("核销失败太多、要停售的商品 1 个，要人工复核的手机号 2 个，已支付、超时未核销 1 单")
    assert news_of([(Path("records.json"), '{"format_version": "1.0", "actions": [], "pending": []}')]) == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "null", "{}", "[" * 100_000),
        '{"format_version": "2.0", "actions": [], "pending": []}',
        '{"format_version": "1.0", "actions": 5, "pending": []}',
        '{"format_version": "1.0", "actions": [5], "pending": []}',
    ],
)
def test_anything_else_is_no_report_of_records(text: str) -> None:
    with pytest.raises(StoreconfError) as raised:
        news_of([(Path("records.json"), text)])
    assert raised.value.diagnostics[0].code.id == "SC837"
