"""Five lights a store, before and after, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from journey import apply_until_quiet, confirm_everything
from support import Cli

DECISIONS = (
    *("--take", "declared", "@shuyu/product/hotpot-four", "--take", "declared", "hz-yunqi-hotel/*"),
    *("--restore", "*", "--resubmit", "@shuyu/product/spring-set", "--allow", "remove"),
)
LINKS = ["poi", "content", "verification", "follow_up", "attribution"]


def lights(cli: Cli) -> dict[str, dict[str, Any]]:
    """Store to its chain, by link."""
    stores = cli("status", "--format", "json").json["stores"]
    return {store["name"]: {link["step"]: link for link in store["chain"]} for store in stores}


def test_every_store_has_the_five_lights_in_order(fleet: Cli) -> None:
    stores = fleet("status", "--format", "json").json["stores"]
    assert len(stores) == 12
    assert all([link["step"] for link in store["chain"]] == LINKS for store in stores)


@pytest.mark.parametrize(
    ("store", "link", "state", "address"),
    [
        ("bj-sanlitun", "poi", "ok", ""),
        ("cq-jiefangbei", "content", "broken", "@shuyu/product/hotpot-four"),
        ("sz-nanshan", "content", "broken", "sz-nanshan/product/late-night-beer"),
        ("bj-wangjing", "follow_up", "not_seen", "bj-wangjing/payment_reply"),
        ("sh-jingan", "follow_up", "waiting", "sh-jingan/payment_reply"),
        ("cq-jiefangbei", "follow_up", "broken", "cq-jiefangbei/voice_call"),
        ("hz-yanli-hubin", "attribution", "not_seen", "@yanli/anomaly_rules"),
    ],
)
def test_light_names_what_decides_it(fleet: Cli, store: str, link: str, state: str, address: str) -> None:
    found = lights(fleet)[store][link]
    assert (found["state"], found["address"]) == (state, address)
    assert (state == "ok") == (not found["because"])


def test_broken_light_says_what_to_do_next(fleet: Cli) -> None:
    found = lights(fleet)["sz-nanshan"]["content"]
    assert found["because"] == "有人在后台改了"
    assert found["next"] == "storeconf plan --target 'sz-nanshan/product/late-night-beer'"


def test_lights_go_green_when_the_work_is_done(fleet: Cli) -> None:
    apply_until_quiet(fleet, *DECISIONS)
    confirm_everything(fleet, "--restore", "*")
    after = lights(fleet)
    assert {store[link]["state"] for store in after.values() for link in LINKS[:4]} == {"ok"}
    assert {store["attribution"]["state"] for store in after.values()} == {"not_seen"}
    assert {store["attribution"]["because"] for store in after.values()} == {"还没有核销和渠道数据"}


@pytest.mark.parametrize(
    ("lang", "facts"),
    [
        ("zh", ("门店绑定", "渠道归因", "sz-nanshan 炭巷烧烤(南山店)", "审核没通过", "平台说：商品标题与套餐内容不符")),
        (
            "en",
            (
                "place",
                "attribution",
                "sz-nanshan 炭巷烧烤(南山店)",
                "rejected: change it",
                "the platform says: 商品标题与套餐内容不符",
            ),
        ),
    ],
)
def test_table_reads_in_both_languages(fleet: Cli, lang: str, facts: tuple[str, ...]) -> None:
    fleet.lang = lang
    said = fleet("status").out
    assert all(fact in said for fact in facts)


def test_one_store_is_explained_light_by_light(fleet: Cli) -> None:
    said = fleet("status", "cq-jiefangbei").out
    assert "cq-jiefangbei/voice_call" in said
    assert "storeconf plan --target" in said
    assert "bj-sanlitun" not in said
    assert "cq-jiefangbei？" in fleet("status", "cq-jiefangbe", code=1).err
