"""A report of ten thousand stores: it opens, it scrolls, it filters."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from browsing import Browser
from entries import plan, price, unit
from storeconf.plan.status import LINKS, Link, StoreStatus
from storeconf.plan.survey import DeclaredStore, Licence, Survey
from storeconf.render.html.report import report_html

COUNT = 10_000
NAMES = [f"s{n:05}" for n in range(COUNT)]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of ten thousand stores, of which every hundredth has drifted."""
    stores = tuple(
        DeclaredStore(
            name=name,
            title=f"大连锁({n}店)",
            account="big",
            owner=f"@big/{n % 20}",
            labels={"city": "北京" if n % 2 else "成都"},
            addresses=frozenset({f"{name}/poi", f"{name}/product/x", f"{name}/voice_call"}),
            licences=(Licence(type="营业执照", expires=f"{2026 + n % 3}-04-01"),),
        )
        for n, name in enumerate(NAMES)
    )
    lights = tuple(Link(step=link, state="ok", because="") for link in LINKS)
    units = [
        unit(name, drift=[price(f"{name}/product/x", live=f"{n}.00")]) for n, name in enumerate(NAMES) if n % 100 == 7
    ]
    status = tuple(StoreStatus(name=one.name, title=one.title, owner=one.owner, chain=lights) for one in stores)
    target = tmp_path_factory.mktemp("large") / "report.html"
    found = Survey(project="big", plan=plan(*units), stores=stores, status=status)
    target.write_text(report_html(found, "zh"), encoding="utf-8")
    return target


def test_only_the_rows_in_sight_stand_in_the_page(browser: Browser, large: Path) -> None:
    browser.open(large)
    rows = "return document.querySelectorAll('#grid-body tr[data-place]').length"
    assert 0 < browser.js(rows) < 100
    assert browser.js("return document.getElementById('grid').getAttribute('aria-rowcount')") == str(COUNT + 2)
    for share in (0.5, 1):
        browser.js(
            "const f = document.getElementById('grid-frame'); f.scrollTop = f.scrollHeight * arguments[0]", share
        )
        near = NAMES[int((COUNT - 1) * share)]
        browser.wait(f"return document.getElementById('grid-body').innerText.includes('{near}')")
        assert 0 < browser.js(rows) < 100


def test_keys_reach_the_last_store(browser: Browser, large: Path) -> None:
    browser.open(large)
    browser.js("document.querySelector('button.store[tabindex=\"0\"]').focus()")
    browser.press(Keys.END)
    assert browser.js("return document.activeElement.querySelector('.slug').textContent") == NAMES[-1]
    row = "const r = document.activeElement.getBoundingClientRect(), f = document.getElementById('grid-frame').getBoundingClientRect();"
    assert browser.js(f"{row} return r.top >= f.top && r.bottom <= f.bottom + 1")


def test_filters_find_one_and_many(browser: Browser, large: Path) -> None:
    browser.open(large)
    browser.type("#q", "s09999")
    browser.wait("return document.getElementById('count').innerText === '1 / 10,000 家'")
    browser.one("#clear").click()
    browser.one("#f-problems").click()
    assert browser.texts("#count") == ["100 / 10,000 家"]
    assert browser.texts("#counts .number")[:2] == ["100", "100"]
