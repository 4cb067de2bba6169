"""One file: nothing is loaded, nothing but its own script runs, no text can end the element it stands in."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markup import Page
from storeconf.core.text import Text
from storeconf.render.html.page import ASSETS, MARK, page, script_json

HOSTILE = "</script><script>alert(1)</script><!--\u2028\u2029]]>&amp;"
LOADS = {"link", "iframe", "object", "embed", "base", "img", "video", "audio", "source"}


def report(title: str = "报告", **data: object) -> Page:
    """A page of the report's template."""
    words = {name: Text(name, name) for name in _words()}
    return Page(
        page(
            "report.html.j2",
            "zh",
            title=title,
            words=words,
            data=data,
            styles=("base.css", "report.css"),
            scripts=("dom.js",),
            project=title,
            moment=title,
            platform=title,
            panels=[],
        )
    )


def _words() -> set[str]:
    template = (ASSETS / "report.html.j2").read_text(encoding="utf-8")
    listed = re.findall(r'"(\w+)"', re.search(r"{% for id in (.*?) %}", template)[1])  # type: ignore[index]
    return {*re.findall(r"words\.(\w+)", template), *listed}


def test_page_begins_so_that_it_is_known_again() -> None:
    assert report().text.startswith(MARK + "<html lang=")


def test_policy_lets_exactly_its_own_style_and_script_run() -> None:
    found = report()
    allowed = set(re.findall(r"'(sha256-[^']+)'", found.policy))
    inline = [body for name, body in found.bodies if not (name == "script" and body.startswith("{"))]
    assert allowed == {f"sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}" for one in inline}
    assert found.policy.startswith("default-src 'none'; ")
    assert "unsafe" not in found.policy


def test_page_loads_nothing_and_has_no_inline_handlers_or_styles() -> None:
    found = report()
    assert not LOADS & {name for name, _ in found.tags}
    for _, attributes in found.tags:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "style")}
        assert attributes.get("href", "#").startswith("#")


@pytest.mark.parametrize("asset", sorted(ASSETS.iterdir()), ids=lambda path: path.name)
def test_assets_name_no_address_outside(asset: Path) -> None:
    text = asset.read_text(encoding="utf-8")
    assert not re.search(r"https?://|url\(|@import|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_hostile_text_stays_text() -> None:
    found = report(HOSTILE, note=HOSTILE)
    assert len(found.attributes("script")) == 2
    assert found.data["note"] == HOSTILE


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_is_read_back_and_never_ends_its_element(value: object) -> None:
    text = script_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_half_a_character_does_not_stop_the_page() -> None:
    assert script_json("\ud800").encode("utf-8") == b'"\\ud800"'
