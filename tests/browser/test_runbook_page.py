"""The runbook on a phone: copy, tick, export; the sheet is what `confirm -f` takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from browsing import PATIENCE, Browser
from entries import plan, step
from storeconf.plan.entities import Step
from storeconf.render.html.runbook import runbook_html
from support import Cli

PHONE = 375
BOX = "input[data-step]"


def page(folder: Path, *steps: Step) -> Path:
    """A runbook of these steps."""
    target = folder / "todo.html"
    target.write_text(runbook_html(plan(steps=steps), "zh"), encoding="utf-8")
    return target


def fleet_page(cli: Cli, folder: Path) -> Path:
    """The runbook of a fleet."""
    target = folder / "todo.html"
    target.write_text(cli("todo", "--format", "html").out, encoding="utf-8")
    return target


def saved(browser: Browser) -> str:
    """The sheet that was saved last."""
    for old in browser.downloads.iterdir():
        old.unlink()
    browser.one("#save").click()
    target = browser.downloads / "confirm-2026-03-09.yaml"
    WebDriverWait(browser.driver, PATIENCE, poll_frequency=0.02).until(lambda _: target.exists())
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("by", ["", "王敏", 'O\'Neil "x": #{}\\ <b>'])
def test_saved_sheet_is_accepted(browser: Browser, own_fleet: Cli, tmp_path: Path, by: str) -> None:
    steps = own_fleet("todo", "--format", "json").json["steps"]
    browser.open(fleet_page(own_fleet, tmp_path), width=PHONE)
    browser.js("document.querySelectorAll('.tick-all').forEach((one) => one.click())")
    browser.js("document.querySelectorAll('.whom input:not(:checked)').forEach((one) => one.click())")
    assert browser.texts("#count") == [f"已做 {len(steps)} / {len(steps)}"]
    browser.one("#export").click()
    browser.type("#by", by)
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(saved(browser), encoding="utf-8")
    assert browser.js("return document.getElementById('sheet-text').value") == sheet.read_text(encoding="utf-8")
    said = own_fleet("confirm", "-f", str(sheet))
    assert len(said.out.splitlines()) == len(steps)
    assert own_fleet("todo", "--format", "json").json["steps"] == []
    written = "".join(file.read_text(encoding="utf-8") for file in (own_fleet.folder / "observations").iterdir())
    assert by in written.replace('\\"', '"').replace("\\\\", "\\").replace("''", "'")


def test_ticks_stay_until_the_text_changes(browser: Browser, tmp_path: Path) -> None:
    steps = [step(f"s{n}/voice_call", digest=f"{n:012}", attrs={"script": str(n)}) for n in range(3)]
    target = page(tmp_path, *steps)
    browser.open(target)
    for box in (0, 1):
        browser.js(f"document.querySelectorAll('{BOX}')[{box}].click()")
    browser.reload()
    ticked = f"return [...document.querySelectorAll('{BOX}')].map((one) => one.checked)"
    assert browser.js(ticked) == [True, True, False]
    steps[0] = step("s0/voice_call", digest="f" * 12, attrs={"script": "new"})
    page(tmp_path, *steps)
    browser.reload()
    assert browser.js(ticked) == [False, True, False]


def test_browser_without_memory_or_clipboard_still_works(browser: Browser, tmp_path: Path) -> None:
    forbid = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }});"
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => { window.copied = document.activeElement.value; return true };"
    )
    target = page(tmp_path, step("s0/voice_call", attrs={"script": "您好\n“核销码”"}))
    browser.open(target, before=forbid)
    browser.one(".value .copy").click()
    browser.wait("return window.copied")
    assert browser.js("return window.copied") == "您好\n“核销码”"
    browser.one(BOX).click()
    assert browser.texts("#count") == ["已做 1 / 1"]
    browser.reload()
    assert browser.texts("#count")[0].startswith("已做")


def test_copy_takes_the_text_to_the_letter(browser: Browser, tmp_path: Path) -> None:
    browser.open(page(tmp_path, step("s0/voice_call", attrs={"script": " 您好 \n  第二行\u202e"})))
    browser.js("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    browser.one(".value .copy").click()
    browser.wait("return window.copied")
    assert browser.js("return window.copied") == " 您好 \n  第二行\u202e"
    assert browser.texts("#toast") == ["已复制"]


def test_picture_is_ticked_with_its_address_only(browser: Browser, tmp_path: Path) -> None:
    browser.open(page(tmp_path, step("s0/poi", op="hand.upload", attrs={})))
    browser.one(BOX).click()
    assert browser.texts("#count") == ["已做 0 / 1"]
    browser.type("input.url", "https://cdn.example/a.jpg")
    browser.one(BOX).click()
    browser.one("#export").click()
    assert 'url: "https://cdn.example/a.jpg"' in browser.js("return document.getElementById('sheet-text').value")


def test_owner_and_open_ones_filter(browser: Browser, tmp_path: Path) -> None:
    steps = [
        step(f"s{n}/voice_call", digest=f"{n:012}", owner=f"店长{n % 2}", attrs={"script": str(n)}) for n in range(4)
    ]
    browser.open(page(tmp_path, *steps))
    browser.choose("#f-owner", "=店长1")
    shows(browser, ["s1/voice_call", "s3/voice_call"])
    browser.one(BOX).click()
    browser.one("#f-open").click()
    shows(browser, ["s3/voice_call"])


def shows(browser: Browser, addresses: list[str]) -> None:
    """The steps that are left, as soon as the page is drawn again."""
    wait = WebDriverWait(browser.driver, PATIENCE, poll_frequency=0.02)
    wait.until(lambda _: browser.texts(".whom code") == addresses)


def test_long_runbook_opens_by_and_by(browser: Browser, tmp_path: Path) -> None:
    steps = [step(f"s{n}/voice_call", digest=f"{n:012}", attrs={"script": str(n)}) for n in range(3000)]
    browser.open(page(tmp_path, *steps), width=PHONE)
    cards = "return document.querySelectorAll('article.task').length"
    assert browser.js(cards) < 100
    before = browser.js(cards)
    browser.js("document.querySelector('.more').click()")
    assert browser.js(cards) == 2 * before


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_sticks_out_on_a_phone(browser: Browser, own_fleet: Cli, tmp_path: Path, dark: bool) -> None:
    browser.open(fleet_page(own_fleet, tmp_path), width=PHONE, dark=dark)
    assert browser.js("return document.documentElement.scrollWidth") <= PHONE
    low = "return [...document.querySelectorAll('.copy, .primary')].filter((one) => one.offsetHeight && one.offsetHeight < 32).length"
    assert browser.js(low) == 0
