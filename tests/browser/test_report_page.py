"""The report as people use it: filters, keys, dark and light, a phone, paper."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from browsing import Browser
from conftest import MakeProject
from support import ROOT, Cli

ROWS = "#grid-body tr[data-place]"
NAMES = "#grid-body .slug"


def data(file: Path) -> Any:
    """What the page's script shows."""
    text = file.read_text(encoding="utf-8")
    return json.loads(text.partition('id="data">')[2].partition("</script>")[0])


def stores(file: Path, wanted: Callable[[dict[str, Any]], bool] = lambda store: True) -> list[str]:
    """Names of the stores in the data that are as wanted."""
    found = data(file)
    states = [one["id"] for one in found["states"]]
    lights = [one["id"] for one in found["lights"]]
    rows = [
        {
            "name": name,
            "owner": found["texts"][owner],
            "labels": [found["texts"][one] for one in labels],
            "cells": [states[one] for one in cells],
            "lights": [lights[state] for state, *_ in chain],
        }
        for name, _, _, owner, labels, chain, cells in found["stores"]
    ]
    return [str(one["name"]) for one in rows if wanted(one)]


def test_every_store_has_a_row_and_the_numbers_agree(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    assert browser.texts(NAMES) == stores(sample_report)
    assert browser.texts("#count") == ["12 / 12 家"]
    assert browser.texts("#counts .number")[0] == "12"
    assert browser.js("return document.querySelectorAll('#drift-list .card').length") == sum(
        one["l"] in ("drift", "conflict") for one in data(sample_report)["entries"]
    )


FILTERS: list[tuple[str, str, Callable[[dict[str, Any]], bool]]] = [
    ("#f-owner", "=@shuyu/north-ops", lambda store: store["owner"] == "@shuyu/north-ops"),
    ("#f-label", "city=重庆", lambda store: "city=重庆" in store["labels"]),
    ("#f-state", "drift", lambda store: "drift" in store["cells"]),
    ("#f-state", "review", lambda store: "review" in store["cells"]),
]


@pytest.mark.parametrize(("field", "value", "wanted"), FILTERS, ids=[f"{field}={value}" for field, value, _ in FILTERS])
def test_lists_filter(
    browser: Browser, sample_report: Path, field: str, value: str, wanted: Callable[[dict[str, Any]], bool]
) -> None:
    browser.open(sample_report)
    browser.choose(field, value)
    expected = stores(sample_report, wanted)
    assert 0 < len(expected) < 12
    assert browser.texts(NAMES) == expected
    assert browser.texts("#count") == [f"{len(expected)} / 12 家"]
    browser.one("#clear").click()
    assert len(browser.texts(NAMES)) == 12


def test_search_finds_titles_addresses_and_several_words(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    for words, names in (
        ("望京", ["bj-wangjing"]),
        ("spring-set", ["sh-jingan"]),
        ("蜀渝 重庆", ["cq-guanyinqiao", "cq-jiefangbei"]),
    ):
        browser.type("#q", words)
        browser.wait(
            f"return [...document.querySelectorAll('{NAMES}')].map((one) => one.innerText).join() === '{','.join(names)}'"
        )
    browser.type("#q", "没有这家店")
    browser.wait("return !document.getElementById('grid-empty').hidden")


def test_problems_only_and_the_sections_follow(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    browser.one("#f-problems").click()
    bad = stores(sample_report, lambda one: bool({"blocked", "drift"} & {*one["cells"]}) or "broken" in one["lights"])
    assert browser.texts(NAMES) == bad
    browser.choose("#f-label", "city=北京")
    assert browser.texts("#drift-list .none") == ["筛选出的门店里没有。"]


def test_part_of_a_step_filters_and_lets_go(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    part = "#readiness-bars li:nth-child(2) .l-broken"
    browser.one(part).click()
    broken = stores(sample_report, lambda one: one["lights"][1] == "broken")
    assert browser.texts(NAMES) == broken
    assert browser.texts(".applied") == ["内容挂载：断了 ✕"]
    browser.one(part).click()
    assert len(browser.texts(NAMES)) == 12


def test_reason_for_rejection_filters(browser: Browser, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "rejected", tmp_path / "rejected"))
    cli, target = Cli(folder), tmp_path / "r.html"
    cli("sandbox", "reset")
    cli("report", "--html", str(target))
    browser.open(target)
    label = "使用有效期不对"
    browser.js(
        "[...document.querySelectorAll('.risk')].find((one) => one.innerText.includes(arguments[0])).click()", label
    )
    codes = browser.texts("#risk-list .card-head code")
    assert codes and all(code.startswith("R06-") for code in codes)
    assert 0 < len(browser.texts(NAMES)) < 4


def test_link_brings_its_filters_and_nothing_else(browser: Browser, sample_report: Path) -> None:
    browser.open(
        sample_report, fragment="#?label=city%3D%E9%87%8D%E5%BA%86&step=nonsense:x&owner=nobody&category=zz&x=1"
    )
    assert browser.texts(NAMES) == ["cq-guanyinqiao", "cq-jiefangbei"]
    assert browser.texts(".applied") == []


def test_keys_move_open_and_come_back(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    names = stores(sample_report)
    browser.js("document.querySelector('button.store[tabindex=\"0\"]').focus()")
    focused = "return document.activeElement.querySelector('.slug')?.textContent"
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert browser.js(focused) == names[2]
    browser.press(Keys.END)
    assert browser.js(focused) == names[-1]
    browser.press(Keys.ARROW_DOWN, Keys.HOME, Keys.ARROW_UP)
    assert browser.js(focused) == names[0]
    browser.press(Keys.ENTER)
    assert browser.js("return document.getElementById('detail').open")
    assert names[0] in browser.texts("#detail-title")[0]
    browser.press(Keys.ESCAPE)
    assert not browser.js("return document.getElementById('detail').open")
    assert browser.js(focused) == names[0]


def test_tab_reaches_the_grid_once(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    assert browser.js("return document.querySelectorAll('button.store[tabindex=\"0\"]').length") == 1
    browser.press(Keys.TAB)
    assert browser.js("return document.activeElement.className") == "skip"


def test_one_store_shows_its_three_values(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    browser.js(
        "[...document.querySelectorAll('button.store')].find((one) => one.innerText.includes('sz-nanshan')).click()"
    )
    shown = browser.texts("#detail .sides tbody td")
    assert shown[:3] == ["139 元", "139 元", "149 元"]


def test_controls_have_names(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    browser.cdp("Accessibility.enable")
    nodes = browser.cdp("Accessibility.getFullAXTree")["nodes"]
    controls = {
        "button",
        "checkbox",
        "combobox",
        "searchbox",
        "link",
        "table",
        "region",
        "form",
        "navigation",
        "search",
    }
    unnamed = [
        node["role"]["value"]
        for node in nodes
        if not node.get("ignored") and node["role"]["value"] in controls and not node.get("name", {}).get("value")
    ]
    browser.cdp("Accessibility.disable")
    assert set(unnamed) <= {"table"}  # those of one object stand under its heading


CONTRAST = """
const channels = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
const bright = (text) => channels(text).map((one) => one / 255)
  .map((one) => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
  .reduce((sum, one, n) => sum + one * [.2126, .7152, .0722][n], 0);
const under = (one) => { for (let at = one; at; at = at.parentElement) {
  const found = getComputedStyle(at).backgroundColor;
  if (found !== 'rgba(0, 0, 0, 0)') return found;
} return 'rgb(255, 255, 255)'; };
return [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() && one.closest('[disabled], .sr') === null
    && [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())).map((one) => {
  const [a, b] = [bright(getComputedStyle(one).color), bright(under(one))];
  return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), one.className + ' ' + one.textContent.slice(0, 20)];
}).filter(([ratio]) => ratio < 4.5);
"""
"""Texts with less contrast than WCAG 2.2 asks for (1.4.3, AA: 4.5)."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_texts_stand_out(browser: Browser, sample_report: Path, dark: bool) -> None:
    browser.open(sample_report, dark=dark)
    page = browser.js("return getComputedStyle(document.body).backgroundColor")
    assert (page == "rgb(14, 17, 22)") is dark
    assert browser.js(CONTRAST) == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_sticks_out_sideways(browser: Browser, sample_report: Path, width: int) -> None:
    browser.open(sample_report, width=width)
    assert browser.js("return document.documentElement.scrollWidth") <= width


def test_phone_shows_the_lists_when_asked(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report, width=375)
    assert not browser.one("#f-owner").is_displayed()
    browser.one("#more-filters").click()
    assert browser.one("#f-owner").is_displayed()
    assert browser.one("#more-filters").get_attribute("aria-expanded") == "true"
    browser.open(sample_report, width=375, fragment="#?problems=1")
    assert browser.one("#f-problems").is_displayed()


def test_paper_shows_every_store(browser: Browser, sample_report: Path) -> None:
    browser.open(sample_report)
    paper = base64.b64decode(browser.cdp("Page.printToPDF", printBackground=True)["data"])
    assert paper.startswith(b"%PDF")
    browser.js("dispatchEvent(new Event('beforeprint'))")
    assert browser.texts(NAMES) == stores(sample_report)


def test_hostile_names_do_nothing(browser: Browser, make_project: MakeProject, tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)></script><script>window.hacked=1</script>"
    cli = make_project(
        {
            "stores/a.yaml": "apiVersion: storeconf/v1\nkind: Account\nmetadata: {name: a}\nspec: {account_id: '1'}\n",
            "stores/s.yaml": "apiVersion: storeconf/v1\nkind: Store\n"
            f"metadata: {{name: s, account: a, title: '{bad}', owner: '{bad}', labels: {{x: '{bad}'}}}}\n"
            f"spec: {{counter: '{bad}', voice_call: {{enabled: true, script: '{bad}'}}}}\n",
        }
    )
    target = tmp_path / "r.html"
    cli("report", "--html", str(target))
    browser.open(target)
    assert browser.texts("#grid-body .title") == [bad]
    browser.one("button.store").click()
    assert bad in browser.texts("#detail-title")[0]
    assert browser.js("return window.hacked") is None
